import DaichoIndex
import Foundation
import GRDB
import Testing

/// The manual's page "History" against the tables.
struct HistorySchemaTests {
  @Test func isInTheManualColumnByColumn() throws {
    let shop = try HistoryFixture()
    try shop.commit("one")
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    let page = try String(
      contentsOf: root.appending(path: "Sources/DaichoWorkspace/Documentation.docc/History.md"),
      encoding: .utf8)
    let columns = try shop.index().read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type IN ('table', 'view')
          """
      ).map { (table: $0[0] as String, column: $0[1] as String) }
    }
    #expect(Set(columns.map(\.table)).count == 7)
    for (table, column) in columns {
      let row = page.split(separator: "\n").first { $0.hasPrefix("| `\(table)` |") }
      #expect(row?.contains("`\(column)`") == true, "History.md does not name '\(column)' of '\(table)'")
    }
  }
}
