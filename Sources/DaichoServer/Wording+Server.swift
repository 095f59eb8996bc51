import DaichoModel
import DaichoWorkspace

/// What readers of mails see.
extension Wording {
  static let pageMissing = Wording(en: "There is no such page", ja: "ページが見つかりません")
  static let pageMissingText = Wording(
    en: "The link may have been cut off. Please open it from the mail once more, or answer the mail.",
    ja: "リンクが途中で切れているかもしれません。メールからもう一度開くか、メールにご返信ください。")

  static let unsubscribeTitle = Wording(en: "Stop these mails?", ja: "メールの配信を停止しますか？")
  static let unsubscribeButton = Wording(en: "Unsubscribe", ja: "配信を停止する")

  static func unsubscribeText(_ shop: String, _ address: String?) -> Wording {
    address.map {
      Wording(
        en: "\(shop) will send no more mail to \($0).", ja: "\(shop)から \($0) へのメールの配信を停止します。")
    }
      ?? Wording(
        en: "\(shop) will send no more mail to this address.", ja: "\(shop)からこのアドレスへのメールの配信を停止します。")
  }

  static let unsubscribedTitle = Wording(en: "You are unsubscribed", ja: "配信を停止しました")

  static func unsubscribedText(_ address: String?) -> Wording {
    address.map {
      Wording(en: "No more mail goes to \($0).", ja: "今後 \($0) へメールをお送りしません。")
    } ?? Wording(en: "No more mail goes to this address.", ja: "今後このアドレスへメールをお送りしません。")
  }

  static let mayTakeADay = Wording(
    en: "A mail that was on its way already may still arrive.", ja: "すでに送信中のメールは届くことがあります。")
  static let comeBack = Wording(en: "Subscribe again", ja: "配信を再開する")
  static let cameBackTitle = Wording(en: "Welcome back", ja: "配信を再開しました")

  static func cameBackText(_ address: String?) -> Wording {
    address.map {
      Wording(en: "Mail goes to \($0) again.", ja: "\($0) へのメールの配信を再開しました。")
    } ?? Wording(en: "Mail goes to this address again.", ja: "このアドレスへのメールの配信を再開しました。")
  }
}

/// What the person who runs it sees.
extension Wording {
  static func listening(_ address: String) -> Wording {
    Wording(en: "listening on \(address); ^C stops it", ja: "\(address) で受け付けています（^C で終了）")
  }

  static func kept(_ kept: KeptReturns) -> Wording {
    let counts = kept.counts.map { "\($0.count) \($0.kind)" }.joined(separator: ", ")
    return Wording(en: "committed \(counts)", ja: "記録しました: \(counts)")
  }
}

extension DaichoError {
  static func cannotListen(_ host: String, _ port: Int, _ reason: String) -> DaichoError {
    DaichoError(
      "cannot-listen",
      Wording(en: "cannot listen on \(host):\(port): \(reason)", ja: "\(host):\(port) で受け付けられません（\(reason)）"),
      hint: Wording(
        en: "see what uses the port with 'ss -ltnp', or choose another with --port",
        ja: "「ss -ltnp」でポートを使っているものを確認するか、--port で別のポートを指定してください"))
  }
}
