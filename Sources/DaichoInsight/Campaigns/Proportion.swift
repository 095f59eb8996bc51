/// So many of so many, and how sure one can be of their share.
package struct Proportion: Sendable, Hashable {
  package let count: Int
  package let total: Int

  /// `nil` unless 0 ≤ count ≤ total.
  package init?(_ count: Int, of total: Int) {
    guard count >= 0, count <= total else { return nil }
    self.count = count
    self.total = total
  }

  /// 0…1; `nil` of none.
  package var share: Double? { total > 0 ? Double(count) / Double(total) : nil }

  /// The 95 % score interval of E. B. Wilson, "Probable inference, the law of succession, and statistical
  /// inference", Journal of the American Statistical Association 22 (1927), without continuity correction;
  /// `nil` of none.
  package var interval: ClosedRange<Double>? {
    guard let share else { return nil }
    let n = Double(total)
    let z = Proportion.quantile
    let center = share + z * z / (2 * n)
    let spread = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    let whole = 1 + z * z / n
    let (low, high) = ((center - spread) / whole, (center + spread) / whole)
    // At the ends the bound is exact, whatever rounding makes of it.
    return (count == 0 ? 0 : max(0, low))...(count == total ? 1 : min(1, high))
  }

  /// The 97.5 % point of the standard normal distribution.
  static let quantile = 1.959963984540054
}
