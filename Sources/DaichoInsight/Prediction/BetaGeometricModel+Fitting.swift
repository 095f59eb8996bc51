#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension BetaGeometricModel {
  /// Fewer repeat buyers than this say too little about four parameters.
  package static let leastRepeatBuyers = 30

  /// The four parameters by maximum likelihood.
  ///
  /// Equal histories are counted together first. The search runs on log r, log(r/α), log(a/b) and
  /// log(a + b), which hardly depend on one another: the spread and the mean of the buying rate, the mean
  /// and the spread of leaving. Customers who do not differ in a trait push its spread to the bound of the
  /// search, where the predictions have long stopped to change; that is an answer, not a failure.
  package static func fit(
    _ histories: some Collection<PurchaseHistory>
  ) -> Result<BetaGeometricModel, NotEnoughData> {
    let table = HistoryTable(histories)
    guard table.repeatBuyers >= leastRepeatBuyers else {
      return .failure(.fewRepeatBuyers(found: table.repeatBuyers, needed: leastRepeatBuyers))
    }
    guard table.distinct > 1 else { return .failure(.allAlike) }
    let rate = log(table.purchases / table.weeks)
    var starts = starts(rate: rate)
    if table.distinct > 2 * sampleSize,
      let guess = best(
        of: HistoryTable(histories, every: table.distinct / sampleSize), from: starts, rate: rate)
    {
      starts = [guess.point]
    }
    guard let best = best(of: table, from: starts, rate: rate) else { return .failure(.noConvergence) }
    let parameters = Parameters(best.point)
    return .success(
      BetaGeometricModel(
        r: parameters.r, alpha: parameters.alpha, a: parameters.a, b: parameters.b,
        logLikelihood: -best.value * table.customers))
  }

  /// Of many histories, so many show where to begin.
  private static let sampleSize = 4000

  private static func best(
    of table: HistoryTable, from starts: [[Double]], rate: Double
  ) -> BoxMinimizer.Minimum? {
    let minimizer = BoxMinimizer(
      bounds: [log(1e-3)...log(1e4), (rate - 8)...(rate + 8), -12...12, log(1e-3)...log(1e4)])
    return starts.compactMap { start in
      minimizer.minimum(from: start) { table.meanNegativeLogLikelihood(at: $0, gradient: &$1) }
    }.min { $0.value < $1.value }
  }

  /// Few and many who leave, alike and unlike.
  private static func starts(rate: Double) -> [[Double]] {
    [[0, rate, -1, 1], [-1.5, rate + 0.7, 0, 0], [1.5, rate, -4, 2]]
  }

  fileprivate struct Parameters {
    let r, alpha, a, b: Double

    init(_ point: [Double]) {
      r = exp(point[0])
      alpha = exp(point[0] - point[1])
      let sum = exp(point[3])
      a = sum / (1 + exp(-point[2]))
      b = sum / (1 + exp(point[2]))
    }
  }
}

/// Histories, each distinct one once, with what the likelihood needs of them in columns: the values that
/// occur of x and of the times are few, and what is costly is computed once for each.
private struct HistoryTable {
  private struct Row {
    /// Indices of `frequencies` and `times`.
    let frequency, recency, age: Int32
    let count: Double
  }

  private var rows: [Row] = []
  /// The values of x, and how many customers have each.
  private var frequencies: [Double] = []
  private var frequencyCounts: [Double] = []
  /// The times that occur, in weeks.
  private var times: [Double] = []
  private(set) var customers = 0.0
  private(set) var repeatBuyers = 0
  /// Sum of x, and of T in weeks; the latter not 0.
  private(set) var purchases = 0.0
  private(set) var weeks = 0.0

  var distinct: Int { rows.count }

  private struct Key: Comparable {
    let frequency, recency, age: Int

    static func < (a: Key, b: Key) -> Bool {
      (a.frequency, a.recency, a.age) < (b.frequency, b.recency, b.age)
    }
  }

  /// - Parameter every: takes each so-manieth history only, in the order of their values.
  init(_ histories: some Collection<PurchaseHistory>, every step: Int = 1) {
    var keys = histories.map { Key(frequency: $0.frequency, recency: $0.recency, age: $0.age) }
    keys.sort()
    if step > 1 { keys = stride(from: 0, to: keys.count, by: step).map { keys[$0] } }
    let days = HistoryTable.sortedDistinct(keys.flatMap { [$0.recency, $0.age] })
    times = days.map { Double($0) / PurchaseHistory.daysPerWeek }
    let place = Dictionary(uniqueKeysWithValues: zip(days, days.indices))
    var start = 0
    while start < keys.count {
      let key = keys[start]
      var end = start
      while end < keys.count, keys[end] == key { end += 1 }
      let count = Double(end - start)
      if frequencies.last != Double(key.frequency) {
        frequencies.append(Double(key.frequency))
        frequencyCounts.append(0)
      }
      frequencyCounts[frequencyCounts.count - 1] += count
      rows.append(
        Row(
          frequency: Int32(frequencies.count - 1), recency: Int32(place[key.recency] ?? 0),
          age: Int32(place[key.age] ?? 0), count: count))
      customers += count
      if key.frequency > 0 { repeatBuyers += end - start }
      purchases += count * Double(key.frequency)
      weeks += count * Double(key.age) / PurchaseHistory.daysPerWeek
      start = end
    }
  }

  private static func sortedDistinct(_ values: [Int]) -> [Int] {
    var distinct: [Int] = []
    for value in values.sorted() where value != distinct.last { distinct.append(value) }
    return distinct
  }

  /// What a value of x contributes by itself.
  private struct Terms {
    /// log of Γ(r+x)/Γ(r)·B(a,b+x)/B(a,b), and its derivatives by r, a, b.
    let value, byR, byA, byB: Double
    /// log(a / (b+x−1)), and 1 / (b+x−1).
    let logLeaving, leaving: Double

    init(x: Double, r: Double, a: Double, b: Double) {
      guard x > 0 else {
        (value, byR, byA, byB, logLeaving, leaving) = (0, 0, 0, 0, -.infinity, 0)
        return
      }
      let logGamma = GammaFunction.logarithm
      let digamma = GammaFunction.digamma
      value =
        logGamma(r + x) - logGamma(r) + logGamma(a + b) - logGamma(a + b + x) + logGamma(b + x) - logGamma(b)
      byR = digamma(r + x) - digamma(r)
      byA = digamma(a + b) - digamma(a + b + x)
      byB = byA + digamma(b + x) - digamma(b)
      leaving = 1 / (b + x - 1)
      logLeaving = log(a * leaving)
    }
  }

  /// The paper's section 4.2 with its gradient by the logarithms that `Parameters` is made from.
  func meanNegativeLogLikelihood(at point: [Double], gradient: inout [Double]) -> Double {
    let parameters = BetaGeometricModel.Parameters(point)
    let (r, alpha, a, b) = (parameters.r, parameters.alpha, parameters.a, parameters.b)
    let logAlpha = log(alpha)
    let logTimes = times.map { log(alpha + $0) }
    let inverseTimes = times.map { 1 / (alpha + $0) }
    let terms = frequencies.map { Terms(x: $0, r: r, a: a, b: b) }
    var (value, byR, byAlpha, byA, byB) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (term, count) in zip(terms, frequencyCounts) {
      value += count * (term.value + r * logAlpha)
      byR += count * (term.byR + logAlpha)
      byA += count * term.byA
      byB += count * term.byB
    }
    byAlpha += customers * r / alpha
    for row in rows {
      let x = frequencies[Int(row.frequency)]
      let logAge = logTimes[Int(row.age)]
      let inverseAge = inverseTimes[Int(row.age)]
      guard x > 0 else {
        value -= row.count * r * logAge
        byR -= row.count * logAge
        byAlpha -= row.count * r * inverseAge
        continue
      }
      let term = terms[Int(row.frequency)]
      let logRecency = logTimes[Int(row.recency)]
      // The customer is alive, or left after the last purchase.
      let alive = -(r + x) * logAge
      let left = term.logLeaving - (r + x) * logRecency
      let odds = exp(-(alive - left).magnitude)
      value += row.count * (max(alive, left) + log1p(odds))
      let shareLeft = (left > alive ? 1 : odds) / (1 + odds)
      byR -= row.count * (logAge + shareLeft * (logRecency - logAge))
      byAlpha -=
        row.count * (r + x) * (inverseAge + shareLeft * (inverseTimes[Int(row.recency)] - inverseAge))
      byA += row.count * shareLeft / a
      byB -= row.count * shareLeft * term.leaving
    }
    let scale = -1 / customers
    gradient[0] = scale * (r * byR + alpha * byAlpha)
    gradient[1] = scale * -alpha * byAlpha
    gradient[2] = scale * (a * b / (a + b)) * (byA - byB)
    gradient[3] = scale * (a * byA + b * byB)
    return scale * value
  }
}
