import DaichoModel

/// Deals by the month they are expected to close in.
package struct ForecastFigures: Sendable, Hashable {
  /// Months on end are listed without a gap up to this many; of more, those that have deals.
  private static let longestRun = 120

  package struct Sum: Sendable, Hashable {
    package private(set) var deals = 0
    package private(set) var amount: Int64 = 0
    /// Whose expected close was put off at least once.
    package private(set) var pushed = 0
    private var weights = WeightedAmount()
    package var weighted: Int64 { weights.rounded }
    private var weightsByHistory = WeightedAmount()
    /// By the win rates of the deals' stages, where they are known.
    package var weightedByHistory: Int64 { weightsByHistory.rounded }

    mutating func add(_ deal: SalesDeal, _ rates: StageWinRates?) {
      deals += 1
      if deal.pushes > 0 { pushed += 1 }
      guard let value = deal.amount else { return }
      amount = amount.addingSaturating(value)
      if let probability = deal.probability { weights.add(value, weight: probability) }
      if let probability = rates?.winRate(of: deal) ?? deal.probability {
        weightsByHistory.add(value, weight: probability)
      }
    }

    mutating func add(_ other: Sum) {
      deals += other.deals
      amount = amount.addingSaturating(other.amount)
      pushed += other.pushed
      weights.add(other.weights)
      weightsByHistory.add(other.weightsByHistory)
    }
  }

  package struct Month: Sendable, Hashable {
    package let first: CalendarDate
    /// Deals still open, to be closed today or later.
    package var open = Sum()
    package var won = Sum()

    /// What is won, and every open deal with it.
    package var bestCase: Int64 { won.amount.addingSaturating(open.amount) }
    /// What is won, and of the open what is probable.
    package var expected: Int64 { won.amount.addingSaturating(open.weighted) }
  }

  package private(set) var months: [Month]
  /// Open deals whose close date has gone by.
  package private(set) var slipped = Sum()
  /// Open deals without a close date.
  package private(set) var undated = Sum()
  /// Won deals without one.
  package private(set) var wonUndated = Sum()
  package private(set) var total: Month

  /// - Parameter period: of close dates. Open to the past, won deals count from the start of the fiscal
  ///   year that `today` is in, and slipped ones from ever; months begin with the first that has a deal.
  package init(
    _ deals: [SalesDeal], period: DayPeriod, today: CalendarDate, fiscalYearStart: Int,
    rates: StageWinRates? = nil
  ) {
    let start = ForecastFigures.fiscalYear(of: today, from: fiscalYearStart)
    let from = period.from ?? start
    var byMonth: [Int: Month] = [:]
    var sums = (slipped: Sum(), undated: Sum(), wonUndated: Sum())
    func month(_ day: CalendarDate) -> Int { day.year * 12 + day.month - 1 }
    for deal in deals where deal.state != .lost {
      guard let close = deal.close.map(CalendarDate.init(day:)) else {
        if deal.state == .won { sums.wonUndated.add(deal, rates) } else { sums.undated.add(deal, rates) }
        continue
      }
      guard period.contains(close) else { continue }
      if deal.state == .open, close < today {
        sums.slipped.add(deal, rates)
      } else if close >= from {
        let key = month(close)
        var entry = byMonth[key] ?? Month(first: close.startOfMonth)
        if deal.state == .won { entry.won.add(deal, rates) } else { entry.open.add(deal, rates) }
        byMonth[key] = entry
      }
    }
    (slipped, undated, wonUndated) = sums
    if !deals.isEmpty {
      let first = period.from.map(month) ?? min(byMonth.keys.min() ?? .max, month(today))
      let last = max(byMonth.keys.max() ?? first, period.to.map(month) ?? month(today), first)
      if last - first < ForecastFigures.longestRun {
        for key in first...last where byMonth[key] == nil {
          byMonth[key] = CalendarDate(year: key / 12, month: key % 12 + 1, day: 1).map { Month(first: $0) }
        }
      }
    }
    months = byMonth.sorted { $0.key < $1.key }.map(\.value)
    var total = Month(first: from)
    for month in months {
      total.open.add(month.open)
      total.won.add(month.won)
    }
    self.total = total
  }

  private static func fiscalYear(of today: CalendarDate, from start: Int) -> CalendarDate {
    let passed = (today.month - start + 12) % 12
    return today.startOfMonth.adding(months: -passed)
  }
}
