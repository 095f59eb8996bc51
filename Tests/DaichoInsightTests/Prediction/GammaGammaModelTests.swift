import DaichoInsight
import Testing

struct GammaGammaModelTests {
  @Test func fitEqualsLifetimes() throws {
    let model = try GammaGammaModel.fit(LifetimesTable.histories).get()
    #expect(isClose(model.p, LifetimesTable.p, within: 1e-4))
    #expect(isClose(model.q, LifetimesTable.q, within: 1e-4))
    #expect(isClose(model.v, LifetimesTable.v, within: 2e-4))
    for row in LifetimesTable.rows {
      #expect(isClose(model.expectedValue(row.history), row.value, within: 1e-4))
    }
  }

  @Test func expectedValueEqualsLifetimes() {
    let model = GammaGammaModel(p: LifetimesTable.p, q: LifetimesTable.q, v: LifetimesTable.v)
    for row in LifetimesTable.rows {
      #expect(isClose(model.expectedValue(row.history), row.value, within: 1e-7))
    }
  }

  @Test func manyBuyersGiveTheirParametersBack() throws {
    var shop = RandomBuyers(seed: 5)
    let model = try GammaGammaModel.fit(shop.values(9000, p: 6, q: 4, v: 1_500_000)).get()
    #expect(isClose(model.p, 6, within: 0.25), "\(model)")
    #expect(isClose(model.q, 4, within: 0.1), "\(model)")
    #expect(isClose(model.populationMean, 6 * 1_500_000 / 3, within: 0.05), "\(model)")
  }

  /// The unit of money does not matter: yen or a ten-thousandth of one.
  @Test func unitDoesNotMatter() throws {
    let model = try GammaGammaModel.fit(LifetimesTable.histories).get()
    let scaled = try GammaGammaModel.fit(
      LifetimesTable.histories.map { GammaGammaModelTests.buyer(of: $0, times: 1e4) }
    )
    .get()
    #expect(isClose(scaled.p, model.p, within: 1e-6))
    #expect(isClose(scaled.v, 1e4 * model.v, within: 1e-6))
  }

  private static func buyer(of history: PurchaseHistory, times factor: Double) -> PurchaseHistory {
    PurchaseHistory(
      frequency: history.frequency, recency: history.recency, age: history.age, valued: history.valued,
      monetaryValue: history.monetaryValue.map { $0 * factor })
  }

  private func buyers(_ values: [Double?]) -> [PurchaseHistory] {
    values.map { PurchaseHistory(frequency: 2, recency: 30, age: 60, valued: 2, monetaryValue: $0) }
  }

  private func fails(_ values: [Double?]) -> NotEnoughData? {
    guard case .failure(let reason) = GammaGammaModel.fit(buyers(values)) else { return nil }
    return reason
  }

  /// Values of zero, below it, unknown or not finite are left out.
  @Test func onlyPositiveValuesCount() throws {
    let needed = GammaGammaModel.leastBuyers
    let good = (0..<40).map { Double(1000 + 50 * $0) as Double? }
    #expect(fails([]) == .fewOrderValues(found: 0, needed: needed))
    #expect(fails(good.map { -($0 ?? 0) }) == .fewOrderValues(found: 0, needed: needed))
    #expect(
      fails(Array(good.prefix(7)) + [0, -3, nil, .nan, .infinity])
        == .fewOrderValues(found: 7, needed: needed))
    #expect(fails(Array(repeating: 500, count: 100)) == .allAlike)
    let plain = try GammaGammaModel.fit(buyers(good)).get()
    let mixed = try GammaGammaModel.fit(buyers(good + [0, -3, nil, .nan, -.infinity])).get()
    #expect(plain == mixed)
    // Of whom nothing usable is known, the shop's mean is expected.
    #expect(plain.expectedValue(buyers([-20])[0]) == plain.populationMean)
    #expect(plain.expectedValue(buyers([nil])[0]) == plain.populationMean)
  }

  /// A tail without a mean gives no mean.
  @Test func valuesBeyondMeasureHaveNoMean() {
    let values = (0..<200).map { index -> Double? in index % 2 == 0 ? 1e-200 : 1e200 }
    #expect(fails(values) == .noMean)
  }

  // MARK: How far values go with frequency

  private func buyer(_ x: Int, _ mean: Double) -> PurchaseHistory {
    PurchaseHistory(frequency: x, recency: 300, age: 400, valued: x, monetaryValue: mean)
  }

  @Test func correlationIsPearsons() {
    let rising = GammaGammaModel.correlation([buyer(1, 100), buyer(2, 200), buyer(3, 300)])
    #expect(isClose(rising ?? 0, 1, within: 1e-12))
    let falling = GammaGammaModel.correlation([buyer(1, 300), buyer(2, 200), buyer(3, 100)])
    #expect(isClose(falling ?? 0, -1, within: 1e-12))
    // numpy.corrcoef([1, 2, 3, 4], [10, 40, 20, 30])[0, 1]
    let some = GammaGammaModel.correlation([buyer(1, 10), buyer(2, 40), buyer(3, 20), buyer(4, 30)])
    #expect(isClose(some ?? 0, 0.4, within: 1e-12))
    #expect(GammaGammaModel.correlation([buyer(2, 10), buyer(2, 40)]) == nil)
    #expect(GammaGammaModel.correlation([PurchaseHistory]()) == nil)
    #expect(GammaGammaModel.correlation([buyer(1, -4), buyer(2, 8), buyer(3, 8)]) == nil)
  }
}
