/// How a text part is written in 7 bits.
enum TransferEncoding: String {
  case quotedPrintable = "quoted-printable"
  case base64

  /// The shorter of the two, which is also the readable one for text that is mostly ASCII.
  static func best(for text: [UInt8]) -> TransferEncoding {
    var escaped = 0
    for byte in text { escaped &+= byte >= 0x7F || byte == UInt8(ascii: "=") ? 1 : 0 }
    return escaped * 6 <= text.count ? .quotedPrintable : .base64
  }

  func encoded(_ text: [UInt8]) -> [UInt8] {
    switch self {
    case .quotedPrintable: Self.quotedPrintable(text)
    case .base64: Self.base64Lines(text)
    }
  }

  /// The text with every line end a CRLF.
  static func canonical(_ text: String) -> [UInt8] {
    var text = text
    return text.withUTF8 { source in
      var ends = 0
      for byte in source { ends &+= byte == 0x0A || byte == 0x0D ? 1 : 0 }
      return [UInt8](unsafeUninitializedCapacity: source.count + ends) { out, count in
        var afterReturn = false
        for byte in source {
          if byte == 0x0D || (byte == 0x0A && !afterReturn) {
            out[count] = 0x0D
            out[count + 1] = 0x0A
            count += 2
          }
          if byte != 0x0D && byte != 0x0A {
            out[count] = byte
            count += 1
          }
          afterReturn = byte == 0x0D
        }
      }
    }
  }

  /// RFC 2045 lines of 76 characters.
  private static func base64Lines(_ text: [UInt8]) -> [UInt8] {
    Base64.encodedBytes(text, perLine: 57)
  }

  private static let lineLimit = 76
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// RFC 2045. Beyond what it asks: a `.` that begins a line and the F of `From ` are escaped, as old
  /// servers change such lines, and the bytes of one character stay on one line.
  private static func quotedPrintable(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count + text.count / 3)
    var column = 0
    var index = 0
    while index < text.count {
      if text[index] == 0x0D {
        out += [0x0D, 0x0A]
        column = 0
        index += 2
        continue
      }
      let width = unitWidth(text, at: index, column: column)
      if column + width.columns > lineLimit - 1 {
        out += [UInt8(ascii: "="), 0x0D, 0x0A]
        column = 0
        continue
      }
      if width.columns == 1 {
        out.append(text[index])
      } else {
        for place in index..<(index + width.bytes) {
          out.append(UInt8(ascii: "="))
          out.append(digits[Int(text[place] >> 4)])
          out.append(digits[Int(text[place] & 15)])
        }
      }
      column += width.columns
      index += width.bytes
    }
    return out
  }

  /// How many bytes the character at `index` has, and how many columns it takes: 1 when it stands as it
  /// is, else 3 for each byte.
  private static func unitWidth(_ text: [UInt8], at index: Int, column: Int) -> (bytes: Int, columns: Int) {
    let byte = text[index]
    if byte >= 0xC0 {
      var end = index + 1
      while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
      return (end - index, 3 * (end - index))
    }
    let standsAsIs: Bool
    switch byte {
    case 0x20, 0x09: standsAsIs = index + 1 < text.count && text[index + 1] != 0x0D
    case UInt8(ascii: "="): standsAsIs = false
    case UInt8(ascii: "."): standsAsIs = column > 0
    case UInt8(ascii: "F"): standsAsIs = column > 0 || !text[index...].starts(with: "From ".utf8)
    default: standsAsIs = (0x21..<0x7F).contains(byte)
    }
    return (1, standsAsIs ? 1 : 3)
  }
}
