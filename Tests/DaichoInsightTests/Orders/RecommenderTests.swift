import DaichoInsight
import DaichoModel
import Testing

struct RecommenderTests {
  private static let today = CalendarDate(day: 20_500)
  private static let old: Int32 = 20_000

  /// Baskets of skus, each an order of its own.
  private static func book(_ baskets: [[Int32]], day: Int32 = old) -> OrderBook {
    var book = OrderBook()
    for (number, basket) in baskets.enumerated() {
      for sku in basket {
        book.add(
          OrderBook.Line(customer: Int32(number), order: UInt64(number), day: day, amount: 100, sku: sku))
      }
    }
    return book
  }

  private static let baskets: [[Int32]] = [
    [0, 1], [0, 1], [0, 1], [0, 2], [0, 2], [0, 2], [0, 2], [3], [3], [3], [3], [3], [4, 5], [1, 3],
  ]
  private static let names = ["a", "b", "c", "d", "e", "f"]

  private static func recommender(
    _ products: [Int32: Recommender.Product] = [:], minimumOrders: Int = 3, needsProduct: Bool = false
  ) -> Recommender {
    var settings = RecommendationSettings()
    settings.minimumOrders = minimumOrders
    return Recommender(
      book(baskets), products: products, names: names, settings: settings, today: today,
      needsProduct: needsProduct)
  }

  private static func skus(_ recommendations: [Recommender.Recommendation]) -> [Int32] {
    recommendations.map(\.sku)
  }

  @Test func offersWhatIsBoughtTogetherByConfidence() throws {
    let found = RecommenderTests.recommender().recommendations(beside: 0, limit: 2)
    #expect(RecommenderTests.skus(found) == [2, 1])
    guard case .boughtTogether(let rule) = try #require(found.first).reason else {
      Issue.record("no rule")
      return
    }
    #expect((rule.together, rule.antecedents, rule.consequents, rule.baskets) == (4, 7, 4, 14))
    #expect(rule.confidence == 4.0 / 7)
    #expect(rule.lift == 2)
  }

  @Test func neverOffersWhatIsNotOnSale() {
    let products: [Int32: Recommender.Product] = [
      1: .init(isActive: false), 2: .init(stock: 0), 3: .init(stock: -1), 4: .init(stock: 0.5),
    ]
    let found = RecommenderTests.recommender(products).recommendations(beside: 0, limit: 9)
    #expect(RecommenderTests.skus(found) == [4, 5])
    #expect(found.map(\.reason) == [.bestOfShop, .bestOfShop])
  }

  @Test func neverOffersWhatWasJustBought() {
    let recommender = RecommenderTests.recommender()
    let today = RecommenderTests.today
    let just = Int32(today.day - 89)
    let found = recommender.recommendations(
      after: [.init(sku: 2, day: just), .init(sku: 0, day: 20_000)], today: today, limit: 9)
    #expect(RecommenderTests.skus(found).prefix(2) == [0, 1])
    #expect(!RecommenderTests.skus(found).contains(2))
    let later = recommender.recommendations(
      after: [.init(sku: 2, day: just - 1), .init(sku: 0, day: 20_000)], today: today, limit: 9)
    #expect(RecommenderTests.skus(later).prefix(2) == [0, 2])
  }

  @Test func startsColdWithRelatedThenBestSellers() {
    let products: [Int32: Recommender.Product] = [
      3: .init(category: "tea"), 4: .init(category: "tea", related: [5]), 5: .init(category: "cup"),
      0: .init(category: "tea"),
    ]
    let recommender = RecommenderTests.recommender(products)
    #expect(
      recommender.recommendations(beside: 4, limit: 4).map(\.reason)
        == [.related(4), .bestOfCategory("tea"), .bestOfCategory("tea"), .bestOfShop])
    // Sold in 7, 6, 4, 4 orders.
    let nobody = recommender.recommendations(after: [], today: RecommenderTests.today, limit: 4)
    #expect(RecommenderTests.skus(nobody) == [0, 3, 1, 2])
  }

  @Test func mayAskForAProduct() {
    let recommender = RecommenderTests.recommender([3: .init()], needsProduct: true)
    #expect(RecommenderTests.skus(recommender.recommendations(beside: 0, limit: 9)) == [3])
  }

  @Test func remembersTheLastOfEachPurchase() {
    var book = OrderBook()
    for (order, day, sku, amount) in [(1, 5, 2, 100), (2, 9, 2, 100), (3, 12, 2, -100), (4, 7, 1, 0)] {
      book.add(
        OrderBook.Line(
          customer: 1, order: UInt64(order), day: Int32(day), amount: Int64(amount), sku: Int32(sku)))
    }
    book.add(OrderBook.Line(customer: nil, order: 9, day: 1, amount: 1, sku: 3))
    let history = LastPurchases(book)
    #expect(history.purchases(of: 1) == [.init(sku: 2, day: 9), .init(sku: 1, day: 7)])
    #expect(history.purchases(of: 0) == [])
    #expect(history.purchases(of: 2) == [])
  }

  @Test func leavesOrdersOfVeryManyProductsOutOfTheBaskets() {
    let huge = (0..<Int32(Baskets.largest + 1)).map { $0 }
    let baskets = Baskets(RecommenderTests.book([huge, [0, 1]]))
    #expect((baskets.count, baskets.leftOut) == (1, 1))
    #expect(baskets.count(of: 0) == 1)
    #expect(baskets.count(of: 2) == 0)
    #expect(baskets.count(of: -1) == 0)
    #expect(baskets.count(of: 9999) == 0)
  }

  @Test func aReturnIsNoPurchase() {
    var book = RecommenderTests.book([[0, 1]])
    book.add(OrderBook.Line(customer: 0, order: 9, day: 20_000, amount: -100, sku: 2))
    #expect(Baskets(book).count == 1)
    let row = ProductFigures(book, today: RecommenderTests.today).rows.last
    #expect((row?.sku, row?.revenue, row?.orders, row?.buyers) == (2, -100, 0, 0))
    #expect(row?.repeatRate == nil)
    #expect(row?.pace == 0)
  }
}
