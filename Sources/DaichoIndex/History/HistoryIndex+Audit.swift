import DaichoFiles
import DaichoModel
import GRDB

/// A change that an auditor may want to look at.
package struct AuditedChange: Sendable {
  package let commit: HistoryCommit
  /// Relative to the workspace, as the commit left it or, of a file it removed, found it.
  package let path: String
  package let kind: FileChangeKind
  package let change: RecordChange
}

/// A change of a file that was there before.
package struct AuditedFile: Sendable {
  package let commit: HistoryCommit
  package let path: String
  package let kind: FileChangeKind
  /// Git's ids, 40 digits.
  package let oldBlob: String?
  package let newBlob: String?
}

extension HistoryIndex {
  /// Newest first: entries of logs that went or were altered, consents and prohibitions, versions that cannot be
  /// read. What only moved to another record in the same commit is left out.
  package func auditedChanges() throws(DaichoError) -> [AuditedChange] {
    try read { database in
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT \(HistoryCommit.columns), p.path, f.change, ch.part, ch.field, ch.old, ch.new
          FROM changes ch JOIN file_changes f ON f.id = ch.file_change JOIN commits c ON c.seq = f.commit_seq
            JOIN files p ON p.id = f.file
          WHERE (ch.part = 'log' AND ch.old IS NOT NULL OR ch.part = 'unreadable'
              OR ch.part = 'field' AND (ch.field IN ('consent', 'do_not_contact') OR ch.field LIKE 'consent.%'))
            AND NOT EXISTS (SELECT 1 FROM file_changes f2 JOIN changes c2 ON c2.file_change = f2.id
              WHERE f2.commit_seq = f.commit_seq AND f2.id <> f.id AND ch.new IS NULL AND c2.old IS NULL
                AND c2.part = ch.part AND c2.field = ch.field AND c2.new = ch.old)
          ORDER BY c.position DESC, c.id, f.id, ch.number
          """)
      var changes: [AuditedChange] = []
      let first = HistoryCommit.columnCount
      while let row = try rows.next() {
        changes.append(
          AuditedChange(
            commit: HistoryCommit(row), path: row[first],
            kind: FileChangeKind(rawValue: row[first + 1]) ?? .modified,
            change: RecordChange(
              RecordChange.Part(rawValue: row[first + 2]) ?? .field, row[first + 3], old: row[first + 4],
              new: row[first + 5])))
      }
      return changes
    }
  }

  /// Newest first: every change of a ledger that was there before.
  package func auditedLedgers() throws(DaichoError) -> [AuditedFile] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT \(HistoryCommit.columns), p.path, f.change, lower(hex(f.old_blob)), lower(hex(f.new_blob))
          FROM file_changes f JOIN commits c ON c.seq = f.commit_seq JOIN files p ON p.id = f.file
          WHERE f.change <> 'added'
            AND (p.path LIKE 'orders/%.csv' OR p.path LIKE 'events/%.jsonl' OR p.path LIKE 'sends/%.jsonl')
          ORDER BY c.position DESC, c.id, f.id
          """)
      let first = HistoryCommit.columnCount
      func blob(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
      return rows.map { row in
        AuditedFile(
          commit: HistoryCommit(row), path: row[first],
          kind: FileChangeKind(rawValue: row[first + 1]) ?? .modified, oldBlob: blob(row[first + 2]),
          newBlob: blob(row[first + 3]))
      }
    }
  }

  /// Newest first: records of people and of what was done with them that a commit removed.
  package func removedRecords() throws(DaichoError) -> [AuditedFile] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT \(HistoryCommit.columns), p.path, f.change, lower(hex(f.old_blob))
          FROM file_changes f JOIN commits c ON c.seq = f.commit_seq JOIN files p ON p.id = f.file
          WHERE f.change = 'deleted' AND p.kind IN ('customers', 'companies', 'deals', 'inquiries')
          ORDER BY c.position DESC, c.id, f.id
          """)
      let first = HistoryCommit.columnCount
      return rows.map { row in
        AuditedFile(
          commit: HistoryCommit(row), path: row[first], kind: .deleted, oldBlob: row[first + 2], newBlob: nil)
      }
    }
  }

  /// Newest first; merges that changed no file of their own are left out.
  package func auditedCommits() throws(DaichoError) -> [HistoryCommit] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT \(HistoryCommit.columns) FROM commits c
          WHERE (SELECT count(*) FROM commit_parents p WHERE p.commit_seq = c.seq) < 2
            OR EXISTS (SELECT 1 FROM file_changes f WHERE f.commit_seq = c.seq)
          ORDER BY c.position DESC, c.id
          """
      ).map(HistoryCommit.init)
    }
  }
}
