import DaichoModel

/// Phone numbers with their country, as caller ids and advertising platforms compare them.
package enum InternationalPhone {
  /// E.164, `+819000001234`, where there is no doubt: the number has its `+` already, or it is a Japanese
  /// one of the usual shape and `isJapanese` says that numbers without a country are Japan's. `nil`
  /// otherwise, also for service numbers that cannot be called from abroad.
  package static func e164(_ typed: String, isJapanese: Bool) -> String? {
    guard typed.unicodeScalars.allSatisfy(isPhoneCharacter) else { return nil }
    let digits = String(
      String.UnicodeScalarView(
        typed.unicodeScalars.compactMap { TextFolding.digit($0) }.compactMap { Unicode.Scalar(0x30 + $0) }))
    let mark = typed.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "(" && $0 != "（" }
    if mark == "+" || mark == "＋" {
      if digits.hasPrefix("81") { return japanese(TextFolding.phoneDigits("+" + digits)) }
      return (8...15).contains(digits.utf8.count) && !digits.hasPrefix("0") ? "+" + digits : nil
    }
    return isJapanese ? japanese(digits) : nil
  }

  /// The numbering plan of Japan: ten digits for places, eleven for 050, 060, 070, 080 and 090. Not the
  /// numbers that only work within the country: 0120, 0800, 0570, 0990.
  private static func japanese(_ digits: String) -> String? {
    let bytes = Array(digits.utf8)
    guard bytes.first == 0x30, bytes.count > 2, bytes[1] != 0x30 else { return nil }
    if ["0120", "0800", "0570", "0990"].contains(where: digits.hasPrefix) { return nil }
    let isElevenLong = bytes[2] == 0x30 && (0x35...0x39).contains(bytes[1])
    guard bytes.count == (isElevenLong ? 11 : 10) else { return nil }
    return "+81" + digits.dropFirst()
  }

  /// Whether a text message can reach a number in E.164: of Japan's, mobile ones.
  package static func takesTexts(_ number: String) -> Bool { !number.hasPrefix("+81") || isMobile(number) }

  /// A Japanese mobile number.
  static func isMobile(_ phone: String) -> Bool {
    ["060", "070", "080", "090"].contains { TextFolding.phoneDigits(phone).hasPrefix($0) }
  }

  private static func isPhoneCharacter(_ scalar: Unicode.Scalar) -> Bool {
    if TextFolding.digit(scalar) != nil || scalar.properties.isWhitespace { return true }
    return "+-.()/＋－ー‐−–—（）・．".unicodeScalars.contains(scalar)
  }
}

/// Which country an address or a phone number is of, as far as a register tells.
package enum CountryCode {
  /// ISO 3166-1's two letters for what people write: `JP`, `jp`, `Japan`, `日本`. `nil` where it is not known.
  package static func iso(_ written: String) -> String? {
    let folded = TextFolding.fold(written).filter { !$0.isWhitespace && $0 != "." }
    switch folded {
    case "": return nil
    case "japan", "日本", "日本国", "にほん", "jpn": return "JP"
    case "usa", "unitedstates", "unitedstatesofamerica", "america", "あめりか", "米国", "あめりか合衆国": return "US"
    case "uk", "unitedkingdom", "greatbritain", "いぎりす", "英国": return "GB"
    default:
      let bytes = Array(folded.utf8)
      return bytes.count == 2 && bytes.allSatisfy({ (0x61...0x7A).contains($0) }) ? folded.uppercased() : nil
    }
  }
}
