import DaichoFiles
import DaichoModel
import GRDB

/// What the `customer` of a ledger means: `companies/ID`, a customer's id, an e-mail address, or one of
/// the ids other systems know a customer by. Of several records with the same address, the first by path.
struct PartyDirectory {
  private struct Names {
    var keys: [String: Int64] = [:]
    var handles: [String: Int64] = [:]
  }

  private var customers = Names()
  private var companies = Names()
  private var paths: [Int64: String] = [:]

  mutating func add(_ rows: RecordRows, record: Int64, path: String) {
    switch rows.reference.kind {
    case .customers:
      paths[record] = path
      PartyDirectory.add(rows, record, paths, to: &customers)
    case .companies:
      paths[record] = path
      PartyDirectory.add(rows, record, paths, to: &companies)
    default: break
    }
  }

  // Static, so that the dictionaries are changed in place: a method of self would hold a second
  // reference to them, and each insertion would copy them whole.
  private static func add(
    _ rows: RecordRows, _ record: Int64, _ paths: [Int64: String], to names: inout Names
  ) {
    insert(rows.reference.id.key, record, paths, into: &names.keys)
    for value in rows.values where value.isHandle && value.field != "phone" {
      guard case .text(let text) = value.cell else { continue }
      insert(value.folded ?? text, record, paths, into: &names.handles)
    }
  }

  private static func insert(
    _ key: String, _ record: Int64, _ paths: [Int64: String], into map: inout [String: Int64]
  ) {
    if let present = map[key], let other = paths[present], let own = paths[record], other <= own { return }
    map[key] = record
  }

  func record(for handle: String) -> Int64? {
    if let slash = handle.firstIndex(of: "/"), let kind = Kind(rawValue: String(handle[..<slash])) {
      let name = String(handle[handle.index(after: slash)...])
      let (key, folded) = (RecordID.key(name), TextFolding.fold(name))
      switch kind {
      case .customers: return customers.keys[key] ?? customers.handles[folded]
      case .companies: return companies.keys[key] ?? companies.handles[folded]
      default: return nil
      }
    }
    if let record = customers.keys[RecordID.key(handle)] { return record }
    let folded = TextFolding.fold(handle)
    return customers.handles[folded] ?? companies.handles[folded]
  }
}

extension PartyDirectory {
  /// The same answer from the tables, for one handle.
  static func record(for handle: String, in database: Database) throws -> Int64? {
    func byKey(_ kind: Kind, _ id: String) throws -> Int64? {
      try Int64.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT f.id FROM files f WHERE f.id IN (SELECT record FROM \(kind.folder) WHERE key = ?1
              UNION ALL SELECT record FROM unreadable WHERE key = ?1 AND kind = ?2)
            ORDER BY f.path LIMIT 1
            """), arguments: [RecordID.key(id), kind.folder])
    }
    func byHandle(_ text: String, _ kinds: [Kind]) throws -> Int64? {
      let names = kinds.map { "'\($0.folder)'" }.joined(separator: ", ")
      return try Int64.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT v.record FROM field_values v JOIN files f ON f.id = v.record
            WHERE coalesce(v.folded, v.value) = ? AND v.is_handle AND v.field <> 'phone'
              AND f.kind IN (\(names))
            ORDER BY f.kind = 'companies', f.path LIMIT 1
            """), arguments: [text])
    }
    if let slash = handle.firstIndex(of: "/"), let kind = Kind(rawValue: String(handle[..<slash])) {
      guard kind == .customers || kind == .companies else { return nil }
      let id = String(handle[handle.index(after: slash)...])
      return try byKey(kind, id) ?? byHandle(TextFolding.fold(id), [kind])
    }
    if let record = try byKey(.customers, handle) { return record }
    return try byHandle(TextFolding.fold(handle), [.customers, .companies])
  }
}
