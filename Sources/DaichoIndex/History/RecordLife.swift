import DaichoFiles
import DaichoModel
import GRDB

/// A commit's change of one file.
package struct HistoryFileChange: Sendable {
  package let id: Int64
  package let commit: HistoryCommit
  package let kind: FileChangeKind
  /// Relative to the workspace, as the commit left it or, of a file it removed, found it.
  package let path: String
  /// Before, where the commit moved it.
  package let oldPath: String?
  /// Git's id of the content, 40 digits; `nil` where it was removed.
  package let newBlob: String?
  package let oldBlob: String?
}

/// The life of a file across its renames, by the commits that HEAD descends from.
///
/// A rename joins the file's life before it, under the old path, to that after it: of the new path, what the
/// rename descends from belongs to another file; of the old path, what descends from the rename does.
struct RecordLife {
  let database: Database

  private struct Event {
    let id: Int64
    let commit: Int64
    let position: Int64
    let isRename: Bool
    let oldFile: Int64?
  }

  /// Newest first.
  func changes(of path: String) throws -> [HistoryFileChange] {
    guard
      let file = try Int64.fetchOne(database, sql: "SELECT id FROM files WHERE path = ?", arguments: [path])
    else { return [] }
    var life: [Event] = []
    var known: Set<Int64> = []
    var open: [(file: Int64, until: Event?)] = [(file, nil)]
    while let part = open.popLast() {
      var events = try self.events(of: part.file).filter { !known.contains($0.id) }
      if let rename = part.until {
        events = try events.filter { try !descends($0, from: rename) }
      }
      for rename in events where rename.isRename {
        events = try events.filter { try $0.id == rename.id || !descends(rename, from: $0) }
      }
      life += events
      known.formUnion(events.map(\.id))
      for rename in events where rename.isRename {
        if let old = rename.oldFile { open.append((old, rename)) }
      }
    }
    life.sort { ($0.position, $0.id) > ($1.position, $1.id) }
    return try fetch(life.map(\.id))
  }

  private func events(of file: Int64) throws -> [Event] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT f.id, f.commit_seq, c.position, f.change, f.old_file FROM file_changes f
          JOIN commits c ON c.seq = f.commit_seq
        WHERE f.file = ?
        """, arguments: [file]
    ).map { row in
      Event(
        id: row[0], commit: row[1], position: row[2], isRename: row[3] == FileChangeKind.renamed.rawValue,
        oldFile: row[4])
    }
  }

  /// Whether `old` is an ancestor of `new`. Looks at commits between the two alone.
  private func descends(_ new: Event, from old: Event) throws -> Bool {
    if new.commit == old.commit { return new.id != old.id }
    guard new.position > old.position else { return false }
    let parents = try database.cachedStatement(
      sql: """
        SELECT p.parent_seq, c.position FROM commit_parents p JOIN commits c ON c.seq = p.parent_seq
        WHERE p.commit_seq = ?
        """)
    var seen: Set<Int64> = [new.commit]
    var stack = [new.commit]
    while let seq = stack.popLast() {
      for row in try Row.fetchAll(parents, arguments: [seq]) {
        let (parent, position): (Int64, Int64) = (row[0], row[1])
        if parent == old.commit { return true }
        if position > old.position, seen.insert(parent).inserted { stack.append(parent) }
      }
    }
    return false
  }

  private func fetch(_ ids: [Int64]) throws -> [HistoryFileChange] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT \(HistoryCommit.columns), f.id, f.change, p.path, o.path, lower(hex(f.new_blob)),
          lower(hex(f.old_blob))
        FROM file_changes f JOIN commits c ON c.seq = f.commit_seq JOIN files p ON p.id = f.file
          LEFT JOIN files o ON o.id = f.old_file
        WHERE f.id = ?
        """)
    return try ids.compactMap { id in
      try Row.fetchOne(statement, arguments: [id]).map(HistoryFileChange.init)
    }
  }
}

extension HistoryFileChange {
  init(_ row: Row) {
    let first = HistoryCommit.columnCount
    commit = HistoryCommit(row)
    id = row[first]
    kind = FileChangeKind(rawValue: row[first + 1]) ?? .modified
    path = row[first + 2]
    oldPath = row[first + 3]
    newBlob = (row[first + 4] as String?).flatMap { $0.isEmpty ? nil : $0 }
    oldBlob = (row[first + 5] as String?).flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension HistoryIndex {
  /// What happened to the file at `path` of the workspace, newest first, across renames.
  package func life(of path: String) throws(DaichoError) -> [HistoryFileChange] {
    try read { try RecordLife(database: $0).changes(of: path) }
  }

  /// What a change of a file says field by field, in the order of the file.
  package func details(of changes: [HistoryFileChange]) throws(DaichoError) -> [[RecordChange]] {
    try read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT part, field, old, new FROM changes WHERE file_change = ? ORDER BY number")
      return try changes.map { change in
        try Row.fetchAll(statement, arguments: [change.id]).map { row in
          RecordChange(RecordChange.Part(rawValue: row[0]) ?? .field, row[1], old: row[2], new: row[3])
        }
      }
    }
  }

  /// Commits, newest first.
  ///
  /// - Parameters:
  ///   - start: seconds since 1970, by the author's clock.
  ///   - end: likewise, itself not included.
  ///   - isOfFiles: those alone that changed a file of the workspace.
  package func commits(
    from start: Int64? = nil, before end: Int64? = nil, isOfFiles: Bool = false, limit: Int?
  ) throws(DaichoError) -> [HistoryCommit] {
    let ofFiles = isOfFiles ? "EXISTS (SELECT 1 FROM file_changes f WHERE f.commit_seq = c.seq)" : "1"
    return try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT \(HistoryCommit.columns) FROM commits c
          WHERE (?1 IS NULL OR c.at >= ?1) AND (?2 IS NULL OR c.at < ?2) AND \(ofFiles)
          ORDER BY c.position DESC, c.id LIMIT ?3
          """, arguments: [start, end, limit ?? -1]
      ).map(HistoryCommit.init)
    }
  }
}
