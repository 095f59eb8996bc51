import DaichoModel

/// What rows of a report on sales stand for. Quarters and years are fiscal ones.
package enum SalesInterval: String, Sendable, CaseIterable {
  case month, quarter, year

  /// Intervals are numbered one after another.
  ///
  /// - Parameter month: months since January of the year 0.
  func number(ofMonth month: Int, fiscalYearStart: Int) -> Int {
    switch self {
    case .month: month
    case .quarter: SalesInterval.floor(month - (fiscalYearStart - 1), 3)
    case .year: SalesInterval.floor(month - (fiscalYearStart - 1), 12)
    }
  }

  /// `2026-11`; of a fiscal year the year it begins in, `2026`; of its quarters `2026-Q3`.
  func label(of number: Int) -> String {
    switch self {
    case .month: "\(padded(SalesInterval.floor(number, 12), 4))-\(padded(number % 12 + 1, 2))"
    case .quarter: "\(padded(SalesInterval.floor(number, 4), 4))-Q\(number % 4 + 1)"
    case .year: padded(number, 4)
    }
  }

  private static func floor(_ number: Int, _ divisor: Int) -> Int {
    number >= 0 ? number / divisor : (number - divisor + 1) / divisor
  }
}

/// Months since January of the year 0, by day; remembers the month it was asked for last.
struct MonthFinder {
  private var days = 0..<0
  private var month = 0

  mutating func month(of day: Int32) -> Int {
    let day = Int(day)
    if days.contains(day) { return month }
    let date = CalendarDate(day: day)
    let (year, number, dayOfMonth) = date.components
    let start = day - (dayOfMonth - 1)
    days = start..<(start + CalendarDate.days(inMonth: number, of: year))
    month = year * 12 + number - 1
    return month
  }

  static func label(_ month: Int) -> String { SalesInterval.month.label(of: month) }
}
