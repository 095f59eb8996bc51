import Foundation

/// The forms in which text is compared: without case, width and the difference of the two kana.
package enum TextFolding {
  /// Case-, width- and kana-insensitive form: NFKC, lower case, katakana as hiragana. `ＡＢＣ`, `abc`
  /// and `Abc` agree; so do `ﾊﾅｺ`, `ハナコ` and `はなこ`; `㈱` and `(株)` too.
  package static func fold(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 && !(0x41...0x5A).contains($0) }) { return text }
    if let simple = foldSimple(text) { return simple }
    // Foundation's NFKC leaves marks that came from half-width ones uncomposed: `ﾀﾞ` needs NFC after it.
    let compatible = text.precomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping
    return hiragana(compatible.lowercased())
  }

  /// Katakana as hiragana.
  private static func hiragana(_ text: String) -> String {
    var out = ""
    out.unicodeScalars.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x30A1...0x30F6, 0x30FD, 0x30FE:
        out.unicodeScalars.append(Unicode.Scalar(scalar.value - 0x60) ?? scalar)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// NFC.
  package static func canonical(_ text: String) -> String {
    let isCanonical = text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0..<0x300, 0x3041...0x3096, 0x30A1...0x30FE, 0x4E00...0x9FFF, 0xFF01...0xFFEF: true
      case 0x3000...0x3029: true
      default: false
      }
    }
    return isCanonical ? text : text.precomposedStringWithCanonicalMapping
  }

  /// NFD: as some systems name files.
  package static func decomposed(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : text.decomposedStringWithCanonicalMapping
  }

  /// Latin letters without their marks: `Ōta` is `Ota`.
  package static func unmarked(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    let scalars = text.decomposedStringWithCanonicalMapping.unicodeScalars
    return String(String.UnicodeScalarView(scalars.filter { !(0x300...0x36F).contains($0.value) }))
  }

  /// One pass for the scripts that fill a Japanese register. `nil` where a scalar needs the full
  /// tables of Unicode: combining marks, half-width kana, squared and circled characters.
  private static func foldSimple(_ text: String) -> String? {
    var out = ""
    out.unicodeScalars.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE:
        out.unicodeScalars.append(Unicode.Scalar(scalar.value + 0x20) ?? scalar)
      case 0..<0x80, 0xDF...0xFF, 0x3001...0x3029, 0x3041...0x3096, 0x30FB, 0x30FC, 0x4E00...0x9FFF,
        0x2010, 0x2012...0x2016, 0x2018...0x2023, 0x3030, 0x309D, 0x309E:
        out.unicodeScalars.append(scalar)
      case 0x3000:
        out.unicodeScalars.append(" ")
      case 0x30A1...0x30F6, 0x30FD, 0x30FE:
        out.unicodeScalars.append(Unicode.Scalar(scalar.value - 0x60) ?? scalar)
      case 0xFF21...0xFF3A:
        out.unicodeScalars.append(Unicode.Scalar(scalar.value - 0xFEE0 + 0x20) ?? scalar)
      case 0xFF01...0xFF5E:
        out.unicodeScalars.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
      default:
        return nil
      }
    }
    return out
  }

  /// The value of a decimal digit, ASCII or full-width.
  package static func digit(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar.value {
    case 0x30...0x39: Int(scalar.value - 0x30)
    case 0xFF10...0xFF19: Int(scalar.value - 0xFF10)
    default: nil
    }
  }

  /// The digits of a phone or postal code, however it is written; a leading `+81` becomes `0`, so
  /// that `+81 90-0000-1234` and `０９０ー００００ー１２３４` agree.
  package static func phoneDigits(_ text: String) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(text.utf8.count)
    var first: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if let value = digit(scalar) { digits.append(0x30 + UInt8(truncatingIfNeeded: value)) }
      if first == nil, !isSpace(scalar) { first = scalar }
    }
    if first == "+" || first == "＋", digits.starts(with: "81".utf8) {
      digits.removeFirst(2)
      if digits.first != 0x30 { digits.insert(0x30, at: 0) }
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// A company's name without its legal form: `(株)つばめ`, `㈱つばめ` and `株式会社つばめ` compare equal.
  package static func companyName(_ text: String) -> String {
    var name = Array(fold(text).utf8)
    for form in legalForms where name.count >= form.count { remove(form, from: &name) }
    return withoutSpaces(String(decoding: name, as: UTF8.self))
  }

  private static let legalForms = ["株式会社", "(株)", "有限会社", "(有)", "合同会社", "(同)", "一般社団法人"].map {
    Array($0.utf8)
  }

  private static func remove(_ part: [UInt8], from text: inout [UInt8]) {
    var start = 0
    while start + part.count <= text.count {
      if text[start] == part[0], text[start..<start + part.count].elementsEqual(part) {
        text.removeSubrange(start..<start + part.count)
      } else {
        start += 1
      }
    }
  }
}
