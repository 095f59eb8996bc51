import DaichoFiles
import DaichoInsight
import DaichoModel
import GRDB

/// Keeps true what follows from several ledger lines and records at once: which line of a key holds, whose
/// an order is, what a customer's orders come to.
struct LedgerKeeping {
  let database: Database

  /// Of the lines with one key, one holds: cancelled and refunded outrank all, then the furthest status,
  /// then the later in the file.
  func settleOrders(keys: NumberSet) throws {
    // A key with one line that holds is settled.
    let open = try Int64.fetchAll(
      database,
      sql: """
        SELECT k.number FROM \(keys.table) k JOIN order_rows o ON o.key = k.number
        GROUP BY k.number HAVING count(*) > 1 OR max(o.superseded)
        """)
    let lines = try database.makeStatement(
      sql: """
        SELECT o.id, s.text, f.path, o.line, o.superseded FROM order_rows o
        JOIN files f ON f.id = o.file LEFT JOIN words s ON s.id = o.status WHERE o.key = ?
        """)
    for key in open {
      let ranked = try Row.fetchAll(lines, arguments: [key]).map { row in
        (
          id: row[0] as Int64,
          rank: OrderStatus.rank((row[1] as String?).flatMap(OrderStatus.init(rawValue:))),
          path: row[2] as String,
          line: row[3] as Int, superseded: row[4] as Bool
        )
      }
      let best = ranked.max { ($0.rank, $0.path, $0.line) < ($1.rank, $1.path, $1.line) }
      for row in ranked where row.superseded != (row.id != best?.id) {
        try database.execute(
          sql: "UPDATE order_rows SET superseded = ? WHERE id = ?", arguments: [!row.superseded, row.id])
      }
    }
  }

  /// Of the events with one id, the first by file and line holds.
  func settleEvents(ids: Set<String>) throws {
    for id in ids {
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT e.id, e.superseded FROM events e JOIN files f ON f.id = e.file WHERE e.event_id = ?
          ORDER BY f.path, e.line
          """, arguments: [id])
      for (index, row) in rows.enumerated() where (row[1] as Bool) != (index > 0) {
        try database.execute(
          sql: "UPDATE events SET superseded = ? WHERE id = ?", arguments: [index > 0, row[0] as Int64])
      }
    }
  }

  /// Looks up again whom the parties with these handles are. Returns the records that gained or lost one.
  func resolveParties(folded handles: Set<String>) throws -> Set<Int64> {
    var affected: Set<Int64> = []
    let parties = try database.makeStatement(
      sql: "SELECT id, handle, record FROM parties WHERE folded = ?")
    for handle in handles {
      for row in try Row.fetchAll(parties, arguments: [handle]) {
        let (id, text, old) = (row[0] as Int64, row[1] as String, row[2] as Int64?)
        let new = try PartyDirectory.record(for: text, in: database)
        guard new != old else { continue }
        try database.execute(sql: "UPDATE parties SET record = ? WHERE id = ?", arguments: [new, id])
        affected.formUnion([old, new].compactMap(\.self))
      }
    }
    return affected
  }

  /// Parties that no ledger line names any more.
  func removeOrphanedParties(_ parties: NumberSet) throws {
    try database.execute(
      sql: """
        DELETE FROM parties WHERE id IN (SELECT number FROM \(parties.table))
        AND NOT EXISTS (SELECT 1 FROM order_rows o WHERE o.party = parties.id)
        AND NOT EXISTS (SELECT 1 FROM events e WHERE e.party = parties.id)
        AND NOT EXISTS (SELECT 1 FROM sends s WHERE s.party = parties.id)
        """)
  }

  /// The records that these parties are.
  func records(ofParties parties: NumberSet) throws -> Set<Int64> {
    try Int64.fetchSet(
      database,
      sql: """
        SELECT DISTINCT p.record FROM \(parties.table) t JOIN parties p ON p.id = t.number
        WHERE p.record IS NOT NULL
        """)
  }

  /// The records that lines with these keys belong to.
  func records(ofKeys keys: NumberSet) throws -> Set<Int64> {
    try Int64.fetchSet(
      database,
      sql: """
        SELECT DISTINCT p.record FROM \(keys.table) k JOIN order_rows o ON o.key = k.number
        JOIN parties p ON p.id = o.party WHERE p.record IS NOT NULL
        """)
  }

  func updateTotals(of records: Set<Int64>) throws {
    guard !records.isEmpty else { return }
    let records = try NumberSet("touched_records", records, in: database)
    let new = try totals(of: records, upTo: nil)
    // Most edits of a customer's file leave their orders as they are, and with them all that follows.
    if try new != storedTotals(of: records) {
      try database.execute(
        sql: "DELETE FROM main.order_totals WHERE record IN (SELECT number FROM \(records.table))")
      try insert(totals: new)
      try DerivedTables.forget(database)
    }
    try records.drop()
  }

  /// What the lines of these records come to.
  ///
  /// - Parameter day: lines after it are left out.
  func totals(of records: NumberSet, upTo day: Int?) throws -> [OrderTotals.Row] {
    var totals = OrderTotals()
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT p.record, o.order_id, o.day, o.subscription IS NOT NULL, o.amount FROM \(records.table) r
        JOIN parties p ON p.record = r.number JOIN order_rows o ON o.party = p.id
        WHERE o.counts AND NOT o.superseded AND o.day <= ?
        """, arguments: [day ?? .max])
    while let row = try rows.next() {
      totals.add(
        OrderTotals.Line(
          record: row[0], order: Int(StableHash.of(row[1] as String)), day: row[2], isSubscription: row[3],
          amount: row[4]))
    }
    return totals.rows()
  }

  private func storedTotals(of records: NumberSet) throws -> [OrderTotals.Row] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT t.* FROM \(records.table) r JOIN main.order_totals t ON t.record = r.number ORDER BY t.record
        """
    ).map { row in
      OrderTotals.Row(
        record: row[0], orders: row[1], total: row[2], firstDay: row[3], lastDay: row[4],
        intervalFirst: row[5], intervalLast: row[6], intervalDays: row[7], latestLineDay: row[8],
        purchases: PurchaseTally(
          days: row[9], firstDay: row[10], lastDay: row[11], valued: row[12], repeatValue: row[13]))
    }
  }

  func insert(totals rows: [OrderTotals.Row], into table: String = "main.order_totals") throws {
    let writer = try RowWriter(
      database, "INSERT INTO \(table) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for row in rows {
      writer.add(row.record)
      writer.add(row.orders)
      writer.add(row.total)
      writer.add(Int(row.firstDay))
      writer.add(Int(row.lastDay))
      writer.add(row.intervalFirst.map(Int.init))
      writer.add(row.intervalLast.map(Int.init))
      writer.add(row.intervalDays)
      writer.add(Int(row.latestLineDay))
      writer.add(row.purchases.days)
      writer.add(row.purchases.firstDay.map(Int.init))
      writer.add(row.purchases.lastDay.map(Int.init))
      writer.add(row.purchases.valued)
      writer.add(row.purchases.repeatValue)
      try writer.insert()
    }
  }
}
