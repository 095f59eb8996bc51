import DaichoModel

/// What `check --fix` does.
extension Wording {
  static let repairPhone = Wording(en: "phone numbers in ASCII", ja: "電話番号を半角に")
  static let repairPostalCode = Wording(en: "postal codes in ASCII", ja: "郵便番号を半角に")
  static let repairEmail = Wording(
    en: "e-mail addresses in ASCII, without blanks", ja: "メールアドレスを半角にし、空白を除く")
  static let repairHonorific = Wording(en: "honorifics off the ends of names", ja: "名前の末尾の敬称を除く")
  static let repairLegalForm = Wording(en: "legal forms in full", ja: "㈱などを株式会社などに")
  static let repairDate = Wording(en: "dates as 2026-11-20", ja: "日付を 2026-11-20 の形に")
  static let repairLedgerDate = Wording(en: "dates of ledgers as 2026-11-20", ja: "台帳の日付を 2026-11-20 の形に")
  static let repairRegion = Wording(en: "prefectures from postal codes", ja: "都道府県を郵便番号から補う")
  static let repairEncoding = Wording(en: "records in CP932 as UTF-8", ja: "CP932 の記録を UTF-8 に")
  static let repairLedgerEncoding = Wording(en: "ledgers in CP932 as UTF-8", ja: "CP932 の台帳を UTF-8 に")

  static let mendedByFix = Wording(
    en: "'daicho check --fix' mends it", ja: "「daicho check --fix」で直せます")
}

/// What the rules answer.
extension Wording {
  static func loosePhone(_ text: String) -> Wording {
    let shown = TextSafety.visible(text)
    return Wording(
      en: "the phone number '\(shown)' is not plain ASCII", ja: "電話番号「\(shown)」に全角文字や余分な空白があります")
  }

  static func phoneWithoutZero(_ text: String) -> Wording {
    Wording(
      en: "'\(text)' may lack its leading zero, as spreadsheets leave numbers",
      ja: "「\(text)」は、表計算ソフトで先頭の 0 が消えた番号かもしれません")
  }

  static func ifItLacksZero(_ text: String) -> Wording {
    Wording(en: "if so, write: \"\(text)\"", ja: "その場合は次のように書いてください: \"\(text)\"")
  }

  static func loosePostalCode(_ text: String) -> Wording {
    let shown = TextSafety.visible(text)
    return Wording(
      en: "the postal code '\(shown)' is not plain ASCII", ja: "郵便番号「\(shown)」に全角文字や〒があります")
  }

  static func missingRegion(_ code: String) -> Wording {
    let shown = TextSafety.visible(code)
    return Wording(
      en: "the address has a postal code, '\(shown)', and no region to select by",
      ja: "住所に郵便番号「\(shown)」がありますが、都道府県（region）がありません")
  }
}

extension Wording {
  static func writtenLoosely(_ count: Int) -> Wording {
    Wording(
      en: "\(count) values that 'check --fix' writes plainly", ja: "「check --fix」で書き方を揃えられる値 \(count)件")
  }
}
