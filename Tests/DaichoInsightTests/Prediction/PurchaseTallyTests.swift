import DaichoInsight
import DaichoTestSupport
import Testing

struct PurchaseTallyTests {
  private func tally(_ orders: (day: Int32, amount: Int64)...) -> PurchaseTally {
    var orders = orders.map { PurchaseTally.Order(day: $0.day, amount: $0.amount) }
    return PurchaseTally(&orders)
  }

  @Test func ordersOfOneDayAreOnePurchase() {
    let tally = tally((20, 300), (10, 1000), (20, 200), (35, 700))
    #expect(tally == PurchaseTally(days: 3, firstDay: 10, lastDay: 35, valued: 2, repeatValue: 1200))
    #expect(
      tally.history(today: 40)
        == PurchaseHistory(frequency: 2, recency: 25, age: 30, valued: 2, monetaryValue: 600))
  }

  @Test func oneDayIsNoRepeat() {
    #expect(
      tally((10, 1000), (10, 500)).history(today: 10) == PurchaseHistory(frequency: 0, recency: 0, age: 0))
  }

  @Test func returnsLowerThePurchaseBefore() {
    #expect(tally((10, 1000), (20, 800), (25, -300), (30, 100)).repeatValue == 600)
    // Of the day itself, whichever was written first.
    #expect(tally((20, -300), (10, 1000), (20, 800)).repeatValue == 500)
    // Of the first purchase, which counts in no mean.
    #expect(tally((10, 1000), (15, -400), (20, 800)).repeatValue == 800)
    // Before any purchase: of one that is not in the books.
    #expect(tally((5, -400), (10, 1000), (20, 800)).repeatValue == 800)
    #expect(tally((5, -400)).history(today: 10) == nil)
    #expect(tally().history(today: 10) == nil)
  }

  /// A purchase that comes to nothing or less is one, but says nothing of values.
  @Test func worthlessPurchasesHaveNoValue() {
    let tally = tally((10, 1000), (20, 0), (30, 500), (32, -900), (40, 700))
    #expect(tally == PurchaseTally(days: 4, firstDay: 10, lastDay: 40, valued: 1, repeatValue: 700))
  }

  @Test func sumsStopAtTheEnds() {
    #expect(tally((1, 5), (2, .max), (2, .max), (3, .max)).repeatValue == .max)
    #expect(tally((1, 5), (2, .min), (3, .min)).repeatValue == 0)
    #expect(tally((.min, 5), (.max, 7)).history(today: .max / 2)?.monetaryValue == 7)
  }

  /// Against the definition, word for word.
  @Test(arguments: 0..<20 as Range<UInt64>) func equalsItsDefinition(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var orders = (0..<Int.random(in: 0...30, using: &random)).map { _ in
      PurchaseTally.Order(
        day: Int32.random(in: 0...20, using: &random), amount: Int64.random(in: -300...900, using: &random))
    }
    let given = orders
    let tally = PurchaseTally(&orders)
    let days = Set(given.filter { $0.amount >= 0 }.map(\.day)).sorted()
    let values = days.enumerated().map { index, day in
      let next = index + 1 < days.count ? days[index + 1] : .max
      return given.filter { day <= $0.day && $0.day < next }.reduce(0) { $0 + $1.amount }
    }
    let counted = values.dropFirst().filter { $0 > 0 }
    #expect(
      tally
        == PurchaseTally(
          days: days.count, firstDay: days.first, lastDay: days.last, valued: counted.count,
          repeatValue: counted.reduce(0, +)))
  }
}
