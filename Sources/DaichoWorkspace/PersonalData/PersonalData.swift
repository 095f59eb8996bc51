import DaichoFiles
import DaichoIndex
import DaichoModel

/// A record with all that its file says.
package struct HeldRecord: Sendable {
  package enum Relation: String, Sendable, CaseIterable {
    /// The person's own.
    case person
    case company, deal, inquiry
  }

  package let relation: Relation
  package let found: FoundRecord
  /// Of every field, in the order of the kind: what it is called and what it says. Empty where the file cannot
  /// be read.
  package let fields: [(column: ListColumn, cell: JSONValue)]
  package let log: [LogEntry]
  /// What is written below the front matter, but for the log; the whole file where it cannot be read.
  package let prose: String
  package let isReadable: Bool
}

/// A line of a ledger that is about the person.
package struct HeldLine: Sendable {
  package let place: LedgerPlace
  /// By the names of the ledger's columns, or of the line's members.
  package let values: [(name: String, value: JSONValue)]

  package subscript(name: String) -> JSONValue { values.first { $0.name == name }?.value ?? .null }
}

/// A place in another file that names the person.
package struct Mention: Sendable, Hashable {
  package let path: String
  /// From 1.
  package let line: Int
}

/// Everything the register holds on one person.
package struct PersonalData: Sendable {
  /// The person's own record first, then their companies, deals and inquiries, by path.
  package var records: [HeldRecord] = []
  package var channels: [ChannelPreference] = []
  package var bindings: [AddressBinding] = []
  /// The oldest first, as are the following.
  package var orders: [HeldLine] = []
  package var events: [HeldLine] = []
  package var mails: [MailAsSent] = []
  /// What follows from all that: the metrics of a customer.
  package var metrics: [(column: ListColumn, cell: JSONValue)] = []
  package var segments: [HeldSegment] = []
  package var scores: [ScoreAnswer] = []
  /// Of the person's own record, the newest first.
  package var history: [HistoryEntry] = []
  /// By path and line.
  package var mentions: [Mention] = []
  /// Segments and scores whose rules cannot be read, and files that could not be searched.
  package var unreadable: [String] = []
  package var unreadableFiles = 0
}
