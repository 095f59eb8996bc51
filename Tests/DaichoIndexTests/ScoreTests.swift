import DaichoIndex
import DaichoModel
import DaichoTestSupport
import Testing

struct ScoreTests {
  private let fixture: Fixture

  init() throws {
    fixture = try Fixture()
    try fixture.customer("a", "lifecycle: lead", "owner: sato", "heat: 3")
    try fixture.customer(
      "b", "lifecycle: qualified",
      log: ["- 2026-11-18 call in: x", "- [ ] 2026-12-01: later", "- [ ] 2026-11-20: now"])
    try fixture.customer("c", "lifecycle: former")
    try events([
      ("a", "click", "2026-11-20"), ("a", "click", "2026-10-21"), ("a", "click", "2026-09-21"),
      ("a", "form", "2026-11-01"), ("b", "click", "2026-11-10"), ("c", "click", "2026-11-20"),
    ])
  }

  private func events(_ rows: [(customer: String, kind: String, day: String)]) throws {
    try fixture.write(
      rows.enumerated().map { index, row in
        """
        {"id":"e\(index)","at":"\(row.day)T12:00:00+09:00","kind":"\(row.kind)","customer":"\(row.customer)"}
        """
      }, to: "events/2026.jsonl")
  }

  private func score(_ lines: String..., id: String = "s") throws {
    try fixture.write(["---", "name: \(id)"] + lines + ["---"], to: "scores/\(id).md")
  }

  private func points(_ id: String, today: String = "2026-11-20", kind: Kind = .customers) throws -> String? {
    try fixture.cells(id, "score.s", kind: kind, today: today).first
  }

  private func explanation(_ id: String, today: String = "2026-11-20") throws -> ScoreAnswer {
    let index = try fixture.index(today: today)
    let record = try #require(try index.find(id, kinds: [.customers]).first)
    return try index.explain(try index.score("s"), of: record)
  }

  // MARK: The definition

  @Test func isMissingOutsideOfItsTarget() throws {
    try score(
      "of: customers where lifecycle in (lead, qualified)", "rules:", "  - {when: mailable, points: 5}")
    #expect(try points("a") == "0")
    #expect(try points("c") == "null")
    #expect(try fixture.ids("score.s is not set") == ["c"])
    #expect(try fixture.ids("score.s <= 0") == ["a", "b"])
    #expect(try fixture.ids("not score.s > 0") == ["a", "b", "c"])
  }

  @Test func givesAConditionItsPointsOnce() throws {
    try score("rules:", "  - when: any(events where kind = click)", "    points: 7.25")
    #expect(try points("a") == "7.3")
    #expect(try points("b") == "7.3")
  }

  @Test func countsItemsUpToAMaximum() throws {
    try score(
      "rules:", "  - {each: events where kind = click, points: 5, max: 12}",
      "  - {each: events, points: -2, max: -3}",
      "  - {each: contacts, points: 4}")
    #expect(try points("a") == "9")
    #expect(try points("b") == "7")
    let rules = try explanation("a").rules
    #expect(rules.map(\.items) == [3, 4, 0])
    #expect(rules.map(\.tenths) == [120, -30, 0])
    #expect(rules.map(\.isCapped) == [true, true, false])
  }

  @Test func fadesWithAHalfLife() throws {
    try score("rules:", "  - {each: events where kind = click, points: 8, half_life: 30 days}")
    // Ages 0, 30 and 60: 8 × (1 + 1/2 + 1/4).
    #expect(try points("a") == "14")
    // 30 days on, each counts half.
    #expect(try points("a", today: "2026-12-20") == "7")
    // Of that day alone the last click is to come: 8 × (1 + 1/2).
    #expect(try points("a", today: "2026-10-21") == "12")
    #expect(try points("c", today: "2026-11-19") == "0")
    try score("rules:", "  - {each: events where kind = click, points: 8, half_life: 2 weeks, max: 10}")
    let rule = try #require(try explanation("a").rules.first)
    #expect(rule.isCapped && rule.tenths == 100)
  }

  /// Tasks may lie in the future; with a half-life they count nothing before their day.
  @Test func countsFutureItemsOnlyWithoutAHalfLife() throws {
    try score("rules:", "  - {each: tasks, points: 3}")
    #expect(try points("b") == "6")
    try score("rules:", "  - {each: tasks, points: 3, half_life: 30 days}")
    #expect(try points("b") == "3")
  }

  @Test func datesOrdersDealsAndInquiries() throws {
    try fixture.orders(
      "2026-11-20,o1,1,a,300,paid,X,,", "2026-11-20,o1,2,a,300,paid,Y,,", "2026-10-21,o2,1,a,100,paid,X,,")
    try fixture.write(["---", "title: d", "customer: a", "created: 2026-10-21", "---"], to: "deals/d.md")
    try fixture.write(["---", "title: e", "customer: a", "---"], to: "deals/e.md")
    try fixture.write(
      ["---", "subject: i", "customer: a", "opened: 2026-09-21 10:00", "---"], to: "inquiries/i.md")
    try score(
      "rules:", "  - {each: orders, points: 10, half_life: 30 days}",
      "  - {each: deals, points: 10, half_life: 30 days}",
      "  - {each: inquiries, points: 10, half_life: 30 days}", "  - {each: deals, points: 1}",
      "  - {each: order_lines, points: 1, half_life: 30 days}")
    // 15 of the orders, 5 and nothing of the deals, 2.5 of the inquiry, 2 deals, 2.5 of the lines.
    #expect(try explanation("a").rules.map(\.tenths) == [150, 50, 25, 20, 25])
    #expect(try points("a") == "27")
  }

  // MARK: Adding up

  /// Of random rules over random events: the score of each customer equals an independent computation, and
  /// the rules of its explanation come to it exactly.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func equalsAnIndependentComputation(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let today = try #require(CalendarDate(typed: "2026-11-20"))
    let ids = (0..<12).map { "c\($0)" }
    for id in ids { try fixture.customer(id) }
    var ages: [String: [(kind: String, age: Int)]] = [:]
    var rows: [(String, String, String)] = []
    for _ in 0..<150 {
      let id = ids[Int.random(in: 0..<ids.count, using: &random)]
      let kind = ["click", "open", "form"][Int.random(in: 0..<3, using: &random)]
      let age = Int.random(in: -5..<200, using: &random)
      rows.append((id, kind, today.adding(days: -age).description))
      ages[id, default: []].append((kind, age))
    }
    try events(rows)
    struct Rule {
      let kind: String
      let points: Double
      let max: Double?
      let halfLife: Int?
    }
    let rules = ["click", "open", "form", "click", "open"].map { kind in
      let points = Double(Int.random(in: -99...99, using: &random)) / 10
      let cap = Double(Int.random(in: 1...30, using: &random))
      return Rule(
        kind: kind, points: points, max: Bool.random(using: &random) ? (points < 0 ? -cap : cap) : nil,
        halfLife: Bool.random(using: &random) ? Int.random(in: 1...90, using: &random) : nil)
    }
    var lines = ["---", "rules:"]
    for rule in rules {
      lines.append("  - each: events where kind = \(rule.kind)")
      lines.append("    points: \(rule.points)")
      if let max = rule.max { lines.append("    max: \(max)") }
      if let halfLife = rule.halfLife { lines.append("    half_life: \(halfLife) days") }
    }
    try fixture.write(lines + ["---"], to: "scores/s.md")
    for id in ids {
      var tenths = 0
      for rule in rules {
        let items = (ages[id] ?? []).filter { $0.kind == rule.kind && $0.age >= 0 }
        var points = items.reduce(0.0) { sum, item in
          var weight = 1.0
          if let halfLife = rule.halfLife {
            // Not by exp2: (1/2)^(whole half-lives) times the root of what is left.
            weight = Double(sign: .plus, exponent: -(item.age / halfLife), significand: 1)
            weight *= root(ofHalf: Double(item.age % halfLife) / Double(halfLife))
          }
          return sum + rule.points * weight
        }
        if let max = rule.max { points = rule.points < 0 ? Swift.max(points, max) : Swift.min(points, max) }
        tenths += Int((points * 10).rounded(.toNearestOrAwayFromZero))
      }
      let answer = try explanation(id)
      #expect(answer.rules.reduce(0) { $0 + Int($1.tenths) } == tenths, "\(id)")
      #expect(answer.points == Double(tenths) / 10, "\(id)")
    }
  }

  /// 0.5^x for 0 ≤ x < 1, by repeated square roots.
  private func root(ofHalf exponent: Double) -> Double {
    var (result, factor, rest) = (1.0, 0.5, exponent)
    for _ in 0..<60 {
      factor = factor.squareRoot()
      rest *= 2
      if rest >= 1 {
        result *= factor
        rest -= 1
      }
    }
    return result
  }

  // MARK: Everywhere

  @Test func worksInFiltersColumnsSortsSegmentsAndOtherScores() throws {
    try score("of: customers where lifecycle in (lead, qualified)", "rules:", "  - {each: events, points: 5}")
    try score("rules:", "  - when: score.s >= 20 or segment(warm)", "    points: 2", id: "top")
    try fixture.write(["---", "where: score.s between 5 and 19", "---"], to: "segments/warm.md")
    try fixture.write(["---", "title: d", "customer: a", "---"], to: "deals/d.md")
    #expect(try fixture.ids("score.s >= 20") == ["a"])
    #expect(try fixture.ids("segment(warm)") == ["b"])
    #expect(try fixture.ids("score.TOP = 2") == ["a", "b"])
    #expect(try fixture.ids("score.s - score.top > 10") == ["a"])
    #expect(try fixture.ids("customer.score.s = 20", .deals) == ["d"])
    #expect(try fixture.cells("d", "customer.score.s", kind: .deals) == ["20"])
    let rows = try fixture.rows(ListRequest(.customers, columns: ["score.s"], sort: ["-score.s"]))
    #expect(rows.map(\.id) == ["a", "b", "c"])
    #expect(
      try fixture.rows(ListRequest(.customers, columns: ["id"], sort: ["score.s"])).map(\.id) == [
        "b", "a", "c",
      ])
  }

  /// Scores of scores, as deep as SQLite takes them; beyond that an error, not a failure of the index.
  @Test func nestsSomeLevelsDeep() throws {
    try score("of: customers where lifecycle is set", "rules:", "  - {each: events, points: 5, max: 30}")
    for (level, below) in zip(1..., ["s", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8"]) {
      try score(
        "of: customers where score.\(below) is set", "rules:", "  - {when: score.\(below) >= 1, points: 1}",
        id: "n\(level)")
    }
    #expect(try fixture.ids("score.n3 = 1 and score.s - score.n3 > 10") == ["a"])
    let error = try #require(throws: DaichoError.self) { try fixture.ids("score.n9 = 1") }
    #expect(error.code == "filter-too-deep")
    #expect(try fixture.codes().contains("filter-too-deep"))
  }

  /// More rules than SQLite's expressions may be deep.
  @Test func takesAThousandRules() throws {
    let rules = (0..<1_100).map { _ in "  - {when: repeat = no, points: 1}" }
    try fixture.write(["---", "rules:"] + rules + ["---"], to: "scores/s.md")
    #expect(try points("a") == "1100")
  }

  /// A field that only files know, deep in a score.
  @Test func knowsFieldsOfTheFilesOwn() throws {
    try score("rules:", "  - {when: heat > 2, points: 5}")
    #expect(try points("a") == "5")
    #expect(try fixture.ids("score.s = 5") == ["a"])
    #expect(try fixture.codes() == ["unknown-field"])
  }

  @Test func isOfAnyKind() throws {
    try fixture.write(["---", "title: d", "amount: 500", "---"], to: "deals/d.md")
    try score("of: 商談 where amount > 100", "rules:", "  - {when: amount > 400, points: 5}")
    #expect(try points("d", kind: .deals) == "5")
    #expect(throws: DaichoError.self) { try fixture.ids("score.s > 1") }
  }

  // MARK: What is wrong

  @Test func tellsACircle() throws {
    try score("rules:", "  - {when: segment(t), points: 1}")
    try fixture.write(["---", "where: score.s > 1", "---"], to: "segments/t.md")
    let error = try #require(throws: DaichoError.self) { try fixture.ids("score.s > 1") }
    #expect(error.code == "score-circle")
    #expect(try fixture.codes() == ["unknown-field", "score-circle", "score-circle"])
  }

  @Test func tellsABrokenRuleAtItsPlace() throws {
    try score("rules:", "  - when: mailable", "    points: 1", "  - when: lst_order is set", "    points: 2")
    let asked = try #require(throws: DaichoError.self) { try fixture.ids("score.s > 1") }
    #expect(asked.code == "score-invalid" && asked.hint?.en.hasSuffix("scores/s.md:6:11") == true)
    let shown = try #require(throws: DaichoError.self) { try points("a") }
    #expect(shown.code == "unknown-field" && shown.location?.description == "scores/s.md:6:11")
  }

  @Test(
    arguments: [
      (["rules:", "  - {when: mailable}"], "missing-points", "4:5"),
      (["rules:", "  - {when: mailable, points: many}"], "wrong-type", "4:30"),
      (["rules:", "  - {points: 5}"], "rule-without-condition", "4:5"),
      (["rules:", "  - {when: mailable, each: events, points: 5}"], "rule-two-conditions", "4:28"),
      (["rules:", "  - {each: events, points: 5, half_life: soon}"], "wrong-type", "4:42"),
      (["rules:", "  - {each: events, points: 5, half_life: 0 days}"], "bad-half-life", "4:42"),
      (["rules:", "  - {each: events, points: 5, max: -10}"], "wrong-sign", "4:36"),
      (["rules:", "  - {when: mailable, points: 5, max: 10}"], "rule-setting-unused", "4:38"),
      (["rules:", "  - {each: events, points: 1}", "hand_off: {task: x}"], "missing-threshold", "5:11"),
      (["of: custmers", "rules:", "  - {each: events, points: 1}"], "unknown-kind", "3:5"),
      (["rules:", "  - {each: evnts, points: 1}"], "unknown-collection", "4:12"),
      (["rules:", "  - {each: tags, points: 1}"], "type-mismatch", "4:12"),
      (["threshold: 5"], "missing-rules", "2:1"),
      (
        ["rules:", "  - {each: events, points: 1}", "threshold: 5", "hand_off: {taks: x, task: y}"],
        "unknown-field", "6:12"
      ),
      (
        ["rules:", "  - {each: events, points: 1}", "threshold: 5", "hand_off: {lifecycle: qualifed}"],
        "bad-hand-off", "6:23"
      ),
      (
        ["rules:", "  - {each: events, points: 1}", "threshold: 5", "hand_off: {lifecycle: former}"],
        "bad-hand-off", "6:23"
      ),
      (
        ["rules:", "  - {each: events, points: 1}", "threshold: 5", "hand_off: {task: x, due: soon}"],
        "wrong-type", "6:26"
      ),
      (
        [
          "rules:", "  - {each: events, points: 1}", "threshold: 5",
          "hand_off: {lifecycle: lead, due: 1 day}",
        ],
        "hand-off-without-task", "6:34"
      ),
    ] as [([String], String, String)])
  func isCheckedByPlace(lines: [String], code: String, place: String) throws {
    try fixture.write(["---", "name: s"] + lines + ["---"], to: "scores/s.md")
    let found = try fixture.index().diagnostics().filter { $0.location.path == "scores/s.md" }
    #expect(found.map(\.code) == [code])
    #expect(found.first?.location.description == "scores/s.md:\(place)")
  }

  @Test func countsWhoHasItAndWhoIsOver() throws {
    try score(
      "of: customers where lifecycle in (lead, qualified)", "rules:", "  - {each: events, points: 5}",
      "threshold: 20")
    let index = try fixture.index()
    let summary = try index.summary(of: try index.score("S"))
    #expect(summary.having == 2 && summary.over == 1)
    let error = try #require(throws: DaichoError.self) { try index.score("t") }
    #expect(error.code == "unknown-score")
  }
}
