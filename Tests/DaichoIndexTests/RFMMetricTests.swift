import DaichoIndex
import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

@Suite struct RFMMetricTests {
  private let columns = ["id", "rfm.recency", "rfm.frequency", "rfm.monetary", "rfm.segment"]

  private func marks(_ fixture: Fixture, today: String = "2026-11-20") throws -> [String: String] {
    let rows = try fixture.rows(ListRequest(.customers, columns: columns), today: today)
    return Dictionary(
      uniqueKeysWithValues: rows.map { row in
        (
          row.id,
          row.cells.dropFirst().map { $0.serialized().replacing("\"", with: "") }.joined(separator: " ")
        )
      })
  }

  /// The definition, word by word, in another language.
  private static let definition = """
    import csv, sys, math, json, datetime
    today = datetime.date.fromisoformat(sys.argv[2])
    orders = {}
    for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
        day = datetime.date.fromisoformat(row["date"])
        if day > today or row["status"] in ("placed", "cancelled", "refunded"): continue
        order = orders.setdefault((row["customer"], row["order"]), [day, 0])
        order[0] = min(order[0], day); order[1] += int(row["amount"])
    people = {}
    for (customer, _), (day, amount) in orders.items():
        p = people.setdefault(customer, [day, 0, 0])
        p[0] = max(p[0], day); p[1] += 1; p[2] += amount
    values = {c: ((today - p[0]).days, p[1], p[2]) for c, p in people.items()}
    n = len(values)
    if not n: raise SystemExit
    bounds = [[sorted(v[i] for v in values.values())[math.ceil(k * n / 5) - 1] for k in (1, 2, 3, 4)] for i in range(3)]
    def segment(r, f):
        if r <= 2: return "hibernating" if f <= 2 else "at-risk" if f <= 4 else "cant-lose"
        if r == 3: return "about-to-sleep" if f <= 2 else "need-attention" if f == 3 else "loyal"
        if f == 1: return "promising" if r == 4 else "new"
        if f <= 3: return "potential-loyal"
        return "champion" if r == 5 else "loyal"
    for c, v in values.items():
        below = [sum(b < v[i] for b in bounds[i]) for i in range(3)]
        r, f, m = 5 - below[0], 1 + below[1], 1 + below[2]
        print(c, r, f, m, segment(r, f))
    """

  @Test(arguments: [1, 2, 3, 4, 5, 6]) func areWhatTheDefinitionSays(seed: UInt64) throws {
    let fixture = try Fixture()
    var random = SplitMix64(seed: seed)
    let count = [1, 2, 4, 7, 40, 150][Int(seed) - 1]
    for number in 0..<count { try fixture.customer("c\(number)") }
    let start = try #require(CalendarDate(typed: "2026-01-01"))
    let statuses = ["", "paid", "shipped", "placed", "cancelled", ""]
    var lines: [String] = []
    for order in 0..<(count * 3) {
      let customer = "c\(Int.random(in: 0..<count, using: &random))"
      let day = start.adding(days: Int.random(in: 0..<350, using: &random))
      for line in 1...Int.random(in: 1...3, using: &random) {
        let status = statuses[Int.random(in: 0..<statuses.count, using: &random)]
        // A refund of a line lies after the order, now and then after today.
        let later = line == 3 ? Int.random(in: 0..<60, using: &random) : 0
        let amount = Int.random(in: -500...3000, using: &random)
        lines.append("\(day.adding(days: later)),\(order),\(line),\(customer),\(amount),\(status),,,")
      }
    }
    try fixture.write(
      ["date,order,line,customer,amount,status,sku,currency,subscription"] + lines, to: "orders/a.csv")
    for today in ["2026-11-20", "2026-06-30", "2025-12-31"] {
      let answer = try Python.run(
        RFMMetricTests.definition, [fixture.folder.path + "/orders/a.csv", today])
      var expected: [String: String] = [:]
      for line in answer.split(separator: "\n") {
        let words = line.split(separator: " ", maxSplits: 1)
        expected[String(words[0])] = String(words[1])
      }
      let found = try marks(fixture, today: today).filter { $0.value != "null null null null" }
      #expect(found == expected, "as of \(today)")
    }
  }

  @Test func thresholdsOfTheSettingsHold() throws {
    let fixture = try Fixture(
      settings: Fixture.settings + "\nrfm: {recency: [10, 20, 30.5, 40], monetary: [1, 2, 3, 1000]}\n")
    try fixture.customer("a")
    try fixture.customer("b")
    try fixture.orders("2026-10-20,1,1,a,1000,,,,", "2026-10-21,2,1,b,1001,,,,")
    #expect(try marks(fixture) == ["a": "2 1 4 hibernating", "b": "3 1 5 about-to-sleep"])
    #expect(try fixture.ids("rfm.segment = hibernating and rfm.monetary >= 4") == ["a"])
  }

  @Test func followNewOrdersAndTheDay() throws {
    let fixture = try Fixture()
    for name in ["a", "b", "c"] { try fixture.customer(name) }
    try fixture.orders("2026-01-01,1,1,a,10,,,,", "2026-02-01,2,1,b,10,,,,", "2026-03-01,3,1,c,10,,,,")
    let real = CalendarDate(day: Int(Date().timeIntervalSince1970) / 86_400).description
    for today in ["2026-11-20", real] {
      #expect(try fixture.ids("rfm.recency = 5", today: today) == ["c"])
    }
    #expect(try fixture.ids("rfm.recency = 5", today: "2026-02-20") == ["b"])
    try fixture.orders("2026-04-01,4,1,a,10,,,,", file: "orders/more.csv")
    for today in ["2026-11-20", real] {
      #expect(try fixture.ids("rfm.recency = 5", today: today) == ["a"])
    }
    #expect(try fixture.ids("rfm.frequency > 1") == ["a"])
    #expect(try fixture.index(today: real).verify().isEmpty)
  }

  /// One connection's temporary tables must not outlive a change that another process makes.
  @Test func anotherProcessMayChangeTheOrdersMeanwhile() throws {
    let fixture = try Fixture()
    for name in ["a", "b"] { try fixture.customer(name) }
    try fixture.orders("2026-01-01,1,1,a,10,,,,", "2026-01-02,2,1,b,10,,,,", "2026-12-01,3,1,b,5,,,,")
    let index = try fixture.index()
    func ids(_ filter: String) throws -> [String] {
      var found: [String] = []
      try index.list(
        ListRequest(.customers, filters: [filter]), columns: { _ in }, row: { found.append($0.id) })
      return found
    }
    #expect(try ids("rfm.recency = 5") == ["b"])
    #expect(try ids("orders.count = 1") == ["a", "b"])
    try fixture.orders("2026-03-01,4,1,a,10,,,,", file: "orders/more.csv")
    #expect(try fixture.ids("orders.count = 2") == ["a"])
    #expect(try ids("orders.count = 2") == ["a"])
    #expect(try ids("rfm.recency = 5") == ["a"])
  }

  @Test func nobodyHasMarksWithoutOrders() throws {
    let fixture = try Fixture()
    #expect(try fixture.ids("rfm.recency >= 1") == [])
    try fixture.customer("a")
    #expect(try marks(fixture) == ["a": "null null null null"])
  }
}
