import DaichoModel

/// The customers who have ordered, by recency and frequency: ten segments and a grid of 5 × 5.
package struct RFMTable: Sendable {
  package struct Cell: Sendable, Hashable {
    package var customers = 0
    package var revenue: Int64 = 0

    package init(customers: Int = 0, revenue: Int64 = 0) {
      self.customers = customers
      self.revenue = revenue
    }

    fileprivate mutating func add(_ amount: Int64) {
      customers += 1
      revenue = revenue.adding(saturating: amount)
    }
  }

  package let bounds: RFMBounds
  package let total: Cell
  private let cells: [Cell]

  /// - Parameters:
  ///   - today: recency is counted up to it, or up to the end of the period where that is earlier.
  ///   - period: orders outside it do not count.
  package init(
    _ book: OrderBook, today: CalendarDate, period: DayPeriod = .always,
    fixed: WorkspaceSettings.RFMThresholds = .init(), currency: Currency
  ) {
    let end = Int64(min(today, period.to ?? today).day)
    var customers = [Sums](repeating: Sums(), count: book.customerCount)
    for order in book.orders where order.isMatched && period.contains(Int(order.day)) {
      customers[Int(order.customer)].add(order)
    }
    customers.removeAll { $0.orders == 0 }
    let bounds = RFMBounds(
      days: customers.map { end - Int64($0.lastDay) }, orders: customers.map(\.orders),
      amounts: customers.map(\.amount), fixed: fixed, currency: currency)
    var (cells, total) = ([Cell](repeating: Cell(), count: 25), Cell())
    for customer in customers {
      let score = bounds.score(
        days: end - Int64(customer.lastDay), orders: customer.orders, amount: customer.amount)
      cells[(score.recency - 1) * 5 + score.frequency - 1].add(customer.amount)
      total.add(customer.amount)
    }
    (self.bounds, self.cells, self.total) = (bounds, cells, total)
  }

  /// Of two marks from 1 to 5.
  package subscript(recency: Int, frequency: Int) -> Cell {
    guard 1...5 ~= recency, 1...5 ~= frequency else { return Cell() }
    return cells[(recency - 1) * 5 + frequency - 1]
  }

  package subscript(segment: RFMSegment) -> Cell {
    var sum = Cell()
    for recency in 1...5 {
      for frequency in 1...5 where RFMSegment.of(recency: recency, frequency: frequency) == segment {
        let cell = self[recency, frequency]
        sum.customers += cell.customers
        sum.revenue = sum.revenue.adding(saturating: cell.revenue)
      }
    }
    return sum
  }

  /// Its part of the revenue; `nil` where that is nothing or less, of which no part can be told.
  package func share(of cell: Cell) -> Double? {
    total.revenue > 0 ? Double(cell.revenue) / Double(total.revenue) : nil
  }

  private struct Sums {
    var orders: Int64 = 0
    var lastDay = Int32.min
    var amount: Int64 = 0

    mutating func add(_ order: OrderBook.Order) {
      orders += 1
      lastDay = max(lastDay, order.day)
      amount = amount.adding(saturating: order.amount)
    }
  }
}
