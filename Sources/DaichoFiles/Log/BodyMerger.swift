import DaichoModel

/// Puts the body of one record into that of another: the log's entries where the order of the other's log has
/// them, its prose under the other's.
package enum BodyMerger {
  /// - Parameters:
  ///   - other: a file, with its body.
  ///   - bytes: the file that takes it in; all but its body stays as it is.
  ///
  /// An entry that both have alike stands once. The result has been read back: every entry of both is there,
  /// and says what it said. Error: `log-not-editable`.
  package static func merge(
    _ other: [UInt8], body otherBody: Range<Int>, into bytes: [UInt8], body: Range<Int>, path: String
  ) throws(DaichoError) -> [UInt8] {
    let (mine, theirs) = (LogEditor.outline(bytes, body), LogEditor.outline(other, otherBody))
    let ending = LogEditor.lineEnding(bytes, near: bytes.count)
    let known = Set(mine.entries.map(Signature.init))
    let parts = parts(of: other, otherBody, theirs)
    let units = parts.units.filter { !$0.isKnown(to: known) }
      .map { unit in Unit(entries: unit.entries, text: dedented(unit, in: other, ending)) }
      .sorted { ($0.key, $0.entries[0].range.lowerBound) < ($1.key, $1.entries[0].range.lowerBound) }
    let prose = parts.prose.map { lines(other[$0]) }.filter { !$0.isEmpty }
      .map { $0.joined(separator: ending) }.joined(separator: ending + ending)

    var insertions: [(offset: Int, text: String)] = []
    let section = mine.sections.first { !$0.entries.isEmpty } ?? mine.sections.first
    let end = max(body.upperBound, bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    if !prose.isEmpty {
      let place = section?.heading.lowerBound ?? end
      insertions.append((place, separated(prose, at: place, in: bytes, isLast: section == nil, ending)))
    }
    if let section {
      insertions += places(of: units, in: section, of: mine, bytes, body, ending)
    } else if !units.isEmpty {
      let heading = parts.heading ?? "## Log"
      let log = heading + ending + ending + units.map(\.text).joined()
      let gap = prose.isEmpty ? (isAtLineStart(end, bytes) ? "" : ending) : ""
      let isBlank = prose.isEmpty && (end == body.lowerBound || LogEditor.endsInBlankLine(bytes, end))
      insertions.append((end, gap + (isBlank ? "" : ending) + log))
    }
    var result = bytes
    // From the back, so that offsets hold; at one place, the later one first.
    for insertion in insertions.enumerated().sorted(by: {
      ($0.element.offset, $0.offset) > ($1.element.offset, $1.offset)
    }) {
      result.insert(contentsOf: insertion.element.text.utf8, at: insertion.element.offset)
    }
    let added = result.count - bytes.count
    let after = LogEditor.outline(result, body.lowerBound..<body.upperBound + added)
    let wanted = (mine.entries + units.flatMap(\.entries)).map(Signature.init)
    guard wanted.sorted() == after.entries.map(Signature.init).sorted() else {
      throw DaichoError(
        "log-not-editable", .logNotEditable, at: SourceLocation(path: path), hint: .editByHand)
    }
    return result
  }

  /// What an entry says, for comparing.
  private struct Signature: Hashable, Comparable {
    let text: String

    init(_ entry: LogEntry) {
      text = [
        entry.date.description, entry.minute.map(String.init) ?? "", entry.channel?.rawValue ?? "",
        entry.direction?.rawValue ?? "", entry.members.map(\.typed).joined(separator: "@"),
        entry.isTask ? entry.isDone ? "x" : "o" : "", entry.text,
      ].joined(separator: "\u{1F}")
    }

    static func < (a: Signature, b: Signature) -> Bool { a.text < b.text }
  }

  /// An entry with all that stands below it up to the next one of its level.
  private struct Span {
    let range: Range<Int>
    let entries: [LogEntry]

    func isKnown(to known: Set<Signature>) -> Bool { entries.allSatisfy { known.contains(Signature($0)) } }
  }

  private struct Unit {
    let entries: [LogEntry]
    let text: String

    var key: Key { Key(entries[0]) }
  }

  private struct Key: Comparable {
    let day: Int
    let minute: Int

    init(_ entry: LogEntry) { (day, minute) = (entry.date.day, entry.minute ?? -1) }

    static func < (a: Key, b: Key) -> Bool { (a.day, a.minute) < (b.day, b.minute) }
  }

  // MARK: Taking apart

  private static func spans(_ section: LogOutline.Section, of outline: LogOutline) -> [Span] {
    let entries = outline.entries[section.entries]
    guard let margin = entries.map(\.indent).min() else { return [] }
    let tops = entries.indices.filter { entries[$0].indent < margin + 2 }
    return tops.enumerated().map { index, top in
      let next = index + 1 < tops.count ? tops[index + 1] : entries.endIndex
      let end =
        next < entries.endIndex
        ? entries[next].range.lowerBound : max(section.contentEnd, entries[next - 1].range.upperBound)
      return Span(range: entries[top].range.lowerBound..<end, entries: Array(entries[top..<next]))
    }
  }

  /// The units of the logs, and what is left of the body: prose, other headings, lists.
  private static func parts(
    of bytes: [UInt8], _ body: Range<Int>, _ outline: LogOutline
  ) -> (units: [Span], prose: [Range<Int>], heading: String?) {
    var (units, prose): ([Span], [Range<Int>]) = ([], [])
    var heading: String?
    var from = body.lowerBound
    for section in outline.sections {
      let own = spans(section, of: outline)
      prose.append(from..<max(from, section.heading.lowerBound))
      from = section.heading.upperBound
      if heading == nil { heading = lines(bytes[section.heading]).first }
      if let first = own.first, let last = own.last {
        prose.append(from..<max(from, first.range.lowerBound))
        from = last.range.upperBound
      }
      units += own
    }
    prose.append(from..<max(from, body.upperBound))
    return (units, prose, heading)
  }

  /// Lines without their endings, and without blank ones at either end.
  private static func lines(_ bytes: ArraySlice<UInt8>) -> [String] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      line.last == 0x0D ? line.dropLast() : line
    }[...]
    func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
    while let first = lines.first, isBlank(first) { lines.removeFirst() }
    while let last = lines.last, isBlank(last) { lines.removeLast() }
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The lines of an entry at the margin, each with its ending.
  private static func dedented(_ span: Span, in bytes: [UInt8], _ ending: String) -> String {
    let margin = bytes[span.range].prefix { $0 == 0x20 }.count
    return lines(bytes[span.range]).map { line in
      let blanks = min(margin, line.utf8.prefix { $0 == 0x20 }.count)
      return String(line.dropFirst(blanks)) + ending
    }.joined()
  }

  // MARK: Putting together

  private static func isAtLineStart(_ offset: Int, _ bytes: [UInt8]) -> Bool {
    offset == 0 || bytes[offset - 1] == 0x0A
  }

  /// Prose with blank lines about it.
  private static func separated(
    _ prose: String, at offset: Int, in bytes: [UInt8], isLast: Bool, _ ending: String
  ) -> String {
    var text = prose + ending
    if !isLast { text += ending }
    if offset == 0 { return text }
    if !isAtLineStart(offset, bytes) { return ending + ending + text }
    return LogEditor.endsInBlankLine(bytes, offset) ? text : ending + text
  }

  private static func places(
    of units: [Unit], in section: LogOutline.Section, of outline: LogOutline, _ bytes: [UInt8],
    _ body: Range<Int>,
    _ ending: String
  ) -> [(offset: Int, text: String)] {
    let own = spans(section, of: outline)
    guard let last = own.last else {
      // A heading without entries yet.
      let text = units.map(\.text).joined()
      return units.isEmpty ? [] : [(section.contentEnd, ending + text)]
    }
    let tops = own.map { $0.entries[0] }
    let (isNewestFirst, isLoose) = (LogEditor.runsNewestFirst(tops), LogEditor.isLoose(tops, bytes))
    let margin = tops.map(\.indent).min() ?? 0
    let end = LogEditor.endOfItem(
      after: last.entries.map(\.range.upperBound).max() ?? last.range.upperBound, margin: margin, bytes, body)
    var needsLine = !isAtLineStart(end, bytes)
    return (isNewestFirst ? units.reversed() : units).map { unit in
      let next = tops.first { isNewestFirst ? Key($0) < unit.key : unit.key < Key($0) }
      if let next { return (next.range.lowerBound, unit.text + (isLoose ? ending : "")) }
      defer { needsLine = false }
      return (end, (needsLine ? ending : "") + (isLoose ? ending : "") + unit.text)
    }
  }
}
