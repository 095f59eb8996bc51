import DaichoModel
import Foundation
import GRDB

/// A string by which some record is known: a name, an address, a phone number, an id.
package struct IdentifyingText: Sendable {
  package let record: Reference
  /// `id` for the record's own.
  package let field: String
  package let text: String
}

extension WorkspaceIndex {
  /// What customers and companies are known by, and the ids of all records.
  ///
  /// - Parameter body: called for each; of the order nothing is said.
  package func eachIdentifyingText(_ body: (IdentifyingText) -> Void) throws(DaichoError) {
    try read { database in
      for kind in Kind.allCases {
        let ids = try String.fetchCursor(database, sql: "SELECT id FROM \(kind.folder)")
        while let text = try ids.next() {
          guard let id = RecordID(text) else { continue }
          body(IdentifyingText(record: Reference(kind, id), field: "id", text: text))
        }
      }
      for kind in [Kind.customers, .companies] {
        let rows = try Row.fetchCursor(
          database,
          sql: """
            SELECT k.id, v.field, v.value FROM field_values v JOIN \(kind.folder) k ON k.record = v.record
            WHERE v.is_handle
            """)
        while let row = try rows.next() {
          guard let id = RecordID(row[0] as String), let text = String.fromDatabaseValue(row[2]) else {
            continue
          }
          body(IdentifyingText(record: Reference(kind, id), field: row[1], text: text))
        }
        let names = try Row.fetchCursor(
          database, sql: "SELECT id, name, kana, address_street FROM \(kind.folder)")
        while let row = try names.next() {
          guard let id = RecordID(row[0] as String) else { continue }
          let texts: [(String, String?)] = [("name", row[1]), ("kana", row[2]), ("address.street", row[3])]
          for (field, text) in texts {
            if let text { body(IdentifyingText(record: Reference(kind, id), field: field, text: text)) }
          }
        }
      }
    }
  }

  /// What a customer's browser was called in events that name the customer as well.
  package func visitors(of customer: RecordID) throws(DaichoError) -> [String] {
    try read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT DISTINCT e.visitor FROM events e JOIN parties p ON p.id = e.party
            JOIN customers c ON c.record = p.record
          WHERE c.key = ? AND e.visitor IS NOT NULL ORDER BY 1
          """, arguments: [customer.key])
    }
  }

  /// What events of one kind say besides what has a column of its own, as JSON objects, in the order of their
  /// times.
  package func otherMembers(ofEvents kind: String) throws(DaichoError) -> [(id: String, json: String)] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT coalesce(event_id, ''), coalesce(others, '{}') FROM events WHERE kind = ? AND NOT superseded
          ORDER BY at, event_id
          """, arguments: [kind]
      ).map { (id: $0[0], json: $0[1]) }
    }
  }

  /// Forgotten customers of whom the proof of consent is kept for a time.
  package func keptByLaw() throws(DaichoError) -> [(id: String, path: String, until: CalendarDate)] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT c.id, f.path, c.kept_by_law_until FROM customers c JOIN files f ON f.id = c.record
          WHERE c.kept_by_law_until IS NOT NULL ORDER BY f.path
          """
      ).map { (id: $0[0], path: $0[1], until: CalendarDate(day: $0[2])) }
    }
  }

  /// The journals of campaigns, relative to the workspace.
  package func journalPaths() throws(DaichoError) -> [String] {
    try read { database in
      try String.fetchAll(
        database, sql: "SELECT path FROM files WHERE path LIKE 'sends/%.jsonl' ORDER BY path")
    }
  }

  /// Removes the index of the files, that of history and those of past commits. Who asks next makes them anew.
  package static func removeCaches(of root: String) {
    PastIndexes(root: root).removeAll()
    let folder = "\(root)/\(cacheFolder)"
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasPrefix(fileName) || name.hasPrefix(HistoryIndex.fileName) {
      unlink("\(folder)/\(name)")
    }
  }
}
