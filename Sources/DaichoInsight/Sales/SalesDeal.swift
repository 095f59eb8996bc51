import DaichoModel

/// A deal as far as its figures need it. Days count from 1970-01-01.
package struct SalesDeal: Sendable, Hashable {
  package enum State: String, Sendable, Hashable {
    case open, won, lost
  }

  package var pipeline: String
  package var stage: String
  package var state: State
  /// Minor units of the workspace's currency; `nil` where none is written or its currency has no rate.
  package var amount: Int64?
  /// 0…1: its own, else its stage's; `nil` where neither is known.
  package var probability: Double?
  package var created: Int?
  /// The day of the first entry of its log.
  package var firstEntry: Int?
  /// The day of the last one up to today.
  package var lastEntry: Int?
  package var close: Int?
  /// The day of the commit that brought it to its stage; `nil` where none did.
  package var stageSince: Int?
  /// How often its expected close was put off.
  package var pushes: Int

  package init(
    pipeline: String, stage: String, state: State, amount: Int64? = nil, probability: Double? = nil,
    created: Int? = nil, firstEntry: Int? = nil, lastEntry: Int? = nil, close: Int? = nil,
    stageSince: Int? = nil, pushes: Int = 0
  ) {
    self.pipeline = pipeline
    self.stage = stage
    self.state = state
    self.amount = amount
    self.probability = probability
    self.created = created
    self.firstEntry = firstEntry
    self.lastEntry = lastEntry
    self.close = close
    self.stageSince = stageSince
    self.pushes = pushes
  }

  /// Days since it was created, else since the first entry of its log; `nil` where neither is known, 0
  /// where that day is still to come.
  package func age(on today: Int) -> Int? {
    (created ?? firstEntry).map { max(0, today - $0) }
  }

  /// Days since something last happened to it: the last entry of its log, else its creation.
  package func silence(on today: Int) -> Int? {
    [lastEntry, created].compactMap(\.self).max().map { max(0, today - $0) }
  }
}

/// Amounts times probabilities, summed without loss and rounded once.
package struct WeightedAmount: Sendable, Hashable {
  private static let scale: Int64 = 1_000_000
  private var whole: Int64 = 0
  /// Millionths of a minor unit.
  private var rest: Int64 = 0

  package init() {}

  /// - Parameter weight: taken to the nearest millionth, and within 0…1.
  package mutating func add(_ amount: Int64, weight: Double) {
    guard weight.isFinite else { return }
    let millionths = Int64((min(1, max(0, weight)) * Double(WeightedAmount.scale)).rounded())
    let product = amount.multipliedFullWidth(by: millionths)
    // |amount × millionths| ≤ 2^63 × 10^6, so that the quotient fits.
    let (quotient, remainder) = WeightedAmount.scale.dividingFullWidth(product)
    whole = whole.addingSaturating(quotient)
    rest += remainder
    whole = whole.addingSaturating(rest / WeightedAmount.scale)
    rest %= WeightedAmount.scale
  }

  package mutating func add(_ other: WeightedAmount) {
    whole = whole.addingSaturating(other.whole)
    rest += other.rest
    whole = whole.addingSaturating(rest / WeightedAmount.scale)
    rest %= WeightedAmount.scale
  }

  /// In minor units, half away from zero.
  package var rounded: Int64 {
    let half = WeightedAmount.scale / 2
    if whole > 0 || (whole == 0 && rest >= 0) {
      return rest >= half ? whole.addingSaturating(1) : rest < -half ? whole.addingSaturating(-1) : whole
    }
    return rest <= -half ? whole.addingSaturating(-1) : rest > half ? whole.addingSaturating(1) : whole
  }
}

extension Int64 {
  /// The sum, or the end of the range it would leave.
  package func addingSaturating(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other > 0 ? .max : .min) : sum
  }
}
