import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoTestSupport
import Foundation
import GRDB
import Testing

struct PredictionMetricTests {
  /// Purchases by their definition, in another language: x, t_x, T, valued repeats, their sum.
  private static let definition = """
    import csv, sys, datetime
    today = datetime.date.fromisoformat(sys.argv[2])
    orders = {}
    for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
        day = datetime.date.fromisoformat(row["date"])
        if day > today or row["status"] in ("placed", "cancelled", "refunded"): continue
        order = orders.setdefault((row["customer"], row["order"]), [day, 0])
        order[0] = min(order[0], day)
        order[1] += {"": 1, "USD": 150, "XYZ": 0}[row["currency"]] * int(row["amount"])
    people = {}
    for (customer, _), (day, amount) in orders.items(): people.setdefault(customer, []).append((day, amount))
    for customer, found in people.items():
        days = sorted({day for day, amount in found if amount >= 0})
        if not days: continue
        ends = days[1:] + [datetime.date.max]
        values = [sum(m for d, m in found if start <= d < end) for start, end in zip(days, ends)][1:]
        values = [value for value in values if value > 0]
        print(customer, len(days) - 1, (days[-1] - days[0]).days, (today - days[0]).days, len(values), sum(values))
    """

  /// Enough customers for both models, with refunds, returns, foreign currencies, days still to come.
  private func shop(seed: UInt64, customers: Int = 90) throws -> Fixture {
    let fixture = try Fixture()
    var random = SplitMix64(seed: seed)
    for number in 0..<customers { try fixture.customer("c\(number)") }
    let start = try #require(CalendarDate(typed: "2025-06-01"))
    var lines: [String] = []
    for number in 0..<customers {
      let rate = Int.random(in: 5...150, using: &random)
      var day = Int.random(in: 0...300, using: &random)
      var order = 0
      repeat {
        let name = "\(number)-\(order)"
        let currency = ["", "", "", "", "USD", "XYZ"].randomElement(using: &random) ?? ""
        let scale = currency == "USD" ? 100 : 1
        let amount = Int.random(in: order > 0 && order % 5 == 0 ? -2000 ... -1 : 0...4000, using: &random)
        let status = ["", "", "paid", "placed", "cancelled"].randomElement(using: &random) ?? ""
        lines.append(
          "\(start.adding(days: day)),\(name),1,c\(number),\(amount / scale),\(status),,\(currency),")
        if order % 7 == 3 { lines.append("\(start.adding(days: day + 9)),\(name),2,c\(number),-500,,,,") }
        day += Int.random(in: 0...rate, using: &random)
        order += 1
      } while day < 620 && Int.random(in: 0..<8, using: &random) > 0
    }
    try fixture.write(
      ["date,order,line,customer,amount,status,sku,currency,subscription"] + lines, to: "orders/a.csv")
    return fixture
  }

  private func histories(_ fixture: Fixture, today: String) throws -> [String: PurchaseHistory] {
    let answer = try Python.run(
      PredictionMetricTests.definition, [fixture.folder.path + "/orders/a.csv", today])
    var found: [String: PurchaseHistory] = [:]
    for line in answer.split(separator: "\n") {
      let words = line.split(separator: " ")
      let numbers = words.dropFirst().compactMap { Int($0) }
      found[String(words[0])] = PurchaseHistory(
        frequency: numbers[0], recency: numbers[1], age: numbers[2], valued: numbers[3],
        monetaryValue: numbers[3] > 0 ? Double(numbers[4]) / Double(numbers[3]) : nil)
    }
    return found
  }

  private let columns = ["id", "p_alive", "orders.expected", "ltv.predicted"]

  private func answers(_ fixture: Fixture, today: String) throws -> [String: [Double?]] {
    let rows = try fixture.rows(ListRequest(.customers, columns: columns), today: today)
    return Dictionary(
      uniqueKeysWithValues: rows.map { row in
        (row.id, row.cells.dropFirst().map { Double($0.serialized()) })
      })
  }

  @Test(.enabled(if: Python.isAvailable), arguments: [1, 2, 3] as [UInt64])
  func areWhatTheModelsSay(seed: UInt64) throws {
    let fixture = try shop(seed: seed)
    for today in ["2026-11-20", "2026-08-01"] {
      let histories = try histories(fixture, today: today)
      let ordered = histories.sorted { $0.key < $1.key }.map(\.value)
      let model = try PurchaseModel.fit(ordered).get()
      let answers = try answers(fixture, today: today)
      #expect(answers.values.filter { $0[0] != nil }.count == histories.count)
      for (id, history) in histories {
        let forecast = model.forecast(history)
        let found = try #require(answers[id])
        #expect(isNear(found[0], forecast.probabilityAlive), "\(id) as of \(today)")
        #expect(isNear(found[1], forecast.orders), "\(id) as of \(today)")
        // Whole yen.
        #expect(((found[2] ?? -9) - (forecast.lifetimeValue ?? -1)).magnitude <= 1, "\(id) as of \(today)")
      }
    }
  }

  /// The search may end a little elsewhere when the customers come in another order.
  private func isNear(_ one: Double?, _ other: Double) -> Bool {
    ((one ?? -1) - other).magnitude <= 1e-4 * other.magnitude
  }

  @Test func followNewOrdersAndTheDay() throws {
    let fixture = try shop(seed: 4)
    let real = CalendarDate(day: Int((Date().timeIntervalSince1970 + 9 * 3600) / 86_400)).description
    var before: [String: [[Double?]]] = [:]
    for today in [real, "2026-11-20"] { before[today] = [try answers(fixture, today: today)["c0"] ?? []] }
    try fixture.orders(
      "2026-11-01,n1,1,c0,9000,,,,", "2026-11-08,n2,1,c0,9000,,,,", file: "orders/more.csv")
    for today in [real, "2026-11-20"] {
      let after = try answers(fixture, today: today)["c0"] ?? []
      #expect(before[today] != [after])
      #expect((after[1] ?? 0) > (before[today]?[0][1] ?? 0))
    }
    #expect(try fixture.index(today: real).verify().isEmpty)
  }

  /// Fitting takes its time: it is done once a day, and again when orders have changed.
  @Test func areKeptUntilOrdersChange() throws {
    let fixture = try shop(seed: 5)
    let real = CalendarDate(day: Int((Date().timeIntervalSince1970 + 9 * 3600) / 86_400)).description
    let computed = try answers(fixture, today: real)
    let queue = try DatabaseQueue(path: fixture.folder.path + "/.daicho/index.sqlite")
    try queue.write { try $0.execute(sql: "UPDATE predictions SET p_alive = 0.125") }
    #expect(try answers(fixture, today: real)["c1"]?[0] == 0.125)
    // What leaves the orders as they are, leaves the predictions.
    try fixture.customer("c2", "tags: [new]")
    #expect(try answers(fixture, today: real)["c1"]?[0] == 0.125)
    try fixture.orders("2026-01-01,n1,1,c3,100,,,,", file: "orders/more.csv")
    let again = try answers(fixture, today: real)["c1"]?[0] ?? nil
    #expect(again != 0.125 && computed["c1"]?[0] != 0.125)
    // Another day is not answered from what is kept.
    try queue.write { try $0.execute(sql: "UPDATE predictions SET p_alive = 0.125") }
    #expect(try answers(fixture, today: "2026-11-20")["c1"]?[0] != 0.125)
  }

  @Test func ordersOfCompaniesAreNoCustomers() throws {
    let fixture = try shop(seed: 6)
    let before = try answers(fixture, today: "2026-11-20")
    try fixture.write(["---", "name: Firm", "---"], to: "companies/firm.md")
    try fixture.orders(
      "2026-01-01,f1,1,companies/firm,9,,,,", "2026-02-01,f2,1,companies/firm,9,,,,", file: "orders/b.csv")
    #expect(try answers(fixture, today: "2026-11-20") == before)
    #expect(throws: DaichoError.self) { try fixture.ids("p_alive < 1", .companies) }
  }

  @Test func filtersAndSortsTakeThem() throws {
    let fixture = try shop(seed: 7)
    let answers = try answers(fixture, today: "2026-11-20")
    let alive = answers.filter { ($0.value[0] ?? 0) >= 0.5 && ($0.value[1] ?? 0) > 0.2 }.keys.sorted()
    #expect(try fixture.ids("p_alive >= 0.5 and orders.expected > 0.2").sorted() == alive)
    #expect(!alive.isEmpty)
    let sorted = try fixture.rows(
      ListRequest(.customers, columns: ["ltv.predicted"], sort: ["-ltv.predicted"], limit: 5))
    let highest = answers.values.compactMap { $0[2] }.sorted(by: >).prefix(5)
    #expect(sorted.compactMap { Double($0.cells[0].serialized()) } == Array(highest))
  }

  // MARK: Not enough data

  @Test func tooFewRepeatBuyersGiveNoNumbersButAReason() throws {
    let fixture = try Fixture()
    try fixture.customer("a")
    try fixture.customer("b")
    try fixture.orders("2026-01-01,1,1,a,100,,,,", "2026-02-01,2,1,a,100,,,,", "2026-02-01,3,1,b,100,,,,")
    #expect(try answers(fixture, today: "2026-11-20") == ["a": [nil, nil, nil], "b": [nil, nil, nil]])
    #expect(try fixture.ids("p_alive <= 1") == [])
    #expect(try fixture.ids("p_alive is not set") == ["a", "b"])
    let index = try fixture.index()
    try index.list(ListRequest(.customers, columns: ["id"]), columns: { _ in }, row: { _ in })
    #expect(index.remarks.isEmpty)
    for column in ["p_alive", "ltv.predicted"] {
      try index.list(ListRequest(.customers, columns: [column]), columns: { _ in }, row: { _ in })
    }
    let needed = BetaGeometricModel.leastRepeatBuyers
    #expect(
      index.remarks.map(\.en).map { $0.contains("1 customer ordered on a second day, \(needed) are") } == [
        true
      ])
  }

  /// Orders can be foreseen, their values not: all are in a currency without a rate.
  @Test func unknownValuesLeaveTheOrders() throws {
    let fixture = try Fixture()
    var lines: [String] = []
    for number in 0..<60 {
      try fixture.customer("c\(number)")
      for order in 0...(number % 4) {
        let month = 1 + (order * 3 + number) % 10
        lines.append(
          "2026-\(month < 10 ? "0" : "")\(month)-0\(1 + number % 9),\(number)-\(order),1,c\(number),5,,,XYZ,")
      }
    }
    try fixture.write(
      ["date,order,line,customer,amount,status,sku,currency,subscription"] + lines, to: "orders/a.csv")
    let found = try answers(fixture, today: "2026-11-20")["c3"] ?? []
    #expect(found.count == 3 && found[0] != nil && found[1] != nil && found[2] == nil)
    let index = try fixture.index()
    try index.list(ListRequest(.customers, columns: ["p_alive"]), columns: { _ in }, row: { _ in })
    #expect(index.remarks.isEmpty)
    try index.list(ListRequest(.customers, columns: ["ltv.predicted"]), columns: { _ in }, row: { _ in })
    #expect(index.remarks.first?.en.contains("0 repeat buyers have a positive mean order value") ?? false)
  }

  @Test func emptyShopsAreAnswered() throws {
    let fixture = try Fixture()
    #expect(try fixture.ids("p_alive < 0.5") == [])
    let report = try fixture.index().lifetimeValueReport(ReportRequest())
    #expect(report.figures.customers == 0)
    guard case .failure(.fewRepeatBuyers(0, _)) = report.models.orders else {
      Issue.record("\(report.models.orders)")
      return
    }
  }

  // MARK: The report

  @Test func reportAddsUpWhatTheMetricsSay() throws {
    let fixture = try shop(seed: 8)
    let answers = try answers(fixture, today: "2026-11-20")
    let report = try fixture.index().lifetimeValueReport(ReportRequest())
    let sums = (0..<3).map { column in answers.values.reduce(0) { $0 + ($1[column] ?? 0) } }
    #expect((report.figures.alive - sums[0]).magnitude < 1e-6)
    #expect((report.figures.orders - sums[1]).magnitude < 1e-6)
    #expect((report.figures.predicted.total - sums[2]).magnitude < 90)
    #expect(report.models.customers == report.figures.forecasts)
    #expect(report.figures.revenue > 0)
  }

  @Test func reportOfSomeKeepsTheModelsOfAll() throws {
    let fixture = try shop(seed: 8)
    try fixture.customer("c1", "tags: [gift]")
    let all = try fixture.index().lifetimeValueReport(ReportRequest())
    let one = try fixture.index().lifetimeValueReport(ReportRequest(tags: ["gift"]))
    #expect(one.figures.customers == 1 && one.models.customers == all.models.customers)
    let first = try #require(CalendarDate(typed: "2025-06-01"))
    let early = try fixture.index().lifetimeValueReport(
      ReportRequest(period: DayPeriod(from: first, to: first.adding(days: 100))))
    #expect(0 < early.figures.customers && early.figures.customers < all.figures.customers)
    let ids = try fixture.ids("first_order <= \(first.adding(days: 100))")
    #expect(early.figures.customers == ids.count)
  }
}
