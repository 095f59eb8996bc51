import DaichoIndex
import DaichoModel

/// Something an auditor of customer contact asks about, with who did it and when.
package struct AuditFinding: Sendable {
  package enum Severity: String, Sendable, CaseIterable {
    /// Somebody should explain it.
    case attention
    /// It is as it should be, and an auditor wants to know of it.
    case notice
  }

  package enum Code: String, Sendable, CaseIterable {
    case logAltered = "log-altered"
    case logRemoved = "log-removed"
    case recordRemoved = "record-removed"
    case recordUnreadable = "record-unreadable"
    case consentAltered = "consent-altered"
    case consentChanged = "consent-changed"
    case prohibitionChanged = "prohibition-changed"
    case ledgerAltered = "ledger-altered"
    case ledgerRemoved = "ledger-removed"
    case exported
    case erased
    case undone
    case outside
    case backdated
    case historyIncomplete = "history-incomplete"
    case unsigned
    case badSignature = "bad-signature"
    case unknownSigner = "unknown-signer"
    case unverified
  }

  package let severity: Severity
  package let code: Code
  /// `nil` for what is about no commit.
  package let commit: HistoryCommit?
  /// Of the workspace; `nil` where it is about no file.
  package var path: String?
  package var message: Wording
  /// What was there before and after, as it was written.
  package var old: String?
  package var new: String?

  init(
    _ severity: Severity, _ code: Code, _ commit: HistoryCommit?, path: String? = nil, _ message: Wording,
    old: String? = nil, new: String? = nil
  ) {
    (self.severity, self.code, self.commit, self.path) = (severity, code, commit, path)
    (self.message, self.old, self.new) = (message, old, new)
  }
}

/// What an audit is to be about.
package struct AuditQuestion: Sendable {
  /// Of the days that commits were made on and contacts took place.
  package var period = DayPeriod.always
  /// The id of a member, and a channel of contact.
  package var member: String?
  package var channel: String?
  /// One record, across its renames.
  package var record: FoundRecord?
  package var requiresSignatures = false

  package init() {}
}

/// The contacts with customers, and what is to be known of how they were kept.
package struct Audit: Sendable {
  package var contacts: [AuditedContacts] = []
  /// Those that need attention first, each newest first.
  package var findings: [AuditFinding] = []
  /// Of the period.
  package var commits = 0
  package var outside = 0
  package var signed = 0
  /// The allowed-signers file that signatures were verified against.
  package var signers: String?

  package var needsAttention: Bool { findings.contains { $0.severity == .attention } }
}
