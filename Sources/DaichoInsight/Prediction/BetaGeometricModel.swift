#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// BG/NBD, the beta-geometric / negative binomial model of repeat buying: P. S. Fader, B. G. S. Hardie and
/// K. L. Lee, "'Counting Your Customers' the Easy Way: An Alternative to the Pareto/NBD Model", Marketing
/// Science 24 (2005), 275–284.
///
/// While alive, a customer buys at a rate λ a week, at random; after each repeat purchase they leave for good
/// with the probability p. λ is spread over customers as Gamma(r, α), p as Beta(a, b). Times are in weeks.
package struct BetaGeometricModel: Sendable, Hashable {
  package let r: Double
  /// In weeks.
  package let alpha: Double
  package let a: Double
  package let b: Double
  /// Of the data the model was fitted to; natural logarithm.
  package let logLikelihood: Double

  package init(r: Double, alpha: Double, a: Double, b: Double, logLikelihood: Double = 0) {
    self.r = r
    self.alpha = alpha
    self.a = a
    self.b = b
    self.logLikelihood = logLikelihood
  }

  /// The probability that the customer is alive at T: has not left after the last purchase. Who never
  /// repeated is alive in this model, whatever the time: only a repeat purchase can be the last.
  ///
  /// P. S. Fader, B. G. S. Hardie, "Computing P(alive) Using the BG/NBD Model", 2008.
  package func probabilityAlive(_ history: PurchaseHistory) -> Double {
    guard history.frequency > 0 else { return 1 }
    let x = Double(history.frequency)
    let (age, recency) = (weeks(history.age), weeks(history.recency))
    let logOdds = log(a / (b + x - 1)) + (r + x) * log((alpha + age) / (alpha + recency))
    return 1 / (1 + exp(logOdds))
  }

  /// The expected number of purchases in the next `days`: the paper's equation 10.
  ///
  /// The paper writes it with Gauss' hypergeometric function, whose terms overflow for frequent buyers and
  /// which has gaps at a = 1 and a + b + x = 1. The same sum, in another order, has only positive terms and
  /// neither: given that the customer is alive, the number of times they would buy if nobody left is
  /// negative binomial, and the one after j others needs that they stayed j times:
  ///
  ///     E = P(alive) · Σⱼ E[(1 − p)ʲ] · P(K > j),  K ~ NB(r + x, t / (α + T + t)),  p ~ Beta(a, b + x)
  package func expectedPurchases(_ history: PurchaseHistory, days: Int) -> Double {
    probabilityAlive(history) * expectedPurchasesIfAlive(history, days: days)
  }

  private static let mostTerms = 100_000
  private static let precision = 1e-13

  private func expectedPurchasesIfAlive(_ history: PurchaseHistory, days: Int) -> Double {
    guard days > 0 else { return 0 }
    let x = Double(history.frequency)
    let (shape, t) = (r + x, weeks(days))
    let z = t / (alpha + weeks(history.age) + t)
    // P(K = j), by its logarithm while that is too small for a number.
    var logMass = shape * log1p(-z)
    var mass = exp(logMass)
    var isTiny = mass < 1e-290
    // P(K > j), and of what order it was at first.
    var more = -expm1(logMass)
    let least = more * 1e-14
    var stayed = 1.0
    var sum = 0.0
    for step in 0..<BetaGeometricModel.mostTerms {
      let j = Double(step)
      let term = stayed * more
      sum += term
      let ratio = z * (shape + j) / (j + 1)
      // Past the middle, what is still to come falls at least as fast as a geometric series.
      if ratio < 1, term <= BetaGeometricModel.precision * sum * (1 - max(ratio, z)) { break }
      stayed *= (b + x + j) / (a + b + x + j)
      if isTiny {
        logMass += log(ratio)
        mass = exp(logMass)
        isTiny = mass < 1e-290
      } else {
        mass *= ratio
      }
      more -= mass
      if more <= least { break }
    }
    return sum
  }

  private func weeks(_ days: Int) -> Double { Double(days) / PurchaseHistory.daysPerWeek }
}
