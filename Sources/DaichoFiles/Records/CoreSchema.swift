import DaichoModel

/// YAML 1.2's core schema, for fields whose type nobody declared.
enum CoreSchema {
  /// `nil` for null and for nothing. Numbers with leading zeros stay text: they are codes, not amounts.
  static func value(_ node: YAMLNode) -> FieldValue? {
    switch node.content {
    case .scalar(let text, .plain): scalar(text)
    case .scalar: .text(node.text ?? "")
    case .sequence(let items, _): .list(items.compactMap(value))
    case .mapping(let entries, _):
      .object(
        entries.compactMap { entry in
          value(entry.value).map { FieldValue.Member(name: entry.key, value: $0) }
        })
    }
  }

  static func isNull(_ text: String) -> Bool {
    switch text {
    case "", "~", "null", "Null", "NULL": true
    default: false
    }
  }

  private static func scalar(_ text: String) -> FieldValue? {
    guard let first = text.utf8.first else { return nil }
    switch first {
    case UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"):
      return isNull(text) ? nil : .text(text)
    case UInt8(ascii: "t"), UInt8(ascii: "T"):
      return ["true", "True", "TRUE"].contains(text) ? .boolean(true) : .text(text)
    case UInt8(ascii: "f"), UInt8(ascii: "F"):
      return ["false", "False", "FALSE"].contains(text) ? .boolean(false) : .text(text)
    case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      return number(text) ?? .text(text)
    default: return .text(text)
    }
  }

  private static func number(_ text: String) -> FieldValue? {
    let bytes = Array(text.utf8)
    if bytes.count > 2, bytes[0] == 0x30, bytes[1] == UInt8(ascii: "x") || bytes[1] == UInt8(ascii: "o") {
      let radix = bytes[1] == UInt8(ascii: "x") ? 16 : 8
      let digits = text.dropFirst(2)
      guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != Byte.dash }) else { return nil }
      return Int64(digits, radix: radix).map(FieldValue.integer)
    }
    var at = bytes[0] == UInt8(ascii: "+") || bytes[0] == Byte.dash ? 1 : 0
    let isNegative = bytes[0] == Byte.dash
    var units: Int64 = 0
    var (digits, scale, hasPoint) = (0, 0, false)
    if at + 1 < bytes.count, bytes[at] == 0x30, (0x30...0x39).contains(bytes[at + 1]) { return nil }
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else if (0x30...0x39).contains(byte), digits < 18 {
        units = units * 10 + Int64(byte - 0x30)
        digits += 1
        if hasPoint { scale += 1 }
      } else {
        break
      }
      at += 1
    }
    guard digits > 0 else { return nil }
    if isNegative { units = -units }
    if at == bytes.count {
      return hasPoint ? .decimal(ExactDecimal(units: units, scale: scale)) : .integer(units)
    }
    guard bytes[at] | 0x20 == UInt8(ascii: "e"),
      let exponent = Int(String(decoding: bytes[(at + 1)...], as: UTF8.self)), (-18...18).contains(exponent)
    else { return nil }
    scale -= exponent
    while scale < 0 {
      let (product, overflow) = units.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      units = product
      scale += 1
    }
    return scale <= 18 ? .decimal(ExactDecimal(units: units, scale: scale)) : nil
  }
}
