import DaichoInsight
import DaichoTestSupport
import Testing

struct BetaGeometricModelTests {
  private static let ofTable = BetaGeometricModel(
    r: LifetimesTable.r, alpha: LifetimesTable.alpha, a: LifetimesTable.a, b: LifetimesTable.b)

  @Test func fitEqualsLifetimes() throws {
    let model = try BetaGeometricModel.fit(LifetimesTable.histories).get()
    #expect(isClose(model.r, LifetimesTable.r, within: 1e-4))
    #expect(isClose(model.alpha, LifetimesTable.alpha, within: 1e-4))
    #expect(isClose(model.a, LifetimesTable.a, within: 2e-4))
    #expect(isClose(model.b, LifetimesTable.b, within: 2e-4))
    #expect(isClose(model.logLikelihood, LifetimesTable.logLikelihood, within: 1e-8))
    // A maximum is at least as likely as what another search found.
    #expect(model.logLikelihood >= LifetimesTable.logLikelihood - 1e-6)
    for row in LifetimesTable.rows {
      #expect(isClose(model.probabilityAlive(row.history), row.alive, within: 1e-4))
      #expect(isClose(model.expectedPurchases(row.history, days: 90), row.inQuarter, within: 1e-4))
      #expect(isClose(model.expectedPurchases(row.history, days: 365), row.inYear, within: 1e-4))
    }
  }

  /// With the same parameters, to the digits the table prints of them.
  @Test func predictionsEqualLifetimes() {
    for row in LifetimesTable.rows {
      let model = BetaGeometricModelTests.ofTable
      #expect(isClose(model.probabilityAlive(row.history), row.alive, within: 1e-7))
      #expect(isClose(model.expectedPurchases(row.history, days: 90), row.inQuarter, within: 1e-7))
      #expect(isClose(model.expectedPurchases(row.history, days: 365), row.inYear, within: 1e-7))
    }
  }

  struct Extreme: Sendable {
    let parameters: (r: Double, alpha: Double, a: Double, b: Double)
    let history: PurchaseHistory
    let days: Int
    let alive, expected: Double
  }

  /// Where the hypergeometric function overflows or has a pole. Values by mpmath at 30 digits, as the integral
  /// ∫ (1 − (1 + p·t/(α+T))^−(r+x)) / p · Beta(p; a, b+x) dp over 0…1, times the probability to be alive.
  static let extremes: [Extreme] = [
    extreme((0.243, 4.414, 0.793, 2.426), (0, 0, 0), 90, 1, 0.529769245708),
    extreme((0.243, 4.414, 0.793, 2.426), (2, 213, 272), 90, 0.726589721835, 0.452536070624),
    extreme((0.243, 4.414, 1, 2.426), (2, 213, 272), 90, 0.678187866386, 0.416398499146),
    extreme((0.243, 4.414, 0.4, 0.6), (0, 0, 272), 365, 1, 0.2369151454),
    extreme((0.243, 4.414, 0.3, 0.2), (0, 0, 100), 365, 1, 0.404712951942),
    extreme((0.243, 0.05, 0.793, 2.426), (0, 0, 1), 365, 1, 7.06869419653),
    extreme((2, 1, 0.5, 4), (10000, 10400, 10410), 90, 0.573846708356, 49.4820528337),
    extreme((1000, 900, 0.5, 4), (3, 100, 400), 365, 1.33250253206e-19, 3.66195644325e-18),
    extreme((0.5, 10, 0.001, 1000), (5, 300, 310), 365, 0.999998846637, 5.28287227321),
    extreme((0.5, 10, 5000, 10000), (1, 30, 310), 365, 0.212594893146, 0.21732950657),
    extreme((10000, 200, 0.01, 0.02), (40, 60, 60), 365, 0.999743786831, 2429.64600601),
  ]

  private static func extreme(
    _ parameters: (Double, Double, Double, Double), _ history: (x: Int, recency: Int, age: Int), _ days: Int,
    _ alive: Double, _ expected: Double
  ) -> Extreme {
    Extreme(
      parameters: parameters,
      history: PurchaseHistory(frequency: history.x, recency: history.recency, age: history.age),
      days: days, alive: alive, expected: expected)
  }

  @Test(arguments: extremes) func extremesEqualQuadrature(_ extreme: Extreme) {
    let (r, alpha, a, b) = extreme.parameters
    let model = BetaGeometricModel(r: r, alpha: alpha, a: a, b: b)
    #expect(isClose(model.probabilityAlive(extreme.history), extreme.alive, within: 1e-9))
    #expect(
      isClose(
        model.expectedPurchases(extreme.history, days: extreme.days), extreme.expected, within: 1e-9))
  }

  @Test func nothingIsExpectedInNoTime() {
    let history = PurchaseHistory(frequency: 2, recency: 30, age: 60)
    #expect(BetaGeometricModelTests.ofTable.expectedPurchases(history, days: 0) == 0)
    #expect(BetaGeometricModelTests.ofTable.expectedPurchases(history, days: -5) == 0)
  }

  /// Many equal histories count as many, and in any order.
  @Test func countsAndOrderDoNotMatter() throws {
    let once = try BetaGeometricModel.fit(LifetimesTable.histories).get()
    let thrice = try BetaGeometricModel.fit(
      Array(repeating: LifetimesTable.histories.reversed(), count: 3).flatMap(\.self)
    ).get()
    #expect(isClose(thrice.r, once.r, within: 1e-6))
    #expect(isClose(thrice.b, once.b, within: 1e-5))
    #expect(isClose(thrice.logLikelihood, 3 * once.logLikelihood, within: 1e-10))
  }

  /// More histories than the search's sample: what they were made with comes out again.
  @Test func manyCustomersGiveTheirParametersBack() throws {
    var shop = RandomBuyers(seed: 3)
    let histories = shop.histories(14_000, r: 0.8, alpha: 6, a: 0.8, b: 2.5)
    let model = try BetaGeometricModel.fit(histories).get()
    #expect(isClose(model.r, 0.8, within: 0.1), "\(model)")
    #expect(isClose(model.alpha, 6, within: 0.1), "\(model)")
    #expect(isClose(model.a / model.b, 0.8 / 2.5, within: 0.1), "\(model)")
  }

  // MARK: Not enough, and too much

  private func fails(_ histories: [PurchaseHistory]) -> NotEnoughData? {
    guard case .failure(let reason) = BetaGeometricModel.fit(histories) else { return nil }
    return reason
  }

  @Test func fewRepeatBuyersAreNotEnough() {
    let needed = BetaGeometricModel.leastRepeatBuyers
    let buyer = PurchaseHistory(frequency: 3, recency: 30, age: 60)
    #expect(fails([]) == .fewRepeatBuyers(found: 0, needed: needed))
    #expect(fails([buyer]) == .fewRepeatBuyers(found: 1, needed: needed))
    let once = (0..<500).map { PurchaseHistory(frequency: 0, recency: 0, age: $0) }
    #expect(fails(once) == .fewRepeatBuyers(found: 0, needed: needed))
    let almost = once + Array(repeating: buyer, count: needed - 1)
    #expect(fails(almost) == .fewRepeatBuyers(found: needed - 1, needed: needed))
    #expect(fails(almost + [buyer]) == nil)
  }

  @Test func equalHistoriesAreNotEnough() {
    #expect(
      fails(Array(repeating: PurchaseHistory(frequency: 3, recency: 30, age: 60), count: 500)) == .allAlike)
  }

  static let oddShops: [String: [PurchaseHistory]] = [
    "two sorts": (0..<500).map { PurchaseHistory(frequency: 3, recency: 30, age: 60 + $0 % 2) },
    "everybody repeats, the last time today": (0..<500).map {
      PurchaseHistory(frequency: 1, recency: 1 + $0 % 50, age: 1 + $0 % 50)
    },
    "every day": (0..<500).map { PurchaseHistory(frequency: $0 + 1, recency: $0 + 1, age: $0 + 1) },
    "10,000 orders": (0..<100).map {
      PurchaseHistory(frequency: 10_000 - $0, recency: 12_000 + $0, age: 12_100 + 2 * $0)
    },
    "nearly all new today": (0..<3000).map {
      $0 < 40
        ? PurchaseHistory(frequency: 1, recency: 1, age: 1 + $0 % 3)
        : PurchaseHistory(frequency: 0, recency: 0, age: 0)
    },
    "all gone": (0..<500).map { PurchaseHistory(frequency: 1, recency: 1 + $0 % 3, age: 5000 + $0) },
    "thousands of years": (0..<500).map {
      PurchaseHistory(frequency: 1 + $0 % 4, recency: 100 + $0 * 5000, age: 3_000_000 - $0)
    },
  ]

  @Test(arguments: oddShops.keys.sorted()) func oddShopsGiveNumbers(_ name: String) throws {
    let histories = BetaGeometricModelTests.oddShops[name] ?? []
    let model = try BetaGeometricModel.fit(histories).get()
    #expect(model.logLikelihood.isFinite)
    for history in histories {
      let alive = model.probabilityAlive(history)
      let (quarter, year) = (
        model.expectedPurchases(history, days: 90), model.expectedPurchases(history, days: 365)
      )
      #expect((0...1).contains(alive))
      #expect(quarter.isFinite && year.isFinite && 0 <= quarter && quarter <= year, "\(history)")
    }
  }

  /// Whatever it is given: numbers or a reason, never a trap.
  @Test(arguments: 0..<20 as Range<UInt64>) func chanceGivesNumbersOrAReason(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let ages = [3, 400, 4000, 3_000_000]
    let histories = (0..<80).map { _ in
      let age = Int.random(in: -1...(ages.randomElement(using: &random) ?? 1), using: &random)
      return PurchaseHistory(
        frequency: Int.random(in: -1...400, using: &random),
        recency: Int.random(in: -1...4000, using: &random),
        age: age)
    }
    guard case .success(let model) = BetaGeometricModel.fit(histories) else { return }
    for history in histories {
      #expect((0...1).contains(model.probabilityAlive(history)))
      let expected = model.expectedPurchases(history, days: 365)
      #expect(expected >= 0 && expected.isFinite)
    }
  }
}
