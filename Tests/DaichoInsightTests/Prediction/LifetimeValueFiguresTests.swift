import DaichoInsight
import Testing

struct LifetimeValueFiguresTests {
  private func customer(
    _ historic: Int64, alive: Double = 1, orders: Double = 0, year: Double = 0, value: Double? = nil,
    isRepeatBuyer: Bool = false
  ) -> LifetimeValueFigures.Customer {
    LifetimeValueFigures.Customer(
      historic: historic, isRepeatBuyer: isRepeatBuyer,
      forecast: PurchaseForecast(
        probabilityAlive: alive, orders: orders, ordersInLifetime: year, orderValue: value))
  }

  @Test func addsUp() {
    let figures = LifetimeValueFigures(
      [
        customer(12_000, alive: 0.5, orders: 1.5, year: 4, value: 3000, isRepeatBuyer: true),
        customer(700, orders: 0.25, year: 1, value: 2000),
        customer(-300, alive: 0.25, orders: 0.5, year: 2, value: 100, isRepeatBuyer: true),
      ], minorDigits: 0)
    #expect(figures.customers == 3 && figures.repeatBuyers == 2 && figures.forecasts == 3)
    #expect(figures.alive == 1.75 && figures.repeatBuyersAlive == 0.75)
    #expect(figures.orders == 2.25 && figures.revenue == 4500 + 500 + 50)
    #expect(figures.historicTotal == 12_400 && figures.predicted.total == 12_000 + 2000 + 200)
    #expect(figures.bands.map(\.historicCustomers).reduce(0, +) == 3)
    #expect(figures.bands.map(\.predictedCustomers).reduce(0, +) == 3)
    #expect(figures.bands.map(\.historic).reduce(0, +) == 12_400)
    #expect(figures.bands.map(\.predicted).reduce(0, +) == 14_200)
  }

  @Test func bandsBeginAtRoundAmounts() {
    let yen = LifetimeValueFigures((1...100).map { customer(Int64($0) * 130) }, minorDigits: 0)
    #expect(yen.bands.compactMap(\.from) == [2000, 5000, 10_000])
    #expect(yen.bands.map(\.historicCustomers) == [15, 23, 38, 24])
    let cents = LifetimeValueFigures((1...100).map { customer(Int64($0) * 130) }, minorDigits: 2)
    #expect(cents.bands.compactMap(\.from) == [2000, 5000, 10_000])
    // A value at a bound lies above it.
    let exact = LifetimeValueFigures((1...30).map { customer(Int64($0) * 100) }, minorDigits: 0)
    #expect(exact.bands.map(\.from) == [nil, 500, 1000, 2000])
    #expect(exact.bands.map(\.historicCustomers) == [4, 5, 10, 11])
  }

  @Test func nothingAndExtremesAreNoTrap() {
    let none = LifetimeValueFigures([], minorDigits: 0)
    #expect(none.customers == 0 && none.bands.count == 1 && none.historic.percentile(50) == nil)
    #expect(none.historic.shareOfTopTenth == nil)
    let extreme = LifetimeValueFigures(
      [customer(.max, year: 1e300, value: 1e300), customer(.min), customer(0)], minorDigits: 99)
    #expect(extreme.bands.map(\.historicCustomers).reduce(0, +) == 3)
    let unknown = LifetimeValueFigures(
      [LifetimeValueFigures.Customer(historic: 500, isRepeatBuyer: false, forecast: nil)], minorDigits: 0)
    #expect(unknown.forecasts == 0 && unknown.predicted.sorted.isEmpty)
  }

  @Test func percentilesAreByNearestRank() {
    let distribution = LifetimeValueFigures.Distribution([40, 10, 30, 20, 50])
    #expect([1, 20, 21, 50, 80, 81, 100].map(distribution.percentile) == [10, 10, 20, 30, 40, 50, 50])
    #expect(distribution.shareOfTopTenth == nil)
    let more = LifetimeValueFigures.Distribution((1...20).map(Double.init))
    #expect(more.shareOfTopTenth == 39.0 / 210)
  }
}
