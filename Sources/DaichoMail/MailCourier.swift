import DaichoModel

/// From where to where a message goes, apart from what its headers say.
package struct Envelope: Sendable, Hashable {
  /// Where bounces go.
  package var returnPath: MailAddress
  package var recipient: MailAddress

  package init(returnPath: MailAddress, recipient: MailAddress) {
    self.returnPath = returnPath
    self.recipient = recipient
  }
}

/// A server's answer to a command.
package struct SMTPReply: Sendable, Hashable {
  /// 250, 451, 550.
  package var code: Int
  /// RFC 3463's: `5.1.1`.
  package var enhanced: String?
  /// The last line without the codes, of printable characters alone, at most 200 bytes.
  package var text: String
  /// What it answers; `nil` where that is not known.
  package var command: Command?

  package enum Command: Sendable, Hashable {
    /// Connecting, greeting, TLS and login: nothing has been said of this message yet.
    case session
    case mail, recipient, data
    /// The final dot.
    case message
  }

  package init(code: Int, enhanced: String? = nil, text: String, command: Command? = nil) {
    self.code = code
    self.enhanced = enhanced
    self.text = text
    self.command = command
  }

  /// What it asks of the sender.
  package enum Meaning: Sendable, Hashable {
    case accepted
    /// 4xx: try again later.
    case transient
    /// 421, 454: the server wants less of everybody's mail; slow down.
    case throttled
    /// 5.1.x, or a refused recipient without an enhanced code: the address does not work.
    case badAddress
    /// 5.7.x: the server will not have this sender's mail, whoever it is for.
    case senderRefused
    /// Any other 5xx: this message does not arrive.
    case permanent
  }
}

/// What became of a message that was handed to a courier.
package enum Delivery: Sendable, Hashable {
  case accepted(SMTPReply)
  /// Not taken over, and the server has said so.
  case refused(SMTPReply)
  /// The message did not get as far as its end: no server, no TLS, no login, or the connection broke before.
  /// It has not been taken over. `cause` never holds an address.
  case notDelivered(cause: DaichoError)
  /// The connection broke after the whole message was sent and before the answer: nobody can tell.
  case inDoubt(cause: DaichoError)
}

/// Carries messages to a mail server, or into a folder. One connection; used from one thread.
package protocol MailCourier: AnyObject {
  /// - Parameter message: as `Message.bytes` writes it: CRLF, not dot-stuffed.
  func deliver(_ message: [UInt8], _ envelope: Envelope) -> Delivery
  /// Says goodbye to the server. Another `deliver` connects anew.
  func disconnect()
}
