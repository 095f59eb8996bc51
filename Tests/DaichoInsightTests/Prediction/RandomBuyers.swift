import DaichoInsight
import DaichoTestSupport
import Foundation

/// Customers as BG/NBD and Gamma-Gamma imagine them, their purchases by whole days.
struct RandomBuyers {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func histories(
    _ count: Int, r: Double, alpha: Double, a: Double, b: Double, days: Int = 1000
  ) -> [PurchaseHistory] {
    (0..<count).map { _ in
      let age = Int.random(in: 0...days, using: &random)
      let rate = gamma(r) / alpha / PurchaseHistory.daysPerWeek
      let (stay, leave) = (gamma(b), gamma(a))
      let leaving = leave / (leave + stay)
      var (day, last, frequency) = (0.0, 0, 0)
      while true {
        day -= log(uniform()) / rate
        guard day <= Double(age) else { break }
        if Int(day) > last {
          frequency += 1
          last = Int(day)
        }
        if uniform() < leaving { break }
      }
      return PurchaseHistory(frequency: frequency, recency: last, age: age)
    }
  }

  /// Repeat buyers with mean values by Gamma(p·x, ν), ν by Gamma(q, v).
  mutating func values(_ count: Int, p: Double, q: Double, v: Double) -> [PurchaseHistory] {
    (0..<count).map { index in
      let x = 1 + index % 9
      let scale = gamma(q) / v
      return PurchaseHistory(
        frequency: x, recency: 300, age: 400, valued: x,
        monetaryValue: gamma(p * Double(x)) / scale / Double(x))
    }
  }

  private mutating func uniform() -> Double { Double.random(in: 1e-12..<1, using: &random) }

  /// Gamma(shape, 1): G. Marsaglia, W. W. Tsang, "A Simple Method for Generating Gamma Variables", 2000.
  private mutating func gamma(_ shape: Double) -> Double {
    guard shape >= 1 else { return gamma(shape + 1) * pow(uniform(), 1 / shape) }
    let d = shape - 1 / 3.0
    let c = 1 / (9 * d).squareRoot()
    while true {
      let normal = (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
      let v = pow(1 + c * normal, 3)
      if v > 0, log(uniform()) < normal * normal / 2 + d - d * v + d * log(v) { return d * v }
    }
  }
}
