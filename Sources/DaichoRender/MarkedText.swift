/// Walks text that holds placeholders, and writes values where they stand.
enum MarkedText {
  enum Piece {
    case bytes(Range<Int>)
    case value(Int)
    case literal(Int)
    case link(Int)
    case mark(Unicode.Scalar)
  }

  static func forEachPiece(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (Piece) -> Void) {
    var start = 0
    var index = 0
    while index < bytes.count {
      guard bytes[index] == Placeholder.leadByte, let token = Placeholder.token(in: bytes, at: index) else {
        index += 1
        continue
      }
      if index > start { body(.bytes(start..<index)) }
      switch token {
      case .value(let number): body(.value(number))
      case .literal(let number): body(.literal(number))
      case .link(let number): body(.link(number))
      case .mark(let mark): body(.mark(mark))
      }
      index += 4
      start = index
    }
    if bytes.count > start { body(.bytes(start..<bytes.count)) }
  }

  /// The text with its values, as it is; control characters of values are left out and line breaks of
  /// values become `lineBreak`.
  static func plain(_ text: String, values: [String], lineBreak: String = "\n") -> String {
    var text = text
    let result = text.withUTF8 { plain($0, values: values, lineBreak: lineBreak) }
    return String(decoding: result, as: UTF8.self)
  }

  static func plain(
    _ bytes: UnsafeBufferPointer<UInt8>, values: [String], lineBreak: String = "\n"
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    forEachPiece(bytes) { piece in
      switch piece {
      case .bytes(let range): result.append(contentsOf: bytes[range])
      case .value(let number):
        if number < values.count { appendPlain(values[number], lineBreak: lineBreak, to: &result) }
      case .mark, .literal, .link: break
      }
    }
    return result
  }

  static func appendPlain(_ value: String, lineBreak: String = "\n", to out: inout [UInt8]) {
    var value = value
    value.withUTF8 { bytes in
      forEachPrintable(bytes) { byte in
        if byte == 0x0A { out.append(contentsOf: lineBreak.utf8) } else { out.append(byte) }
      }
    }
  }

  /// - Parameter lineBreak: what a line break of the value becomes.
  static func appendEscaped(_ value: String, lineBreak: StaticString = "\n", to out: inout [UInt8]) {
    var value = value
    value.withUTF8 { bytes in
      forEachPrintable(bytes) { byte in
        if byte == 0x0A {
          lineBreak.withUTF8Buffer { out.append(contentsOf: $0) }
        } else {
          appendEscaped(byte, to: &out)
        }
      }
    }
  }

  static func appendEscaped(_ byte: UInt8, to out: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
    case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
    case UInt8(ascii: ">"): out.append(contentsOf: "&gt;".utf8)
    case UInt8(ascii: "\""): out.append(contentsOf: "&quot;".utf8)
    case UInt8(ascii: "'"): out.append(contentsOf: "&#39;".utf8)
    default: out.append(byte)
    }
  }

  /// Every byte but those of C0 (save tab and line feed), DEL and C1; CR and CRLF come as LF.
  private static func forEachPrintable(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UInt8) -> Void) {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case 0x0D:
        if index < bytes.count, bytes[index] == 0x0A { index += 1 }
        body(0x0A)
      case 0x09, 0x0A, 0x20..<0x7F, 0x80..<0xC2, 0xC3...: body(byte)
      case 0xC2:
        if index < bytes.count, bytes[index] < 0xA0 { index += 1 } else { body(byte) }
      default: break
      }
    }
  }
}
