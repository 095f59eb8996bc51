import DaichoModel

/// Customers by the month of their first order, and how many of them ordered again in each month after it.
package struct Cohorts: Sendable {
  package struct Cohort: Sendable, Hashable {
    /// `2026-01`
    package let month: String
    package let customers: Int
    /// Distinct customers with an order, by months since; the first is all of them.
    package let retained: [Int]
    /// What their orders of the month come to.
    package let revenue: [Int64]

    /// 0…1
    package func retention(_ months: Int) -> Double { Double(retained[months]) / Double(customers) }
  }

  /// By month, those without a customer left out. Each reaches to the month of the last order of all, for at
  /// most `longest` months.
  package let cohorts: [Cohort]

  /// Fifty years: a mistyped year must not make a table of thousands of months for every cohort.
  package static let longest = 600

  /// - Parameter period: the cohorts whose first order falls in it; their later orders count all.
  package init(_ book: OrderBook, period: DayPeriod = .always) {
    let ordered = book.ordersByDay
    var months = MonthFinder()
    guard let start = ordered.first.map({ months.month(of: $0.day) }),
      let end = ordered.last.map({ months.month(of: $0.day) })
    else {
      cohorts = []
      return
    }
    // By customer: the month of the first order, and the last month they were counted in.
    var first = [Int32](repeating: -1, count: book.customerCount)
    var seen = [Int32](repeating: -1, count: book.customerCount)
    var tables = [Table?](repeating: nil, count: end - start + 1)
    for order in ordered where order.isMatched {
      let customer = Int(order.customer)
      let month = months.month(of: order.day) - start
      if first[customer] == -1 {
        first[customer] = period.contains(Int(order.day)) ? Int32(month) : -2
      }
      guard first[customer] >= 0 else { continue }
      let cohort = Int(first[customer])
      let isFirstOfMonth = seen[customer] != Int32(month)
      seen[customer] = Int32(month)
      guard month - cohort < Cohorts.longest else { continue }
      let length = min(end - start - cohort + 1, Cohorts.longest)
      Cohorts.add(order, to: &tables[cohort], at: month - cohort, of: length, isFirstOfMonth)
    }
    cohorts = tables.enumerated().compactMap { number, table in
      table.map {
        Cohort(
          month: MonthFinder.label(start + number), customers: $0.retained[0], retained: $0.retained,
          revenue: $0.revenue)
      }
    }
  }

  /// Of the customers of all cohorts that are so many months old, the part that ordered in that month;
  /// `nil` where there is none.
  package func retention(after months: Int) -> Double? {
    let old = cohorts.filter { $0.retained.count > months }
    let customers = old.reduce(0) { $0 + $1.customers }
    guard customers > 0 else { return nil }
    return Double(old.reduce(0) { $0 + $1.retained[months] }) / Double(customers)
  }

  private struct Table {
    var retained: [Int]
    var revenue: [Int64]
  }

  private static func add(
    _ order: OrderBook.Order, to table: inout Table?, at month: Int, of months: Int, _ isFirstOfMonth: Bool
  ) {
    if table == nil {
      table = Table(
        retained: Array(repeating: 0, count: months), revenue: Array(repeating: 0, count: months))
    }
    if isFirstOfMonth { table?.retained[month] += 1 }
    if let sum = table?.revenue[month] { table?.revenue[month] = sum.adding(saturating: order.amount) }
  }
}
