import DaichoInsight
import DaichoModel
import Testing

struct PurchaseModelTests {
  @Test func lifetimeValueIsOrdersTimesValue() throws {
    let model = try PurchaseModel.fit(LifetimesTable.histories).get()
    for row in LifetimesTable.rows {
      let forecast = model.forecast(row.history)
      #expect(isClose(forecast.lifetimeValue ?? 0, row.inYear * row.value, within: 2e-4))
      #expect(isClose(forecast.orders, row.inQuarter, within: 1e-4))
      #expect(isClose(forecast.probabilityAlive, row.alive, within: 1e-4))
    }
  }

  /// Orders can be foreseen where their values cannot.
  @Test func noValuesNoLifetimeValue() throws {
    let histories = LifetimesTable.histories.map {
      PurchaseHistory(frequency: $0.frequency, recency: $0.recency, age: $0.age)
    }
    let forecast = try PurchaseModel.fit(histories).get().forecast(histories[0])
    #expect(forecast.orders > 0)
    #expect(forecast.orderValue == nil && forecast.lifetimeValue == nil)
  }

  @Test func impossibleHistoriesAreMadePossible() {
    let reversed = PurchaseHistory(frequency: 9, recency: 50, age: 20, valued: 30, monetaryValue: 5)
    #expect(reversed == PurchaseHistory(frequency: 9, recency: 20, age: 20, valued: 9, monetaryValue: 5))
    // One purchase a day at most, the first day apart.
    #expect(PurchaseHistory(frequency: 9, recency: 4, age: 20).frequency == 4)
    #expect(PurchaseHistory(frequency: 9, recency: 0, age: 0).frequency == 0)
    #expect(PurchaseHistory(frequency: 0, recency: 7, age: 9).recency == 0)
    #expect(PurchaseHistory(frequency: .max, recency: .max, age: .max).frequency == .max)
    #expect(
      PurchaseHistory(frequency: -1, recency: .min, age: .min)
        == PurchaseHistory(frequency: 0, recency: 0, age: 0))
  }

  @Test(
    arguments: [
      .fewRepeatBuyers(found: 3, needed: BetaGeometricModel.leastRepeatBuyers),
      .fewOrderValues(found: 0, needed: GammaGammaModel.leastBuyers), .allAlike, .noConvergence, .noMean,
    ] as [NotEnoughData])
  func reasonsSurviveTheIndex(_ reason: NotEnoughData) {
    #expect(NotEnoughData(code: reason.code, found: reason.found) == reason)
    #expect(!reason.reason.en.isEmpty && reason.reason.en != reason.reason.ja)
  }
}
