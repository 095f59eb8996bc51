import DaichoModel
import OrderedCollections

/// Why some bytes are no JSON.
package struct JSONFault: Error, Sendable, Hashable {
  /// In the bytes that were read; columns count scalars.
  package let position: SourcePosition
  package let message: Wording
}

/// A strict parser of RFC 8259: UTF-8 only, no lone surrogates, numbers kept as written, at most 64
/// levels deep.
package struct JSONReader {
  package static let deepest = 64

  /// Keys that occur more than once in one object; the last value stands.
  package private(set) var duplicateKeys: [String] = []
  private let bytes: UnsafeRawBufferPointer
  private var offset = 0

  private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  package static func read(
    _ bytes: UnsafeRawBufferPointer
  ) throws(JSONFault) -> (value: JSONValue, duplicateKeys: [String]) {
    var reader = JSONReader(bytes)
    reader.skipSpace()
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.offset == bytes.count else {
      throw reader.fault("there is something after the JSON value", "JSON の値のあとに余分な文字があります")
    }
    return (value, reader.duplicateKeys)
  }

  package static func read(_ text: String) throws(JSONFault) -> JSONValue {
    let bytes = Array(text.utf8)
    let result = bytes.withUnsafeBytes { buffer in
      Result<JSONValue, JSONFault> { () throws(JSONFault) in try read(buffer).value }
    }
    return try result.get()
  }

  // MARK: Grammar

  private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    guard offset < bytes.count else { throw fault("the text ends within a value", "値の途中で終わっています") }
    switch bytes[offset] {
    case UInt8(ascii: "{"): return try object(depth: depth + 1)
    case UInt8(ascii: "["): return try array(depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), 0x30...0x39: return .number(try number())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: throw fault("a value is expected here", "ここには値が必要です")
    }
  }

  private mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
    try enter(depth)
    var members: OrderedDictionary<String, JSONValue> = [:]
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      skipSpace()
      guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
        throw fault("a key in double quotes is expected here", "ここには「\"」で囲んだキーが必要です")
      }
      let key = try string()
      guard take(UInt8(ascii: ":")) else { throw fault("“:” is expected here", "ここには「:」が必要です") }
      skipSpace()
      let value = try value(depth: depth)
      if members.updateValue(value, forKey: key) != nil { duplicateKeys.append(key) }
      if take(UInt8(ascii: ",")) { continue }
      if take(UInt8(ascii: "}")) { return .object(members) }
      throw fault("“,” or “}” is expected here", "ここには「,」か「}」が必要です")
    }
  }

  private mutating func array(depth: Int) throws(JSONFault) -> JSONValue {
    try enter(depth)
    var items: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return .array(items) }
    while true {
      skipSpace()
      items.append(try value(depth: depth))
      if take(UInt8(ascii: ",")) { continue }
      if take(UInt8(ascii: "]")) { return .array(items) }
      throw fault("“,” or “]” is expected here", "ここには「,」か「]」が必要です")
    }
  }

  private mutating func enter(_ depth: Int) throws(JSONFault) {
    if depth > JSONReader.deepest {
      throw fault(
        "the value is nested more than \(JSONReader.deepest) deep", "入れ子が \(JSONReader.deepest) 段を超えています")
    }
    offset += 1
  }

  private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONFault) -> JSONValue {
    let expected = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard bytes[offset...].starts(with: expected) else {
      throw fault("a value is expected here", "ここには値が必要です")
    }
    offset += expected.count
    return value
  }

  private mutating func number() throws(JSONFault) -> String {
    let start = offset
    func isDigit(_ at: Int) -> Bool { at < bytes.count && (0x30...0x39).contains(bytes[at]) }
    func skipDigits() throws(JSONFault) {
      guard isDigit(offset) else { throw fault("a digit is expected here", "ここには数字が必要です") }
      while isDigit(offset) { offset += 1 }
    }
    if bytes[offset] == UInt8(ascii: "-") { offset += 1 }
    if offset < bytes.count, bytes[offset] == 0x30 {
      offset += 1
      if isDigit(offset) { throw fault("a number has no leading zero", "数値の先頭に 0 は付けられません") }
    } else {
      try skipDigits()
    }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
      offset += 1
      try skipDigits()
    }
    if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
        offset += 1
      }
      try skipDigits()
    }
    return text(start, offset)
  }

  // MARK: Strings

  private mutating func string() throws(JSONFault) -> String {
    let opening = offset
    offset += 1
    var start = offset
    var out: String?
    while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case UInt8(ascii: "\""):
        let piece = try checked(start)
        offset += 1
        return out.map { $0 + piece } ?? piece
      case UInt8(ascii: "\\"):
        out = (out ?? "") + (try checked(start))
        offset += 1
        let scalar = try escape()
        out?.unicodeScalars.append(scalar)
        start = offset
      case 0..<0x20: throw fault("a control character must be escaped", "制御文字はエスケープが必要です")
      default: offset += 1
      }
    }
    offset = opening
    throw fault("a string is not closed", "文字列が閉じられていません")
  }

  /// The bytes from `start` to here, which must be UTF-8.
  private mutating func checked(_ start: Int) throws(JSONFault) -> String {
    let check = UTF8Check(UnsafeRawBufferPointer(rebasing: bytes[start..<offset]))
    guard check.isValid else {
      offset = start + (check.firstBroken ?? 0)
      throw fault("the text is not UTF-8 here", "ここは UTF-8 ではありません")
    }
    return text(start, offset)
  }

  private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
    guard offset < bytes.count else { throw fault("the text ends within a string", "文字列の途中で終わっています") }
    offset += 1
    switch bytes[offset - 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default:
      offset -= 1
      throw fault("this is no escape of JSON", "JSON にないエスケープです")
    }
  }

  private mutating func unicodeEscape() throws(JSONFault) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
      bytes[offset + 1] == UInt8(ascii: "u")
    else { throw fault("half of a surrogate pair stands alone", "サロゲートの片方だけがあります") }
    offset += 2
    let second = try hexadecimal()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw fault("half of a surrogate pair stands alone", "サロゲートの片方だけがあります") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard offset < bytes.count, let digit = JSONReader.hexDigit(bytes[offset]) else {
        throw fault("four hexadecimal digits are expected here", "ここには 4 桁の 16 進数が必要です")
      }
      value = value << 4 | digit
      offset += 1
    }
    return value
  }

  private static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x41 + 10)
    case 0x61...0x66: UInt32(byte - 0x61 + 10)
    default: nil
    }
  }

  // MARK: Steps

  private mutating func skipSpace() {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x20, 0x09, 0x0A, 0x0D: offset += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  private func text(_ start: Int, _ end: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
  }

  private func fault(_ en: String, _ ja: String) -> JSONFault {
    var position = SourcePosition(line: 1, column: 1)
    for byte in bytes[..<min(offset, bytes.count)] {
      if byte == 0x0A {
        position = SourcePosition(line: position.line + 1, column: 1)
      } else if byte & 0xC0 != 0x80 {
        position.column += 1
      }
    }
    return JSONFault(position: position, message: .badJSON(en, ja))
  }
}
