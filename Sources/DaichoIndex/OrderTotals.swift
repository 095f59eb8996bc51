import DaichoInsight

/// What the counting order lines of one customer or company add up to, kept in the index so that
/// filters on `orders.count` or `last_order` need not group half a million rows.
///
/// The same arithmetic serves a cold load, which streams every line through it, and an incremental
/// refresh, which feeds it the lines of the records concerned: so both give the same rows.
struct OrderTotals {
  struct Line {
    let record: Int64
    let order: Int
    let day: Int32
    /// Orders of a subscription are left out of the interval between orders.
    let isSubscription: Bool
    /// Minor units of the workspace's currency; `nil` where no rate is known: then the order counts, and
    /// nothing is added.
    let amount: Int64?
  }

  struct Row: Equatable {
    let record: Int64
    var orders = 0
    var total: Int64 = 0
    /// Of the orders' dates: an order's date is its first line's, whatever is refunded later.
    var firstDay = Int32.max
    var lastDay = Int32.min
    /// The interval between orders is `(intervalLast - intervalFirst) / (intervalDays - 1)`; orders of a
    /// subscription are left out of it.
    var intervalFirst: Int32?
    var intervalLast: Int32?
    /// Distinct days with an order that is no subscription's.
    var intervalDays = 0
    /// Of all lines: the row holds on this day and after it.
    var latestLineDay = Int32.min
    /// What predictions are made from.
    var purchases = PurchaseTally()
  }

  private(set) var lines: [Line] = []

  mutating func reserve(_ count: Int) { lines.reserveCapacity(count) }

  mutating func add(_ line: Line) { lines.append(line) }

  /// One row a record, by record.
  mutating func rows() -> [Row] {
    lines.sort { ($0.record, $0.order) < ($1.record, $1.order) }
    var rows: [Row] = []
    var start = 0
    while start < lines.count {
      var end = start
      while end < lines.count, lines[end].record == lines[start].record { end += 1 }
      rows.append(OrderTotals.row(of: lines[start..<end]))
      start = end
    }
    return rows
  }

  /// - Parameter lines: of one record, those of an order side by side.
  private static func row(of lines: ArraySlice<Line>) -> Row {
    var row = Row(record: lines[lines.startIndex].record)
    var days: [Int32] = []
    var purchases: [PurchaseTally.Order] = []
    var start = lines.startIndex
    while start < lines.endIndex {
      let order = lines[start].order
      var day = Int32.max
      var isSubscription = false
      var amount: Int64 = 0
      while start < lines.endIndex, lines[start].order == order {
        let line = lines[start]
        day = min(day, line.day)
        isSubscription = isSubscription || line.isSubscription
        amount = amount.addingSaturating(line.amount ?? 0)
        row.total = row.total.addingSaturating(line.amount ?? 0)
        row.latestLineDay = max(row.latestLineDay, line.day)
        start += 1
      }
      row.orders += 1
      row.firstDay = min(row.firstDay, day)
      row.lastDay = max(row.lastDay, day)
      if !isSubscription { days.append(day) }
      purchases.append(PurchaseTally.Order(day: day, amount: amount))
    }
    row.purchases = PurchaseTally(&purchases)
    days.sort()
    row.intervalFirst = days.first
    row.intervalLast = days.last
    var previous: Int32?
    for day in days where day != previous {
      row.intervalDays += 1
      previous = day
    }
    return row
  }
}
