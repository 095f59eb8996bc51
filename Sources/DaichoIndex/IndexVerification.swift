import DaichoModel
import GRDB

/// A difference between the index as it was kept up to date and one made anew from the same files.
package struct IndexDifference: Sendable, Hashable {
  package let table: String
  /// A row that only one of the two has, as text.
  package let row: String
  package let isOnlyInKept: Bool
}

extension WorkspaceIndex {
  /// Compares the refreshed index, row for row, with a full rebuild in memory. Numbers that each gives its
  /// rows by itself are compared by what they stand for: a file's by its path, a word's by its text.
  package func verify() throws(DaichoError) -> [IndexDifference] {
    let kept = try read { try IndexContents.all($0) }
    return try wrapping {
      let fresh = try IndexStore.create(.memory)
      try load(into: fresh)
      let made = try fresh.queue.inDatabase { try IndexContents.all($0) }
      try fresh.close()
      return kept.keys.sorted().flatMap { table in
        IndexContents.differences(table, kept[table] ?? [], made[table] ?? [])
      }
    }
  }
}

/// The rows of every table in a form that does not depend on how they came to be.
enum IndexContents {
  static func all(_ database: Database) throws -> [String: [String]] {
    var contents: [String: [String]] = [:]
    for (table, sql) in statements {
      contents[table] = try Row.fetchAll(database, sql: sql).map { row in
        row.databaseValues.map { "\($0)" }.joined(separator: " | ")
      }.sorted()
    }
    return contents
  }

  private static let statements: [String: String] = {
    let path = { (column: String) in "(SELECT path FROM files WHERE id = \(column))" }
    let word = { (column: String) in "(SELECT text FROM words WHERE id = \(column))" }
    let party = "(SELECT handle FROM parties WHERE id = party)"
    var statements = [
      "files": "SELECT path, kind FROM files",
      "diagnostics": """
      SELECT \(path("file")), line, "column", severity, code, message_en, message_ja, suggestion_en,
        suggestion_ja FROM diagnostics
      """,
      "ledger_fields": "SELECT \(path("file")), ledger, name FROM ledger_fields",
      "field_values": "SELECT \(path("record")), field, position, value, folded, is_handle FROM field_values",
      "structures": "SELECT \(path("record")), field, json FROM structures",
      "unreadable": "SELECT \(path("record")), kind, id, key FROM unreadable",
      "folders": "SELECT path FROM folders",
      "prose": "SELECT \(path("record")), text, folded FROM prose",
      "log_entries": """
      SELECT \(path("record")), line, day, minute, channel, direction, member, is_contact, is_task, is_done,
        text, folded FROM log_entries
      """,
      "consents": """
      SELECT \(path("record")), position, channel, granted, day, via, basis, proof FROM consents
      """,
      "parties": "SELECT handle, folded, \(path("record")) FROM parties",
      "order_rows": """
      SELECT \(path("file")), line, order_id, order_line, key, \(party), day, amount, \(word("currency")),
        quantity, \(word("sku")), \(word("status")), \(word("type")), \(word("channel")), \(word("coupon")),
        \(word("subscription")), others, counts, superseded FROM order_rows
      """,
      "order_totals": """
      SELECT \(path("record")), orders, total, first_day, last_day, interval_first, interval_last,
        interval_days, latest_line_day, purchase_days, purchase_first, purchase_last, purchase_valued,
        purchase_repeat_value FROM main.order_totals
      """,
      "events": """
      SELECT \(path("file")), line, event_id, at, day, kind, \(party), email, visitor, campaign, url, others,
        blocks, superseded FROM events
      """,
      "sends": """
      SELECT \(path("file")), line, at, day, campaign, occurrence, variant, \(party), address, state,
        message_id, reason, coupon, commit_id FROM sends
      """,
    ]
    for (kind, table) in KindTable.all {
      let columns = table.columns.flatMap(\.sqlNames).map(\.name) + table.computed.map(\.name)
      let quoted = columns.map { "\"\($0)\"" }.joined(separator: ", ")
      statements[kind.folder] = "SELECT \(path("record")), id, key, \(quoted) FROM \(kind.folder)"
    }
    return statements
  }()

  /// Both sorted; a merge.
  static func differences(_ table: String, _ kept: [String], _ made: [String]) -> [IndexDifference] {
    var found: [IndexDifference] = []
    var (i, j) = (0, 0)
    while i < kept.count || j < made.count {
      if i < kept.count, j < made.count, kept[i] == made[j] {
        i += 1
        j += 1
      } else if j >= made.count || (i < kept.count && kept[i] < made[j]) {
        found.append(IndexDifference(table: table, row: kept[i], isOnlyInKept: true))
        i += 1
      } else {
        found.append(IndexDifference(table: table, row: made[j], isOnlyInKept: false))
        j += 1
      }
    }
    return found
  }
}
