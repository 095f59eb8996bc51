import DaichoFiles
import DaichoModel
import Foundation
import GRDB

/// Brings the tables up to a few changed files, touching only rows that follow from them.
struct IndexUpdate {
  let database: Database
  let parser: FileParser

  func apply(_ changed: ChangedFiles, racyTime: Int64) throws {
    var touched = Touched()
    var ids: [String: Int64] = [:]
    for path in changed.removed + changed.present.map(\.path) {
      guard let id = try fileID(path) else { continue }
      ids[path] = id
      try remove(id, path: path, &touched)
    }
    if (changed.removed + changed.present.map(\.path)).contains(where: { $0.hasPrefix("inquiries/") }) {
      try InquiryTimes.forget(database)
    }
    let inserter = try IndexInserter(database, isCold: false)
    var next = (try Int64.fetchOne(database, sql: "SELECT max(id) FROM files") ?? 0) + 1
    next = max(next, (ids.values.max() ?? 0) + 1)
    let read = parser.files.reading()
    for file in changed.present {
      let id = ids[file.path] ?? next
      if id == next { next += 1 }
      if case .record = file.content {
        try insert(parser.parse(file, read), id: id, inserter, &touched)
      } else {
        try insertLedger(file, id: id, inserter, &touched)
      }
    }
    try settle(touched, newParties: inserter.newParties)
    for folder in changed.removedFolders {
      try database.execute(sql: "DELETE FROM folders WHERE path = ?", arguments: [folder])
    }
    for listing in changed.listings {
      let kept = listing.forgettingTimes(from: racyTime)
      try database.execute(
        sql: "INSERT OR REPLACE INTO folders VALUES (?, ?)", arguments: [kept.path, Data(kept.packed)])
    }
  }

  /// What must be looked at again when the rows are in.
  private struct Touched {
    /// `TextFolding.fold` of what may name a changed customer or company.
    var handles: Set<String> = []
    var keys: Set<Int64> = []
    var events: Set<String> = []
    /// Records whose totals may differ.
    var records: Set<Int64> = []
    /// Parties that lost a line.
    var parties: Set<Int64> = []
  }

  private func fileID(_ path: String) throws -> Int64? {
    try Int64.fetchOne(database, sql: "SELECT id FROM files WHERE path = ?", arguments: [path])
  }

  // MARK: Removing

  private func remove(_ id: Int64, path: String, _ touched: inout Touched) throws {
    switch IndexedFile(path: path, isFile: true).content {
    case .record(let kind): try removeRecord(id, kind, &touched)
    case .orders:
      let rows = try Row.fetchCursor(
        database, sql: "SELECT key, party FROM order_rows WHERE file = ?", arguments: [id])
      while let row = try rows.next() {
        touched.keys.insert(row[0])
        touched.parties.insert(row[1])
      }
      try delete("order_rows", "file", id)
    case .events:
      let rows = try Row.fetchCursor(
        database, sql: "SELECT event_id, party FROM events WHERE file = ?", arguments: [id])
      while let row = try rows.next() {
        if let event = row[0] as String? { touched.events.insert(event) }
        if let party = row[1] as Int64? { touched.parties.insert(party) }
      }
      try delete("events", "file", id)
    case .sends:
      touched.parties.formUnion(
        try Int64.fetchAll(
          database, sql: "SELECT party FROM sends WHERE file = ? AND party IS NOT NULL", arguments: [id]))
      try delete("sends", "file", id)
    case .other: break
    }
    try delete("ledger_fields", "file", id)
    try delete("diagnostics", "file", id)
    try delete("files", "id", id)
  }

  private func removeRecord(_ id: Int64, _ kind: Kind, _ touched: inout Touched) throws {
    if kind == .customers || kind == .companies {
      let keys = try String.fetchAll(
        database,
        sql: """
          SELECT key FROM \(kind.folder) WHERE record = ?1 UNION ALL SELECT key FROM unreadable WHERE record = ?1
          """, arguments: [id])
      let handles = try String.fetchAll(
        database,
        sql: "SELECT coalesce(folded, value) FROM field_values WHERE record = ? AND is_handle",
        arguments: [id])
      for name in keys + handles { touched.handles.formUnion(IndexUpdate.names(kind, name)) }
      touched.records.insert(id)
    }
    try delete(kind.folder, "record", id)
    for table in ["field_values", "structures", "unreadable", "prose", "log_entries", "consents"] {
      try delete(table, "record", id)
    }
  }

  private func delete(_ table: String, _ column: String, _ id: Int64) throws {
    try database.execute(sql: "DELETE FROM \(table) WHERE \(column) = ?", arguments: [id])
  }

  /// A key, address or foreign id as a ledger may write it: alone, or after its kind.
  private static func names(_ kind: Kind, _ name: String) -> [String] {
    [TextFolding.fold(name), TextFolding.fold("\(kind.folder)/\(name)")]
  }

  // MARK: Inserting

  private func insert(
    _ parsed: ParsedFile, id: Int64, _ inserter: IndexInserter, _ touched: inout Touched
  ) throws {
    try inserter.insertFile(id, path: parsed.file.path, kind: parsed.file.kindName)
    try inserter.insert(parsed.diagnostics, file: id)
    guard case .record(let rows) = parsed.content else { return }
    try inserter.insert(rows, file: id)
    let kind = rows.reference.kind
    guard kind == .customers || kind == .companies else { return }
    touched.handles.formUnion(IndexUpdate.names(kind, rows.reference.id.key))
    touched.records.insert(id)
    for value in rows.values where value.isHandle {
      guard case .text(let text) = value.cell else { continue }
      touched.handles.formUnion(IndexUpdate.names(kind, value.folded ?? text))
    }
  }

  private func insertLedger(
    _ file: IndexedFile, id: Int64, _ inserter: IndexInserter, _ touched: inout Touched
  ) throws {
    try inserter.insertFile(id, path: file.path, kind: file.kindName)
    var failure: (any Error)?
    let summary = parser.ledger(file) { part in
      do {
        try insert(part, id: id, inserter, &touched)
      } catch {
        failure = error
      }
      return failure == nil
    }
    if let failure { throw failure }
    try inserter.insert(summary.diagnostics, file: id)
    try inserter.insert(ledgerFields: summary.fields, of: file.kindName, file: id)
  }

  private func insert(
    _ part: LedgerPart, id: Int64, _ inserter: IndexInserter, _ touched: inout Touched
  ) throws {
    switch part {
    case .orders(let rows):
      for row in rows {
        touched.keys.insert(row.key)
        touched.parties.insert(try inserter.insert(row, file: id).party)
      }
    case .events(let rows):
      for row in rows {
        try inserter.insert(row, file: id)
        if let event = row.id { touched.events.insert(event) }
      }
    case .sends(let rows): for row in rows { try inserter.insert(row, file: id) }
    }
  }

  // MARK: Settling

  private func settle(_ touched: Touched, newParties: [(id: Int64, handle: String)]) throws {
    let keeping = LedgerKeeping(database: database)
    let keys = try NumberSet("touched_keys", touched.keys, in: database)
    let parties = try NumberSet("touched_parties", touched.parties, in: database)
    try keeping.settleOrders(keys: keys)
    try keeping.settleEvents(ids: touched.events)
    // Whose orders changed, asked before the party of a last order goes away.
    let owners = try keeping.records(ofParties: parties)
    try keeping.removeOrphanedParties(parties)
    let handles = touched.handles.union(newParties.map { TextFolding.fold($0.handle) })
    var records = touched.records.union(owners).union(try keeping.resolveParties(folded: handles))
    records.formUnion(try keeping.records(ofParties: parties))
    records.formUnion(try keeping.records(ofKeys: keys))
    try keys.drop()
    try parties.drop()
    try keeping.updateTotals(of: records)
  }
}
