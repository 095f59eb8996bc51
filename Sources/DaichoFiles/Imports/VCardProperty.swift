import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One content line of a vCard: `item1.TEL;TYPE=CELL;PREF=1:03-1234-5678`.
struct VCardProperty {
  /// In capitals, without its group.
  let name: String
  /// In capitals; a bare word of vCard 2.1 (`;CELL`) is a value of `TYPE`.
  private(set) var parameters: [String: [String]] = [:]
  let line: Int
  private let value: [UInt8]

  /// `nil` for a line that is no property.
  init?(_ bytes: [UInt8], line: Int) {
    var quoted = false
    var ends: [Int] = []
    var colon: Int?
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\"") { quoted.toggle() }
      if quoted { continue }
      if byte == UInt8(ascii: ";") { ends.append(index) }
      if byte == UInt8(ascii: ":") {
        colon = index
        break
      }
    }
    guard let colon else { return nil }
    ends.append(colon)
    let head = String(decoding: bytes[..<ends[0]], as: UTF8.self)
    name = head.split(separator: ".").last.map { $0.uppercased() } ?? ""
    guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    self.line = line
    value = Array(bytes[(colon + 1)...])
    for (start, end) in zip(ends, ends.dropFirst()) {
      addParameter(String(decoding: bytes[(start + 1)..<end], as: UTF8.self))
    }
  }

  private mutating func addParameter(_ text: String) {
    guard let equals = text.firstIndex(of: "=") else {
      let word = text.uppercased()
      let key = ["QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"].contains(word) ? "ENCODING" : "TYPE"
      return parameters[key, default: []].append(word)
    }
    let key = text[..<equals].uppercased()
    parameters[key, default: []].append(contentsOf: VCardProperty.values(text[text.index(after: equals)...]))
  }

  /// Comma-separated, each possibly in quotes; `^n`, `^^` and `^'` by RFC 6868.
  private static func values(_ text: Substring) -> [String] {
    var values = [""]
    var (quoted, escaped) = (false, false)
    for character in text {
      if escaped {
        escaped = false
        switch character {
        case "n": values[values.count - 1] += "\n"
        case "'": values[values.count - 1] += "\""
        case "^": values[values.count - 1] += "^"
        default: values[values.count - 1] += "^" + String(character)
        }
        continue
      }
      switch character {
      case "^": escaped = true
      case "\"": quoted.toggle()
      case "," where !quoted: values.append("")
      default: values[values.count - 1].append(character)
      }
    }
    return values
  }

  func has(_ type: String) -> Bool {
    parameters["TYPE", default: []].contains { $0.uppercased() == type }
  }

  /// 1, the most preferred, to 100; RFC 6350's PREF, or 3.0's `TYPE=PREF`.
  var preference: Int {
    if let first = parameters["PREF"]?.first, let number = Int(first), 1...100 ~= number { return number }
    return has("PREF") ? 1 : 100
  }

  var isQuotedPrintable: Bool {
    parameters["ENCODING", default: []].contains { ["QUOTED-PRINTABLE", "Q"].contains($0.uppercased()) }
  }

  // MARK: The value

  /// `nil` where its bytes are not of the charset it names.
  var text: String? {
    raw.map { VCardProperty.split($0, at: nil).joined() }
  }

  /// The parts between `;`, each without its escapes.
  var components: [String] {
    raw.map { VCardProperty.split($0, at: ";") } ?? []
  }

  /// The items between `,`.
  var items: [String] {
    raw.map { VCardProperty.split($0, at: ",") } ?? []
  }

  private var raw: String? {
    let bytes = isQuotedPrintable ? VCardProperty.unquoted(value) : value
    guard isQuotedPrintable, let charset = parameters["CHARSET"]?.first else {
      return String(validating: bytes, as: UTF8.self)
    }
    return Charset.decode(bytes, charset)
  }

  private static func split(_ text: String, at separator: Character?) -> [String] {
    var parts = [""]
    var escaped = false
    for character in text {
      if escaped {
        escaped = false
        parts[parts.count - 1] += character == "n" || character == "N" ? "\n" : String(character)
      } else if character == "\\" {
        escaped = true
      } else if character == separator {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character == "\r\n" ? "\n" : character)
      }
    }
    return parts
  }

  /// RFC 2045, section 6.7, but for soft line breaks, which are gone by now.
  private static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "="), index + 2 < bytes.count, let high = hex(bytes[index + 1]),
        let low = hex(bytes[index + 2])
      {
        out.append(high << 4 | low)
        index += 3
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return out
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}

/// The charsets in which phones have written names.
enum Charset {
  private static let known: [String: String] = [
    "UTF-8": "UTF-8", "SHIFT_JIS": "CP932", "SHIFT-JIS": "CP932", "SJIS": "CP932", "X-SJIS": "CP932",
    "CP932": "CP932", "WINDOWS-31J": "CP932", "MS932": "CP932", "EUC-JP": "EUC-JP",
    "ISO-2022-JP": "ISO-2022-JP", "ISO-8859-1": "ISO-8859-1", "WINDOWS-1252": "CP1252",
    "US-ASCII": "UTF-8",
  ]

  /// `nil` for a charset that is not known, and for bytes that are not of it.
  static func decode(_ bytes: [UInt8], _ charset: String) -> String? {
    guard let name = known[charset.uppercased()] else { return nil }
    if name == "UTF-8" { return String(validating: bytes, as: UTF8.self) }
    guard let handle = iconv_open("UTF-8", name), handle != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(handle) }
    var input = bytes
    var isWhole = false
    let text = [UInt8](unsafeUninitializedCapacity: bytes.count * 4 + 16) { output, count in
      input.withUnsafeMutableBytes { buffer in
        var from = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
        var left = buffer.count
        var to = UnsafeMutableRawPointer(output.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var room = output.count
        isWhole = iconv(handle, &from, &left, &to, &room) != -1 && left == 0
        count = output.count - room
      }
    }
    return isWhole ? String(validating: text, as: UTF8.self) : nil
  }
}
