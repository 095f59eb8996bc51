import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoTestSupport
import Testing

struct OrderReadingTests {
  private func amounts(_ reading: OrderReading) -> [Int64] { reading.book.orders.map(\.amount).sorted() }

  private func shop() throws -> Fixture {
    let fixture = try Fixture()
    try fixture.customer("hanako", "email: hanako@example.com", "ids: {base: 77}")
    try fixture.customer("taro", "tags: [gift]")
    try fixture.write(["---", "name: Hotel", "---"], to: "companies/hotel.md")
    try fixture.orders(
      "2026-11-01,A1,1,hanako,100,paid,S1,,", "2026-11-02,A1,2,Hanako@Example.com,10,,S2,,",
      "2026-11-03,A2,1,77,1000,delivered,S1,,", "2026-11-04,A3,1,taro,2.00,paid,,USD,",
      "2026-11-05,A4,1,taro,5.00,paid,,GBP,", "2026-11-06,A5,1,companies/hotel,70000,paid,s1,,",
      "2026-11-07,A6,1,stranger,8,paid,S1,,", "2026-11-08,A7,1,taro,9,cancelled,S1,,",
      "2026-11-09,A8,1,taro,9,placed,S1,,", "2026-11-21,A9,1,taro,9,paid,S1,,",
      "2026-11-10,B1,1,taro,1,paid,S1,,", "2026-11-10,B1,1,taro,4,shipped,S1,,",
      "2026-11-12,A1,3,hanako,-500,,S1,,")
    return fixture
  }

  @Test func readsTheLinesThatCountOfWhomeverTheyAre() throws {
    let fixture = try shop()
    let reading = try fixture.index().orders(of: .everyone, keepsItems: true)
    #expect(amounts(reading) == [-390, 0, 4, 8, 300, 1000, 70_000])
    #expect(reading.book.orders.count { !$0.isMatched } == 1)
    #expect(reading.records.count == 3)
    #expect(reading.book.linesWithoutAmount == 1)
    #expect(Set(reading.skus) == ["S1", "S2", "s1"])
  }

  @Test func readsPeopleAlone() throws {
    let fixture = try shop()
    let reading = try fixture.index().orders(of: .people)
    #expect(amounts(reading) == [-390, 0, 4, 300, 1000])
    #expect(reading.linesOfCompanies == 1)
    #expect(reading.book.items.isEmpty)
  }

  @Test func readsOnlyTheCustomersAskedFor() throws {
    let fixture = try shop()
    let index = try fixture.index()
    #expect(amounts(try index.orders(of: .everyone, ReportRequest(tags: ["gift"]))) == [0, 4, 300])
    let request = ReportRequest(filters: ["orders.total > 400"])
    #expect(amounts(try index.orders(of: .everyone, request)) == [-390, 1000])
    let nobody = try index.orders(of: .everyone, ReportRequest(filters: ["name = nobody"]))
    #expect(nobody.book.isEmpty)
    #expect(throws: DaichoError.self) {
      try index.orders(of: .everyone, ReportRequest(filters: ["nmae = x"]))
    }
  }

  @Test func isEmptyWhereThereIsNothing() throws {
    let fixture = try Fixture()
    let reading = try fixture.index().orders(of: .everyone, keepsItems: true)
    #expect(reading.book.isEmpty)
    #expect(reading.skus.isEmpty)
  }

  /// The report and the filters score alike, on a day in the middle of the orders too.
  @Test(arguments: ["2026-06-15", "2026-11-20"]) func agreesWithTheMetrics(today: String) throws {
    let fixture = try Fixture()
    var random = SplitMix64(seed: 7)
    for number in 0..<60 { try fixture.customer("c\(number)") }
    var lines = ["date,order,customer,amount"]
    for order in 0..<200 {
      let month = Int.random(in: 1...12, using: &random)
      let day = Int.random(in: 1...28, using: &random)
      lines.append(
        "\(CalendarDate(year: 2026, month: month, day: day)?.description ?? ""),O\(order),"
          + "c\(Int.random(in: 0..<60, using: &random)),\(Int.random(in: -50...900, using: &random))")
    }
    try fixture.write(lines, to: "orders/all.csv")
    let index = try fixture.index(today: today)
    let reading = try index.orders(of: .people)
    let table = RFMTable(reading.book, today: index.moment.today, currency: .jpy)
    for segment in RFMSegment.allCases {
      let members = try fixture.ids("rfm.segment = \(segment.rawValue)", today: today)
      #expect(members.count == table[segment].customers)
    }
    #expect(try fixture.ids("orders.count > 0", today: today).count == table.total.customers)
  }

  @Test func putsProductsOnTheShelf() throws {
    let fixture = try Fixture()
    try fixture.write(
      ["---", "name: Beans", "sku: S1", "stock: 3", "price: 1200", "related: [cup, products/lid]", "---"],
      to: "products/beans.md")
    try fixture.write(["---", "active: no", "---"], to: "products/cup.md")
    let products = try fixture.index().orders(of: .everyone).skus
    #expect(products.isEmpty)
    let index = try fixture.index()
    try index.refresh()
    let shelf = Shelf(try index.shelfProducts(), soldAs: ["ｓ1", "X"])
    #expect(shelf.skus == ["ｓ1", "X", "cup"])
    #expect(shelf.products[0]?.name == "Beans")
    #expect(shelf.products[0]?.price?.minor == 1200)
    #expect(shelf.products[1] == nil)
    #expect(shelf.products[2]?.isActive == false)
    #expect(shelf.forRecommending[0]?.related == [2])
    #expect(shelf.forRecommending[0]?.stock == 3)
    #expect(shelf.number(ofProduct: "cup") == 2)
  }
}
