import DaichoModel
import GRDB

/// A task in the log of a record.
package struct TaskRow: Sendable {
  package let record: FoundRecord
  package let due: CalendarDate
  package let minute: Int?
  package let member: String?
  package let text: String
  package let isDone: Bool
  package let line: Int
}

/// A place where one record names another.
package struct ReferenceRow: Sendable, Hashable {
  package let source: Reference
  package let path: String
  package let field: String
}

extension WorkspaceIndex {
  package func find(
    _ text: String, kinds: [Kind], refreshed: Bool = true
  ) throws(DaichoError) -> [FoundRecord] {
    try read(refreshed: refreshed) { try Lookup(database: $0).find(text, kinds: kinds) }
  }

  package func search(_ text: String, kinds: [Kind]) throws(DaichoError) -> [FoundRecord] {
    try read { try Lookup(database: $0).search(text, kinds: kinds) }
  }

  /// The one record with this id as the index last knew it, without a look at the files. `nil` when
  /// there is no index, none such, or several.
  package func findUnrefreshed(_ text: String, kinds: [Kind]) throws(DaichoError) -> FoundRecord? {
    guard let store = IndexStore.open(path) else { return nil }
    let found = try? store.queue.inDatabase { database -> [FoundRecord] in
      let current = try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'fingerprint'")
      guard current == fingerprint else { return [] }
      let lookup = Lookup(database: database)
      if let reference = Reference(text) {
        guard kinds.contains(reference.kind) else { return [] }
        return try lookup.byKey(reference.id.key, kinds: [reference.kind])
      }
      return try lookup.byKey(RecordID.key(text), kinds: kinds)
    }
    return found?.count == 1 ? found?.first : nil
  }

  /// The ids of a kind that begin with `prefix`, for completion: quick rather than complete.
  package func completions(_ prefix: String, kinds: [Kind], limit: Int = 200) -> [String] {
    guard let store = IndexStore.open(path) else { return [] }
    let key = RecordID.key(prefix)
    let ids = try? store.queue.inDatabase { database in
      try kinds.flatMap { kind in
        try String.fetchAll(
          database,
          sql: "SELECT id FROM \(kind.folder) WHERE substr(key, 1, ?) = ? ORDER BY key LIMIT ?",
          arguments: [key.count, key, limit])
      }
    }
    return ids ?? []
  }

  package func count(of kind: Kind) throws(DaichoError) -> Int {
    try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(kind.folder)") ?? 0 }
  }

  /// Files of a kind, or of all, that are in no answer because they cannot be read; `check` says why.
  package func unreadableCount(of kind: Kind? = nil) throws(DaichoError) -> Int {
    try read(refreshed: false) { database in
      try Int.fetchOne(
        database, sql: "SELECT count(*) FROM unreadable WHERE ?1 IS NULL OR kind = ?1",
        arguments: [kind?.folder]) ?? 0
    }
  }

  /// Open tasks due on `day` or before, oldest first; of one member, or of all.
  package func openTasks(dueBy day: CalendarDate, member: String?) throws(DaichoError) -> [TaskRow] {
    try read { database in
      let lookup = Lookup(database: database)
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT record, day, minute, member, text, is_done, line FROM log_entries
          WHERE is_task AND NOT is_done AND day <= ? AND (? IS NULL OR member = ?)
          ORDER BY day, minute IS NULL, minute, record, line
          """, arguments: [day.day, member, member])
      return try rows.compactMap { row in
        guard let record = try lookup.record(row[0]) else { return nil }
        return TaskRow(
          record: record, due: CalendarDate(day: row[1]), minute: row[2], member: row[3], text: row[4],
          isDone: row[5], line: row[6])
      }
    }
  }

  /// Every record that names `reference`, field by field.
  package func references(to reference: Reference) throws(DaichoError) -> [ReferenceRow] {
    try read { database in
      var rows: [ReferenceRow] = []
      for kind in Kind.allCases {
        let custom = settings.customFields[kind] ?? []
        for field in ReferenceField.all(kind, custom: custom) where field.target == reference.kind {
          let sources = try Row.fetchAll(
            database, sql: field.sources(named: true), arguments: [reference.id.key])
          for source in sources {
            guard let id = RecordID(source[0] as String) else { continue }
            rows.append(ReferenceRow(source: Reference(kind, id), path: source[1], field: field.name))
          }
        }
      }
      return rows
    }
  }

  /// Ledger lines that name a customer or company by id.
  package func ledgerLines(naming reference: Reference) throws(DaichoError) -> [(path: String, line: Int)] {
    try read { database in
      let names = [reference.id.key, "\(reference.kind.folder)/\(reference.id.key)"].map(TextFolding.fold)
      let tables = ["order_rows", "events", "sends"]
      return try tables.flatMap { table in
        try Row.fetchAll(
          database,
          sql: """
            SELECT f.path, t.line FROM \(table) t JOIN parties p ON p.id = t.party JOIN files f ON f.id = t.file
            WHERE p.folded IN (?, ?) ORDER BY f.path, t.line
            """, arguments: StatementArguments(names)
        ).map { (path: $0[0] as String, line: $0[1] as Int) }
      }
    }
  }
}

/// A field that names a record of another kind, alone or as a list.
struct ReferenceField {
  let kind: Kind
  let name: String
  let target: Kind
  let isList: Bool

  static func all(_ kind: Kind, custom: [FieldDefinition] = []) -> [ReferenceField] {
    (KindSchema.builtIn(kind).fields + custom).compactMap { field in
      guard case .reference(let target) = field.type.element else { return nil }
      let inColumn = KindTable.all[kind]?.column(field.name) != nil
      return ReferenceField(kind: kind, name: field.name, target: target, isList: !inColumn)
    }
  }

  /// `id`, `path`, reference as written, of the records whose field names the key `?`, or, with
  /// `named: false`, a record that is not there.
  func sources(named: Bool) -> String {
    let missing = """
      NOT EXISTS (SELECT 1 FROM \(target.folder) t WHERE t.key = x.key)
      AND NOT EXISTS (SELECT 1 FROM unreadable u WHERE u.key = x.key AND u.kind = '\(target.folder)')
      """
    let (from, key, text) =
      isList
      ? (
        "field_values v JOIN \(kind.folder) k ON k.record = v.record", "coalesce(v.folded, v.value)",
        "v.value"
      )
      : ("\(kind.folder) k", "k.\"\(name)_key\"", "k.\"\(name)\"")
    let scope = isList ? "v.field = '\(name.replacing("'", with: "''"))'" : "k.\"\(name)_key\" IS NOT NULL"
    return """
      SELECT x.id, f.path, x.text FROM
      (SELECT k.id, k.record, \(key) AS key, \(text) AS text FROM \(from) WHERE \(scope)) x
      JOIN files f ON f.id = x.record WHERE \(named ? "x.key = ?" : missing) ORDER BY f.path
      """
  }
}

extension WorkspaceIndex {
  /// Every record of a kind, by id.
  package func all(_ kind: Kind) throws(DaichoError) -> [FoundRecord] {
    try read { try Lookup(database: $0).records(kind, where: "1", []) }
  }
}

extension WorkspaceIndex {
  /// The records of a kind that fulfil all of the filters, by id.
  package func matching(_ filters: [String], _ kind: Kind) throws(DaichoError) -> [FoundRecord] {
    var ids: [String] = []
    try list(ListRequest(kind, filters: filters, columns: ["id"]), columns: { _ in }) { ids.append($0.path) }
    let paths = Set(ids)
    return try all(kind).filter { paths.contains($0.path) }
  }
}

extension WorkspaceIndex {
  /// The files with a filter in which an id stands as a word of its own: segments, campaigns, scores, journeys.
  package func filters(naming id: RecordID) throws(DaichoError) -> [String] {
    try read { database in
      let sources = [
        "SELECT record, \"where\" AS text FROM segments", "SELECT record, \"where\" FROM campaigns",
        """
        SELECT s.record, s.json FROM structures s JOIN files f ON f.id = s.record
        WHERE f.kind IN ('scores', 'journeys')
        """,
      ]
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT f.path, x.text FROM (\(sources.joined(separator: " UNION ALL "))) x JOIN files f ON f.id = x.record
          WHERE instr(lower(x.text), ?) > 0 ORDER BY f.path
          """, arguments: [id.key])
      var paths: [String] = []
      for row in rows where !paths.contains(row[0]) {
        let words = RecordID.key(row[1]).split { !($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        let names = [id.key, "score.\(id.key)"]
        if words.contains(where: { names.contains(String($0)) }) { paths.append(row[0]) }
      }
      return paths
    }
  }
}
