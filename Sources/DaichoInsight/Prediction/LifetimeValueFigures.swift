/// What a shop's customers have been worth and will be: the numbers of the report on lifetime value.
/// Amounts are minor units.
package struct LifetimeValueFigures: Sendable {
  package struct Customer: Sendable, Hashable {
    package let historic: Int64
    package let isRepeatBuyer: Bool
    /// `nil` where nothing can be foreseen.
    package let forecast: PurchaseForecast?

    package init(historic: Int64, isRepeatBuyer: Bool, forecast: PurchaseForecast?) {
      self.historic = historic
      self.isRepeatBuyer = isRepeatBuyer
      self.forecast = forecast
    }
  }

  /// Customers whose value lies from `from` up to, but not including, `to`; open where there is no bound.
  package struct Band: Sendable, Hashable {
    package let from: Int64?
    package let to: Int64?
    package var historicCustomers = 0
    package var historic: Int64 = 0
    package var predictedCustomers = 0
    package var predicted = 0.0

    package init(from: Int64?, to: Int64?) {
      self.from = from
      self.to = to
    }
  }

  package private(set) var customers = 0
  package private(set) var repeatBuyers = 0
  package private(set) var bands: [Band] = []
  package private(set) var historic: Distribution
  /// Exactly.
  package private(set) var historicTotal: Int64 = 0
  package private(set) var predicted: Distribution
  /// Expected numbers: sums of probabilities.
  package private(set) var alive = 0.0
  package private(set) var repeatBuyersAlive = 0.0
  /// Of the next 90 days.
  package private(set) var orders = 0.0
  package private(set) var revenue = 0.0
  package private(set) var forecasts = 0

  /// - Parameter minorDigits: of the currency, so that bands begin at round amounts.
  package init(_ customers: [Customer], minorDigits: Int) {
    self.customers = customers.count
    for customer in customers {
      if customer.isRepeatBuyer { repeatBuyers += 1 }
      guard let forecast = customer.forecast else { continue }
      forecasts += 1
      alive += forecast.probabilityAlive
      if customer.isRepeatBuyer { repeatBuyersAlive += forecast.probabilityAlive }
      orders += forecast.orders
      revenue += forecast.orders * (forecast.orderValue ?? 0)
    }
    historic = Distribution(customers.map { Double($0.historic) })
    predicted = Distribution(customers.compactMap { $0.forecast?.lifetimeValue })
    bands = LifetimeValueFigures.bands(historic, predicted, minorDigits: minorDigits)
    for customer in customers {
      let band = LifetimeValueFigures.index(of: Double(customer.historic), in: bands)
      bands[band].historicCustomers += 1
      bands[band].historic = bands[band].historic.adding(saturating: customer.historic)
      historicTotal = historicTotal.adding(saturating: customer.historic)
    }
    for value in predicted.sorted {
      let band = LifetimeValueFigures.index(of: value, in: bands)
      bands[band].predictedCustomers += 1
      bands[band].predicted += value
    }
  }

  /// Values in ascending order.
  package struct Distribution: Sendable, Hashable {
    package let sorted: [Double]
    package let total: Double

    package init(_ values: [Double]) {
      sorted = values.sorted()
      total = sorted.reduce(0, +)
    }

    /// By nearest rank: value number ⌈p·n⌉; `nil` of nothing.
    package func percentile(_ percent: Int) -> Double? {
      guard !sorted.isEmpty else { return nil }
      let rank = (percent * sorted.count + 99) / 100
      return sorted[min(max(rank, 1), sorted.count) - 1]
    }

    /// The share of the total that the tenth with the highest values holds; `nil` of fewer than ten, and
    /// where the total is nothing.
    package var shareOfTopTenth: Double? {
      guard total > 0, total.isFinite, sorted.count >= 10 else { return nil }
      return sorted.suffix((sorted.count + 9) / 10).reduce(0, +) / total
    }
  }

  // MARK: Bands

  private static let mostBounds = 8

  /// Bounds of the series 1, 2, 5, 10, … of major units, from where the values begin to lie to nearly the
  /// highest.
  private static func bands(_ historic: Distribution, _ predicted: Distribution, minorDigits: Int) -> [Band] {
    let lowest = [historic, predicted].compactMap { $0.percentile(10) }.min() ?? 0
    let highest = [historic, predicted].compactMap { $0.percentile(99) }.max() ?? 0
    var bounds: [Int64] = []
    var unit: Int64 = 1
    for _ in 0..<max(0, min(minorDigits, 4)) { unit *= 10 }
    while Double(unit) <= highest, unit <= Int64.max / 100 {
      for factor: Int64 in [1, 2, 5] where Double(factor * unit) > lowest && Double(factor * unit) <= highest
      {
        bounds.append(factor * unit)
      }
      unit *= 10
    }
    bounds = bounds.suffix(mostBounds)
    let ends = [nil] + bounds.map(Optional.some) + [nil]
    return zip(ends, ends.dropFirst()).map { Band(from: $0, to: $1) }
  }

  private static func index(of value: Double, in bands: [Band]) -> Int {
    bands.lastIndex { $0.from.map { value >= Double($0) } ?? true } ?? 0
  }
}
