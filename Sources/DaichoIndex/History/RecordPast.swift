import DaichoFiles
import DaichoGit
import DaichoModel
import GRDB

/// What commits tell of a record as it is now, oldest first.
package struct RecordPast: Sendable {
  /// Of its fields, and of the entries of its log.
  package internal(set) var changes: [FieldHistory] = []
  /// When the commit was made that began it, in seconds since 1970; `nil` where no commit did, for it had been
  /// somewhere else before: see `HistoryIndex.broughtAlong`.
  package internal(set) var began: Int64?
}

/// One change of one field of a record, or of an entry of its log.
package struct FieldHistory: Sendable {
  package let part: RecordChange.Part
  package let field: String
  package let old: String?
  package let new: String?
  /// Seconds since 1970, by the author's clock.
  package let at: Int64
  package let author: String
  /// It came with the record itself.
  package let isFirst: Bool
  /// Whether it is known since when the field says so: not of what a record was brought with.
  package internal(set) var isDated = true

  /// From one day to a later one: an expected close that was put off.
  var isLaterDate: Bool {
    guard let old, let new, let from = CalendarDate(typed: old), let to = CalendarDate(typed: new) else {
      return false
    }
    return to > from
  }

  /// An entry that says that somebody spoke to the customer, or does not say that it was the customer who did.
  var isReply: Bool {
    guard part == .log, old == nil, let new,
      let entry = RecordVersion.read(Array("## Log\n\n- \(new)\n".utf8), path: "").entries.first?.log
    else { return false }
    return entry.channel?.isContact == true && entry.direction != .in
  }
}

extension HistoryIndex {
  /// A commit that added more records of a kind than this brought them along: nobody writes so many in a day.
  private static let mostWritten = 10

  /// Fills `temp.brought` with the commits whose new records had been somewhere else before: the first of all,
  /// or that of a shallow clone, what `import` made, and those that added many of a kind.
  private static func findBroughtAlong(_ kinds: String, _ database: Database) throws {
    try database.execute(sql: "CREATE TEMP TABLE IF NOT EXISTS brought (seq INTEGER PRIMARY KEY)")
    try database.execute(sql: "DELETE FROM temp.brought")
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO temp.brought
        SELECT c.seq FROM commits c WHERE c.action = 'import'
          OR NOT EXISTS (SELECT 1 FROM commit_parents p WHERE p.commit_seq = c.seq AND p.missing IS NULL)
        UNION ALL
        SELECT fc.commit_seq FROM file_changes fc JOIN files f ON f.id = fc.file
        WHERE fc.change = 'added' AND f.kind IN (\(kinds)) GROUP BY fc.commit_seq, f.kind HAVING count(*) > ?
        """, arguments: [mostWritten])
  }

  /// What commits tell of every record of some kinds, by the path its file has now.
  ///
  /// - Parameter fields: no others, and nothing of records that were brought along and have not changed since;
  ///   `nil`: all, and of inquiries the log.
  package func pasts(
    of kinds: [Kind], fields: [String]? = nil, zone: ZoneOffsets
  ) throws(DaichoError) -> [String: RecordPast] {
    let names = kinds.map { "'\($0.folder)'" }.joined(separator: ", ")
    let wanted = fields.map { "ch.field IN (\($0.map { "'\($0)'" }.joined(separator: ", ")))" } ?? "1"
    return try read { database in
      let isSeen = try horizonCondition(database)
      try Self.findBroughtAlong(names, database)
      let select = """
        SELECT f.path, fc.change, c.at, c.author, fc.commit_seq IN (SELECT seq FROM temp.brought), ch.part,
          ch.field, ch.old, ch.new
        FROM file_changes fc JOIN files f ON f.id = fc.file JOIN commits c ON c.seq = fc.commit_seq
          LEFT JOIN changes ch ON ch.file_change = fc.id
            AND (ch.part = 'field' AND \(wanted) OR ch.part = 'log' AND f.kind = 'inquiries')
        """
      let unchanged = """
        ch.file_change IS NULL AND fc.change <> 'added' OR fc.change = 'added'
        AND fc.commit_seq IN (SELECT seq FROM temp.brought)
        """
      var found: [String: RecordPast] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          \(select) WHERE f.kind IN (\(names)) AND \(isSeen) AND \(fields == nil ? "1" : "NOT (\(unchanged))")
          ORDER BY f.id, c.position, fc.id, ch.number
          """)
      while let row = try rows.next() { found[row[0], default: RecordPast()].add(row) }
      // A file that was moved has a life before.
      let moved = try String.fetchAll(
        database,
        sql: """
          SELECT DISTINCT f.path FROM files f JOIN file_changes fc ON fc.file = f.id
          WHERE f.kind IN (\(names)) AND fc.old_file IS NOT NULL AND \(isSeen)
          """)
      let ofLife = try database.cachedStatement(
        sql: "\(select) WHERE fc.id = ? AND \(isSeen) ORDER BY ch.number")
      for path in moved {
        var past = RecordPast()
        for change in try RecordLife(database: database).changes(of: path).reversed() {
          for row in try Row.fetchAll(ofLife, arguments: [change.id]) { past.add(row) }
        }
        found[path] = past
      }
      return found.mapValues { $0.settled(zone) }
    }
  }

  /// SQL about `fc`: that the change's commit is within the horizon. A commit that HEAD does not descend from has
  /// nothing within it, and that is said.
  private func horizonCondition(_ database: Database) throws -> String {
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

extension RecordPast {
  /// A row of `pasts`, oldest first.
  fileprivate mutating func add(_ row: Row) {
    let isFirst = row[1] == FileChangeKind.added.rawValue
    let isBrought: Bool = row[4]
    if isFirst, changes.isEmpty, began == nil, !isBrought { began = row[2] }
    guard let part = (row[5] as String?).flatMap(RecordChange.Part.init) else { return }
    let change = FieldHistory(
      part: part, field: row[6], old: row[7], new: row[8], at: row[2], author: row[3], isFirst: isFirst,
      isDated: !(isFirst && isBrought))
    // A version that cannot be read stands between: the one after it tells all anew.
    if part == .field, change.old == nil, let last = changes.last(where: { $0.field == change.field }),
      last.part == .field, last.new == change.new
    {
      return
    }
    changes.append(change)
  }

  /// A record that says itself that it was created on the day of its commit was not brought along, whatever came
  /// with it.
  fileprivate func settled(_ zone: ZoneOffsets) -> RecordPast {
    guard began == nil, let first = changes.first, first.isFirst, !first.isDated else { return self }
    let day = changes.lazy.filter(\.isFirst).compactMap { change -> Int? in
      guard change.field == "created" || change.field == "opened" else { return nil }
      return change.new.flatMap { CalendarDate(typed: String($0.prefix { $0 != " " && $0 != "T" })) }?.day
    }.first
    guard let day, zone.local(first.at).date.day == day else { return self }
    var past = self
    past.began = first.at
    for index in past.changes.indices where past.changes[index].isFirst { past.changes[index].isDated = true }
    return past
  }
}
