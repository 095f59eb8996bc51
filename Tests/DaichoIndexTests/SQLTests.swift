import DaichoIndex
import DaichoModel
import Testing

struct SQLTests {
  private func run(_ query: String) throws -> [[String]] {
    let fixture = try Fixture()
    try fixture.customer("a")
    var rows: [[String]] = []
    try fixture.index().sql(query, columns: { _ in }) { rows.append($0.map { $0.serialized() }) }
    return rows
  }

  @Test(arguments: [
    "PRAGMA table_info(customers)", "pragma table_list", "SELECT name FROM pragma_table_info('customers')",
    "EXPLAIN QUERY PLAN SELECT * FROM customers", "SELECT id FROM customers;",
    "WITH x AS (SELECT 1) SELECT * FROM x",
  ])
  func reads(query: String) throws {
    #expect(try !run(query).isEmpty)
  }

  @Test(arguments: [
    ("DELETE FROM customers", "only-reading"), ("ATTACH 'x.db' AS x", "only-reading"),
    ("PRAGMA journal_mode = DELETE", "only-reading"), ("PRAGMA writable_schema = 1", "only-reading"),
    ("CREATE TEMP TABLE x (a)", "only-reading"), ("SELECT load_extension('x')", "bad-sql"),
    ("UPDATE sqlite_master SET sql = ''", "bad-sql"),
    ("SELECT * FROM pragma_journal_mode", "only-reading"), ("", "empty-query"), ("  ;", "empty-query"),
    ("SELECT 1; SELECT 2", "several-statements"), ("SELEKT", "bad-sql"),
  ])
  func refuses(query: String, code: String) throws {
    do {
      _ = try run(query)
      Issue.record("'\(query)' was run")
    } catch let error as DaichoError {
      #expect(error.code == code, "\(error.message.en)")
    }
  }
}
