import GRDB
import GRDBSQLite

/// The rows of one statement, through SQLite's own functions: where there are many, GRDB's rows cost more
/// than what is done with them.
final class SQLiteCursor {
  private var statement: OpaquePointer?
  private let connection: OpaquePointer

  init(_ connection: OpaquePointer, _ sql: String) throws {
    self.connection = connection
    try check(sqlite3_prepare_v2(connection, sql, -1, &statement, nil))
  }

  deinit { sqlite3_finalize(statement) }

  func step() throws -> Bool {
    let code = sqlite3_step(statement)
    if code == SQLITE_ROW { return true }
    if code != SQLITE_DONE { try check(code) }
    return false
  }

  private func check(_ code: Int32) throws {
    guard code != SQLITE_OK else { return }
    throw DatabaseError(
      resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)))
  }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }
  func real(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }

  /// Empty where there is none. The bytes hold until the next step.
  func withBytes<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let bytes = sqlite3_column_text(statement, column)
    let length = bytes == nil ? 0 : Int(sqlite3_column_bytes(statement, column))
    return body(UnsafeRawBufferPointer(start: bytes, count: length))
  }

  /// Empty where there is none.
  func text(_ column: Int32) -> String { withBytes(column) { String(decoding: $0, as: UTF8.self) } }
}
