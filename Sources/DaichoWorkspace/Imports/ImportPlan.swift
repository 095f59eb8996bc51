import DaichoFiles
import DaichoIndex
import DaichoModel

/// What an import would do, before anything is written.
package struct ImportPlan {
  package let kind: Kind
  package internal(set) var created: [Reference] = []
  package internal(set) var changed: [RecordDifference] = []
  package internal(set) var unchanged = 0
  /// Rows of known records that say something else, left alone without `--update`.
  package internal(set) var differing = 0
  /// Rows that name a record that is not there, or that cannot be told from others.
  package internal(set) var unmatched = 0
  /// Rows that another row of the file has said already.
  package internal(set) var repeated = 0
  /// What was left out or is worth a look, one by one; the face shows the first of each.
  package internal(set) var remarks: [ImportRemark] = []
  var changes: [FileChange] = []
  /// Made along with the others: companies that customers name.
  package internal(set) var companions: [Reference] = []

  package init(kind: Kind) { self.kind = kind }

  package var isEmpty: Bool { changes.isEmpty }

  var message: CommitMessage {
    let counts = [
      created.isEmpty ? nil : "\(created.count) new", changed.isEmpty ? nil : "\(changed.count) changed",
    ]
    let records = created + changed.map(\.reference) + companions
    var message = CommitMessage(
      "import", records.count > ImportPlan.namedRecords ? [] : records,
      counts.compactMap(\.self).joined(separator: ", "))
    message.isAboutRecord = false
    message.scope = kind.folder
    return message
  }

  /// More records than this are not named one by one in the commit's message.
  private static let namedRecords = 100
}

/// Something an import has to say about a row, counted by what it is.
package struct ImportRemark: Sendable {
  /// Groups remarks that say the same of other rows: kebab-case.
  package let code: String
  package let line: Int?
  package let column: String?
  package let message: Wording
  package let hint: Wording?
}

extension Workspace {
  /// Writes what the plan says and commits it.
  package func record(_ plan: ImportPlan, dryRun: Bool) throws(DaichoError) -> Recorded {
    guard !plan.isEmpty else { return Recorded(message: plan.message, diff: dryRun ? "" : nil) }
    return try record(plan.changes, as: plan.message, dryRun: dryRun)
  }
}
