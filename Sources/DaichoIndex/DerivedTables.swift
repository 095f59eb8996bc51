import DaichoInsight
import DaichoModel
import GRDB

/// Tables that follow from the order lines and from what day it is. Each is brought up to today when a
/// statement that names it is about to run, and kept in the index for the next; what was never asked for is
/// never computed.
///
/// On a day that is not the real one (`--today`) they are temporary tables of this connection, which hide
/// the kept ones by their name, so that two people asking as of two days don't take turns.
struct DerivedTables {
  let database: Database
  let settings: WorkspaceSettings
  let moment: Moment
  var progress: (any WorkProgress)?
  /// What commits changed, where there is a repository.
  var history: HistoryIndex?
  /// What people are to know of the answer.
  var note: (Wording) -> Void = { _ in }

  /// Where `meta` says for which day a table holds.
  private static let metaPrefix = "derived "

  private static let lazy = IndexSchema.lazyTables.keys.sorted()

  /// Called when order totals have changed.
  static func forget(_ database: Database) throws {
    try database.execute(sql: "DELETE FROM meta WHERE key LIKE '\(metaPrefix)%'")
    try dropTemporary(database)
  }

  /// What this connection made for itself, which another's change of the index makes old.
  static func dropTemporary(_ database: Database) throws {
    try database.execute(sql: "DROP VIEW IF EXISTS temp.order_totals; DROP TABLE IF EXISTS temp.later_totals")
    for table in lazy { try database.execute(sql: "DROP TABLE IF EXISTS temp.\(table)") }
  }

  /// Brings the tables that a statement names up to today. No word of a user's is ever part of a statement,
  /// so a name in it is a table.
  func prepare(for sql: String) throws {
    let lazy = DerivedTables.lazy.filter { sql.contains($0) }
    try prepareHistory(for: lazy)
    if lazy.contains(InquiryTimes.table) { try prepareInquiryTimes() }
    let isOfOrders = lazy.contains { !DerivedTables.historyTables.contains($0) && $0 != InquiryTimes.table }
    guard isOfOrders || sql.contains("order_totals") else { return }
    try prepareTotals()
    if lazy.contains("rfm_bounds") { try keep(["rfm_bounds"], writeRFMBounds) }
    if lazy.contains(where: DerivedTables.ofPrediction.contains) {
      try keep(DerivedTables.ofPrediction, writePredictions)
      try noteWhatIsMissing(isOfValues: sql.contains("ltv_predicted"))
    }
  }

  // MARK: Order totals

  /// The kept totals are over all lines. Where some are dated after today, a view of the same name holds
  /// those totals that stand, and the others made again without these lines.
  private func prepareTotals() throws {
    let today = moment.today.day
    let latest = try Int.fetchOne(database, sql: "SELECT max(latest_line_day) FROM main.order_totals")
    guard let latest, latest > today, try !isTemporary("order_totals") else { return }
    let affected = try Int64.fetchSet(
      database, sql: "SELECT record FROM main.order_totals WHERE latest_line_day > ?", arguments: [today])
    let keeping = LedgerKeeping(database: database)
    let records = try NumberSet("later_records", affected, in: database)
    try database.execute(sql: IndexSchema.orderTotals("temp.later_totals"))
    try keeping.insert(totals: keeping.totals(of: records, upTo: today), into: "temp.later_totals")
    try records.drop()
    try database.execute(
      sql: """
        CREATE TEMP VIEW order_totals AS
        SELECT * FROM main.order_totals WHERE latest_line_day <= \(today)
        UNION ALL SELECT * FROM temp.later_totals
        """)
  }

  func isTemporary(_ name: String) throws -> Bool {
    try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM temp.sqlite_master WHERE name = ?)", arguments: [name])
      ?? false
  }

  // MARK: Lazily computed tables

  /// - Parameters:
  ///   - tables: what is filled at once.
  ///   - write: fills them, empty, in the schema it is given.
  private func keep(_ tables: [String], _ write: (_ schema: String) throws -> Void) throws {
    let today = moment.today.day
    let key = DerivedTables.metaPrefix + tables[0]
    func isKept() throws -> Bool {
      try Int.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key]) == today
    }
    if try isTemporary(tables[0]) { return }
    if try isKept() { return }
    if moment.isRealDay {
      do {
        // In one transaction with the reading: another process may be changing the totals.
        try database.inTransaction(.immediate) {
          if try isKept() { return .rollback }
          for table in tables { try database.execute(sql: "DELETE FROM main.\(table)") }
          try write("main")
          try database.execute(
            sql: "INSERT OR REPLACE INTO meta VALUES (?, ?)", arguments: [key, String(today)])
          return .commit
        }
        return
      } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
        // An index that cannot be written to answers all the same.
      }
    }
    for table in tables {
      if let create = IndexSchema.lazyTables[table] { try database.execute(sql: create("temp.\(table)")) }
    }
    try write("temp")
  }

  private func writeRFMBounds(to schema: String) throws {
    var (days, orders, amounts) = ([Int64](), [Int64](), [Int64]())
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT t.last_day, t.orders, t.total FROM order_totals t JOIN customers c ON c.record = t.record
        """)
    let today = Int64(moment.today.day)
    while let row = try rows.next() {
      days.append(today - (row[0] as Int64))
      orders.append(row[1])
      amounts.append(row[2])
    }
    let bounds = RFMBounds(
      days: days, orders: orders, amounts: amounts, fixed: settings.rfm, currency: settings.currency)
    let writer = try RowWriter(database, "INSERT INTO \(schema).rfm_bounds VALUES (?, ?, ?)")
    for (measure, values) in bounds.byMeasure {
      for (index, value) in values.enumerated() {
        writer.add(measure)
        writer.add(index + 1)
        writer.add(value)
        try writer.insert()
      }
    }
  }
}

extension RFMBounds {
  /// By the names they have in `rfm_bounds` and in daicho.yml.
  var byMeasure: [(measure: String, values: [Int64])] {
    [("recency", recency), ("frequency", frequency), ("monetary", monetary)]
  }
}

extension WorkspaceIndex {
  /// To be asked before each statement made of what people ask.
  func derived(_ database: Database) -> DerivedTables {
    DerivedTables(
      database: database, settings: settings, moment: moment, progress: progress, history: history,
      note: remark)
  }
}
