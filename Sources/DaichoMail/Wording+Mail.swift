import DaichoModel

/// What this target says. Nothing here may hold a customer's data.
extension Wording {
  static let badAddress = Wording(
    en: "this is not an e-mail address", ja: "メールアドレスとして読めません")
  static let controlCharacterInAddress = Wording(
    en: "an e-mail address holds a line break or control character", ja: "メールアドレスに改行か制御文字が入っています")
  static let correctAddress = Wording(
    en: "write it as NAME <user@domain> or user@domain", ja: "「名前 <user@domain>」か「user@domain」の形で書いてください")
  static let badDate = Wording(
    en: "this date cannot be written into a mail", ja: "この日時はメールに書けません")
  static let nulInBody = Wording(
    en: "the mail's text holds a NUL character", ja: "メールの本文にNUL文字が入っています")
  static let noRecipient = Wording(en: "the mail has no recipient", ja: "メールの宛先がありません")
  static let badMessageID = Wording(
    en: "the Message-ID is not of the form id@domain", ja: "Message-IDが「id@domain」の形になっていません")
  static let badUnsubscribeAddress = Wording(
    en: "List-Unsubscribe needs one https address, and at most one mailto",
    ja: "List-Unsubscribeには、httpsのアドレスが1つ必要です（mailtoは1つまで）")
  static let giveHTTPSAddress = Wording(
    en: "set base_url in daicho.yml to an https:// address", ja: "daicho.ymlのbase_urlにhttps://のアドレスを書いてください")
  static let badHeaderName = Wording(
    en: "a header of this name cannot be added", ja: "この名前のヘッダーは追加できません")
  static let correctHeader = Wording(
    en: "remove line breaks and control characters", ja: "改行と制御文字を取り除いてください")

  static func controlCharacterInHeader(_ name: String) -> Wording {
    Wording(
      en: "the header '\(name)' holds a line break or control character",
      ja: "ヘッダー「\(name)」に改行か制御文字が入っています")
  }
}
