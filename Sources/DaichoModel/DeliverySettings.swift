/// The parts of daicho.yml that sending needs beside `WorkspaceSettings`.
package struct DeliverySettings: Sendable, Hashable {
  /// By the sender's key.
  package var smtp: [String: SMTPServer] = [:]
  /// Messages a second; 0 sets no limit.
  package var mailRate = ExactDecimal(units: 10)
  package var mailConnections = 2
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

    package init(host: String, port: Int, security: Security, user: String?, passwordFile: String?) {
      self.host = host
      self.port = port
      self.security = security
      self.user = user
      self.passwordFile = passwordFile
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
