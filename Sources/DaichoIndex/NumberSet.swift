import GRDB

/// Numbers in a temporary table, so that one statement can speak of all of them: a statement for each would
/// be compiled and run anew as often as a ledger has lines.
struct NumberSet {
  /// With one column, `number`.
  let table: String
  private let database: Database

  init(_ name: String, _ numbers: Set<Int64>, in database: Database) throws {
    table = "temp.\(name)"
    self.database = database
    try database.execute(sql: "CREATE TEMP TABLE IF NOT EXISTS \(name) (number INTEGER PRIMARY KEY)")
    try database.execute(sql: "DELETE FROM \(table)")
    let writer = try RowWriter(database, "INSERT INTO \(table) VALUES (?)")
    // In order, each goes to the end of the table.
    for number in numbers.sorted() {
      writer.add(number)
      try writer.insert()
    }
  }

  func drop() throws { try database.execute(sql: "DROP TABLE \(table)") }
}
