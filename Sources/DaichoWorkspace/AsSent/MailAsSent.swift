import DaichoModel

/// A mail of a journal, and what it said, as far as that can be told today.
package struct MailAsSent: Sendable {
  /// What a mail says, rendered anew from what a commit has.
  package struct Rendition: Sendable, Hashable {
    /// As the mail's header has it.
    package let from: String
    package let to: String
    package let subject: String
    package let text: String
    package let html: String
  }

  /// Why it is not proven that the mail said so. The raw values are for machines.
  package enum Doubt: String, Error, CaseIterable {
    /// It was never handed over.
    case notHandedOver = "not-handed-over"
    /// It left by post, telephone, SMS or LINE, as a list.
    case otherChannel = "other-channel"
    /// The journal names no commit.
    case noCommit = "no-commit"
    /// The repository does not have the commit.
    case commitMissing = "commit-missing"
    case campaignMissing = "campaign-missing"
    case recordMissing = "record-missing"
    /// This machine does not hold the key that its links were made with.
    case keyMissing = "key-missing"
    /// The journal has no hash to compare with.
    case noHash = "no-hash"
    /// It is made of figures of the whole register, which were not looked at.
    case notCompared = "not-compared"
    /// What is made of the commit today is another mail.
    case differs
    /// It cannot be made of what the commit has.
    case unrenderable
  }

  package let journal: JournalMail
  /// `nil` where nothing could be made that somebody may have been sent.
  package internal(set) var rendition: Rendition?
  /// `nil`: it is the very mail, by the hash of its bytes.
  package internal(set) var doubt: Doubt?
  /// Whose values it was made of, in full.
  package let commit: String?
  /// Of a campaign whose subject is the same for everybody.
  var plainSubject: String?

  init(journal: JournalMail, commit: String? = nil, doubt: Doubt? = nil) {
    (self.journal, self.commit, self.doubt) = (journal, commit, doubt)
  }

  package var isProven: Bool { doubt == nil }

  /// `nil` where nobody can tell any more.
  package var subject: String? { rendition?.subject ?? plainSubject }
}
