import DaichoModel

extension Wording {
  static func senderWithoutServer(_ sender: String) -> Wording {
    Wording(
      en: "the sender '\(sender)' has neither a mail server (smtp) nor a folder (outbox)",
      ja: "送信者「\(sender)」に、メールサーバー（smtp）もフォルダ（outbox）も設定されていません")
  }

  static func outboxInWorkspace(_ path: String) -> Wording {
    Wording(
      en: "the outbox \(path) lies in the workspace: git would keep people's mail",
      ja: "outboxの \(path) がワークスペースの中にあります。メールがgitに残ってしまいます")
  }

  static func baseURLHasKey(_ url: String) -> Wording {
    Wording(en: "\(url) answers with this workspace's key", ja: "\(url) はこのワークスペースの鍵で応答します")
  }

  static let moveOutboxAway = Wording(
    en: "choose a folder outside the workspace", ja: "ワークスペースの外のフォルダを指定してください")

  static func noPasswordFor(_ sender: String) -> Wording {
    Wording(
      en: "the mail server of '\(sender)' wants a user, and no password is given",
      ja: "「\(sender)」のメールサーバーにuserがありますが、パスワードがありません")
  }

  static func notAPassword(_ source: MailPassword.Source) -> Wording {
    Wording(
      en: "what is in \(source.name) is not a password: one line of text is",
      ja: "\(source.name) の内容がパスワードになっていません（1行の文字列）")
  }

  static func correctPassword(_ source: MailPassword.Source) -> Wording {
    Wording(
      en: "write the password alone into \(source.name)", ja: "\(source.name) にはパスワードだけを書いてください")
  }

  static func outboxFor(_ form: DeliverySettings.Outbox.Form, _ path: String) -> Wording {
    Wording(
      en: "mail is kept in \(path), not sent (\(form.rawValue))",
      ja: "メールは送らず \(path) に置きます（\(form.rawValue)）")
  }

  static func serverAndOutbox(_ path: String) -> Wording {
    Wording(
      en: "the outbox \(path) takes the mail, the mail server (smtp) gets none",
      ja: "outboxの \(path) に入るので、メールサーバー（smtp）へは送られません")
  }

  static let chooseServerOrOutbox = Wording(
    en: "keep one of the two in daicho.yml", ja: "daicho.ymlでどちらか一方にしてください")
}

extension MailPassword.Source {
  var name: String {
    switch self {
    case .variable(let name): name
    case .file(let path): path
    }
  }
}
