import DaichoModel

extension Wording {
  static func smtpUnreachable(_ place: String, _ reason: Wording) -> Wording {
    Wording(en: "\(place) cannot be reached: \(reason.en)", ja: "\(place) に接続できません（\(reason.ja)）")
  }

  static let timedOut = Wording(en: "no answer in time", ja: "時間内に応答がありません")
  static let refused = Wording(en: "the connection was refused", ja: "接続を拒否されました")
  static let unknownHost = Wording(en: "there is no such host", ja: "そのようなホストはありません")

  static func smtpNotGreeted(_ place: String) -> Wording {
    Wording(en: "\(place) answers, but not as a mail server", ja: "\(place) はメールサーバーとして応答しません")
  }

  static func smtpWithoutStartTLS(_ place: String) -> Wording {
    Wording(
      en: "\(place) does not offer STARTTLS: mail and password would go unencrypted",
      ja: "\(place) は STARTTLS に対応していません。メールとパスワードが暗号化されずに送られます")
  }
}
