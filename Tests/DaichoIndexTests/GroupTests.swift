import DaichoIndex
import DaichoModel
import DaichoTestSupport
import Testing

struct GroupTests {
  private func groups(
    _ fixture: Fixture, _ kind: Kind, by fields: [String], sums: [String] = [], sort: [String] = [],
    filters: [String] = [], limit: Int? = nil
  ) throws -> GroupAnswer {
    try fixture.index().groups(
      GroupRequest(
        ListRequest(kind, filters: filters, columns: sums, sort: sort, limit: limit), by: fields))
  }

  private func lines(_ answer: GroupAnswer) -> [String] {
    answer.groups.map { group in
      (group.values + [.integer(group.count)] + group.sums).map { $0.serialized() }.joined(separator: " ")
    }
  }

  @Test func countsAndAddsUp() throws {
    let fixture = try Fixture()
    for (id, owner, stage, amount) in [
      ("a", "owner: sato", "inquiry", "500"), ("b", "owner: Sato", "inquiry", "700"),
      ("c", "tags: [x]", "won", "100"), ("d", "owner: sato", "won", "1"),
    ] {
      try fixture.write(
        ["---", "title: t", owner, "stage: \(stage)", "amount: \(amount)", "---"], to: "deals/\(id).md")
    }
    let answer = try groups(fixture, .deals, by: ["owner"], sums: ["amount"])
    #expect(lines(answer) == ["\"sato\" 3 1201", "null 1 100"])
    #expect(answer.total.count == 4 && answer.total.sums.map { $0.serialized() } == ["1301"])
    #expect(
      lines(try groups(fixture, .deals, by: ["stage", "owner"], sums: ["amount"], sort: ["amount"]))
        == ["\"won\" \"sato\" 1 1", "\"won\" null 1 100", "\"inquiry\" \"sato\" 2 1200"])
    let limited = try groups(
      fixture, .deals, by: ["stage"], sort: ["-stage"], filters: ["amount > 1"], limit: 1)
    #expect(lines(limited) == ["\"won\" 1"])
    #expect(limited.groupCount == 2 && limited.total.count == 3)
  }

  @Test func countsARecordInEachOfItsTags() throws {
    let fixture = try Fixture()
    try fixture.customer("a", "tags: [gift, Gift, vip]")
    try fixture.customer("b", "tags: gift")
    try fixture.customer("c")
    try fixture.orders("2026-11-01,o1,1,a,300,paid,,,", "2026-11-01,o2,1,c,50,paid,,,")
    let answer = try groups(
      fixture, .customers, by: ["tags"], sums: ["orders.total", "orders.count", "repeat"])
    #expect(lines(answer) == ["\"gift\" 2 300 1 0", "\"vip\" 1 300 1 0", "null 1 50 1 0"])
    #expect(answer.overlaps)
    #expect(answer.total.count == 3 && answer.total.sums.map { $0.serialized() } == ["350", "2", "0"])
    let byCompany = try groups(fixture, .customers, by: ["company.industry"])
    #expect(lines(byCompany) == ["null 3"] && !byCompany.overlaps)
  }

  /// Amounts are added in the workspace's currency; what has no rate is counted, not added.
  @Test func neverAddsCurrencies() throws {
    let fixture = try Fixture()
    for (id, amount) in [
      ("a", "amount: 100"), ("b", "amount: 2\ncurrency: USD"), ("c", "amount: 5\ncurrency: EUR"),
    ] {
      try fixture.write(["---", "title: t", amount, "---"], to: "deals/\(id).md")
    }
    let answer = try groups(fixture, .deals, by: ["stage"], sums: ["amount"])
    #expect(lines(answer) == ["null 3 400"] && answer.unconverted == [1])
  }

  @Test func answersNothingOfNothing() throws {
    let fixture = try Fixture()
    let answer = try groups(fixture, .customers, by: ["tags", "owner"], sums: ["orders.total"])
    #expect(answer.groups.isEmpty && answer.total.count == 0)
    #expect(answer.total.sums.map { $0.serialized() } == ["0"])
  }

  @Test func refusesWhatCannotBeAddedOrSorted() throws {
    let fixture = try Fixture()
    let text = try #require(throws: DaichoError.self) {
      try groups(fixture, .deals, by: ["stage"], sums: ["title"])
    }
    #expect(text.code == "not-summable")
    let sort = try #require(throws: DaichoError.self) {
      try groups(fixture, .deals, by: ["stage"], sort: ["owner"])
    }
    #expect(sort.code == "unknown-column")
    let field = try #require(throws: DaichoError.self) { try groups(fixture, .deals, by: ["stge"]) }
    #expect(field.code == "unknown-column")
  }
}
