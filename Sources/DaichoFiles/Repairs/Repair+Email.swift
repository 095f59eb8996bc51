import DaichoModel

extension Repair {
  /// `ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｃｏｍ` and `hanako @ example.com` → `hanako@example.com`.
  ///
  /// Only blanks at the ends, around `@` and around dots go: in `taro yamada@example.com` a sign may be
  /// missing, and the joined address may be somebody else's.
  static let email = Repair(.email) { text in
    var scalars = text.unicodeScalars.compactMap(narrow)
    if String(String.UnicodeScalarView(scalars.prefix(7))).lowercased() == "mailto:" {
      scalars.removeFirst(7)
    }
    var out: [Unicode.Scalar] = []
    var isBehindBlank = false
    for scalar in scalars {
      if scalar == " " {
        isBehindBlank = true
        continue
      }
      if isBehindBlank, !isJoint(out.last), !isJoint(scalar) { out.append(" ") }
      isBehindBlank = false
      out.append(scalar)
    }
    let address = String(String.UnicodeScalarView(out))
    return EmailSyntax.check(address) == .invalid ? nil : address
  }

  /// The beginning, the end, `@` and the dot: no sign is missing beside them.
  private static func isJoint(_ scalar: Unicode.Scalar?) -> Bool {
    scalar == nil || scalar == "@" || scalar == "."
  }

  /// ASCII for full-width signs, a space for any blank, nothing for what cannot be seen.
  private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0)
    case 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF: nil
    default: scalar.properties.isWhitespace ? " " : scalar
    }
  }
}
