import DaichoIndex
import DaichoInsight
import DaichoModel
import Testing

/// The reports of the sales team, on workspaces small enough to compute by hand.
struct SalesReportTests {
  private static let settings = """
    name: Test
    timezone: Asia/Tokyo
    currency: JPY
    rates: {USD: 150}
    members:
      sato: {name: 佐藤 健}
      suzuki: {name: 鈴木 恵}
    pipelines:
      default:
        - {stage: inquiry, probability: 0.1}
        - {stage: proposal, probability: 0.4, rot_after: 21 days}
        - {stage: won, probability: 1}
        - {stage: lost, probability: 0}
      wholesale:
        - {stage: sample, probability: 0.5, rot_after: 1 week}
        - {stage: won, probability: 1}
    """

  private func shop() throws -> Fixture { try Fixture(settings: SalesReportTests.settings) }

  private func deal(_ shop: Fixture, _ id: String, _ fields: String..., log: [String] = []) throws {
    let body = log.isEmpty ? [] : ["", "## Log", ""] + log
    try shop.write(["---", "title: \(id)"] + fields + ["---"] + body, to: "deals/\(id).md")
  }

  private func inquiry(_ shop: Fixture, _ id: String, _ fields: String..., log: [String] = []) throws {
    let body = log.isEmpty ? [] : ["", "## Log", ""] + log
    try shop.write(["---", "subject: \(id)"] + fields + ["---"] + body, to: "inquiries/\(id).md")
  }

  private func period(_ from: String, _ to: String) throws -> DayPeriod {
    let first: CalendarDate = try #require(CalendarDate(typed: from))
    let last: CalendarDate = try #require(CalendarDate(typed: to))
    return DayPeriod(from: first, to: last)
  }

  /// Asks while the shop's folder is there.
  private func ask<Answer>(
    _ shop: Fixture, today: String = "2026-11-20", _ question: (WorkspaceIndex) throws -> Answer
  ) throws -> Answer {
    try withExtendedLifetime(shop) { try question(shop.index(today: today)) }
  }

  // MARK: Deals

  private func dealShop() throws -> Fixture {
    let shop = try shop()
    try shop.customer("hana", "lifecycle: lead", "tags: [vip]")
    try shop.write(["---", "name: VIPs", "where: tags has vip", "---"], to: "segments/vips.md")
    // 31 days old, and nothing since: rots.
    try deal(
      shop, "a", "stage: proposal", "amount: 1000", "created: 2026-10-20", "close: 2026-12-10",
      "customer: hana",
      "owner: sato")
    // Its own probability, and a contact 10 days ago; a task is no movement, nor is what is to come.
    try deal(
      shop, "b", "stage: Proposal", "amount: 500", "probability: 0.9", "created: 2026-10-01",
      "close: 2026-11-19",
      log: ["- 2026-11-10 call out @sato: hi", "- [ ] 2026-11-25 @sato: send", "- 2026-12-24 note: later"])
    try deal(shop, "c", "stage: inquiry", "amount: 10", "currency: USD", log: ["- 2026-11-15 note: came"])
    try deal(shop, "d", "stage: inquiry", "amount: 7", "currency: EUR", "close: 2026-12-31")
    try deal(shop, "e", "stage: won", "amount: 300", "close: 2026-11-02")
    try deal(shop, "f", "stage: lost", "amount: 300", "close: 2026-11-02")
    try deal(shop, "g", "pipeline: wholesale", "stage: sample", "amount: 200", "created: 2026-11-12")
    try deal(shop, "h", "stage: 検討", "amount: 40")
    return shop
  }

  @Test func dealsStandByStage() throws {
    let (figures, withoutRate) = try ask(dealShop()) { try $0.pipelineReport(ReportRequest()) }
    let rows = figures.rows.map {
      "\($0.pipeline) \($0.stage) \($0.deals) \($0.amount) \($0.weighted) \($0.rotting)"
    }
    #expect(
      rows == [
        "default inquiry 2 1500 150 0", "default proposal 2 1500 850 1", "default won 1 300 300 0",
        "default lost 1 300 0 0", "wholesale sample 1 200 100 1", "wholesale won 0 0 0 0",
        // A stage that daicho.yml does not know is not read; `check` names it.
        "default  1 40 0 0",
      ])
    #expect(withoutRate == 1)
    #expect(figures.rows[1].meanAge == 40.5)
    #expect(figures.rows[0].meanAge == 5)
    let open = figures.total(.open)
    #expect([open.deals, Int(open.amount), Int(open.weighted), open.rotting] == [6, 3240, 1100, 2])
  }

  @Test func conditionsChooseDeals() throws {
    let shop = try dealShop()
    defer { withExtendedLifetime(shop) {} }
    let index = try shop.index()
    func deals(_ request: ReportRequest) throws -> Int {
      try index.pipelineReport(request).figures.rows.map(\.deals).reduce(0, +)
    }
    #expect(try deals(ReportRequest(segments: ["vips"])) == 1)
    #expect(try deals(ReportRequest(owner: "sato")) == 1)
    #expect(try deals(ReportRequest(filters: ["amount >= 500", "stage = proposal"])) == 2)
    #expect(try deals(ReportRequest(tags: ["vip\" or amount > 0 or title = \""])) == 0)
    #expect(try deals(ReportRequest(period: period("2026-12-01", "2026-12-31"))) == 2)
    #expect(throws: DaichoError.self) { try deals(ReportRequest(filters: ["amuont > 1"])) }
    #expect(throws: DaichoError.self) { try deals(ReportRequest(segments: ["nobody"])) }
  }

  @Test func monthsForetell() throws {
    let figures = try ask(dealShop()) { try $0.forecastReport(ReportRequest()) }.figures
    let months = figures.months.map {
      "\(String($0.first.description.prefix(7))) \($0.open.deals) \($0.open.amount) \($0.open.weighted) \($0.won.amount)"
    }
    #expect(months == ["2026-11 0 0 0 300", "2026-12 2 1000 400 0"])
    #expect([figures.slipped.deals, Int(figures.slipped.weighted)] == [1, 450])
    #expect([figures.undated.deals, Int(figures.undated.amount)] == [3, 1740])
    #expect([figures.total.expected, figures.total.bestCase] == [700, 1300])
  }

  // MARK: People

  @Test func leadsGoByWhatTheyDid() throws {
    let shop = try shop()
    try shop.customer("a", "lifecycle: subscriber", "source: web", "created: 2026-01-01")
    try shop.customer("b", "lifecycle: lead", "source: ＷＥＢ", "created: 2026-02-28")
    try shop.customer("c", "lifecycle: former", "source: web")
    try shop.customer("d", "lifecycle: qualified")
    try shop.customer("e", "source: 紹介")
    try shop.orders(
      "2026-11-01,1,1,a,100,paid,X,,", "2026-11-01,2,1,c,100,paid,X,,", "2026-11-01,3,1,b,1,placed,X,,")
    try deal(shop, "won", "stage: won", "customer: e")
    let figures = try ask(shop) { try $0.leadsReport(ReportRequest()) }
    #expect(LeadFigures.Stage.allCases.map(figures.total.reached) == [4, 4, 3, 2])
    #expect(figures.rows.map(\.counts.people) == [3, 1, 1])
    #expect(figures.rows[0].counts.conversion == 0.5)
    let early = try ask(shop) {
      try $0.leadsReport(ReportRequest(period: period("2026-02-01", "2026-02-28")))
    }
    #expect(early.total.people == 1)
    #expect(
      try ask(shop) { try $0.leadsReport(ReportRequest(filters: ["orders.count > 0"])) }.total.people == 2)
  }

  @Test func activityIsByMember() throws {
    let shop = try shop()
    try shop.customer(
      "a",
      log: [
        "- 2026-11-01 call @sato: x", "- 2026-11-02 email out @佐藤: x", "- 2026-11-02 note @sato: no contact",
        "- 2026-11-21 call @sato: to come", "- [ ] 2026-11-19 @sato: late", "- [ ] 2026-11-20 @sato: today",
        "- [x] 2026-11-05 @suzuki: done", "- 2026-10-01 visit: nobody",
      ])
    try deal(shop, "d", "customer: a", log: ["- 2026-11-03 call @stranger: x"])
    try shop.write(
      ["---", "name: Co", "---", "", "## Log", "", "- 2026-11-03 call @suzuki: x"], to: "companies/co.md")
    let all = try ask(shop) { try $0.activityReport(ReportRequest()) }
    #expect(all.rows.map(\.member) == ["sato", "suzuki", "stranger", nil])
    #expect(all.rows.map(\.contactCount) == [2, 1, 1, 1])
    #expect(all.rows[0].contacts == ["call": 1, "email": 1])
    #expect(
      all.rows.map { [$0.kept, $0.missed, $0.pending] } == [[0, 1, 1], [1, 0, 0], [0, 0, 0], [0, 0, 0]])
    let november = try ask(shop) {
      try $0.activityReport(
        ReportRequest(period: period("2026-11-01", "2026-11-30"), filters: ["name = a"]))
    }
    #expect(november.rows.map(\.contactCount) == [2, 0, 1])
  }

  @Test func inquiriesWaitForTheFirstAnswer() throws {
    let shop = try shop()
    try shop.write(["---", "name: 深煎り", "---"], to: "products/dark.md")
    try inquiry(
      shop, "a", "type: question", "channel: email", "product: dark", "status: resolved",
      "opened: 2026-11-01 10:00", "resolved: 2026-11-03 10:00",
      log: [
        "- 2026-11-01 09:00 call out @sato: before", "- 2026-11-01 10:00 email in: the question",
        "- 2026-11-01 12:30 email out @sato: the answer", "- 2026-11-02 09:00 email out @sato: more",
      ])
    // Without a direction, and later.
    try inquiry(
      shop, "b", "type: question", "opened: 2026-11-05 10:00", "status: waiting",
      log: ["- 2026-11-05 10:00 visit: came in", "- 2026-11-06 10:00 call: told"])
    try inquiry(shop, "c", "type: complaint", "opened: 2026-11-10", "resolved: 2026-11-11")
    try inquiry(shop, "d", "status: open", log: ["- 2026-11-06 10:00 call out: told"])
    let figures = try ask(shop) { try $0.inquiriesReport(ReportRequest()) }
    #expect([figures.total.opened, figures.total.resolved, figures.total.open] == [4, 2, 2])
    #expect(figures.total.answered == 2)
    #expect(figures.total.medianResponse == 13.25)
    #expect(figures.total.medianResolution == 36)
    let rows = figures.rows.map { "\($0.dimension) \($0.value ?? "-") \($0.counts.opened)" }
    #expect(
      rows == [
        "type question 2", "type - 1", "type complaint 1", "channel - 3", "channel email 1", "product - 3",
        "product 深煎り 1",
      ])
  }

  // MARK: Campaigns

  private func campaignShop() throws -> Fixture {
    let shop = try shop()
    for id in ["a", "b", "c", "d"] { try shop.customer(id, "email: \(id)@example.com") }
    try shop.write(
      ["---", "name: Winter", "cost: 1000", "coupon: {code: WINTER10}", "---"], to: "campaigns/winter.md")
    try shop.write(["---", "name: Spring", "cost: 3000", "---"], to: "campaigns/spring.md")
    try shop.write(["---", "name: Birthday", "coupon: {prefix: BDAY}", "---"], to: "campaigns/birthday.md")
    try shop.write(["---", "name: Plan", "cost: 500", "---"], to: "campaigns/plan.md")
    func event(_ id: Int, _ kind: String, _ who: String, _ campaign: String, _ at: String) -> String {
      #"{"id": "e\#(id)", "at": "\#(at)+09:00", "kind": "\#(kind)", "customer": "\#(who)", "campaign": "\#(campaign)"}"#
    }
    try shop.write(
      [
        event(1, "open", "a", "winter", "2026-11-01T08:00:00"),
        event(2, "click", "a", "winter", "2026-11-01T08:01:00"),
        event(2, "click", "a", "winter", "2026-11-01T08:01:00"),
        event(3, "open", "a", "Spring", "2026-11-05T08:00:00"),
        event(4, "open", "b", "spring", "2026-11-05T08:00:00"),
        event(5, "open", "b", "spring", "2026-11-06T08:00:00"),
        event(6, "click", "c", "winter", "2026-11-30T08:00:00"),
      ], to: "events/2026.jsonl")
    func send(_ address: String, _ state: String) -> String {
      #"{"at": "2026-11-01T07:00:00+09:00", "campaign": "winter", "address": "\#(address)", "state": "\#(state)"}"#
    }
    try shop.write(
      [
        send("a@example.com", "attempting"), send("a@example.com", "accepted"),
        send("A@example.com", "accepted"),
        send("b@example.com", "failed"),
      ], to: "sends/winter.jsonl")
    try shop.write(
      [
        "date,order,line,customer,amount,status,coupon",
        // The click of seven days ago outdoes the later open.
        "2026-11-08,1,1,a,1000,paid,", "2026-11-20,1,2,a,-100,refunded,", "2026-11-20,1,3,a,-100,paid,",
        // Eight days after the click, three after the open.
        "2026-11-09,2,1,a,200,paid,",
        "2026-11-13,3,1,b,30,paid,", "2026-11-14,4,1,b,4000,paid,",
        "2026-11-14,5,1,d,50,paid,winter10", "2026-11-14,6,1,nobody,5,paid,bday-77",
        "2026-11-14,7,1,d,9,placed,WINTER10",
        "2026-11-25,8,1,b,7,paid,WINTER10",
      ], to: "orders/2026.csv")
    return shop
  }

  @Test func ordersAreOwedToTheLastTouch() throws {
    let found = try ask(campaignShop()) { try $0.returnReport(ReportRequest()) }
    let rows = found.map { campaign in
      let by = Attribution.Evidence.allCases.map { "\(campaign.orders[$0] ?? 0)" }.joined(separator: ",")
      return "\(campaign.id) \(campaign.measuredRevenue.map { "\($0)" } ?? "-") \(by) "
        + [campaign.sent, campaign.opens, campaign.clicks].map { $0.map { "\($0)" } ?? "-" }.joined(
          separator: ",")
    }
    #expect(
      rows == [
        "winter 950 1,0,1 1,1,1", "spring 230 0,2,0 -,2,0", "birthday 5 0,0,1 -,-,-", "plan - 0,0,0 -,-,-",
      ])
    #expect(found.map(\.cost) == [1000, 3000, nil, 500])
    #expect(found.map(\.returnOnCost) == [-0.05, -2770 / 3000, nil, nil])
  }

  @Test func nothingIsOwedToMachines() throws {
    let shop = try campaignShop()
    let before = try ask(shop) { try $0.returnReport(ReportRequest()) }.filter { $0.id != "plan" }
    try shop.write(
      [("click", "b", "winter"), ("open", "d", "winter"), ("open", "d", "plan")].map { kind, who, campaign in
        #"{"id": "\#(kind)\#(campaign)", "at": "2026-11-12T08:00:00+09:00", "kind": "\#(kind)", "#
          + #""customer": "\#(who)", "campaign": "\#(campaign)", "automatic": true, "by": "scanner"}"#
      }, to: "events/machines.jsonl")
    let after = try ask(shop) { try $0.returnReport(ReportRequest()) }
    #expect(after.filter { $0.id != "plan" } == before)
    #expect(after.first { $0.id == "plan" }?.opens == 0)
    #expect(try ask(shop) { try $0.campaignResults("winter") }?.all.opened == 1)
  }

  @Test func aPeriodIsOfWhatHappened() throws {
    let shop = try campaignShop()
    let found = try ask(shop) {
      try $0.returnReport(ReportRequest(period: period("2026-11-09", "2026-11-13")))
    }
    #expect(found.map(\.id) == ["spring"])
    #expect(found.first?.measuredRevenue == 230)
    let later = try ask(shop, today: "2026-11-30") {
      try $0.returnReport(ReportRequest(filters: ["id = winter"]))
    }
    #expect(later.map(\.measuredRevenue) == [957])
    #expect(later.map(\.clicks) == [2])
  }

  @Test func anEmptyWorkspaceHasEmptyReports() throws {
    let shop = try shop()
    defer { withExtendedLifetime(shop) {} }
    let index = try shop.index()
    #expect(try index.pipelineReport(ReportRequest()).figures.total(.open).deals == 0)
    #expect(try index.forecastReport(ReportRequest()).figures.months.isEmpty)
    #expect(try index.leadsReport(ReportRequest()).rows.isEmpty)
    #expect(try index.activityReport(ReportRequest()).total.contactCount == 0)
    #expect(try index.inquiriesReport(ReportRequest()).rows.isEmpty)
    #expect(try index.returnReport(ReportRequest()).isEmpty)
  }

  // MARK: Times

  @Test(arguments: [
    ("2026-11", "2026-11-01", "2026-11-30"), ("2024-02", "2024-02-01", "2024-02-29"),
    ("2026-Q4", "2026-10-01", "2026-12-31"),
    ("last month", "2026-10-01", "2026-10-31"), ("先月", "2026-10-01", "2026-10-31"),
    ("2026", "2026-01-01", "2026-12-31"),
    ("this fiscal year", "2026-04-01", "2027-03-31"), ("start of month", "2026-11-01", "2026-11-01"),
    ("90 days ago", "2026-08-22", "2026-08-22"), ("2026/11/3", "2026-11-03", "2026-11-03"),
    ("last 7 days", "2026-11-14", "2026-11-20"),
  ])
  func timesAreAsInFilters(_ typed: String, _ first: String, _ last: String) throws {
    let shop = try shop()
    defer { withExtendedLifetime(shop) {} }
    let index = try shop.index()
    #expect(index.day(typed: typed, isEnd: false)?.description == first)
    #expect(index.day(typed: typed, isEnd: true)?.description == last)
  }

  @Test(arguments: [
    "", "x", "90 days", "2026-13", "today and tomorrow", "2026-02-30", "\"2026\"", "(2026)", "last",
  ])
  func whatIsNoTimeIsNone(_ typed: String) throws {
    #expect(try ask(shop()) { $0.day(typed: typed, isEnd: false) } == nil)
  }
}
