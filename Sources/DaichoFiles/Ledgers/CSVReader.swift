import DaichoModel

/// Reads the rows of an RFC 4180 file of any size, one at a time and without a `String` for a field.
///
/// As Python's `csv` does: rows end in LF, CRLF or CR, a quote counts only at the start of a field, text
/// after a closing quote belongs to the field, and empty lines are no rows.
package struct CSVReader: ~Copyable {
  /// Line of the row's first byte, from 1.
  package private(set) var line = 0
  /// Of that byte in the file, or in its text where the file is not UTF-8.
  package private(set) var byteOffset: Int64 = 0
  /// Line breaks inside the row's quotes.
  package private(set) var extraLines = 0
  /// A quote is never closed: the fields are those of the one line, as if they had no quotes.
  package private(set) var hasOpenQuote = false
  package var count: Int { spans.count }

  private var source: any ByteStream
  private let delimiter: UInt8
  private var buffer: UnsafeMutableRawBufferPointer
  private var spans: [Span] = []
  private var position = 0
  private var limit = 0
  private var rowStart = 0
  private var baseOffset: Int64 = 0
  private var nextLine = 1
  private var hasEnded = false

  private struct Span {
    var start: Int
    var end: Int
    /// Between its quotes are doubled ones, or text follows them.
    var needsUnquoting: Bool
  }

  /// A quoted field longer than this is taken for a quote that was forgotten.
  private static let longestRow = 1 << 16

  /// `bufferSize` in bytes; it is what one reads ahead.
  package init(_ source: any ByteStream, delimiter: UInt8 = UInt8(ascii: ","), bufferSize: Int = 1 << 18) {
    self.source = source
    self.delimiter = delimiter
    buffer = .allocate(byteCount: max(bufferSize, 16), alignment: 8)
    spans.reserveCapacity(32)
  }

  deinit { buffer.deallocate() }

  /// The bytes of a field, valid until `next` is called; empty where the row has no such field.
  package subscript(field: Int) -> UnsafeRawBufferPointer {
    guard field >= 0, field < spans.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let span = spans[field]
    return UnsafeRawBufferPointer(rebasing: buffer[span.start..<span.end])
  }

  /// Where a field stands in the text, in bytes from its start and without quotes around it. `nil` where
  /// quotes are doubled in it, or text follows its quotes.
  package func range(_ field: Int) -> Range<Int64>? {
    guard field >= 0, field < spans.count, !spans[field].needsUnquoting else { return nil }
    return baseOffset + Int64(spans[field].start)..<baseOffset + Int64(spans[field].end)
  }

  package func text(_ field: Int) -> String { String(decoding: self[field], as: UTF8.self) }

  /// Where a field begins in its line, in scalars from 1.
  package func column(_ field: Int) -> Int {
    guard field >= 0, field < spans.count else { return 1 }
    var column = 1
    for byte in buffer[rowStart..<spans[field].start] {
      if byte == 0x0A { column = 1 } else if byte & 0xC0 != 0x80 { column += 1 }
    }
    return column
  }

  /// Goes to the next row. `false` at the end.
  package mutating func next() throws(DaichoError) -> Bool {
    while true {
      switch scan() {
      case .row: return true
      case .blank: continue
      case .end: return false
      case .needsMore: try refill()
      }
    }
  }

  // MARK: The buffer

  private mutating func refill() throws(DaichoError) {
    let kept = limit - position
    if position > 0, kept > 0, let base = buffer.baseAddress {
      base.copyMemory(from: base + position, byteCount: kept)
    }
    baseOffset += Int64(position)
    (position, limit) = (0, kept)
    if kept + 1 >= buffer.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 8)
      larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<kept]))
      buffer.deallocate()
      buffer = larger
    }
    // One byte stays free for the line feed that ends every search.
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer[kept..<buffer.count - 1])
    let count = try source.read(into: room)
    hasEnded = count < room.count
    limit += count
  }

  // MARK: One row

  private enum Outcome { case row, blank, end, needsMore }

  private mutating func scan() -> Outcome {
    guard position < limit else { return hasEnded ? .end : .needsMore }
    guard let base = buffer.baseAddress else { return .end }
    let bytes = base.assumingMemoryBound(to: UInt8.self)
    bytes[limit] = 0x0A
    spans.removeAll(keepingCapacity: true)
    var offset = position
    var lines = 0
    var unquotes = false
    while true {
      var span = Span(start: offset, end: offset, needsUnquoting: false)
      if bytes[offset] == 0x22, offset < limit {
        guard let quoted = scanQuoted(bytes, offset, &lines) else {
          if hasEnded || limit - position > CSVReader.longestRow { return scanLine(bytes) }
          return .needsMore
        }
        span = quoted.span
        offset = quoted.next
        unquotes = unquotes || span.needsUnquoting
      } else {
        var byte = bytes[offset]
        while byte != delimiter, byte != 0x0A, byte != 0x0D {
          offset += 1
          byte = bytes[offset]
        }
        span.end = offset
      }
      if offset >= limit {
        if !hasEnded { return .needsMore }
        spans.append(span)
        return finish(bytes, end: limit, lines: lines, unquotes)
      }
      spans.append(span)
      if bytes[offset] == delimiter {
        offset += 1
        continue
      }
      if bytes[offset] == 0x0D {
        if offset + 1 >= limit, !hasEnded { return .needsMore }
        offset += offset + 1 < limit && bytes[offset + 1] == 0x0A ? 2 : 1
      } else {
        offset += 1
      }
      return finish(bytes, end: offset, lines: lines, unquotes)
    }
  }

  /// From the opening quote to the delimiter or line ending after the field; `nil` where the bytes end first.
  private func scanQuoted(
    _ bytes: UnsafeMutablePointer<UInt8>, _ start: Int, _ lines: inout Int
  ) -> (span: Span, next: Int)? {
    var offset = start + 1
    var isDoubled = false
    while true {
      guard offset < limit, offset - start <= CSVReader.longestRow else { return nil }
      let byte = bytes[offset]
      if byte == 0x22 {
        if offset + 1 >= limit, !hasEnded { return nil }
        guard offset + 1 < limit, bytes[offset + 1] == 0x22 else { break }
        isDoubled = true
        offset += 2
        continue
      }
      if byte == 0x0A || (byte == 0x0D && bytes[offset + 1] != 0x0A) { lines += 1 }
      offset += 1
    }
    let close = offset
    offset += 1
    while offset < limit, bytes[offset] != delimiter, bytes[offset] != 0x0A, bytes[offset] != 0x0D {
      offset += 1
    }
    if isDoubled || offset > close + 1 {
      return (Span(start: start, end: offset, needsUnquoting: true), offset)
    }
    return (Span(start: start + 1, end: close, needsUnquoting: false), offset)
  }

  /// The line at `position` by its delimiters alone.
  private mutating func scanLine(_ bytes: UnsafeMutablePointer<UInt8>) -> Outcome {
    spans.removeAll(keepingCapacity: true)
    var start = position
    var offset = position
    while bytes[offset] != 0x0A, bytes[offset] != 0x0D {
      if bytes[offset] == delimiter {
        spans.append(Span(start: start, end: offset, needsUnquoting: false))
        start = offset + 1
      }
      offset += 1
    }
    if offset >= limit, !hasEnded { return .needsMore }
    spans.append(Span(start: start, end: offset, needsUnquoting: false))
    if offset < limit {
      offset += bytes[offset] == 0x0D && offset + 1 < limit && bytes[offset + 1] == 0x0A ? 2 : 1
    }
    let outcome = finish(bytes, end: offset, lines: 0, false)
    hasOpenQuote = true
    return outcome
  }

  private mutating func finish(
    _ bytes: UnsafeMutablePointer<UInt8>, end: Int, lines: Int, _ unquotes: Bool
  ) -> Outcome {
    line = nextLine
    nextLine += lines + 1
    extraLines = lines
    hasOpenQuote = false
    rowStart = position
    byteOffset = baseOffset + Int64(position)
    position = end
    if spans.count == 1, spans[0].start == spans[0].end, spans[0].start == rowStart { return .blank }
    if unquotes {
      for index in spans.indices where spans[index].needsUnquoting {
        spans[index].end = CSVReader.unquote(bytes, spans[index])
      }
    }
    return .row
  }

  /// In place; the new end of the field.
  private static func unquote(_ bytes: UnsafeMutablePointer<UInt8>, _ span: Span) -> Int {
    var (from, to, isQuoted) = (span.start + 1, span.start, true)
    while from < span.end {
      let byte = bytes[from]
      if isQuoted, byte == 0x22 {
        if from + 1 < span.end, bytes[from + 1] == 0x22 {
          from += 1
        } else {
          isQuoted = false
          from += 1
          continue
        }
      }
      bytes[to] = byte
      to += 1
      from += 1
    }
    return to
  }
}
