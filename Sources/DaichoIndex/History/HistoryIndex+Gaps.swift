import DaichoGit
import DaichoModel
import GRDB

/// What the repository does not have of its own history.
package struct HistoryGaps: Sendable, Hashable {
  /// Commits whose parents are missing: what they say they added may be older.
  package var boundaries: [String] = []
  /// Commits of which a folder is missing, so that nothing is known of what they changed.
  package var unreadableCommits = 0
  /// Versions of records that are missing or damaged as objects.
  package var missingVersions = 0

  package var isEmpty: Bool { self == HistoryGaps() }
}

extension HistoryIndex {
  package func gaps() throws(DaichoError) -> HistoryGaps {
    try read(Self.gaps)
  }

  /// Said once: where history ends before its beginning.
  func warnOfGaps(_ store: HistoryStore) throws {
    let gaps = try store.queue.inDatabase(Self.gaps)
    if let first = gaps.boundaries.first {
      warn(.historyEndsEarly(String(first.prefix(10)), others: gaps.boundaries.count - 1))
    }
    if gaps.unreadableCommits > 0 { warn(.unreadableCommits(gaps.unreadableCommits)) }
    if gaps.missingVersions > 0 { warn(.missingVersions(gaps.missingVersions)) }
  }

  static func gaps(_ database: Database) throws -> HistoryGaps {
    var gaps = HistoryGaps()
    gaps.boundaries = try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT lower(hex(c.id)) FROM commit_parents p JOIN commits c ON c.seq = p.commit_seq
        WHERE p.missing IS NOT NULL ORDER BY c.position DESC, c.id
        """)
    gaps.unreadableCommits =
      try Int.fetchOne(database, sql: "SELECT count(*) FROM commits WHERE is_unreadable") ?? 0
    gaps.missingVersions =
      try Int.fetchOne(
        database,
        sql: "SELECT count(*) FROM changes WHERE part = 'unreadable' AND new = 'missing-object'") ?? 0
    return gaps
  }
}
