import DaichoFiles
import DaichoModel
import GRDB

/// What the `customer` of a ledger means: `companies/ID`, a customer's id, an e-mail address, or one of
/// the ids other systems know a customer by. Of several records with the same address, the first by path.
struct PartyDirectory {
  private var keys: [Kind: [String: Int64]] = [.customers: [:], .companies: [:]]
  private var handles: [Kind: [String: Int64]] = [.customers: [:], .companies: [:]]
  private var paths: [Int64: String] = [:]

  mutating func add(_ rows: RecordRows, record: Int64, path: String) {
    let kind = rows.reference.kind
    guard kind == .customers || kind == .companies else { return }
    paths[record] = path
    insert(rows.reference.id.key, record, path, into: &keys[kind, default: [:]])
    for value in rows.values where value.isHandle && value.field != "phone" {
      guard case .text(let text) = value.cell else { continue }
      insert(value.folded ?? text, record, path, into: &handles[kind, default: [:]])
    }
  }

  private func insert(_ key: String, _ record: Int64, _ path: String, into map: inout [String: Int64]) {
    if let present = map[key], let other = paths[present], other <= path { return }
    map[key] = record
  }

  func record(for handle: String) -> Int64? {
    if let slash = handle.firstIndex(of: "/"), let kind = Kind(rawValue: String(handle[..<slash])) {
      return keys[kind]?[RecordID.key(String(handle[handle.index(after: slash)...]))]
    }
    if let record = keys[.customers]?[RecordID.key(handle)] { return record }
    let folded = TextFolding.fold(handle)
    return handles[.customers]?[folded] ?? handles[.companies]?[folded]
  }
}

extension PartyDirectory {
  /// The same answer from the tables, for one handle.
  static func record(for handle: String, in database: Database) throws -> Int64? {
    func byKey(_ kind: Kind, _ id: String) throws -> Int64? {
      try Int64.fetchOne(
        database,
        sql: """
          SELECT k.record FROM \(kind.folder) k JOIN files f ON f.id = k.record WHERE k.key = ?
          ORDER BY f.path LIMIT 1
          """, arguments: [RecordID.key(id)])
    }
    if let slash = handle.firstIndex(of: "/"), let kind = Kind(rawValue: String(handle[..<slash])) {
      guard kind == .customers || kind == .companies else { return nil }
      return try byKey(kind, String(handle[handle.index(after: slash)...]))
    }
    if let record = try byKey(.customers, handle) { return record }
    return try Int64.fetchOne(
      database,
      sql: """
        SELECT v.record FROM field_values v JOIN files f ON f.id = v.record
        WHERE coalesce(v.folded, v.value) = ? AND v.is_handle AND v.field <> 'phone'
        ORDER BY f.kind = 'companies', f.path LIMIT 1
        """, arguments: [TextFolding.fold(handle)])
  }
}
