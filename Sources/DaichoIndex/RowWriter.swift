import DaichoModel
import GRDB
import GRDBSQLite

/// One value of an index row.
enum Cell: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
}

/// Inserts many rows through one prepared statement, binding by its C pointer: less than half of the
/// time GRDB's arguments take, which is what a cold index consists of.
final class RowWriter {
  private let statement: Statement
  private let handle: OpaquePointer
  private let connection: OpaquePointer?
  private var position: Int32 = 0

  init(_ database: Database, _ sql: String) throws {
    statement = try database.makeStatement(sql: sql)
    handle = statement.sqliteStatement
    connection = database.sqliteConnection
  }

  func add(_ value: Int64) {
    position += 1
    sqlite3_bind_int64(handle, position, value)
  }

  func add(_ value: Int) { add(Int64(value)) }
  func add(_ value: Bool) { add(value ? 1 as Int64 : 0) }

  func add(_ value: Int?) {
    if let value { add(Int64(value)) } else { addNull() }
  }

  func add(_ value: Int64?) {
    if let value { add(value) } else { addNull() }
  }

  func add(_ value: Double?) {
    position += 1
    if let value { sqlite3_bind_double(handle, position, value) }
  }

  /// Nothing to bind: `insert` leaves every parameter NULL for the next row.
  func addNull() { position += 1 }

  func add(_ text: String?) {
    guard var text else { return addNull() }
    position += 1
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        _ = sqlite3_bind_text(
          handle, position, characters.baseAddress, Int32(clamping: characters.count), RowWriter.copied)
      }
    }
  }

  func add(_ bytes: [UInt8]) {
    position += 1
    _ = bytes.withUnsafeBytes {
      sqlite3_bind_blob(handle, position, $0.baseAddress, Int32(clamping: $0.count), RowWriter.copied)
    }
  }

  func add(_ cell: Cell) {
    switch cell {
    case .null: addNull()
    case .integer(let value): add(value)
    case .real(let value): add(value)
    case .text(let text): add(text)
    }
  }

  /// Inserts the row of the values added since the last one.
  func insert() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
    position = 0
    guard code == SQLITE_DONE else {
      let message = connection.map { String(cString: sqlite3_errmsg($0)) }
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
  }

  /// SQLITE_TRANSIENT, a C macro that Swift does not see: SQLite copies the bytes.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
