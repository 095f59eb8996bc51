import DaichoFiles
import DaichoModel
import GRDB

/// Keeps true what follows from several ledger lines and records at once: which line of a key holds, whose
/// an order is, what a customer's orders come to.
struct LedgerKeeping {
  let database: Database

  /// Of the lines with one key, one holds: cancelled and refunded outrank all, then the furthest status,
  /// then the later in the file.
  func settleOrders(keys: Set<Int64>) throws {
    for key in keys {
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT o.id, s.text, f.path, o.line, o.superseded FROM order_rows o
          JOIN files f ON f.id = o.file LEFT JOIN words s ON s.id = o.status WHERE o.key = ?
          """, arguments: [key])
      let ranked = rows.map { row in
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
    for handle in handles {
      let rows = try Row.fetchAll(
        database, sql: "SELECT id, handle, record FROM parties WHERE folded = ?", arguments: [handle])
      for row in rows {
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
  func removeOrphanedParties(_ parties: Set<Int64>) throws {
    for party in parties {
      try database.execute(
        sql: """
          DELETE FROM parties WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM order_rows WHERE party = ?1)
          AND NOT EXISTS (SELECT 1 FROM events WHERE party = ?1)
          AND NOT EXISTS (SELECT 1 FROM sends WHERE party = ?1)
          """, arguments: [party])
    }
  }

  func updateTotals(of records: Set<Int64>) throws {
    var totals = OrderTotals()
    for record in records {
      try database.execute(sql: "DELETE FROM order_totals WHERE record = ?", arguments: [record])
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT o.order_id, o.day, o.subscription IS NOT NULL, o.amount FROM order_rows o
          JOIN parties p ON p.id = o.party WHERE p.record = ? AND o.counts AND NOT o.superseded
          """, arguments: [record])
      while let row = try rows.next() {
        totals.add(
          OrderTotals.Line(
            record: record, order: Int(StableHash.of(row[0] as String)), day: row[1], isSubscription: row[2],
            amount: row[3]))
      }
    }
    try insert(totals: totals.rows())
  }

  func insert(totals rows: [OrderTotals.Row]) throws {
    let writer = try RowWriter(database, "INSERT INTO order_totals VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    for row in rows {
      writer.add(row.record)
      writer.add(row.orders)
      writer.add(row.total)
      writer.add(Int(row.firstDay))
      writer.add(Int(row.lastDay))
      writer.add(row.intervalFirst.map(Int.init))
      writer.add(row.intervalLast.map(Int.init))
      writer.add(row.intervalDays)
      try writer.insert()
    }
  }
}
