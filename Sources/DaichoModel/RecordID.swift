/// The stem of a record's file: letters, digits, `-`, `_` and `.` (neither first nor last), in NFC.
///
/// Two ids are the same when they agree in NFC and without case; `key` is that form.
package struct RecordID: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let text: String
  package let key: String

  /// `nil` when `text` has a character that an id may not have.
  package init?(_ text: String) {
    guard !text.isEmpty, text.utf8.count <= 200, text.unicodeScalars.allSatisfy(RecordID.allows),
      text.utf8.first != UInt8(ascii: "."), text.utf8.last != UInt8(ascii: ".")
    else { return nil }
    self.text = TextFolding.canonical(text)
    key = RecordID.key(text)
  }

  /// NFC and lower case; unlike `TextFolding.fold` it keeps width and kana apart.
  package static func key(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 && !(0x41...0x5A).contains($0) }) { return text }
    return TextFolding.canonical(text.lowercased())
  }

  private static func allows(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": return true
      default: return false
      }
    }
    let properties = scalar.properties
    if properties.isAlphabetic || properties.numericType != nil { return true }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .modifierLetter: return true
    default: return false
    }
  }

  package var description: String { text }
  package static func == (a: RecordID, b: RecordID) -> Bool { a.key == b.key }
  package func hash(into hasher: inout Hasher) { hasher.combine(key) }
  package static func < (a: RecordID, b: RecordID) -> Bool { a.key < b.key }
}
