import DaichoModel

// What a line is in Markdown.
extension LogScan {
  /// After the list's marker and before what follows it. A marker without its space, and the marks of
  /// Japanese input methods, count where a date follows; under an entry only Markdown's own do.
  func marker(of line: Line, isNested: Bool) -> Int? {
    let first = bytes[line.content]
    switch first {
    case 0x2D, 0x2A, 0x2B: return line.content + 1
    case 0xE3, 0xEF, 0xE2:
      guard !isNested, line.end - line.content > 3 else { return nil }
      switch (first, bytes[line.content + 1], bytes[line.content + 2]) {
      // ・ － • ‐
      case (0xE3, 0x83, 0xBB), (0xEF, 0xBC, 0x8D), (0xE2, 0x80, 0xA2), (0xE2, 0x80, 0x90):
        return line.content + 3
      default: return nil
      }
    default: return nil
    }
  }

  /// An item of a bulleted or numbered list, by Markdown's rule.
  func isListItem(_ line: Line) -> Bool {
    var position = line.content
    switch bytes[position] {
    case 0x2D, 0x2A, 0x2B: position += 1
    case 0x30...0x39:
      while position < line.end, (0x30...0x39).contains(bytes[position]) { position += 1 }
      guard position < line.end, bytes[position] == 0x2E || bytes[position] == 0x29 else { return false }
      position += 1
    default: return false
    }
    return position == line.end || bytes[position] == 0x20 || bytes[position] == 0x09
  }

  /// 1…6, of an ATX heading.
  func headingLevel(_ line: Line) -> Int? {
    var position = line.content
    while position < line.end, bytes[position] == 0x23 { position += 1 }
    let level = position - line.content
    guard (1...6).contains(level) else { return nil }
    return position == line.end || bytes[position] == 0x20 || bytes[position] == 0x09 ? level : nil
  }

  /// 1 for `===`, 2 for `---`, the line below a title.
  func underlineLevel(_ line: Line) -> Int? {
    let sign = bytes[line.content]
    guard sign == 0x3D || sign == 0x2D else { return nil }
    let range = trimmed(line.content, line.end)
    return bytes[range].allSatisfy { $0 == sign } ? (sign == 0x3D ? 1 : 2) : nil
  }

  /// `---`, `* * *`, `___`.
  func isRule(_ line: Line) -> Bool {
    let sign = bytes[line.content]
    var count = 0
    for byte in bytes[line.content..<line.end] {
      if byte == sign {
        count += 1
      } else if byte != 0x20, byte != 0x09 {
        return false
      }
    }
    return count >= 3
  }

  func starts(_ line: Line, _ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard line.end - line.content >= count else { return false }
    let prefix = UnsafeRawBufferPointer(start: text.utf8Start, count: count)
    return bytes[line.content..<line.content + count].elementsEqual(prefix)
  }

  func contains(_ line: Line, _ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    let sought = UnsafeRawBufferPointer(start: text.utf8Start, count: count)
    guard line.end - line.content >= count else { return false }
    for start in line.content...line.end - count where bytes[start..<start + count].elementsEqual(sought) {
      return true
    }
    return false
  }

  /// Without the closing `#`s of a heading.
  func trimmedTitle(_ start: Int, _ end: Int) -> Range<Int> {
    var range = trimmed(start, end)
    var close = range.upperBound
    while close > range.lowerBound, bytes[close - 1] == 0x23 { close -= 1 }
    if close == range.lowerBound { return close..<close }
    if close < range.upperBound, bytes[close - 1] == 0x20 || bytes[close - 1] == 0x09 {
      range = trimmed(range.lowerBound, close)
    }
    return range
  }

  /// Without spaces, tabs and full-width spaces at both ends.
  func trimmed(_ start: Int, _ end: Int) -> Range<Int> {
    var (start, end) = (start, end)
    while start < end {
      if bytes[start] == 0x20 || bytes[start] == 0x09 {
        start += 1
      } else if end - start >= 3, isWideSpace(start) {
        start += 3
      } else {
        break
      }
    }
    while end > start {
      if bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 {
        end -= 1
      } else if end - start >= 3, isWideSpace(end - 3) {
        end -= 3
      } else {
        break
      }
    }
    return start..<end
  }

  private func isWideSpace(_ offset: Int) -> Bool {
    bytes[offset] == 0xE3 && bytes[offset + 1] == 0x80 && bytes[offset + 2] == 0x80
  }

  func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  /// In scalars, from 1.
  func column(_ offset: Int, _ line: Line) -> Int {
    var column = 1
    for byte in bytes[line.start..<max(line.start, min(offset, line.end))] where byte & 0xC0 != 0x80 {
      column += 1
    }
    return column
  }
}
