/// The addresses a mail carries for what comes back: links of the web and, for mail programs, mailboxes.
package struct MailLinks: Sendable {
  /// Without a slash at its end: `https://crm.tsubame.example`.
  package let base: String
  /// The domain that receives bounces and unsubscribing mails.
  package let mailDomain: String
  /// `nil` for a preview, whose links lead nowhere: nobody can be unsubscribed by looking at one.
  private let keys: KeyRing?

  /// - Parameter mailDomain: the host of `base` where `nil`.
  package init(base: String, mailDomain: String? = nil, keys: KeyRing?) {
    self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
    self.mailDomain = mailDomain ?? MailLinks.host(of: base)
    self.keys = keys
  }

  /// Whether its links lead nowhere.
  package var isPreview: Bool { keys == nil }

  package static func host(of url: String) -> String {
    let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    return String(rest.prefix { !"/:?#".contains($0) })
  }

  /// Takes an RFC 8058 one-click POST.
  package func unsubscribe(_ message: MessageKey) -> String { "\(base)/u/\(text(.unsubscribe, message))" }

  /// With its scheme: `mailto:u+TOKEN@HOST?subject=unsubscribe`.
  package func unsubscribeMail(_ message: MessageKey) -> String {
    "mailto:u+\(text(.unsubscribe, message))@\(mailDomain)?subject=unsubscribe"
  }

  package func webView(_ message: MessageKey) -> String { "\(base)/w/\(text(.webView, message))" }

  package func openPixel(_ message: MessageKey) -> String { "\(base)/o/\(text(.open, message))" }

  /// - Parameter link: which of the campaign's links, from 0.
  package func click(_ message: MessageKey, link: Int) -> String {
    "\(base)/c/\(text(.click, message, link: link))"
  }

  /// The envelope's sender (VERP): the address tells which message came back.
  package func returnPath(_ message: MessageKey) -> String { "b+\(text(.bounce, message))@\(mailDomain)" }

  private func text(_ purpose: MailToken.Purpose, _ message: MessageKey, link: Int? = nil) -> String {
    keys?.text(of: MailToken(purpose, message, link: link)) ?? "preview"
  }
}
