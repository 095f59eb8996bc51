/// Characters that must not reach a terminal or a page as they are.
package enum TextSafety {
  /// C0 and C1 controls, DEL, bidirectional controls (U+202A–202E, U+2066–2069, marks), line and
  /// paragraph separators, and the byte order mark.
  package static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }

  /// `text` with each such character written as `\u{…}`, except line feeds and tabs.
  package static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { isUnsafe($0) && $0 != "\n" && $0 != "\t" })
    else { return text }
    var out = ""
    for scalar in text.unicodeScalars {
      if isUnsafe(scalar), scalar != "\n", scalar != "\t" {
        out += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
