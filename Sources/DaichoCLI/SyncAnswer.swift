import DaichoModel
import DaichoWorkspace
import OrderedCollections

/// What `sync` says to machines.
struct SyncAnswer {
  let json: JSONValue

  init(_ report: SyncReport, dryRun: Bool) {
    json = .object([
      "remote": .string(report.remote), "branch": .string(report.branch), "dry_run": .bool(dryRun),
      "recorded": report.recorded.map { recorded in
        .object(["commit": .optional(recorded.commit), "subject": .string(recorded.message.subject)])
      } ?? .null,
      "received": SyncAnswer.commits(report.received), "merge": .optional(report.merge),
      "sent": SyncAnswer.commits(report.sent),
      "conflicts": .array(report.conflicts.map(SyncAnswer.conflict)),
      "left": .array(report.left.map { .string($0) }),
    ])
  }

  private static func commits(_ commits: [SyncReport.Commit]) -> JSONValue {
    .array(
      commits.map { commit in
        .object([
          "commit": .string(commit.id), "author": .string(commit.author),
          "subject": .string(commit.subject),
        ])
      })
  }

  private static func conflict(_ conflict: OpenConflict) -> JSONValue {
    var (what, field): (String, String?)
    switch conflict.what {
    case .field(let name): (what, field) = ("field", name)
    case .text: (what, field) = ("text", nil)
    case .removed(let byUs): (what, field) = (byUs ? "removed_here" : "removed_there", nil)
    case .binary: (what, field) = ("binary", nil)
    }
    return .object([
      "file": .string(conflict.path), "line": conflict.line.map { .integer($0) } ?? .null,
      "what": .string(what), "field": .optional(field),
    ])
  }
}
