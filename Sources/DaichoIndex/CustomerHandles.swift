import DaichoModel
import GRDB

/// By what customers are known: ids of other systems, e-mail addresses, and phone numbers with a name.
package struct CustomerHandles: Sendable {
  private struct Person: Sendable {
    let found: FoundRecord
    /// Folded, without spaces.
    let names: [String]
  }

  private var people: [Int64: Person] = [:]
  /// Records by `FIELD\u{1F}HANDLE`, in the order of their paths.
  private var byHandle: [String: [Int64]] = [:]

  init(_ database: Database) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT k.record, k.id, f.path, k.name, coalesce(k.name_folded, k.name), coalesce(k.kana_folded, k.kana)
        FROM customers k JOIN files f ON f.id = k.record
        """)
    while let row = try rows.next() {
      guard let id = RecordID(row[1] as String) else { continue }
      let found = FoundRecord(row: row[0], reference: Reference(.customers, id), path: row[2], title: row[3])
      let names = [row[4] as String?, row[5] as String?].compactMap { $0?.filter { !$0.isWhitespace } }
      people[row[0]] = Person(found: found, names: names)
    }
    let values = try Row.fetchCursor(
      database,
      sql: """
        SELECT v.field, coalesce(v.folded, v.value), v.record FROM field_values v JOIN files f ON f.id = v.record
        WHERE v.is_handle AND f.kind = 'customers' ORDER BY f.path
        """)
    while let row = try values.next() {
      guard let handle = String.fromDatabaseValue(row[1]) ?? (row[1] as Int64?).map(String.init) else { continue }
      byHandle["\(row[0] as String)\u{1F}\(handle)", default: []].append(row[2])
    }
  }

  /// Who has one of these: an id of another system (`ids.shopify`) before an address, an address before a
  /// phone number, which needs the name too. Of several with an address, the one with the name.
  package func find(
    ids: [(field: String, value: String)], emails: [String], phones: [String], names: [String]
  ) -> FoundRecord? {
    let folded = names.map { TextFolding.fold($0).filter { !$0.isWhitespace } }
    func named(_ records: [Int64]) -> Int64? {
      records.first { record in people[record]?.names.contains { folded.contains($0) } ?? false }
    }
    for (field, value) in ids {
      if let record = byHandle["\(field)\u{1F}\(TextFolding.fold(value))"]?.first { return people[record]?.found }
    }
    for email in emails {
      guard let records = byHandle["email\u{1F}\(TextFolding.fold(email))"] else { continue }
      if let record = named(records) ?? records.first { return people[record]?.found }
    }
    for phone in phones {
      guard let records = byHandle["phone\u{1F}\(TextFolding.phoneDigits(phone))"] else { continue }
      if let record = named(records) { return people[record]?.found }
    }
    return nil
  }
}

extension WorkspaceIndex {
  package func customerHandles() throws(DaichoError) -> CustomerHandles {
    try read { try CustomerHandles($0) }
  }
}
