import DaichoModel
import GRDB

extension WorkspaceIndex {
  /// The paths of all ledgers of orders, as the index last saw them.
  package func orderLedgers() throws(DaichoError) -> Set<String> {
    try read(refreshed: false) { database in
      try String.fetchSet(database, sql: "SELECT path FROM files WHERE path GLOB 'orders/*.csv'")
    }
  }

  /// Those of them that hold one of these rows.
  package func orderLedgers(
    holding rows: [(order: String, line: String)]
  ) throws(DaichoError) -> Set<String> {
    try read(refreshed: false) { database in
      var paths: Set<String> = []
      let statement = try database.makeStatement(
        sql: "SELECT f.path FROM order_rows o JOIN files f ON f.id = o.file WHERE o.key IN (?, ?)")
      for row in rows {
        let keys = [StableHash.of(row.order, "line", row.line), StableHash.of(row.order, "sku", row.line)]
        paths.formUnion(try String.fetchAll(statement, arguments: StatementArguments(keys)))
      }
      return paths
    }
  }
}
