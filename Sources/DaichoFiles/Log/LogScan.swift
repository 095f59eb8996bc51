import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One pass over the lines of a body: it finds the log's headings, the entries under them and the lines
/// that belong to each, and steps around fences and comments.
struct LogScan {
  let bytes: UnsafeRawBufferPointer
  let end: Int
  let path: String
  private var offset: Int
  private var lineNumber: Int
  private var outline = LogOutline()
  /// Level of the log's heading we are under.
  private var level: Int?
  private var fence: Fence?
  private var isInComment = false
  private var open: OpenEntry?
  /// A line of prose which `===` below would make a heading.
  private var paragraph: Range<Int>?
  /// Where the section's content ended before that paragraph began.
  private var contentBeforeParagraph = 0

  private struct Fence {
    let sign: UInt8
    let length: Int
  }

  /// A line without its ending.
  struct Line {
    let start: Int
    /// The first byte that is no space or tab.
    let content: Int
    let end: Int
    /// Start of the next line.
    let next: Int
    let number: Int
    /// Columns of `content`; a tab reaches the next multiple of four.
    let indent: Int

    var isBlank: Bool { content == end }
  }

  private struct OpenEntry {
    let head: LogHead
    let line: Line
    var text: String
    var rangeEnd: Int
    var blanks = 0
    var fence: Fence?
  }

  init(_ bytes: UnsafeRawBufferPointer, body: Range<Int>, firstLine: Int, path: String) {
    self.bytes = bytes
    self.path = path
    offset = body.lowerBound
    end = body.upperBound
    lineNumber = firstLine
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if offset == 0, bytes[..<end].starts(with: mark) { offset = 3 }
  }

  mutating func run(_ member: (String) -> String?) -> LogOutline {
    while let line = LogScan.line(at: offset, in: bytes, end: end, number: lineNumber) {
      offset = line.next
      lineNumber += 1
      take(line, member)
    }
    close(member)
    return outline
  }

  /// The line that starts at `offset`; `nil` at the end.
  static func line(at offset: Int, in bytes: UnsafeRawBufferPointer, end: Int, number: Int) -> Line? {
    guard offset < end, let base = bytes.baseAddress else { return nil }
    var (lineEnd, next) = (end, end)
    if let found = memchr(base + offset, 0x0A, end - offset) {
      lineEnd = UnsafeRawPointer(found) - base
      next = lineEnd + 1
    }
    if lineEnd > offset, bytes[lineEnd - 1] == 0x0D { lineEnd -= 1 }
    var (content, indent) = (offset, 0)
    while content < lineEnd {
      if bytes[content] == 0x20 {
        indent += 1
      } else if bytes[content] == 0x09 {
        indent += 4 - indent % 4
      } else {
        break
      }
      content += 1
    }
    return Line(start: offset, content: content, end: lineEnd, next: next, number: number, indent: indent)
  }

  // MARK: Lines

  private mutating func take(_ line: Line, _ member: (String) -> String?) {
    if line.isBlank {
      open?.blanks += 1
      paragraph = nil
      return
    }
    if open != nil, takeContinuation(line, member) { return noteContent(line) }
    defer { if level != nil { noteContent(line) } }
    if isInComment {
      isInComment = !contains(line, "-->")
      return
    }
    if let fence {
      if closes(fence, line) { self.fence = nil }
      return
    }
    if takeHeading(line, member) { return }
    if level != nil, takeItem(line, member) { return }
    takeProse(line)
  }

  private mutating func noteContent(_ line: Line) {
    guard level != nil, !outline.sections.isEmpty else { return }
    outline.sections[outline.sections.count - 1].contentEnd = line.next
  }

  /// Whether the line belongs to the open entry; else that entry is closed, or the line opened its own.
  private mutating func takeContinuation(_ line: Line, _ member: (String) -> String?) -> Bool {
    guard var entry = open else { return false }
    let isNested = line.indent >= entry.line.indent + 2
    if let fence = entry.fence, isNested {
      if closes(fence, line) { entry.fence = nil }
      append(line, to: &entry)
      open = entry
      return true
    }
    entry.fence = nil
    open = entry
    if isNested {
      if marker(of: line, isNested: true) != nil, takeItem(line, member) { return true }
      guard var entry = open else { return true }
      entry.fence = fenceOpened(by: line)
      append(line, to: &entry)
      open = entry
      return true
    }
    if entry.blanks == 0, isPlain(line) {
      append(line, to: &entry)
      open = entry
      return true
    }
    close(member)
    return false
  }

  /// A line that may go on with a paragraph: Markdown's lazy continuation.
  func isPlain(_ line: Line) -> Bool {
    let first = bytes[line.content]
    switch first {
    case 0x23: return headingLevel(line) == nil
    case 0x60, 0x7E: return fenceOpened(by: line) == nil
    case 0x3C: return !starts(line, "<!--")
    case 0x3E: return false
    case 0x2D, 0x2A, 0x2B, 0x5F:
      if isRule(line) { return false }
    default: break
    }
    if isListItem(line) { return false }
    if let after = marker(of: line, isNested: false) {
      if case .prose = LogHead.read(LogCursor(bytes: bytes, offset: after, end: line.end)) { return true }
      return false
    }
    return true
  }

  private mutating func takeHeading(_ line: Line, _ member: (String) -> String?) -> Bool {
    var found: (level: Int, title: Range<Int>)?
    var start = line.start
    if line.indent < 4, let level = headingLevel(line) {
      found = (level, trimmedTitle(line.content + level, line.end))
    } else if let paragraph, line.indent < 4, let level = underlineLevel(line) {
      found = (level, trimmedTitle(paragraph.lowerBound, paragraph.upperBound))
      start = paragraph.lowerBound
      if self.level != nil, !outline.sections.isEmpty {
        outline.sections[outline.sections.count - 1].contentEnd = contentBeforeParagraph
      }
    }
    guard let found else { return false }
    paragraph = nil
    let isLog = LogScan.titles.contains(TextFolding.fold(text(found.title)))
    if let level, found.level <= level {
      self.level = nil
    }
    if isLog, level == nil {
      level = found.level
      let count = outline.entries.count
      outline.sections.append(
        LogOutline.Section(heading: start..<line.next, entries: count..<count, contentEnd: line.next))
    }
    return true
  }

  static let titles: Set<String> = ["log", "履歴", "対応履歴"]

  private mutating func takeProse(_ line: Line) {
    if let opened = fenceOpened(by: line), line.indent < 4 {
      fence = opened
      paragraph = nil
    } else if starts(line, "<!--") {
      isInComment = !contains(line, "-->")
      paragraph = nil
    } else if line.indent < 4, !isListItem(line), !isRule(line), bytes[line.content] != 0x3E {
      if paragraph == nil { contentBeforeParagraph = outline.sections.last?.contentEnd ?? 0 }
      paragraph = line.content..<line.end
    } else {
      paragraph = nil
    }
  }

  /// Reads a list line that begins with a date. `false` when it is something else.
  private mutating func takeItem(_ line: Line, _ member: (String) -> String?) -> Bool {
    guard let after = marker(of: line, isNested: open != nil) else { return takeNumbered(line) }
    switch LogHead.read(LogCursor(bytes: bytes, offset: after, end: line.end)) {
    case .prose: return false
    case .head(let head):
      close(member)
      paragraph = nil
      let text = trimmed(head.textStart, line.end)
      open = OpenEntry(head: head, line: line, text: self.text(text), rangeEnd: line.next)
      return true
    case .failure(let failure, let place):
      outline.diagnostics.append(diagnostic(failure, place, line, after: after))
      return false
    }
  }

  /// `1. 2026-11-20 …`: readable to a person only, so it is said.
  private mutating func takeNumbered(_ line: Line) -> Bool {
    var cursor = LogCursor(bytes: bytes, offset: line.content, end: line.end)
    guard open == nil, cursor.number(digits: 3) != nil, cursor.take(".") || cursor.take(")") else {
      return false
    }
    let start = cursor.offset
    cursor.skipSpaces()
    if cursor.offset == start { return false }
    guard case .head = LogHead.read(cursor) else { return false }
    outline.diagnostics.append(
      diagnostic(
        .other, line.content..<line.content, line, after: start,
        suggesting: "- " + text(cursor.offset..<line.end)))
    return false
  }

  // MARK: Entries

  private mutating func append(_ line: Line, to entry: inout OpenEntry) {
    for _ in 0...entry.blanks { entry.text += "\n" }
    entry.blanks = 0
    entry.text += LogText.unescaped(text(trimmed(line.content, line.end)))
    entry.rangeEnd = line.next
  }

  private mutating func close(_ member: (String) -> String?) {
    guard let entry = open else { return }
    open = nil
    let head = entry.head
    var members: [LogEntry.Member] = []
    for word in head.members {
      let typed = text(word)
      let id = member(typed)
      if id == nil { outline.diagnostics.append(unknownMember(typed, word, entry.line)) }
      members.append(LogEntry.Member(typed: typed, id: id))
    }
    let mayHaveTags = entry.text.utf8.contains { $0 == 0x23 || $0 == 0xEF }
    outline.entries.append(
      LogEntry(
        date: head.date, minute: head.minute, channel: head.meaning.channel,
        direction: head.meaning.direction,
        members: members, text: entry.text, tags: mayHaveTags ? LogText.tags(in: entry.text) : [],
        isTask: head.checkbox != nil, isDone: head.isDone, range: entry.line.start..<entry.rangeEnd,
        line: entry.line.number, column: column(entry.line.content, entry.line), checkbox: head.checkbox,
        indent: entry.line.indent))
    if let last = outline.sections.indices.last {
      outline.sections[last].entries = outline.sections[last].entries.lowerBound..<outline.entries.count
    }
  }
}

extension LogScan {
  private func fenceOpened(by line: Line) -> Fence? {
    let sign = bytes[line.content]
    guard sign == 0x60 || sign == 0x7E else { return nil }
    var position = line.content
    while position < line.end, bytes[position] == sign { position += 1 }
    let length = position - line.content
    guard length >= 3 else { return nil }
    // Backticks after the opening ones make it inline code.
    if sign == 0x60, bytes[position..<line.end].contains(0x60) { return nil }
    return Fence(sign: sign, length: length)
  }

  private func closes(_ fence: Fence, _ line: Line) -> Bool {
    let range = trimmed(line.content, line.end)
    return range.count >= fence.length && bytes[range].allSatisfy { $0 == fence.sign }
  }
}
