import DaichoMail
import DaichoModel

extension Workspace {
  /// The links of this workspace's mails.
  ///
  /// - Parameter keys: `nil`: links that lead nowhere, for a preview.
  /// - Throws: `no-base-url`.
  package func mailLinks(_ keys: KeyRing?) throws(DaichoError) -> MailLinks {
    guard let base = settings.baseURL else { throw .noBaseURLToSend() }
    return MailLinks(base: base, mailDomain: settings.returnDomain, keys: keys)
  }
}

extension DaichoError {
  static func noBaseURLToSend() -> DaichoError {
    DaichoError(
      "no-base-url",
      Wording(
        en: "base_url is not set: mails could have no unsubscribe link", ja: "base_url がないため、配信停止リンクを作れません"),
      hint: Wording(
        en: "write base_url: https://… into daicho.yml and run 'daicho serve' there",
        ja: "daicho.yml に base_url: https://… を書き、そこで daicho serve を動かしてください"))
  }
}
