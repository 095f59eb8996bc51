import DaichoModel

/// Adds to the log of a record and ticks its tasks, touching nothing else.
package enum LogEditor {
  package struct Edit: Sendable {
    package let bytes: [UInt8]
    /// The bytes that are new; the rest is as it was.
    package let inserted: Range<Int>
  }

  /// Adds `draft` where the order of the list says: at its end, or at its start where the newest entry
  /// stands first. `heading` is written when the record has no log yet.
  ///
  /// The result has been read back: the entry is there and every other is unchanged. Error:
  /// `log-not-editable`.
  package static func append(
    _ draft: LogEntryDraft, to bytes: [UInt8], body: Range<Int>, heading: String = "Log", path: String
  ) throws(DaichoError) -> Edit {
    let before = outline(bytes, body)
    let placement = placement(in: before, bytes, body.clamped(to: 0..<bytes.count), heading)
    let ending = lineEnding(bytes, near: placement.offset)
    var lines = placement.before
    lines += draft.lines.enumerated().map { index, line in
      if index == 0 { return placement.style.lead + line }
      return line.isEmpty ? "" : placement.style.continuation + line
    }
    lines += placement.after

    var text = lines.joined(separator: ending)
    let endsLine =
      placement.offset == 0 || bytes[placement.offset - 1] == 0x0A || placement.offset == placement.bom
    if endsLine || placement.offset < bytes.count { text += ending }
    if !endsLine { text = ending + text }

    var result = bytes
    result.insert(contentsOf: text.utf8, at: placement.offset)
    let added = placement.offset..<placement.offset + text.utf8.count
    try prove(draft, before, result, body.lowerBound..<body.upperBound + added.count, added, path)
    return Edit(bytes: result, inserted: added)
  }

  /// Marks an open task as done. Error: `not-an-open-task` when `bytes` are not those it was read from.
  package static func tick(
    _ task: LogEntry, in bytes: [UInt8], path: String
  ) throws(DaichoError) -> [UInt8] {
    guard let box = task.checkbox, !task.isDone, box.lowerBound > 0, box.upperBound < bytes.count,
      [0x5B, 0xBB].contains(bytes[box.lowerBound - 1]), [0x5D, 0xEF].contains(bytes[box.upperBound]),
      bytes[box].elementsEqual(" ".utf8) || bytes[box].elementsEqual("\u{3000}".utf8) || box.isEmpty
        || bytes[box].allSatisfy({ $0 == 0x20 })
    else {
      throw DaichoError("not-an-open-task", .notAnOpenTask, at: location(path, task), hint: .tryAgain)
    }
    var result = bytes
    result.replaceSubrange(box, with: "x".utf8)
    return result
  }

  private static func location(_ path: String, _ entry: LogEntry) -> SourceLocation {
    SourceLocation(path: path, position: SourcePosition(line: entry.line, column: entry.column))
  }

  static func outline(_ bytes: [UInt8], _ body: Range<Int>) -> LogOutline {
    var reader = LogReader(members: { $0 })
    return bytes.withUnsafeBytes { reader.outline($0, body: body, firstLine: 1, path: "") }
  }

  private static func prove(
    _ draft: LogEntryDraft, _ before: LogOutline, _ result: [UInt8], _ body: Range<Int>, _ added: Range<Int>,
    _ path: String
  ) throws(DaichoError) {
    let after = outline(result, body).entries
    let others = after.filter { !added.contains($0.range.lowerBound) }
    let new = after.filter { added.contains($0.range.lowerBound) }
    guard new.count == 1, draft.isRead(as: new[0]), others.count == before.entries.count,
      zip(others, before.entries).allSatisfy({ $0.says(the: $1) })
    else {
      throw DaichoError(
        "log-not-editable", .logNotEditable, at: SourceLocation(path: path), hint: .editByHand)
    }
  }

  // MARK: Where and how

  private struct Style {
    /// Indentation, marker and space.
    var lead = "- "
    var continuation = "  "
  }

  private struct Placement {
    let offset: Int
    var before: [String] = []
    var after: [String] = []
    var style = Style()
    /// Where the text begins after a byte order mark.
    let bom: Int
  }

  private static func placement(
    in outline: LogOutline, _ bytes: [UInt8], _ body: Range<Int>, _ heading: String
  ) -> Placement {
    let bom = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard let section = outline.sections.first(where: { !$0.entries.isEmpty }) ?? outline.sections.first
    else {
      let end = max(body.upperBound, bom)
      let needsBlank = end > bom && !endsInBlankLine(bytes, end)
      return Placement(offset: end, before: (needsBlank ? [""] : []) + ["## " + heading, ""], bom: bom)
    }
    let entries = Array(outline.entries[section.entries])
    guard let last = entries.last, let margin = entries.map(\.indent).min() else {
      let end = section.contentEnd
      let isBlank = end >= bytes.count || lineIsBlank(bytes, at: end)
      return Placement(offset: end, before: [""], after: isBlank ? [] : [""], bom: bom)
    }
    let siblings = entries.filter { $0.indent < margin + 2 }
    let isLoose = isLoose(siblings, bytes)
    if runsNewestFirst(siblings), let first = siblings.first {
      return Placement(
        offset: first.range.lowerBound, after: isLoose ? [""] : [], style: style(of: first, bytes), bom: bom)
    }
    let end = endOfItem(after: last.range.upperBound, margin: margin, bytes, body)
    let model = siblings.last ?? last
    return Placement(offset: end, before: isLoose ? [""] : [], style: style(of: model, bytes), bom: bom)
  }

  /// Tasks lie in the future: contacts tell the order where there are two.
  static func runsNewestFirst(_ entries: [LogEntry]) -> Bool {
    let contacts = entries.filter { !$0.isTask }
    let telling = contacts.count > 1 ? contacts : entries
    var balance = 0
    for (one, next) in zip(telling, telling.dropFirst()) {
      let (a, b) = ((one.date.day, one.minute ?? 0), (next.date.day, next.minute ?? 0))
      if one.date == next.date, one.minute == nil || next.minute == nil { continue }
      balance += a > b ? 1 : a < b ? -1 : 0
    }
    return balance > 0
  }

  static func isLoose(_ entries: [LogEntry], _ bytes: [UInt8]) -> Bool {
    var balance = 0
    for (one, next) in zip(entries, entries.dropFirst()) where next.range.lowerBound >= one.range.upperBound {
      let between = bytes[one.range.upperBound..<next.range.lowerBound]
      let isBlank = !between.isEmpty && between.allSatisfy { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
      balance += isBlank ? 1 : -1
    }
    return balance > 0
  }

  /// Past what Markdown counts to the last entry's item without its being part of the entry.
  static func endOfItem(
    after offset: Int, margin: Int, _ bytes: [UInt8], _ body: Range<Int>
  ) -> Int {
    bytes.withUnsafeBytes { buffer in
      let scan = LogScan(buffer, body: body, firstLine: 1, path: "")
      var (end, position, isAfterBlank) = (offset, offset, false)
      while let line = LogScan.line(at: position, in: buffer, end: body.upperBound, number: 0) {
        position = line.next
        if line.isBlank {
          isAfterBlank = true
          continue
        }
        if line.indent < margin + 2, isAfterBlank || !scan.isPlain(line) { break }
        (end, isAfterBlank) = (line.next, false)
      }
      return end
    }
  }

  private static func style(of entry: LogEntry, _ bytes: [UInt8]) -> Style {
    let line = bytes[entry.range]
    let indent = line.prefix { $0 == 0x20 || $0 == 0x09 }
    var rest = line.dropFirst(indent.count)
    let isWide = (rest.first ?? 0) >= 0x80
    let marker = rest.prefix(isWide ? 3 : 1)
    rest = rest.dropFirst(marker.count)
    let spaces = rest.prefix { $0 == 0x20 }.count
    let gap = (1...4).contains(spaces) ? spaces : isWide ? 0 : 1
    let margin = String(decoding: indent, as: UTF8.self)
    return Style(
      lead: margin + String(decoding: marker, as: UTF8.self) + String(repeating: " ", count: gap),
      continuation: margin + String(repeating: " ", count: max(2, gap + 1)))
  }

  // MARK: Lines

  static func lineEnding(_ bytes: [UInt8], near offset: Int) -> String {
    let found = bytes[..<offset].lastIndex(of: 0x0A) ?? bytes.firstIndex(of: 0x0A)
    guard let found, found > 0, bytes[found - 1] == 0x0D else { return "\n" }
    return "\r\n"
  }

  private static func lineIsBlank(_ bytes: [UInt8], at offset: Int) -> Bool {
    for byte in bytes[offset...] {
      if byte == 0x0A { return true }
      if ![0x20, 0x09, 0x0D].contains(byte) { return false }
    }
    return true
  }

  /// Whether the line before `end` is blank.
  static func endsInBlankLine(_ bytes: [UInt8], _ end: Int) -> Bool {
    guard bytes[end - 1] == 0x0A else { return false }
    let line = bytes[..<(end - 1)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return bytes[line..<end].allSatisfy { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
  }
}
