import DaichoModel

/// The four thresholds between the fifths of recency, frequency and monetary value.
///
/// Everything is a whole number: days, orders, minor units of the workspace's currency. So a fixed
/// threshold of daicho.yml between two whole numbers is rounded down, which puts no value elsewhere.
package struct RFMBounds: Sendable, Hashable {
  /// Days from the last order to today. Four ascending numbers, some perhaps equal; none at all where there
  /// is no customer to take them from.
  package let recency: [Int64]
  /// Distinct orders.
  package let frequency: [Int64]
  /// Minor units.
  package let monetary: [Int64]

  package init(recency: [Int64], frequency: [Int64], monetary: [Int64]) {
    self.recency = recency
    self.frequency = frequency
    self.monetary = monetary
  }

  /// From the values of all customers who have ordered, in any order; what daicho.yml fixes, holds.
  package init(
    days: [Int64], orders: [Int64], amounts: [Int64], fixed: WorkspaceSettings.RFMThresholds,
    currency: Currency
  ) {
    self.init(
      recency: fixed.recency.map { RFMBounds.whole($0, digits: 0) } ?? RFMBounds.fifths(days),
      frequency: fixed.frequency.map { RFMBounds.whole($0, digits: 0) } ?? RFMBounds.fifths(orders),
      monetary: fixed.monetary.map { RFMBounds.whole($0, digits: currency.minorDigits) }
        ?? RFMBounds.fifths(amounts))
  }

  /// The 20th, 40th, 60th and 80th percentiles by nearest rank: value number ⌈p·n⌉ of the sorted values.
  package static func fifths(_ values: [Int64]) -> [Int64] {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return [] }
    return (1...4).map { sorted[($0 * sorted.count + 4) / 5 - 1] }
  }

  /// Thresholds of daicho.yml in units of 10^-`digits`, rounded down.
  package static func whole(_ thresholds: [ExactDecimal], digits: Int) -> [Int64] {
    thresholds.map { threshold in
      var (units, scale) = (threshold.units, threshold.scale)
      while scale > digits {
        units = units / 10 - (units % 10 < 0 ? 1 : 0)
        scale -= 1
      }
      while scale < digits {
        let (product, overflow) = units.multipliedReportingOverflow(by: 10)
        units = overflow ? (units < 0 ? .min : .max) : product
        scale += 1
      }
      return units
    }
  }

  package func score(days: Int64, orders: Int64, amount: Int64) -> RFMScore {
    RFMScore(
      recency: 5 - RFMBounds.count(recency, below: days),
      frequency: 1 + RFMBounds.count(frequency, below: orders),
      monetary: 1 + RFMBounds.count(monetary, below: amount))
  }

  /// How many thresholds are strictly below the value, so that equal values score alike.
  private static func count(_ thresholds: [Int64], below value: Int64) -> Int {
    var count = 0
    for threshold in thresholds where threshold < value { count += 1 }
    return count
  }
}

/// Three marks from 1 to 5; 5 is best.
package struct RFMScore: Sendable, Hashable {
  package let recency: Int
  package let frequency: Int
  package let monetary: Int

  package init(recency: Int, frequency: Int, monetary: Int) {
    self.recency = recency
    self.frequency = frequency
    self.monetary = monetary
  }

  package var segment: RFMSegment { RFMSegment.of(recency: recency, frequency: frequency) }
}
