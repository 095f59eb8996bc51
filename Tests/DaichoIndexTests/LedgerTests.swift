import DaichoIndex
import DaichoModel
import DaichoTestSupport
import Testing

/// Orders: which line holds, whose it is, what it comes to.
struct LedgerTests {
  @Test func ofTheSameKeyOneLineHolds() throws {
    let fixture = try Fixture()
    try fixture.customer("a")
    // Cancelled outranks whatever comes later; then the furthest status; then the later line.
    try fixture.orders(
      "2026-11-01,1,1,a,100,cancelled,,,", "2026-11-01,1,1,a,100,shipped,,,",
      "2026-11-02,2,1,a,200,shipped,,,", "2026-11-02,2,1,a,250,paid,,,",
      "2026-11-03,3,1,a,300,paid,,,", "2026-11-03,3,1,a,350,paid,,,",
      "2026-11-04,4,,a,400,paid,X,,", "2026-11-04,4,,a,450,paid,Y,,", file: "orders/a.csv")
    // Another file, and a refund of its own line.
    try fixture.orders("2026-11-05,2,2,a,-50,,,,", "2026-11-03,3,1,a,375,placed,,,", file: "orders/b.csv")
    #expect(try fixture.cells("a", "orders.count", "orders.total") == ["3", "\(200 - 50 + 350 + 400 + 450)"])
    #expect(try fixture.ids("count(order_lines where status = cancelled) = 1") == ["a"])
  }

  @Test func metricsAreAsOfADay() throws {
    let fixture = try Fixture()
    try fixture.customer("a")
    try fixture.orders(
      "2026-01-10,1,1,a,100,,,,", "2026-03-10,2,1,a,200,,,,", "2026-03-10,2,2,a,50,,,,",
      "2026-12-01,3,1,a,1000,,,,")
    let columns = [
      "orders.count", "orders.total", "first_order", "last_order", "days_since_order", "repeat",
      "order_interval",
    ]
    func metrics(_ today: String) throws -> [String] {
      let rows = try fixture.rows(ListRequest(.customers, columns: columns), today: today)
      return rows.first?.cells.map { $0.serialized() } ?? []
    }
    #expect(
      try metrics("2026-11-20") == ["2", "350", "\"2026-01-10\"", "\"2026-03-10\"", "255", "true", "59"])
    #expect(
      try metrics("2026-01-31") == ["1", "100", "\"2026-01-10\"", "\"2026-01-10\"", "21", "false", "null"])
    #expect(try metrics("2025-12-31") == ["0", "0", "null", "null", "null", "false", "null"])
    #expect(try metrics("2026-12-01").prefix(2) == ["3", "1350"])
    #expect(try fixture.ids("orders.count = 0 and lifecycle = lead", today: "2025-12-31") == ["a"])
    #expect(try fixture.ids("lifecycle = customer", today: "2026-01-10") == ["a"])
  }

  @Test func otherCurrenciesCountWhereARateIsKnown() throws {
    let fixture = try Fixture()
    try fixture.customer("a")
    try fixture.orders(
      "2026-11-01,1,1,a,10.50,,,USD,", "2026-11-02,2,1,a,7,,,EUR,", "2026-11-03,3,1,a,5,,,JPY,")
    #expect(try fixture.cells("a", "orders.count", "orders.total") == ["3", "1580"])
    let found = try fixture.index().diagnostics().filter { $0.code == "no-rate" }
    #expect(found.map(\.location.description) == ["orders/2026.csv:3:1"])
  }

  @Test func subscriptionsAreLeftOutOfTheInterval() throws {
    let fixture = try Fixture()
    try fixture.customer("a")
    try fixture.orders(
      "2026-01-01,1,1,a,1,,,,", "2026-01-05,2,1,a,1,,,,monthly", "2026-01-11,3,1,a,1,,,,",
      "2026-01-11,4,1,a,1,,,,",
      "2026-01-31,5,1,a,1,,,,")
    #expect(try fixture.cells("a", "order_interval") == ["15"])
  }

  @Test func aPartyIsFoundInAFixedOrder() throws {
    let fixture = try Fixture()
    try fixture.customer("a", "email: [Shared@x.example, second@x.example]", "ids: {shop: S-1}")
    try fixture.customer("b", "email: shared@x.example", "ids: {shop: a}")
    try fixture.write(
      ["---", "name: f", "email: firm@x.example", "ids: {shop: F-1}", "---"], to: "companies/f.md")
    try fixture.write(["---", "name: a", "---"], to: "companies/a.md")
    try fixture.orders(
      "2026-11-01,1,1,a,1,,,,",  // the id before b's foreign one, the customer before the company
      "2026-11-01,2,1,customers/A,2,,,,", "2026-11-01,3,1,SHARED@x.example,4,,,,",  // the first by path
      "2026-11-01,4,1,ＳＥＣＯＮＤ@x.example,8,,,,", "2026-11-01,5,1,s-1,16,,,,",
      "2026-11-01,6,1,customers/S-1,32,,,,",
      "2026-11-01,7,1,companies/a,64,,,,", "2026-11-01,8,1,firm@x.example,128,,,,",
      "2026-11-01,9,1,companies/F-1,256,,,,",
      "2026-11-01,10,1,nobody,512,,,,", "2026-11-01,11,1,companies/b,1024,,,,")
    #expect(try fixture.cells("a", "orders.total") == ["63"])
    #expect(try fixture.cells("b", "orders.total") == ["0"])
    #expect(try fixture.cells("a", "orders.total", kind: .companies) == ["64"])
    #expect(try fixture.cells("f", "orders.total", kind: .companies) == ["384"])
    #expect(try fixture.codes().filter { $0 == "unknown-customer" }.count == 2)
  }

  /// A company's old id, kept as `ids: {daicho: …}` by a rename.
  @Test func ordersFollowARename() throws {
    let fixture = try Fixture()
    try fixture.write(["---", "name: f", "---"], to: "companies/old.md")
    try fixture.orders("2026-11-01,1,1,companies/old,64,,,,")
    #expect(try fixture.cells("old", "orders.total", kind: .companies) == ["64"])
    try fixture.folder.remove("companies/old.md")
    try fixture.write(["---", "name: f", "ids: {daicho: old}", "---"], to: "companies/new.md")
    #expect(try fixture.cells("new", "orders.total", kind: .companies) == ["64"])
    #expect(try fixture.index().verify().isEmpty)
  }

  /// Against sums made here, from the same random rows.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func totalsEqualSumsMadeFromTheRows(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let fixture = try Fixture()
    for number in 0..<5 { try fixture.customer("c\(number)") }
    var lines = ["date,order,line,customer,amount,status"]
    struct Row {
      let day, order, line, customer, amount: Int
      let status: String
    }
    var rows: [Row] = []
    let statuses = ["placed", "paid", "shipped", "delivered", "cancelled", "refunded"]
    for _ in 0..<300 {
      let order = Int.random(in: 0..<80, using: &random)
      let row = Row(
        day: 1 + Int.random(in: 0..<30, using: &random), order: order,
        line: Int.random(in: 0..<3, using: &random),
        customer: order % 5, amount: Int.random(in: -500...9000, using: &random),
        status: statuses.randomElement(using: &random) ?? "paid")
      rows.append(row)
      let day = row.day < 10 ? "0\(row.day)" : "\(row.day)"
      lines.append("2026-11-\(day),\(order),\(row.line),c\(row.customer),\(row.amount),\(row.status)")
    }
    try fixture.write(lines, to: "orders/x.csv")
    // placed < paid < shipped < delivered < cancelled and refunded; equal ones: the later.
    let rank = ["placed": 0, "paid": 1, "shipped": 2, "delivered": 3, "cancelled": 4, "refunded": 4]
    var held: [String: Row] = [:]
    for row in rows {
      let key = "\(row.order) \(row.line)"
      if let other = held[key], rank[row.status, default: 0] < rank[other.status, default: 0] { continue }
      held[key] = row
    }
    for today in [5, 20, 30] {
      let counting = held.values.filter {
        ["paid", "shipped", "delivered"].contains($0.status) && $0.day <= today
      }
      for customer in 0..<5 {
        let own = counting.filter { $0.customer == customer }
        // An order's date is its first line's.
        let last = Dictionary(grouping: own, by: \.order).values.compactMap { $0.map(\.day).min() }.max()
        let text = today < 10 ? "2026-11-0\(today)" : "2026-11-\(today)"
        #expect(
          try fixture.cells("c\(customer)", "orders.count", "orders.total", "days_since_order", today: text)
            == [
              "\(Set(own.map(\.order)).count)", "\(own.reduce(0) { $0 + $1.amount })",
              last.map { "\(today - $0)" } ?? "null",
            ], "seed \(seed), customer \(customer), day \(today)")
      }
    }
  }

  @Test func theSameEventTwiceIsOne() throws {
    let fixture = try Fixture()
    try fixture.customer("a", "email: a@x.example")
    try fixture.write(
      [
        #"{"id":"1","at":"2026-11-01T00:00:00Z","kind":"open","email":"A@x.example"}"#,
        #"{"id":"1","at":"2026-11-02T00:00:00Z","kind":"open","email":"a@x.example"}"#,
        #"{"id":"2","at":"2026-11-19T16:00:00Z","kind":"open","customer":"a"}"#,
        #"{"id":"3","at":"2026-11-21T00:00:00Z","kind":"open","customer":"a"}"#,
      ], to: "events/x.jsonl")
    // 16:00 UTC is the next day in Tokyo.
    #expect(try fixture.cells("a", "opens.30d", "last_open") == ["2", "\"2026-11-20\""])
  }

  @Test func machinesOpenNothing() throws {
    let fixture = try Fixture()
    try fixture.customer("a")
    try fixture.write(
      ["open", "click"].flatMap { kind in
        [("1", "false"), ("2", "true"), ("3", "\"true\""), ("4", "1"), ("5", "null")].map { day, automatic in
          #"{"id":"\#(kind)\#(day)","at":"2026-11-1\#(day)T00:00:00Z","kind":"\#(kind)","customer":"a","#
            + #""automatic":\#(automatic)}"#
        } + [#"{"id":"\#(kind)","at":"2026-11-10T00:00:00Z","kind":"\#(kind)","customer":"a","by":"proxy"}"#]
      }, to: "events/x.jsonl")
    #expect(
      try fixture.cells("a", "opens.30d", "last_open", "clicks.30d", "last_click")
        == ["3", "\"2026-11-15\"", "3", "\"2026-11-15\""])
  }
}
