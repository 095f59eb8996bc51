#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension GammaGammaModel {
  /// Fewer customers with repeat orders of a known, positive mean value than this say too little.
  package static let leastBuyers = 30

  /// The three parameters by maximum likelihood, over the repeat buyers whose mean order value is positive.
  /// The search runs on log p, log q and log(p·v/q), which is nearly the logarithm of the mean.
  package static func fit(
    _ histories: some Collection<PurchaseHistory>
  ) -> Result<GammaGammaModel, NotEnoughData> {
    let table = ValueTable(histories)
    guard table.buyers >= leastBuyers else {
      return .failure(.fewOrderValues(found: table.buyers, needed: leastBuyers))
    }
    guard !table.isOneValue else { return .failure(.allAlike) }
    let minimizer = BoxMinimizer(bounds: [log(1e-3)...log(1e4), log(1e-3)...log(1e4), -20...20])
    let objective: BoxMinimizer.Objective = { point, gradient in
      table.meanNegativeLogLikelihood(at: point, gradient: &gradient)
    }
    let starts = [[1, 1.2, 0], [3, 0.5, 0], [0, 3, 0]]
    let best = starts.compactMap { minimizer.minimum(from: $0, of: objective) }.min { $0.value < $1.value }
    guard let best else { return .failure(.noConvergence) }
    let (p, q) = (exp(best.point[0]), exp(best.point[1]))
    guard q > 1 else { return .failure(.noMean) }
    return .success(
      GammaGammaModel(
        p: p, q: q, v: exp(best.point[2]) * q / p * table.unit,
        logLikelihood: -best.value * Double(table.buyers) - table.logUnits))
  }
}

/// Repeat buyers' numbers of orders and mean values, these in units of their geometric mean.
private struct ValueTable {
  private struct Row {
    /// Index of `frequencies`.
    let frequency: Int32
    /// x·m.
    let total: Double
  }

  private var rows: [Row] = []
  private var frequencies: [Double] = []
  private var frequencyCounts: [Double] = []
  /// Σ log m by frequency.
  private var logValues: [Double] = []
  private(set) var isOneValue = true
  /// The geometric mean of the values.
  private(set) var unit = 1.0

  var buyers: Int { rows.count }
  /// What the change of the unit takes from the log-likelihood.
  var logUnits: Double { Double(rows.count) * log(unit) }

  init(_ histories: some Collection<PurchaseHistory>) {
    var pairs: [(x: Int, m: Double)] = []
    for history in histories {
      guard let mean = history.monetaryValue, mean > 0 else { continue }
      pairs.append((history.valued, mean))
    }
    guard !pairs.isEmpty else { return }
    unit = exp(pairs.reduce(0) { $0 + log($1.m) } / Double(pairs.count))
    pairs.sort { $0.x < $1.x }
    rows.reserveCapacity(pairs.count)
    for pair in pairs {
      let x = Double(pair.x)
      let value = pair.m / unit
      if frequencies.last != x {
        frequencies.append(x)
        frequencyCounts.append(0)
        logValues.append(0)
      }
      let last = frequencies.count - 1
      frequencyCounts[last] += 1
      logValues[last] += log(value)
      rows.append(Row(frequency: Int32(last), total: x * value))
      if pair.m != pairs[0].m { isOneValue = false }
    }
  }

  /// The note's equation 1a with its gradient by log p, log q and log(p·v/q).
  func meanNegativeLogLikelihood(at point: [Double], gradient: inout [Double]) -> Double {
    let (p, q) = (exp(point[0]), exp(point[1]))
    let v = exp(point[2]) * q / p
    let (logV, digammaOfQ, logGammaOfQ) = (log(v), GammaFunction.digamma(q), GammaFunction.logarithm(q))
    var (value, byP, byQ) = (0.0, 0.0, 0.0)
    for index in frequencies.indices {
      let (x, count) = (frequencies[index], frequencyCounts[index])
      let both = GammaFunction.digamma(p * x + q)
      value +=
        count
        * (GammaFunction.logarithm(p * x + q) - GammaFunction.logarithm(p * x) - logGammaOfQ + q * logV
          + p * x * log(x))
      value += (p * x - 1) * logValues[index]
      byP += x * (count * (both - GammaFunction.digamma(p * x) + log(x)) + logValues[index])
      byQ += count * (both - digammaOfQ + logV)
    }
    var byV = Double(rows.count) * q / v
    for row in rows {
      let x = frequencies[Int(row.frequency)]
      let logSum = log(row.total + v)
      let weight = p * x + q
      value -= weight * logSum
      byP -= x * logSum
      byQ -= logSum
      byV -= weight / (row.total + v)
    }
    let scale = -1 / Double(rows.count)
    gradient[0] = scale * (p * byP - v * byV)
    gradient[1] = scale * (q * byQ + v * byV)
    gradient[2] = scale * v * byV
    return scale * value
  }
}
