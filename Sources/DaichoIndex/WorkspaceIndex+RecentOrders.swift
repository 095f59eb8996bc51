import DaichoModel
import GRDB

/// One of a customer's latest orders.
package struct RecentOrder: Sendable, Hashable {
  package struct Line: Sendable, Hashable {
    package let sku: String?
    package let quantity: Double?
    /// Minor units of the workspace's currency; `nil` where it is in one without a rate.
    package let amount: Int64?
  }

  package let order: String
  package let day: CalendarDate
  /// Minor units of the workspace's currency, shipping and discounts included.
  package internal(set) var amount: Int64
  /// Of goods alone.
  package internal(set) var lines: [Line]
}

extension WorkspaceIndex {
  /// The latest orders that count, the newest first, by the customers' ids.
  package func recentOrders(
    of customers: [String], limit: Int
  ) throws(DaichoError) -> [String: [RecentOrder]] {
    try read(refreshed: false) { database in
      var found: [String: [RecentOrder]] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT k.id, o.order_id, o.day, o.amount, s.text, o.quantity, t.text
          FROM customers k JOIN parties p ON p.record = k.record JOIN order_rows o ON o.party = p.id
          LEFT JOIN words s ON s.id = o.sku LEFT JOIN words t ON t.id = o.type
          WHERE k.key IN (SELECT j.value FROM json_each(?) j)
          AND o.counts AND NOT o.superseded AND o.day <= ?
          ORDER BY k.id, o.day DESC, o.order_id DESC, o.file, o.line
          """, arguments: [ListRequest.keys(of: customers), moment.today.day])
      while let row = try rows.next() {
        let amount = row[3] as Int64?
        let type = row[6] as String?
        let isGoods = type == nil || type == "item"
        let line = isGoods ? RecentOrder.Line(sku: row[4], quantity: row[5], amount: amount) : nil
        WorkspaceIndex.add(
          line, amount ?? 0, order: row[1], on: CalendarDate(day: row[2]), limit: limit,
          to: &found[row[0], default: []])
      }
      return found
    }
  }

  private static func add(
    _ line: RecentOrder.Line?, _ amount: Int64, order: String, on day: CalendarDate, limit: Int,
    to orders: inout [RecentOrder]
  ) {
    if let place = orders.firstIndex(where: { $0.order == order }) {
      let sum = orders[place].amount.addingReportingOverflow(amount)
      if !sum.overflow { orders[place].amount = sum.partialValue }
      if let line { orders[place].lines.append(line) }
    } else if orders.count < limit {
      orders.append(
        RecentOrder(order: order, day: day, amount: amount, lines: [line].compactMap(\.self)))
    }
  }
}
