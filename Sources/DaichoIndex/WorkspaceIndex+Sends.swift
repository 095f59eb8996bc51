import DaichoModel
import GRDB

extension WorkspaceIndex {
  /// The folded addresses that were sent as many mails in the last so many days, today among them.
  package func cappedAddresses(_ count: Int, inDays days: Int) throws(DaichoError) -> Set<String> {
    try read { database in
      var counts: [String: Int] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT address, count(*) FROM sends WHERE day > ? AND address IS NOT NULL
          AND state IN ('accepted', 'attempting', 'in_doubt') GROUP BY address
          """, arguments: [self.moment.today.day - days])
      while let row = try rows.next() { counts[TextFolding.fold(row[0]), default: 0] += row[1] }
      return Set(counts.filter { $0.value >= count }.keys)
    }
  }
}

extension WorkspaceIndex {
  /// The orders whose column is a day, by their customers' ids: what `once per order` is about.
  ///
  /// - Parameter column: `date`, or another column of the orders ledger: `delivered`, `shipped`.
  package func orders(with column: String, on day: CalendarDate) throws(DaichoError) -> [String: [String]] {
    try read { database in
      let own = column == "date"
      let value = own ? "o.day" : "json_extract(o.others, ?)"
      var arguments: StatementArguments = own ? [] : ["$.\"" + column.replacing("\"", with: "") + "\""]
      arguments += own ? [day.day] : [day.description]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT DISTINCT c.id, o.order_id FROM order_rows o JOIN parties p ON p.id = o.party
          JOIN customers c ON c.record = p.record
          WHERE o.counts AND NOT o.superseded AND \(value) = ? ORDER BY c.id, o.order_id
          """, arguments: arguments)
      var orders: [String: [String]] = [:]
      while let row = try rows.next() { orders[row[0], default: []].append("order " + (row[1] as String)) }
      return orders
    }
  }
}

/// A mail somebody was sent, or is in doubt about.
package struct SentMail: Sendable {
  /// Milliseconds since 1970.
  package let at: Int64
  package let campaign: String
  package let occurrence: String?
  package let variant: String?
  /// `accepted` or `in_doubt`.
  package let state: String
  package let commit: String?
}

extension WorkspaceIndex {
  /// The mails that were handed over for a customer, oldest first.
  ///
  /// Looks at the journals alone where the index knows the customer: what was read of them follows from no other
  /// file.
  package func mails(to customer: RecordID) throws(DaichoError) -> [SentMail] {
    if let known = try wrapping({ try isAsRead("sends") }) {
      if known.isEmpty { return [] }
      if known.isAsRead, let mails = try read(refreshed: false, { try Self.mails(to: customer, $0) }) {
        return mails
      }
    }
    return try read { try Self.mails(to: customer, $0) } ?? []
  }

  /// `nil` for a customer who is not in the index.
  private static func mails(to customer: RecordID, _ database: Database) throws -> [SentMail]? {
    let isThere = try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM customers WHERE key = ?)", arguments: [customer.key])
    guard isThere == true else { return nil }
    return try Row.fetchAll(
      database,
      sql: """
        SELECT s.at, s.campaign, s.occurrence, s.variant, s.state, s.commit_id FROM sends s
        JOIN parties p ON p.id = s.party JOIN customers c ON c.record = p.record
        WHERE c.key = ? AND s.state IN ('accepted', 'in_doubt') ORDER BY s.at, s.id
        """, arguments: [customer.key]
    ).map { row in
      SentMail(
        at: row[0], campaign: row[1], occurrence: row[2], variant: row[3], state: row[4], commit: row[5])
    }
  }
}
