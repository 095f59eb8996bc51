#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Finds records that are probably of one person or company.
package struct DuplicateFinder {
  private var table = TraitTable()

  package init() {}

  package var count: Int { table.count }

  package mutating func add(_ traits: DuplicateTraits) { table.append(traits) }

  /// Pairs of at least this score, best first.
  ///
  /// - Parameter progress: told how many pairs of how many have been compared.
  package func pairs(minimumScore: Double, progress: (Int, Int) -> Void = { _, _ in }) -> [DuplicatePair] {
    guard table.count > 1 else { return [] }
    var model = MatchModel(records: table.count)
    model.learnAnyTwo(sample())
    let candidates = ComparedPairs(table: table, model: model, leastOdds: DuplicateFinder.leastOdds)
      .candidates(of: Blocking(table).pairs(), progress: progress)
    model.learnSame(candidates.map(\.comparison))
    var found: [DuplicatePair] = []
    for (pair, comparison) in candidates {
      let weights = model.weights(comparison)
      let odds = weights.odds
      let score = 1 / (1 + exp(-odds))
      guard score >= minimumScore else { continue }
      found.append(
        DuplicatePair(
          first: Int(pair >> 32), second: Int(pair & 0xFFFF_FFFF), score: score, weight: odds / log(2),
          reasons: comparison.reasons(weights)))
    }
    return found.sorted { ($1.weight, $0.first, $0.second) < ($0.weight, $1.first, $1.second) }
  }

  private static let leastOdds = -9.0
  private static let sampleSize = 30_000

  /// Pairs spread evenly over the register: the same for the same register.
  private func sample() -> [Comparison] {
    let comparer = Comparer(table)
    let all = table.count * (table.count - 1) / 2
    let wanted = min(DuplicateFinder.sampleSize, all)
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(below))
    }
    return (0..<wanted).map { _ in
      let a = next(table.count)
      let b = (a + 1 + next(table.count - 1)) % table.count
      return comparer.compare(a, b)
    }
  }
}
