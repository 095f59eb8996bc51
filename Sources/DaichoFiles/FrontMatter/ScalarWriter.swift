import DaichoModel

/// Writes text as a YAML scalar that every YAML reader takes for the same text.
enum ScalarWriter {
  /// How a value looks to its field's type.
  enum Look: Sendable {
    /// Text, whatever it looks like: `no` and `0312345678` are quoted.
    case text
    /// A number, date or boolean, which stands without quotes.
    case bare
  }

  static func look(_ type: FieldType?) -> Look {
    switch type {
    case .integer, .decimal, .money, .percent, .duration, .boolean, .prohibition, .date, .datetime,
      .anniversary:
      .bare
    default: .text
    }
  }

  /// `text` on one line, in `style` where that can hold it. `nil` when it has a NUL.
  static func inline(
    _ text: String, _ look: Look, style: YAMLNode.Style? = nil, inFlow: Bool
  ) -> String? {
    guard !text.utf8.contains(0) else { return nil }
    let isClean = !text.unicodeScalars.contains(where: needsEscape)
    switch style {
    case .double: return doubleQuoted(text)
    case .single where isClean: return singleQuoted(text)
    default: break
    }
    if isClean, canBePlain(text, inFlow: inFlow), look == .bare || !looksTyped(text) { return text }
    return quoted(text)
  }

  /// In quotes: double where nothing needs an escape, else single, else double.
  static func quoted(_ text: String) -> String {
    let isClean = !text.unicodeScalars.contains(where: needsEscape)
    let isSimple = !text.utf8.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
    return isClean && !isSimple ? singleQuoted(text) : doubleQuoted(text)
  }

  static func key(_ name: String) -> String? {
    inline(name, .text, inFlow: true).flatMap { $0.utf8.count <= 200 ? $0 : nil }
  }

  /// The lines of a literal block, without indentation, or `nil` where only quotes can hold the text.
  static func literalLines(_ text: String) -> [Substring]? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, let last = lines.last, !first.isEmpty, !last.isEmpty,
      first.first != " ", first.first != "\t",
      !text.unicodeScalars.contains(where: { needsEscape($0) && $0 != "\n" && $0 != "\t" }),
      !lines.contains(where: { !$0.isEmpty && $0.allSatisfy { $0 == " " || $0 == "\t" } })
    else { return nil }
    return lines
  }

  private static func singleQuoted(_ text: String) -> String {
    var out = "'"
    for scalar in text.unicodeScalars {
      out.unicodeScalars.append(scalar)
      if scalar == "'" { out += "'" }
    }
    return out + "'"
  }

  private static func doubleQuoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default:
        guard needsEscape(scalar) else {
          out.unicodeScalars.append(scalar)
          continue
        }
        let hex = String(scalar.value, radix: 16, uppercase: true)
        let (letter, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
        out += "\\\(letter)" + String(repeating: "0", count: width - hex.utf8.count) + hex
      }
    }
    return out + "\""
  }

  /// Whether YAML refuses the character as it is, folds it, or takes it for a line break.
  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFDD0...0xFDEF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }

  private static func canBePlain(_ text: String, inFlow: Bool) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last, bytes.count <= 800 else { return false }
    if Byte.isBlank(first) || Byte.isBlank(last) || last == Byte.colon { return false }
    if ",[]{}#&*!|>'\"%@`".utf8.contains(first) { return false }
    if "-?:".utf8.contains(first), bytes.count == 1 || bytes[1] == Byte.space || inFlow { return false }
    if text.hasPrefix("---") || text.hasPrefix("...") { return false }
    for (index, byte) in bytes.enumerated().dropFirst() {
      if byte == Byte.hash, Byte.isBlank(bytes[index - 1]) { return false }
      if bytes[index - 1] == Byte.colon, Byte.isBlank(byte) { return false }
      if inFlow, ",[]{}:?".utf8.contains(byte) { return false }
    }
    return true
  }

  /// Whether some YAML reader, of 1.1 or 1.2, takes the plain text for something other than text: a
  /// boolean, a null, a number, a date, a time, a merge key.
  static func looksTyped(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return true }
    switch text.lowercased() {
    case "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "=", "<<", ".inf", "-.inf",
      "+.inf", ".nan":
      return true
    default: break
    }
    guard (0x30...0x39).contains(first) || "+-.".utf8.contains(first) else { return false }
    var hasDigit = false
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39: hasDigit = true
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "x"),
        UInt8(ascii: "X"), UInt8(ascii: "o"), UInt8(ascii: "O"), UInt8(ascii: "t"), UInt8(ascii: "T"),
        UInt8(ascii: "z"), UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: ","), UInt8(ascii: "_"), UInt8(ascii: ":"), Byte.space:
        continue
      default: return false
      }
    }
    return hasDigit
  }
}
