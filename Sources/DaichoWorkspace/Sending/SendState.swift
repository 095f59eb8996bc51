import DaichoModel

/// What a mail of a campaign has come to. The raw values are the journal's words.
package enum SendState: String, Sendable, CaseIterable {
  /// On the frozen list, and not handed over yet.
  case queued
  /// Being handed over. Found so by a later run, nobody can tell whether it went out: `inDoubt`.
  case attempting
  /// The server has taken it over.
  case accepted
  /// Not taken over; to be tried again.
  case deferred
  /// Refused for good.
  case failed
  /// Handed over without an answer; never tried again unless asked.
  case inDoubt = "in_doubt"
  /// Not handed over, for a reason.
  case skipped

  /// Nothing more happens to it by itself.
  package var isSettled: Bool {
    switch self {
    case .accepted, .failed, .inDoubt, .skipped: true
    case .queued, .attempting, .deferred: false
    }
  }
}

/// Why a mail of the frozen list was not handed over. The raw values are the journal's words.
package enum SkipReason: String, Sendable, CaseIterable {
  case holdout
  /// No consent by the time it was due, or contact forbidden.
  case consent
  /// The address is bound by an unsubscribe, a hard bounce or a complaint.
  case suppressed
  /// In one of the excluded segments by then.
  case excluded
  /// The customer has another primary address by then, or none, or is gone.
  case address
  /// As many mails as `max_mails` allows.
  case maxMails = "max_mails"
  /// The mail could not be made: a value is missing or too long.
  case unrenderable
}
