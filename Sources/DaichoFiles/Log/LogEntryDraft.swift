import DaichoModel

/// An entry or a task to be written.
package struct LogEntryDraft: Sendable, Hashable {
  package let date: CalendarDate
  package let minute: Int?
  package let channel: LogChannel?
  package let direction: LogDirection?
  /// Words to put after `@`.
  package let members: [String]
  /// Lines end in LF, without spaces at their ends, blank lines at either end or control characters.
  package let text: String
  package let isTask: Bool
  package let isDone: Bool

  /// Errors: `bad-member-name` for one that holds a space or a sign, `missing-channel`.
  package static func entry(
    on date: CalendarDate, at minute: Int? = nil, _ channel: LogChannel, _ direction: LogDirection? = nil,
    members: [String] = [], text: String
  ) throws(DaichoError) -> LogEntryDraft {
    try LogEntryDraft(
      date: date, minute: minute, channel: channel, direction: direction, members: members, text: text,
      isTask: false, isDone: false)
  }

  /// Errors: `bad-member-name`.
  package static func task(
    due date: CalendarDate, at minute: Int? = nil, members: [String] = [], text: String, isDone: Bool = false
  ) throws(DaichoError) -> LogEntryDraft {
    try LogEntryDraft(
      date: date, minute: minute, channel: nil, direction: nil, members: members, text: text, isTask: true,
      isDone: isDone)
  }

  private init(
    date: CalendarDate, minute: Int?, channel: LogChannel?, direction: LogDirection?, members: [String],
    text: String, isTask: Bool, isDone: Bool
  ) throws(DaichoError) {
    for name in members where !LogEntryDraft.isWord(name) {
      throw DaichoError("bad-member-name", .badMemberName(name))
    }
    self.date = date
    self.minute = minute.map { min(max($0, 0), 1_439) }
    self.channel = channel
    self.direction = direction
    self.members = members
    self.text = LogEntryDraft.normalized(text)
    self.isTask = isTask
    self.isDone = isDone
  }

  /// Whether the reader would take all of it for one word.
  private static func isWord(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    return !bytes.isEmpty
      && !name.unicodeScalars.contains { TextSafety.isUnsafe($0) || $0.properties.isWhitespace }
      && bytes.withUnsafeBytes { buffer in
        var cursor = LogCursor(bytes: buffer, offset: 0, end: buffer.count)
        return cursor.word() == 0..<buffer.count
      }
  }

  private static func normalized(_ text: String) -> String {
    var lines: [String.UnicodeScalarView] = [String.UnicodeScalarView()]
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A where previous == "\r": break
      case 0x0A...0x0D, 0x85, 0x2028, 0x2029: lines.append(String.UnicodeScalarView())
      case 0..<0x09, 0x0E..<0x20, 0x7F: break
      default: lines[lines.count - 1].append(scalar)
      }
      previous = scalar
    }
    let trimmed = lines.map { line in
      var line = line[...]
      while line.first?.properties.isWhitespace == true { line.removeFirst() }
      while line.last?.properties.isWhitespace == true { line.removeLast() }
      return String(line)
    }
    let content = trimmed.drop { $0.isEmpty }
    let end = content.lastIndex { !$0.isEmpty } ?? content.startIndex - 1
    return content[..<(end + 1)].joined(separator: "\n")
  }

  /// `[ ] 2026-11-20 14:05 call in @sato: text`, further lines after it.
  var lines: [String] {
    var head = isTask ? (isDone ? "[x] " : "[ ] ") : ""
    head += date.description
    if let minute { head += " \(padded(minute / 60, 2)):\(padded(minute % 60, 2))" }
    if let channel { head += " " + channel.rawValue }
    if let direction { head += " " + direction.rawValue }
    for member in members { head += " @" + member }
    var lines =
      text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    head += ":"
    if !lines.isEmpty { head += " " + lines.removeFirst() }
    return [head] + lines.map(LogText.escaped)
  }

  /// Whether `entry` is this draft read back.
  func isRead(as entry: LogEntry) -> Bool {
    entry.date == date && entry.minute == minute && entry.channel == channel && entry.direction == direction
      && entry.members.map(\.typed) == members && entry.text == text && entry.isTask == isTask
      && entry.isDone == isDone
  }
}
