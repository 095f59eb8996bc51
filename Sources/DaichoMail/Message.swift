import DaichoModel

/// One mail, ready to be written as MIME. The same message gives the same bytes.
package struct Message: Sendable, Hashable {
  /// How a reader leaves the list, in the header mail programs make their button of.
  package struct ListUnsubscribe: Sendable, Hashable {
    /// Takes an RFC 8058 one-click POST.
    package var https: String
    /// With its scheme.
    package var mailto: String?

    package init(https: String, mailto: String? = nil) {
      self.https = https
      self.mailto = mailto
    }
  }

  package struct Header: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package var from: MailAddress
  package var to: [MailAddress]
  package var replyTo: MailAddress?
  package var subject: String
  package var date: MailDate
  /// Without the angle brackets: `id@domain`. Fixed before sending and the same on every retry.
  package var messageID: String
  package var listUnsubscribe: ListUnsubscribe?
  package var text: String
  /// Nil makes a mail of plain text alone.
  package var html: String?
  /// Written as they are given, after the message's own.
  package var headers: [Header]

  package init(
    from: MailAddress, to: [MailAddress], replyTo: MailAddress? = nil, subject: String, date: MailDate,
    messageID: String, listUnsubscribe: ListUnsubscribe? = nil, text: String, html: String? = nil,
    headers: [Header] = []
  ) {
    self.from = from
    self.to = to
    self.replyTo = replyTo
    self.subject = subject
    self.date = date
    self.messageID = messageID
    self.listUnsubscribe = listUnsubscribe
    self.text = text
    self.html = html
    self.headers = headers
  }
}
