import DaichoModel

/// What the preference page says.
extension Wording {
  static let choose = Wording(en: "Choose what you get", ja: "受け取る内容を選ぶ")
  static let preferencesTitle = Wording(en: "What you get from us", ja: "お届けする内容の設定")

  static func preferencesText(_ shop: String, _ address: String?) -> Wording {
    address.map {
      Wording(
        en: "How \(shop) may reach you (\($0)). Nothing changes until you press Save.",
        ja: "\(shop)からお届けする内容を選べます（\($0)）。「保存する」を押すまで変わりません。")
    }
      ?? Wording(
        en: "How \(shop) may reach you. Nothing changes until you press Save.",
        ja: "\(shop)からお届けする内容を選べます。「保存する」を押すまで変わりません。")
  }

  static let save = Wording(en: "Save", ja: "保存する")
  static let stopAll = Wording(en: "Stop everything", ja: "すべて停止する")
  static let saved = Wording(en: "Saved. It holds from now on.", ja: "保存しました。すぐに反映されます。")

  static let endedByShop = Wording(
    en: "Not sent at present. To begin again, please answer one of our mails or ask us.",
    ja: "現在お送りしていません。再開をご希望の場合は、お問い合わせください。")

  static func atMost(_ count: Int, days: Int) -> Wording {
    Wording(
      en: "At most \(count == 1 ? "1 mail" : "\(count) mails") in \(days == 1 ? "a day" : "\(days) days")",
      ja: "\(days)日間に最大\(count)通まで")
  }

  /// - Parameter name: one of `KindSchema.channels`.
  static func channel(_ name: String) -> Wording {
    switch name {
    case "email": Wording(en: "News and offers by e-mail", ja: "メールでのお知らせ・ご案内")
    case "line": Wording(en: "Messages by LINE", ja: "LINEでのお知らせ")
    case "sms": Wording(en: "Text messages (SMS)", ja: "ショートメッセージ（SMS）")
    case "post": Wording(en: "Letters, postcards and catalogues", ja: "郵便（はがき・カタログなど）")
    case "phone": Wording(en: "Telephone calls", ja: "お電話")
    case "ads": Wording(en: "Use of my data for advertising elsewhere", ja: "他社サービスの広告配信への利用")
    default: Wording(en: name, ja: name)
    }
  }
}
