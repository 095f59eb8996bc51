import DaichoModel

/// Words that stand in the mails themselves.
extension Wording {
  static let yes = Wording(en: "yes", ja: "はい")
  static let no = Wording(en: "no", ja: "いいえ")

  static let viewOnline = Wording(en: "View in your browser", ja: "ブラウザで見る")
  static let contact = Wording(en: "Contact", ja: "お問い合わせ")
  static let optOut = Wording(
    en: "You receive this e-mail because you agreed to it. You can stop it at any time.",
    ja: "このメールは、配信に同意いただいた方へお送りしています。配信はいつでも停止できます。")
  static let unsubscribe = Wording(en: "Unsubscribe", ja: "配信を停止する")

  static let seeProduct = Wording(en: "See it", ja: "商品を見る")

  static func listSeparator(_ language: Language) -> String {
    language == .ja ? "、" : ", "
  }

  static func bullet(_ language: Language) -> String {
    language == .ja ? "・" : "- "
  }

  static func textRule(_ language: Language) -> String {
    language == .ja ? String(repeating: "─", count: 20) : String(repeating: "-", count: 40)
  }

  static func headingMarker(level: Int, _ language: Language) -> String {
    guard language == .ja else { return "" }
    switch level {
    case ...1: return ""
    case 2: return "■ "
    default: return "▼ "
    }
  }

  /// The character a heading is underlined with.
  static func headingUnderline(level: Int, _ language: Language) -> Character? {
    switch (level, language) {
    case (...1, .ja): "━"
    case (...1, .en): "="
    case (2, .en): "-"
    default: nil
    }
  }
}

extension Character {
  /// Columns in a fixed-width font. Box lines are drawn full-width by Japanese fonts.
  var columns: Int {
    self == "━" ? 2 : unicodeScalars.reduce(0) { $0 + $1.columns }
  }
}
