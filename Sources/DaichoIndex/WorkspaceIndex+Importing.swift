import DaichoModel
import GRDB

/// What an import asks before it writes.
extension WorkspaceIndex {
  /// Names that files of the kind have beyond the schema: keys of maps (`ids.shopify`) and fields nobody
  /// defined, where every file has one value for them.
  package func namesInFiles(_ kind: Kind) throws(DaichoError) -> [String] {
    try read { database in
      let maps = self.settings.schema(kind).fields.filter { if case .map = $0.type { true } else { false } }
      let questions = try Questions(database: database, index: self)
      let keys = try questions.unknownFieldNames(kind).filter { name in
        maps.contains { name.hasPrefix($0.name + ".") }
      }
      let single = try String.fetchAll(
        database,
        sql: """
          SELECT s.field FROM structures s JOIN \(kind.folder) k ON k.record = s.record
          GROUP BY s.field HAVING max(substr(s.json, 1, 1) IN ('{', '[')) = 0 ORDER BY 1
          """)
      return keys + single.filter { self.settings.schema(kind)[$0] == nil }
    }
  }

  /// The keys of a kind's ids that are taken, those of files that cannot be read among them.
  package func takenKeys(_ kind: Kind) throws(DaichoError) -> Set<String> {
    try read { database in
      let sql = """
        SELECT key FROM \(kind.folder) UNION SELECT key FROM unreadable WHERE kind = '\(kind.folder)'
        """
      return try String.fetchSet(database, sql: sql)
    }
  }

  /// The records of a kind by one of their fields, folded: products by `sku`, companies by `name`. Of
  /// several with the same value, the first by path.
  package func records(
    _ kind: Kind, byField field: String
  ) throws(DaichoError) -> [String: FoundRecord] {
    guard let table = KindTable.all[kind], let index = table.column(field),
      case .text = table.columns[index].storage
    else { return [:] }
    let column = table.columns[index].name
    return try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT coalesce(k."\(column)_folded", k."\(column)"), k.record, k.id, f.path FROM \(kind.folder) k
          JOIN files f ON f.id = k.record WHERE k."\(column)" IS NOT NULL ORDER BY f.path DESC
          """)
      var found: [String: FoundRecord] = [:]
      found.reserveCapacity(rows.count)
      for row in rows {
        guard let id = RecordID(row[2] as String) else { continue }
        found[row[0]] = FoundRecord(row: row[1], reference: Reference(kind, id), path: row[3], title: nil)
      }
      return found
    }
  }
}
