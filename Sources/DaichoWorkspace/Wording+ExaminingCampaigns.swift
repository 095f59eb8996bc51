import DaichoModel

/// What `campaign check` says.
extension Wording {
  static let examiningMails = Wording(en: "looking at the mails", ja: "メールを確認中")

  /// A few of them by name; a machine gets them all.
  static func forRecipients(_ message: Wording, _ ids: [String]) -> Wording {
    let shown = ids.prefix(5).joined(separator: ", ")
    let more = ids.count > 5 ? ", …" : ""
    let people = ids.count == 1 ? "1 recipient" : "\(ids.count) recipients"
    return Wording(
      en: "\(message.en), for \(people): \(shown)\(more)",
      ja: "\(message.ja)（\(ids.count)件: \(shown)\(more)）")
  }

  // MARK: Settings

  static func senderWithoutPostalAddress(_ id: String) -> Wording {
    Wording(
      en: "the sender '\(id)' has no postal address, which every such mail must show",
      ja: "差出人「\(id)」に住所がありません。広告メールには住所の表示が必要です")
  }

  static func senderAddress(_ id: String, _ field: String) -> Wording {
    Wording(
      en: "'\(field)' of the sender '\(id)' cannot be mailed with", ja: "差出人「\(id)」の「\(field)」はメールに使えません")
  }

  static let noBaseURLForMail = Wording(
    en: "there is no base_url, so nobody could unsubscribe", ja: "base_url がないため、配信停止のリンクが作れません")
  static let baseURLNotSecure = Wording(
    en: "base_url is no https address, which one-click unsubscribing needs",
    ja: "base_url が https ではありません。ワンクリック配信停止には https が必要です")
  static let addBaseURLForMail = Wording(
    en: "write 'base_url: https://…' in daicho.yml: where 'daicho serve' is reached",
    ja: "daicho.yml に「base_url: https://…」（daicho serve に届くアドレス）を書いてください")
  static let noAudience = Wording(en: "the campaign says nobody to mail", ja: "キャンペーンの宛先が決まっていません")
  static let writeAudience = Wording(
    en: "write 'segment: …' or 'where: …'", ja: "「segment: …」か「where: …」を書いてください")

  // MARK: Dates, coupons and variants

  static func sendAtPast(_ when: String) -> Wording {
    Wording(en: "send_at is past: \(when)", ja: "send_at が過ぎています: \(when)")
  }

  static let changeSendAt = Wording(
    en: "write another time, or send it now with 'daicho campaign send'",
    ja: "別の日時にするか、「daicho campaign send」で今すぐ送ってください")
  static let couponUnused = Wording(
    en: "the mail never shows its coupon", ja: "クーポンがメールのどこにも書かれていません")
  static let printCoupon = Wording(
    en: "write {{coupon.code}} where the reader is to see it", ja: "見せたいところに {{coupon.code}} と書いてください")

  static func couponExpired(_ day: String, by sending: String) -> Wording {
    Wording(
      en: "the coupon is good until \(day), before the mail goes out on \(sending)",
      ja: "クーポンの期限（\(day)）が、配信日（\(sending)）より前です")
  }

  static let changeExpiry = Wording(en: "write a later day in 'expires'", ja: "「expires」を後の日付にしてください")

  static func variantSame(_ name: String) -> Wording {
    Wording(
      en: "variant '\(name)' is the same mail as one before it", ja: "パターン「\(name)」は前のパターンと同じメールです")
  }

  static let nobodyInAudience = Wording(en: "there is nobody to mail", ja: "配信できる宛先がありません")

  // MARK: Mails

  static func emptyValue(_ name: String) -> Wording {
    Wording(en: "'\(name)' is empty", ja: "「\(name)」が空です")
  }

  static func guardEmpty(_ name: String) -> Wording {
    Wording(
      en: "say it only where it is there: {{#\(name)}}…{{/\(name)}}",
      ja: "値があるときだけ書くには {{#\(name)}}…{{/\(name)}} で囲みます")
  }

  static let droppedLink = Wording(
    en: "a link or picture leads nowhere and is left out", ja: "リンク先か画像の値が使えず、省かれます")
  static let guardLink = Wording(
    en: "correct the record, or put the link into a section", ja: "レコードを直すか、リンクをセクションで囲んでください")

  static func htmlTooLarge(_ limit: Int) -> Wording {
    Wording(
      en: "the HTML part has more than \(limit) bytes, and Gmail would cut it off",
      ja: "HTMLパートが\(limit)バイトを超え、Gmailでは途中で切れます")
  }

  static func htmlLarge(_ limit: Int) -> Wording {
    Wording(
      en: "the HTML part has more than \(limit) bytes", ja: "HTMLパートが\(limit)バイトを超えています")
  }

  static let shortenMail = Wording(en: "shorten the mail", ja: "メールを短くしてください")
  static let emptySubject = Wording(en: "the subject is empty", ja: "件名が空です")
  static let guardSubject = Wording(
    en: "write words into it that do not depend on the reader", ja: "宛先によらない言葉を入れてください")

  static func longSubject(_ columns: Int) -> Wording {
    Wording(
      en: "the subject is longer than \(columns) columns, and most programs would cut it",
      ja: "件名が全角\(columns / 2)文字を超え、多くのメールソフトで途中までしか見えません")
  }

  static let shortenSubject = Wording(en: "shorten it", ja: "短くしてください")
}
