/// The parts of daicho.yml that sending needs beside `WorkspaceSettings`.
package struct DeliverySettings: Sendable, Hashable {
  /// By the sender's key.
  package var smtp: [String: SMTPServer] = [:]
  /// Folders that take the place of a mail server, by the sender's key.
  package var outboxes: [String: Outbox] = [:]
  /// Messages a second; 0 sets no limit.
  package var mailRate = ExactDecimal(units: 10)
  package var mailConnections = 2
  /// After so many messages a connection is made anew.
  package var messagesPerConnection = 100
  package var maximumMails: MailFrequency?

  package init() {}

  package struct SMTPServer: Sendable, Hashable {
    package enum Security: String, Sendable, CaseIterable { case none, starttls, tls }

    package var host: String
    package var port: Int
    package var security: Security
    package var user: String?
    /// As written; outside the workspace.
    package var passwordFile: String?
    /// As written: a file of certificate authorities to trust in place of the system's.
    package var certificates: String?
    /// Whether somebody has said that mail may go unencrypted to a host that is not this machine.
    package var allowsUnencrypted = false

    package init(host: String, port: Int, security: Security, user: String?, passwordFile: String?) {
      self.host = host
      self.port = port
      self.security = security
      self.user = user
      self.passwordFile = passwordFile
    }
  }

  package struct Outbox: Sendable, Hashable {
    package enum Form: String, Sendable, CaseIterable {
      /// Read by mail programs: `tmp`, `new`, `cur`.
      case maildir
      /// One file a message: `KEY.eml`.
      case eml
    }

    package var form: Form
    /// As written: absolute, or below `~/`.
    package var path: String

    package init(form: Form, path: String) {
      self.form = form
      self.path = path
    }

    /// `maildir:PATH` or `eml:PATH`.
    package init?(typed text: String) {
      guard let colon = text.firstIndex(of: ":"), let form = Form(rawValue: String(text[..<colon])) else {
        return nil
      }
      let path = String(text[text.index(after: colon)...])
      guard path.hasPrefix("/") || path.hasPrefix("~/") else { return nil }
      self.init(form: form, path: path)
    }
  }

  /// `2 per 7 days`: at most so many mails to one person in so many days.
  package struct MailFrequency: Sendable, Hashable {
    package var count: Int
    package var days: Int

    package init(count: Int, days: Int) {
      self.count = count
      self.days = days
    }

    /// `nil` unless it reads `NUMBER per DURATION`, a whole number of days.
    package init?(typed text: String) {
      let words = text.split(separator: " ")
      guard words.count >= 3, words[1] == "per", let count = Int(words[0]), count > 0,
        let span = TimeSpan(typed: words[2...].joined(separator: " ")), let days = span.days, days > 0
      else { return nil }
      self.init(count: count, days: days)
    }
  }
}
