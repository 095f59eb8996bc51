import DaichoModel

/// Orders, customers and revenue by month, fiscal quarter or fiscal year.
package struct Sales: Sendable {
  package struct Row: Sendable, Hashable {
    /// `2026-11`, `2026-Q3`, `2026`
    package var interval: String
    package var orders = 0
    /// Distinct customers of the register with an order.
    package var customers = 0
    /// Of all orders, unmatched ones too.
    package var revenue: Int64 = 0
    /// Customers whose first order of all falls here.
    package var new = 0
    /// Customers who had ordered before.
    package var returning = 0
    /// Customers who, at the end of it, have ordered at least twice in all.
    package var repeating = 0
    package var newRevenue: Int64 = 0
    package var returningRevenue: Int64 = 0
    /// Orders of nobody in the register, and what they come to.
    package var unmatched = 0
    package var unmatchedRevenue: Int64 = 0

    package init(interval: String) { self.interval = interval }

    package var average: Int64? { revenue.divided(among: orders) }
    /// Of the customers, those who had ordered before; `nil` without customers.
    package var returningShare: Double? { customers > 0 ? Double(returning) / Double(customers) : nil }
    package var repeatRate: Double? { customers > 0 ? Double(repeating) / Double(customers) : nil }
  }

  /// From the first interval with an order to the last; those without one are rows of zeros.
  package let rows: [Row]
  /// Of the whole period: a customer counts once.
  package let total: Row

  /// - Parameter period: rows are of the orders in it; who is new is known from all orders before.
  package init(
    _ book: OrderBook, period: DayPeriod = .always, by interval: SalesInterval = .month,
    fiscalYearStart: Int = 1
  ) {
    let ordered = book.ordersByDay
    var months = MonthFinder()
    var history = History(customers: book.customerCount)
    var whole = Row(interval: "")
    var rows: [Row] = []
    var current: (number: Int, tally: Tally)?

    func close() {
      guard let (_, tally) = current else { return }
      rows.append(tally.closed(history))
    }

    for order in ordered {
      guard period.contains(Int(order.day)) else {
        if Int(order.day) > period.lastDay { break }
        history.add(order)
        continue
      }
      let number = interval.number(ofMonth: months.month(of: order.day), fiscalYearStart: fiscalYearStart)
      if current?.number != number {
        close()
        if let last = current?.number {
          for missing in (last + 1)..<max(number, last + 1) {
            rows.append(Row(interval: interval.label(of: missing)))
          }
        }
        current = (number, Tally(Row(interval: interval.label(of: number))))
      }
      Sales.count(order, into: &current, &whole, &history, interval: Int32(truncatingIfNeeded: number))
    }
    close()
    for customer in history.states.indices where history.states[customer].isInPeriod {
      whole.customers += 1
      if history.states[customer].orders >= 2 { whole.repeating += 1 }
    }
    whole.returning = whole.customers - whole.new
    self.rows = rows
    total = whole
  }

  private static func count(
    _ order: OrderBook.Order, into current: inout (number: Int, tally: Tally)?, _ whole: inout Row,
    _ history: inout History, interval: Int32
  ) {
    whole.add(order)
    guard order.isMatched else {
      current?.tally.row.add(order)
      return
    }
    let customer = Int(order.customer)
    let isNew = history.states[customer].orders == 0
    if isNew { whole.new += 1 }
    history.add(order)
    history.states[customer].isInPeriod = true
    if history.states[customer].interval != interval {
      history.states[customer].interval = interval
      history.states[customer].isNew = isNew
      current?.tally.customers.append(order.customer)
      if isNew { current?.tally.row.new += 1 } else { current?.tally.row.returning += 1 }
    }
    if history.states[customer].isNew {
      current?.tally.row.newRevenue.add(order.amount)
      whole.newRevenue.add(order.amount)
    } else {
      current?.tally.row.returningRevenue.add(order.amount)
      whole.returningRevenue.add(order.amount)
    }
    current?.tally.row.add(order)
  }
}

extension Sales.Row {
  fileprivate mutating func add(_ order: OrderBook.Order) {
    orders += 1
    revenue.add(order.amount)
    guard !order.isMatched else { return }
    unmatched += 1
    unmatchedRevenue.add(order.amount)
  }
}

extension Int64 {
  fileprivate mutating func add(_ other: Int64) { self = adding(saturating: other) }
}

/// What is known of every customer up to the order looked at.
private struct History {
  struct State {
    var orders: Int32 = 0
    /// The interval they were last seen in, and whether they were new in it.
    var interval = Int32.min
    var isNew = false
    var isInPeriod = false
  }

  var states: [State]

  init(customers: Int) { states = Array(repeating: State(), count: customers) }

  mutating func add(_ order: OrderBook.Order) {
    if order.isMatched { states[Int(order.customer)].orders &+= 1 }
  }
}

/// A row in the making.
private struct Tally {
  var row: Sales.Row
  var customers: [Int32] = []

  init(_ row: Sales.Row) { self.row = row }

  func closed(_ history: History) -> Sales.Row {
    var row = row
    row.customers = customers.count
    row.repeating = customers.count { history.states[Int($0)].orders >= 2 }
    return row
  }
}
