import DaichoGit
import DaichoModel
import GRDB

/// What commits changed in deals and inquiries, for filters and reports: see the manual's page "History".
extension DerivedTables {
  /// Of the commit that the table holds for. It follows from history alone, not from orders or the day.
  private static let tipKey = "history record_changes"

  func prepareRecordChanges() throws {
    guard let history else { return }
    var tip = try history.read { try HistoryStore.fact(.tip, in: $0) }
    if let horizon = history.horizon { tip = "\(tip ?? "") \(horizon)" }
    func isKept() throws -> Bool {
      try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [Self.tipKey])
        == tip
    }
    if try isTemporary("record_changes") { return }
    if try isKept() { return }
    let changes = try history.fieldChanges(of: [.deals, .inquiries])
    do {
      try database.inTransaction(.immediate) {
        if try isKept() { return .rollback }
        try database.execute(sql: "DELETE FROM main.record_changes")
        try write(changes, to: "main")
        try database.execute(
          sql: "INSERT OR REPLACE INTO meta VALUES (?, ?)", arguments: [Self.tipKey, tip])
        return .commit
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
      if let create = IndexSchema.lazyTables["record_changes"] {
        try database.execute(sql: create("temp.record_changes"))
      }
      try write(changes, to: "temp")
    }
  }

  private func write(_ changes: [String: [FieldHistory]], to schema: String) throws {
    let writer = try RowWriter(
      database, "INSERT INTO \(schema).record_changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    func folded(_ text: String?) -> String? {
      text.map(TextFolding.fold).flatMap { $0 == text ? nil : $0 }
    }
    for (path, changes) in changes.sorted(by: { $0.key < $1.key }) {
      for (number, change) in changes.enumerated() {
        writer.add(path)
        writer.add(number)
        writer.add(moment.zone.local(change.at).date.day)
        writer.add(change.at)
        writer.add(change.field)
        writer.add(change.old)
        writer.add(folded(change.old))
        writer.add(change.new)
        writer.add(folded(change.new))
        writer.add(change.author)
        writer.add(change.isLaterDate)
        try writer.insert()
      }
    }
  }
}

/// One change of one field of a record.
package struct FieldHistory: Sendable {
  package let field: String
  package let old: String?
  package let new: String?
  /// Seconds since 1970, by the author's clock.
  package let at: Int64
  package let author: String

  /// From one day to a later one: an expected close that was put off.
  var isLaterDate: Bool {
    guard let old, let new, let from = CalendarDate(typed: old), let to = CalendarDate(typed: new) else {
      return false
    }
    return to > from
  }
}

extension HistoryIndex {
  /// The changes of fields of every record of some kinds, by the path its file has now, oldest first.
  package func fieldChanges(of kinds: [Kind]) throws(DaichoError) -> [String: [FieldHistory]] {
    let names = kinds.map { "'\($0.folder)'" }.joined(separator: ", ")
    return try read { database in
      let isSeen = try horizonCondition(database)
      var found: [String: [FieldHistory]] = [:]
      let columns = "ch.field, ch.old, ch.new, c.at, c.author"
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT \(columns), f.path FROM files f JOIN file_changes fc ON fc.file = f.id
            JOIN commits c ON c.seq = fc.commit_seq JOIN changes ch ON ch.file_change = fc.id
          WHERE f.kind IN (\(names)) AND ch.part = 'field' AND \(isSeen)
          ORDER BY f.id, c.position, fc.id, ch.number
          """)
      while let row = try rows.next() { found[row[5], default: []].append(FieldHistory(row)) }
      // A file that was moved has a life before.
      let moved = try String.fetchAll(
        database,
        sql: """
          SELECT DISTINCT f.path FROM files f JOIN file_changes fc ON fc.file = f.id
          WHERE f.kind IN (\(names)) AND fc.old_file IS NOT NULL AND \(isSeen)
          """)
      for path in moved {
        let life = try RecordLife(database: database).changes(of: path)
        found[path] = try life.reversed().flatMap { change in
          try Row.fetchAll(
            database,
            sql: """
              SELECT \(columns) FROM changes ch JOIN file_changes fc ON fc.id = ch.file_change
                JOIN commits c ON c.seq = fc.commit_seq
              WHERE ch.file_change = ? AND ch.part = 'field' AND \(isSeen) ORDER BY ch.number
              """, arguments: [change.id]
          ).map(FieldHistory.init)
        }
      }
      return found
    }
  }
}

extension HistoryIndex {
  /// SQL about `fc`: that the change's commit is within the horizon. A commit that HEAD does not descend from has
  /// nothing within it, and that is said.
  fileprivate func horizonCondition(_ database: Database) throws -> String {
    guard let horizon else { return "1" }
    guard
      let seq = try Int64.fetchOne(
        database, sql: "SELECT seq FROM commits WHERE id = ?", arguments: [HistoryIndex.data(horizon)])
    else {
      warn(.historyOfAnotherBranch(String(horizon.description.prefix(10))))
      return "0"
    }
    try database.execute(sql: "CREATE TEMP TABLE IF NOT EXISTS horizon (seq INTEGER PRIMARY KEY)")
    try database.execute(sql: "DELETE FROM temp.horizon")
    try database.execute(
      sql: """
        WITH RECURSIVE seen(seq) AS (
          VALUES (?) UNION SELECT p.parent_seq FROM commit_parents p JOIN seen s ON p.commit_seq = s.seq
            WHERE p.parent_seq IS NOT NULL)
        INSERT INTO temp.horizon SELECT seq FROM seen
        """, arguments: [seq])
    return "fc.commit_seq IN (SELECT seq FROM temp.horizon)"
  }
}

extension FieldHistory {
  init(_ row: Row) {
    (field, old, new, at, author) = (row[0], row[1], row[2], row[3], row[4])
  }
}
