import DaichoInsight
import DaichoModel
import DaichoTestSupport
import Testing

struct OrderBookTests {
  private static func day(_ text: String) -> Int32 {
    Int32(CalendarDate(typed: text)?.day ?? 0)
  }

  private static func line(
    _ customer: Int32?, _ order: UInt64, _ day: String, _ amount: Int64?, sku: Int32? = nil
  ) -> OrderBook.Line {
    OrderBook.Line(customer: customer, order: order, day: self.day(day), amount: amount, sku: sku)
  }

  private static func book(_ lines: [OrderBook.Line]) -> OrderBook {
    var book = OrderBook()
    for line in lines { book.add(line) }
    return book
  }

  private static func date(_ text: String) -> CalendarDate { CalendarDate(day: Int(day(text))) }

  @Test func anOrderIsDatedByItsFirstLineAndARefundLowersIt() {
    let book = OrderBookTests.book([
      OrderBookTests.line(0, 1, "2026-03-02", -700), OrderBookTests.line(0, 1, "2026-01-31", 500),
      OrderBookTests.line(0, 1, "2026-01-31", 100),
    ])
    #expect(book.orders.map(\.day) == [OrderBookTests.day("2026-01-31")])
    #expect(book.orders.map(\.amount) == [-100])
    let sales = Sales(book)
    #expect(sales.rows.map(\.interval) == ["2026-01"])
    #expect(sales.rows.map(\.average) == [-100])
  }

  /// Two systems may give two customers one number.
  @Test func oneIdOfTwoCustomersIsAnOrderOfEach() {
    let book = OrderBookTests.book([
      OrderBookTests.line(0, 1, "2026-01-01", 5), OrderBookTests.line(1, 1, "2026-01-01", 7),
      OrderBookTests.line(nil, 1, "2026-01-01", 9), OrderBookTests.line(0, 1, "2026-01-01", 5),
    ])
    #expect(book.orders.map(\.amount) == [10, 7, 9])
  }

  @Test func emptyDataGivesEmptyAnswers() {
    let book = OrderBook()
    let today = OrderBookTests.date("2026-02-28")
    let sales = Sales(book)
    #expect(sales.rows.isEmpty)
    #expect(sales.total.average == nil)
    #expect(sales.total.repeatRate == nil)
    #expect(Cohorts(book).cohorts.isEmpty)
    let rfm = RFMTable(book, today: today, currency: .jpy)
    #expect((rfm.total.customers, rfm.total.revenue) == (0, 0))
    #expect(rfm.bounds == RFMBounds(recency: [], frequency: [], monetary: []))
    #expect(rfm.share(of: rfm.total) == nil)
    #expect(ProductFigures(book, today: today).rows.isEmpty)
    #expect(AssociationRules(Baskets(book), minimumSupport: 0, minimumOrders: 0).all().isEmpty)
  }

  /// Only unmatched orders, and only amounts without a rate.
  @Test func ordersOfNobodyCountInSalesAlone() {
    let book = OrderBookTests.book([
      OrderBookTests.line(nil, 1, "2024-02-29", 5), OrderBookTests.line(nil, 2, "2024-03-01", nil),
    ])
    let sales = Sales(book)
    #expect(sales.total.unmatched == 2)
    #expect(sales.total.unmatchedRevenue == 5)
    #expect(sales.total.customers == 0)
    #expect(book.linesWithoutAmount == 1)
    #expect(Cohorts(book).cohorts.isEmpty)
    #expect(RFMTable(book, today: OrderBookTests.date("2024-03-01"), currency: .jpy).total.customers == 0)
  }

  @Test func sumsStopAtTheEndsOf64Bits() {
    let book = OrderBookTests.book([
      OrderBookTests.line(0, 1, "2026-01-01", .max), OrderBookTests.line(0, 1, "2026-01-01", .max),
      OrderBookTests.line(1, 2, "2026-01-01", .min), OrderBookTests.line(1, 3, "2026-02-01", .min),
    ])
    #expect(book.orders.map(\.amount) == [.max, .min, .min])
    #expect(Sales(book).rows.map(\.average) == [-1, .min])
    #expect(Sales(book).total.revenue == .min)
    let rfm = RFMTable(book, today: OrderBookTests.date("2026-02-01"), currency: .jpy)
    #expect(rfm.total.customers == 2)
    #expect(rfm.share(of: rfm.total) == nil)
  }

  /// A mistyped year makes neither a crash nor a table of thousands of months for every cohort.
  @Test func reachesOverAllYears() {
    let book = OrderBookTests.book([
      OrderBookTests.line(0, 1, "0001-01-01", 1), OrderBookTests.line(0, 2, "9999-12-31", 1),
    ])
    #expect(Sales(book).rows.count == 9999 * 12)
    #expect(Sales(book).rows.last?.interval == "9999-12")
    #expect(Sales(book, by: .year, fiscalYearStart: 4).rows.first?.interval == "0000")
    #expect(Cohorts(book).cohorts.map(\.retained.count) == [Cohorts.longest])
  }

  @Test func aPeriodLimitsRowsButNotWhatIsKnown() {
    let book = OrderBookTests.book([
      OrderBookTests.line(0, 1, "2026-01-10", 1), OrderBookTests.line(0, 2, "2026-02-10", 10),
      OrderBookTests.line(1, 3, "2026-02-11", 100), OrderBookTests.line(0, 4, "2026-03-01", 1000),
    ])
    let february = DayPeriod(from: OrderBookTests.date("2026-02-01"), to: OrderBookTests.date("2026-02-28"))
    let sales = Sales(book, period: february)
    #expect(sales.rows.map(\.interval) == ["2026-02"])
    #expect(sales.rows.map(\.revenue) == [110])
    #expect((sales.total.new, sales.total.returning, sales.total.repeating) == (1, 1, 1))
    #expect(Cohorts(book, period: february).cohorts.map(\.month) == ["2026-02"])
    let rfm = RFMTable(book, today: OrderBookTests.date("2026-12-31"), period: february, currency: .jpy)
    #expect((rfm.total.customers, rfm.total.revenue) == (2, 110))
    #expect(rfm.bounds.recency == [17, 17, 18, 18])
  }

  /// In whatever order the lines come, the figures are the same.
  @Test(arguments: 0..<8) func theOrderOfLinesDoesNotMatter(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var lines = (0..<300).map { _ in
      OrderBook.Line(
        customer: Bool.random(using: &random) ? Int32.random(in: 0..<20, using: &random) : nil,
        order: UInt64.random(in: 0..<80, using: &random),
        day: Int32.random(in: 20_000..<20_400, using: &random),
        amount: Int64.random(in: -50...500, using: &random), sku: Int32.random(in: 0..<9, using: &random))
    }
    let one = OrderBookTests.book(lines)
    lines.shuffle(using: &random)
    let other = OrderBookTests.book(lines)
    let today = CalendarDate(day: 20_400)
    #expect(Sales(one).rows == Sales(other).rows)
    #expect(Cohorts(one).cohorts == Cohorts(other).cohorts)
    #expect(ProductFigures(one, today: today).rows == ProductFigures(other, today: today).rows)
    #expect(
      AssociationRules(Baskets(one), minimumSupport: 0, minimumOrders: 2).all()
        == AssociationRules(Baskets(other), minimumSupport: 0, minimumOrders: 2).all())
    let (a, b) = (
      RFMTable(one, today: today, currency: .jpy), RFMTable(other, today: today, currency: .jpy)
    )
    #expect(a.bounds == b.bounds)
    #expect(RFMSegment.allCases.map { a[$0] } == RFMSegment.allCases.map { b[$0] })
    #expect(RFMSegment.allCases.map { a[$0].customers }.reduce(0, +) == a.total.customers)
  }
}
