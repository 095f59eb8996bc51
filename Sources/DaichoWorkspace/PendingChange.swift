import DaichoGit
import DaichoModel
import Foundation

/// The redo journal of one change, kept under the git directory from the moment the commit's objects are
/// written until the work tree, the branch and the index agree. Whoever comes next after a crash finishes
/// it.
struct PendingChange: Codable {
  struct File: Codable {
    let path: String
    /// The git blob id of the work tree's version before; `nil`: there was none.
    let old: String?
    /// The bytes after; `nil`: removed, or in `blob`.
    let new: Data?
    /// The git blob that holds the bytes after, where the commit has them anyway: so the journal of a large
    /// change is short.
    var blob: String?
  }

  var commit: PreparedCommit
  let files: [File]

  static func path(in gitDirectory: String) -> String { gitDirectory + "daicho-pending.json" }

  static func load(from gitDirectory: String) -> PendingChange? {
    guard let data = FileManager.default.contents(atPath: path(in: gitDirectory)) else { return nil }
    return try? JSONDecoder().decode(PendingChange.self, from: data)
  }

  /// Durable when it returns.
  func save(in gitDirectory: String) throws(DaichoError) {
    try Journal.write(self, to: PendingChange.path(in: gitDirectory))
  }

  static func remove(from gitDirectory: String) { unlink(path(in: gitDirectory)) }
}
