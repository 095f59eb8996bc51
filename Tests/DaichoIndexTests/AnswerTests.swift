import DaichoIndex
import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

/// What answers hold, value by value.
struct AnswerTests {
  @Test func datesAreISO8601AndNothingIsInvented() throws {
    let fixture = try Fixture()
    try fixture.customer("a", "birthday: 12-01", "visit: 2026-11-20 10:00")
    try fixture.customer("b", "birthday: 1990-12-01", "visit: 2026-11-21")
    try fixture.write(
      ["---", "subject: x", "opened: 2026-07-29", "resolved: 2026-07-30 08:05", "---"], to: "inquiries/i.md")
    #expect(try fixture.cells("a", "birthday", "visit") == ["\"12-01\"", "\"2026-11-20T10:00:00+09:00\""])
    #expect(try fixture.cells("b", "birthday", "visit") == ["\"1990-12-01\"", "\"2026-11-21\""])
    #expect(
      try fixture.cells("i", "opened", "resolved", kind: .inquiries)
        == ["\"2026-07-29\"", "\"2026-07-30T08:05:00+09:00\""])
    #expect(try fixture.ids("visit = 2026-11-20") == ["a"])
    #expect(try fixture.ids("visit in 2026-11 and visit > 2026-11-20") == ["b"])
  }

  @Test func timesOfDaySort() throws {
    let fixture = try Fixture()
    for (id, time) in [
      ("a", "2026-07-29 09:00"), ("b", "2026-07-29 10:30"), ("c", "2026-07-29"), ("d", "2026-07-28 23:00"),
    ] {
      try fixture.write(["---", "subject: x", "opened: \(time)", "---"], to: "inquiries/\(id).md")
    }
    let request = ListRequest(.inquiries, columns: ["id"], sort: ["opened"])
    #expect(try fixture.rows(request).map(\.id) == ["d", "c", "a", "b"])
  }

  @Test func nestedFieldsAreTheJSONTheyAre() throws {
    let fixture = try Fixture()
    try fixture.customer(
      "a", "ids: {shop: \"0042\", pos: 7}", "nickname: Taro", "rank: 15",
      "extra: {deep: {deeper: [1, {k: v}]}, on: true}",
      "address: {city: 墨田区, note: 裏口}")
    try fixture.customer("b", "ids: {other: x}")
    try fixture.customer("c")
    let whole = try fixture.whole("a")
    #expect(whole["ids"] == "{\"pos\": \"7\", \"shop\": \"0042\"}")
    #expect(whole["nickname"] == "\"Taro\"")
    #expect(whole["rank"] == "15")
    #expect(whole["extra"] == "{\"deep\": {\"deeper\": [1, {\"k\": \"v\"}]}, \"on\": true}")
    #expect(whole["address.city"] == "\"墨田区\"")
    #expect(whole["address.note"] == "\"裏口\"")
    #expect(whole.keys.filter { $0.hasPrefix("extra") || $0.hasPrefix("ids") }.sorted() == ["extra", "ids"])
    #expect(try fixture.whole("b")["ids"] == "{\"other\": \"x\"}")
    #expect(try fixture.whole("c")["ids"] == "null")
    #expect(try fixture.whole("c")["extra"] == "null")
    #expect(try fixture.cells("a", "rank", "extra") == ["15", whole["extra"] ?? ""])
    #expect(try fixture.ids("rank > 14 and nickname = taro and ids.shop = \"0042\"") == ["a"])
  }

  @Test func scoresAndCampaignsKeepTheirShape() throws {
    let fixture = try Fixture()
    try fixture.write(
      [
        "---", "name: s", "rules:", "  - {when: \"orders.count > 1\", points: 20}",
        "  - {each: events where kind = click, points: 5, max: 25, half_life: 30 days}",
        "hand_off: {lifecycle: qualified, due: 1 day}", "---",
      ], to: "scores/s.md")
    try fixture.write(
      [
        "---", "name: c", "coupon: {prefix: BDAY, percent: 15, expires: 2026-12-31}",
        "send_at: 2026-11-24 08:00", "---",
      ],
      to: "campaigns/c.md")
    try fixture.write(["---", "name: e", "---"], to: "campaigns/e.md")
    let score = try fixture.whole("s", .scores)
    #expect(
      score["rules"]
        == "[{\"when\": \"orders.count > 1\", \"points\": 20}, {\"each\": \"events where kind = click\", \"points\": 5, \"max\": 25, \"half_life\": \"30 days\"}]"
    )
    #expect(score["hand_off"] == "{\"lifecycle\": \"qualified\", \"due\": \"1 day\"}")
    let campaign = try fixture.whole("c", .campaigns)
    #expect(campaign["coupon"] == "{\"prefix\": \"BDAY\", \"percent\": 15, \"expires\": \"2026-12-31\"}")
    #expect(campaign["send_at"] == "\"2026-11-24T08:00:00+09:00\"")
    #expect(try fixture.whole("e", .campaigns)["coupon"] == "null")
  }

  @Test func consentFactsAlwaysHaveBothDays() throws {
    let fixture = try Fixture()
    try fixture.customer(
      "a", "consent:", "  - {channel: email, granted: 2026-01-01, via: form}",
      "  - {channel: email, withdrawn: 2026-02-01}")
    #expect(
      try fixture.whole("a")["consent"]
        == "[{\"channel\": \"email\", \"granted\": \"2026-01-01\", \"withdrawn\": null, \"via\": \"form\", \"basis\": null, \"proof\": null}, "
        + "{\"channel\": \"email\", \"granted\": null, \"withdrawn\": \"2026-02-01\", \"via\": null, \"basis\": null, \"proof\": null}]"
    )
  }

  @Test func referencesLeadToColumns() throws {
    let fixture = try Fixture()
    try fixture.write(
      ["---", "name: (株)つばめ", "domain: tsubame.example", "tags: [a, b]", "---"], to: "companies/tsubame.md")
    try fixture.customer("a", "company: tsubame", "owner: sato")
    try fixture.customer("b", "company: gone")
    try fixture.write(["---", "title: x", "customer: a", "---"], to: "deals/d.md")
    #expect(
      try fixture.cells("a", "company.name", "company.domain", "company.tags")
        == ["\"(株)つばめ\"", "\"tsubame.example\"", "[\"a\", \"b\"]"])
    #expect(try fixture.cells("b", "company.name") == ["null"])
    #expect(
      try fixture.cells("d", "customer.owner", "customer.company.name", "customer.orders.count", kind: .deals)
        == ["\"sato\"", "\"(株)つばめ\"", "0"])
    #expect(throws: DaichoError.self) { try fixture.cells("a", "company.nmae") }
  }

  @Test func everyFieldThatNamesARecordIsFound() throws {
    let fixture = try Fixture(
      settings: Fixture.settings + "\n    introduced_by: {type: reference(customers)}\n")
    try fixture.customer("a", "introduced_by: b")
    try fixture.customer("b", "introduced_by: gone")
    try fixture.write(["---", "title: x", "customer: B", "products: [p]", "---"], to: "deals/d.md")
    try fixture.write(["---", "name: p", "related: [p]", "---"], to: "products/p.md")
    let customer = try #require(Reference("customers/b"))
    let product = try #require(Reference("products/p"))
    func places(_ reference: Reference) throws -> [String] {
      try fixture.index().references(to: reference).map { "\($0.path) \($0.field)" }.sorted()
    }
    #expect(try places(customer) == ["customers/a.md introduced_by", "deals/d.md customer"])
    #expect(try places(product) == ["deals/d.md products", "products/p.md related"])
    let dangling = try fixture.index().diagnostics().filter { $0.code == "dangling-reference" }
    #expect(dangling.map(\.location.description) == ["customers/b.md:3:16"])
  }

  @Test func aGroupStandsForItsMembers() throws {
    let fixture = try Fixture()
    try fixture.customer("a", "address: {city: 墨田区}")
    #expect(try fixture.cells("a", "address").contains("\"墨田区\""))
    #expect(throws: Never.self) { try fixture.ids("address.city = 墨田区") }
    do {
      _ = try fixture.ids("owner = sato and\npostal_code = 1")
      Issue.record("an unknown field passed")
    } catch let error as DaichoError {
      #expect(error.location?.path == "--where")
      #expect(error.location?.position == SourcePosition(line: 2, column: 1))
      #expect(error.hint?.en.contains("address.postal_code") == true)
    }
  }

  @Test func aProhibitionNobodyWroteIsFalse() throws {
    let fixture = try Fixture()
    try fixture.customer("a")
    try fixture.customer("b", "do_not_contact: no")
    try fixture.customer("c", "do_not_contact: maybe")
    #expect(try fixture.ids("do_not_contact = no") == ["a", "b"])
    #expect(try fixture.ids("do_not_contact != true") == ["a", "b"])
    #expect(try fixture.ids("do_not_contact") == ["c"])
    #expect(try fixture.ids("do_not_contact is set") == ["b", "c"])
    #expect(try fixture.cells("a", "do_not_contact") == ["false"])
  }

  @Test func whatCannotBeReadIsInNoAnswer() throws {
    let fixture = try Fixture()
    try fixture.customer("good", "company: broken")
    try fixture.write(["---", "name: [", "---"], to: "customers/bad.md")
    try fixture.write(["---", "name: &x y", "---"], to: "companies/broken.md")
    try fixture.orders("2026-11-01,1,1,bad,100,paid,A,,")
    #expect(try fixture.ids("") == ["good"])
    #expect(try fixture.index().count(of: .customers) == 1)
    #expect(try fixture.index().unreadableCount() == 2)
    #expect(try fixture.index().unreadableCount(of: .customers) == 1)
    let codes = try fixture.codes()
    #expect(!codes.contains("dangling-reference") && !codes.contains("unknown-customer"), "\(codes)")
    #expect(try fixture.index().find("bad", kinds: [.customers]).map(\.path) == ["customers/bad.md"])
    try fixture.customer("bad")
    #expect(try fixture.ids("orders.count = 1") == ["bad"])
    #expect(try fixture.index().verify().isEmpty)
  }

  @Test func anUnreadableTwinForbidsMail() throws {
    let fixture = try Fixture()
    try fixture.customer("a", "email: a@x.example", "consent: [{channel: email, granted: 2026-01-01}]")
    #expect(try fixture.ids("mailable") == ["a"])
    try fixture.write(["---", "do_not_contact: [", "---"], to: "customers/old/A.md")
    #expect(try fixture.ids("mailable") == [])
    #expect(try fixture.codes().contains("duplicate-id"))
  }

  @Test func searchSaysWhereItFound() throws {
    let fixture = try Fixture()
    try fixture.customer(
      "a", "kana: やまだ はなこ", "address: {city: 墨田区}", log: ["- 2026-11-01 call: asked about gift boxes"])
    try fixture.write(["---", "name: s", "where: address.city = 墨田区", "---"], to: "segments/s.md")
    let found = try fixture.index().search("墨田", kinds: Kind.allCases)
    #expect(found.map(\.path) == ["customers/a.md", "segments/s.md"])
    #expect(found.map(\.excerpt) == ["address.city: 墨田区", "where: address.city = 墨田区"])
    #expect(try fixture.index().search("ﾔﾏﾀﾞ", kinds: Kind.allCases).map(\.reference.id.text) == ["a"])
    #expect(
      try fixture.index().search("GIFT", kinds: [.customers]).first?.excerpt == "asked about gift boxes")
    #expect(try fixture.ids("kana starts with ﾔﾏﾀﾞ") == ["a"])
  }

  @Test func secretsHaveTheirPlace() throws {
    let fixture = try Fixture()
    try fixture.customer(
      "a", "note: x", log: ["- 2026-11-01 note: key is", "  sk_live_" + String(repeating: "a1", count: 12)])
    try fixture.customer("b", "password: hunter2")
    let found = try fixture.index().diagnostics().filter { $0.code == "secret-in-workspace" }
    #expect(found.map(\.location.description) == ["customers/a.md:9:3", "customers/b.md:3:11"])
  }

  @Test func aFilterHiddenInACommentIsNamed() throws {
    let fixture = try Fixture()
    for (id, text) in [
      ("cut", "name = \"x\" # orders.count > 3"), ("also", "tags has gift # and orders.count > 3"),
      ("fine", "tags has gift # those of last year, mostly"), ("short", "tags has gift # default"),
      ("quoted", "'tags has \"# x = 3\"'"),
    ] {
      try fixture.write(["---", "name: s", "where: \(text)", "---"], to: "segments/\(id).md")
    }
    let found = try fixture.index().diagnostics()
    #expect(found.map(\.location.description) == ["segments/also.md:3:22", "segments/cut.md:3:19"])
    #expect(found.allSatisfy { $0.code == "yaml-filter-trap" })
  }

  @Test func foldersThatCannotBeReadAreNamed() throws {
    let fixture = try Fixture()
    try fixture.folder.write("x", to: "elsewhere/a.md")
    symlink("elsewhere", fixture.folder.path(of: "segments"))
    let found = try fixture.index().diagnostics()
    #expect(found.contains { $0.location.path == "segments" }, "\(found.map(\.code))")
  }
}
