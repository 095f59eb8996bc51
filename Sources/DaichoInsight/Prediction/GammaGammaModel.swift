/// Gamma-Gamma, the model of order values: P. S. Fader, B. G. S. Hardie, "The Gamma-Gamma Model of Monetary
/// Value", 2013 (brucehardie.com/notes/025).
///
/// A customer's order values scatter about their own mean as Gamma(p, ν); ν is spread over customers as
/// Gamma(q, v). It takes the mean order value to be independent of how often a customer buys.
package struct GammaGammaModel: Sendable, Hashable {
  package let p: Double
  package let q: Double
  /// In the unit of the order values: minor units of the workspace's currency.
  package let v: Double
  /// Of the data the model was fitted to; natural logarithm.
  package let logLikelihood: Double

  package init(p: Double, q: Double, v: Double, logLikelihood: Double = 0) {
    self.p = p
    self.q = q
    self.v = v
    self.logLikelihood = logLikelihood
  }

  /// The mean order value of a customer of whom nothing is known. q is above 1 in every fitted model.
  package var populationMean: Double { p * v / (q - 1) }

  /// The mean value of a customer's orders to come: between their own mean so far and the population's,
  /// the nearer to their own the more orders it comes from (the note's equation 5).
  ///
  /// A mean of zero or less, which the model does not know, counts as if nothing were known.
  package func expectedValue(_ history: PurchaseHistory) -> Double {
    guard let mean = history.monetaryValue, mean > 0 else { return populationMean }
    let own = p * Double(history.valued)
    return (own * mean + p * v) / (own + q - 1)
  }

  /// How far order values go with how often people buy, −1…1 (Pearson), over the repeat buyers with a
  /// positive mean value: the model takes it to be 0. `nil` where one of the two does not vary.
  package static func correlation(_ histories: some Collection<PurchaseHistory>) -> Double? {
    var (count, meanX, meanM, squaresX, squaresM, products) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for history in histories {
      guard let m = history.monetaryValue, m > 0 else { continue }
      let x = Double(history.valued)
      // Welford's way, which does not subtract large numbers.
      count += 1
      let (fromX, fromM) = (x - meanX, m - meanM)
      meanX += fromX / count
      meanM += fromM / count
      squaresX += fromX * (x - meanX)
      squaresM += fromM * (m - meanM)
      products += fromX * (m - meanM)
    }
    let scale = squaresX.squareRoot() * squaresM.squareRoot()
    guard scale > 0, scale.isFinite, products.isFinite else { return nil }
    return min(max(products / scale, -1), 1)
  }
}
