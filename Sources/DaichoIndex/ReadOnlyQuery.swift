import DaichoModel
import GRDB
import GRDBSQLite

/// Runs a statement of the user's own on a connection that can only read this one database: no writing,
/// no attaching, no extensions, no settings, and no more than a bounded number of steps.
///
/// It speaks to SQLite directly because the authorizer, which holds all this, is GRDB's own otherwise.
struct ReadOnlyQuery {
  /// Steps of SQLite's virtual machine between looks at the budget, and looks: minutes of work.
  private static let stepsBetween: Int32 = 10_000_000
  private static let mostLooks: Int32 = 1_000

  let connection: OpaquePointer

  func run(
    _ query: String, columns: ([String]) throws -> Void, row: ([JSONValue]) throws -> Void
  ) throws {
    sqlite3_set_authorizer(connection, ReadOnlyQuery.authorize, nil)
    sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0)
    let budget = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    budget.initialize(to: ReadOnlyQuery.mostLooks)
    sqlite3_progress_handler(connection, ReadOnlyQuery.stepsBetween, ReadOnlyQuery.spend, budget)
    defer {
      sqlite3_progress_handler(connection, 0, nil, nil)
      budget.deallocate()
    }
    var statement: OpaquePointer?
    var hasMore = false
    let prepared = query.withCString { text in
      var tail: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v2(connection, text, -1, &statement, &tail)
      hasMore = tail.map { String(cString: $0).contains { !$0.isWhitespace && $0 != ";" } } ?? false
      return code
    }
    defer { sqlite3_finalize(statement) }
    try check(prepared)
    guard !hasMore else { throw DaichoError.oneStatement() }
    guard let statement else { throw DaichoError.emptyQuery() }
    guard sqlite3_stmt_readonly(statement) != 0 else { throw DaichoError.onlyReading() }
    let width = sqlite3_column_count(statement)
    try columns(
      (0..<width).map { sqlite3_column_name(statement, $0).map { String(cString: $0) } ?? "" })
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { return try check(code) }
      try row((0..<width).map { ReadOnlyQuery.value(statement, $0) })
    }
  }

  private func check(_ code: Int32) throws {
    switch code & 0xFF {
    case SQLITE_OK, SQLITE_ROW, SQLITE_DONE: return
    case SQLITE_AUTH, SQLITE_READONLY: throw DaichoError.onlyReading()
    case SQLITE_INTERRUPT: throw DaichoError.queryTooLong()
    case SQLITE_CORRUPT, SQLITE_NOTADB: throw DatabaseError(resultCode: ResultCode(rawValue: code))
    default: throw DaichoError.badSQL(String(cString: sqlite3_errmsg(connection)))
    }
  }

  private static func value(_ statement: OpaquePointer, _ column: Int32) -> JSONValue {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
    case SQLITE_FLOAT:
      let number = sqlite3_column_double(statement, column)
      return number.isFinite ? .number("\(number)") : .null
    case SQLITE_TEXT:
      let length = Int(sqlite3_column_bytes(statement, column))
      guard let bytes = sqlite3_column_text(statement, column) else { return .null }
      return .string(String(decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self))
    case SQLITE_BLOB: return .string("<\(sqlite3_column_bytes(statement, column)) bytes>")
    default: return .null
    }
  }

  private static let spend: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { pointer in
    guard let budget = pointer?.assumingMemoryBound(to: Int32.self) else { return 1 }
    budget.pointee -= 1
    return budget.pointee < 0 ? 1 : 0
  }

  /// Pragmas that describe tables.
  private static let describing: Set<String> = [
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
  ]

  private static let authorize:
    @convention(c) (
      UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
      UnsafePointer<CChar>?
    ) -> Int32 = { _, action, first, second, _, _ in
      switch action {
      case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
      // Declaring the virtual table `pragma_table_info` asks this; a statement that did it would not be read-only.
      case SQLITE_UPDATE:
        return first.map { String(cString: $0) } == "sqlite_master" ? SQLITE_OK : SQLITE_DENY
      case SQLITE_PRAGMA:
        let pragma = first.map { String(cString: $0).lowercased() } ?? ""
        return ReadOnlyQuery.describing.contains(pragma) ? SQLITE_OK : SQLITE_DENY
      case SQLITE_FUNCTION:
        let function = second.map { String(cString: $0).lowercased() } ?? ""
        return ["load_extension", "readfile", "writefile", "edit"].contains(function)
          ? SQLITE_DENY : SQLITE_OK
      default: return SQLITE_DENY
      }
    }
}

extension WorkspaceIndex {
  /// A statement of the user's own, on a connection that can only read.
  package func sql(
    _ query: String, columns: ([String]) throws -> Void, row: ([JSONValue]) throws -> Void
  ) throws(DaichoError) {
    // A name that the statement does not mean costs time and nothing else.
    try read { try self.derived($0).prepare(for: query) }
    try wrapping {
      try separateConnection().inDatabase { database in
        // As of another day it is this connection that has them.
        try self.derived(database).prepare(for: query)
        guard let connection = database.sqliteConnection else { return }
        try ReadOnlyQuery(connection: connection).run(query, columns: columns, row: row)
      }
    }
  }
}
