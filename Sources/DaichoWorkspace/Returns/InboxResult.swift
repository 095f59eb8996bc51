import DaichoModel

/// What `daicho inbox` made of each mail.
package struct InboxResult: Sendable {
  package enum Outcome: String, Sendable, CaseIterable {
    /// Filed in the log of a record.
    case received, sent
    /// A task of the morning mail is done.
    case ticked
    case unsubscribed
    case hardBounce = "hard_bounce"
    case softBounce = "soft_bounce"
    case complaint
    /// A report or an unsubscribe without a genuine token: it changes nothing.
    case forged
    /// An auto-reply, a list, a bulk mail.
    case automatic
    /// From nobody who is in the register.
    case unknown
    /// Filed before, here or in another clone.
    case known
    case unreadable
    /// The record could not be changed.
    case failed
  }

  package struct Item: Sendable {
    /// Its file's name, or its place in an mbox.
    package let mail: String
    package let outcome: Outcome
    package var record: Reference?
    package var reason: Wording?

    package init(_ mail: String, _ outcome: Outcome, record: Reference? = nil, reason: Wording? = nil) {
      self.mail = mail
      self.outcome = outcome
      self.record = record
      self.reason = reason
    }
  }

  package var items: [Item] = []
  /// Passed over, since an earlier run here has read them.
  package var readBefore = 0
  package var recorded: Recorded?

  package func count(_ outcome: Outcome) -> Int { items.count { $0.outcome == outcome } }
}
