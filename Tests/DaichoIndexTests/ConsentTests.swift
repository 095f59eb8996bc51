import DaichoIndex
import DaichoModel
import Testing

/// `consent.email` and `mailable`: in doubt nobody is mailed.
struct ConsentTests {
  private func mailable(
    _ facts: [String], events: [String] = [], others: [String] = [], today: String = "2026-11-20"
  ) throws -> Bool {
    let fixture = try Fixture()
    try fixture.customer(
      "a", "email: [a@x.example, second@x.example]", "consent: [\(facts.joined(separator: ", "))]",
      others.joined(separator: "\n"))
    try fixture.customer("b", "email: A@X.example", "consent: [{channel: email, granted: 2026-01-01}]")
    if !events.isEmpty { try fixture.write(events, to: "events/x.jsonl") }
    let found = try fixture.ids("mailable", today: today).contains("a")
    #expect(try fixture.ids("consent.email", today: today).contains("a") == found)
    return found
  }

  private func granted(_ day: String) -> String { "{channel: email, granted: \(day)}" }
  private func withdrawn(_ day: String) -> String { "{channel: email, withdrawn: \(day)}" }

  private func event(_ kind: String, _ day: String, _ rest: String) -> String {
    #"{"id":"\#(kind)\#(day)","at":"\#(day)T03:00:00Z","kind":"\#(kind)",\#(rest)}"#
  }

  @Test func theNewestFactWins() throws {
    #expect(try mailable([granted("2026-01-01")]))
    #expect(try !mailable([]))
    #expect(try !mailable([granted("2026-01-01"), withdrawn("2026-02-01")]))
    #expect(try !mailable([withdrawn("2026-02-01"), granted("2026-01-01")]))
    #expect(try mailable([granted("2026-01-01"), withdrawn("2026-02-01"), granted("2026-03-01")]))
    #expect(try !mailable([granted("2026-02-01"), withdrawn("2026-02-01")]), "on one day a refusal wins")
    #expect(try !mailable([granted("2026-12-01")]), "not yet given")
    #expect(try !mailable([granted("2026-01-01"), withdrawn("2026-12-01")]), "a refusal ahead of its day")
    #expect(try !mailable([granted("2026-01-01"), withdrawn("someday")]), "a day that cannot be read")
    #expect(try !mailable(["{channel: sms, granted: 2026-01-01}"]))
  }

  @Test func aProhibitionForbids() throws {
    for written in ["yes", "はい", "perhaps", "true", "[]"] {
      #expect(try !mailable([granted("2026-01-01")], others: ["do_not_contact: \(written)"]), "\(written)")
    }
    for written in ["no", "false", "off", "いいえ", "", "'no'"] {
      #expect(try mailable([granted("2026-01-01")], others: ["do_not_contact: \(written)"]), "\(written)")
    }
  }

  @Test func eventsBindTheAddress() throws {
    let since = [granted("2026-01-01")]
    let address = #""email":"a@x.example""#
    #expect(try !mailable(since, events: [event("unsubscribe", "2026-02-01", address)]))
    #expect(try !mailable(since, events: [event("unsubscribe", "2026-02-01", #""customer":"a""#)]))
    #expect(try !mailable(since, events: [event("unsubscribe", "2026-01-01", address)]), "the same day")
    #expect(try !mailable(since, events: [event("complaint", "2026-02-01", address)]))
    #expect(try !mailable(since, events: [event("bounce", "2026-02-01", address)]), "of no known type")
    #expect(try !mailable(since, events: [event("bounce", "2026-02-01", address + #","type":"hard""#)]))
    #expect(try mailable(since, events: [event("bounce", "2026-02-01", address + #","type":"soft""#)]))
    #expect(try mailable(since, events: [event("open", "2026-02-01", address)]))
    #expect(try mailable(since, events: [event("unsubscribe", "2025-12-01", address)]), "consent given since")
    #expect(
      try !mailable(since, events: [event("unsubscribe", "2026-02-01", #""customer":"b""#)]),
      "the other one who uses the address")
    #expect(try mailable(since, events: [event("unsubscribe", "2026-02-01", #""email":"second@x.example""#)]))
  }

  @Test func lifecycleIsDerived() throws {
    let fixture = try Fixture()
    for (id, written) in [
      ("a", "subscriber"), ("b", "former"), ("c", ""), ("d", "qualified"), ("e", "customer"),
    ] {
      try fixture.customer(id, "lifecycle: \(written)")
    }
    try fixture.customer("f")
    try fixture.orders(
      "2026-11-01,1,1,a,1,,,,", "2026-11-01,2,1,b,1,,,,", "2026-11-01,3,1,c,1,cancelled,,,",
      "2026-12-01,4,1,f,1,,,,")
    try fixture.write(["---", "title: x", "customer: d", "stage: won", "---"], to: "deals/x.md")
    func lifecycle(_ id: String) throws -> String { try fixture.cells(id, "lifecycle").joined() }
    #expect(try lifecycle("a") == "\"customer\"")
    #expect(try lifecycle("b") == "\"former\"")
    #expect(try lifecycle("c") == "\"lead\"")
    #expect(try lifecycle("d") == "\"customer\"")
    #expect(try lifecycle("e") == "\"customer\"")
    #expect(try lifecycle("f") == "\"lead\"")
    #expect(try fixture.ids("lifecycle = lead") == ["c", "f"])
  }

  @Test func reasonsAddUp() throws {
    let fixture = try Fixture()
    try fixture.customer("ok", "email: ok@x.example", "consent: [\(granted("2026-01-01"))]")
    try fixture.customer("none", "consent: [\(granted("2026-01-01"))]")
    try fixture.customer(
      "forbidden", "email: f@x.example", "do_not_contact: yes", "consent: [\(granted("2026-01-01"))]")
    try fixture.customer("never", "email: n@x.example")
    try fixture.customer(
      "gone", "email: g@x.example", "consent: [\(granted("2026-01-01")), \(withdrawn("2026-02-01"))]")
    try fixture.customer("left", "email: l@x.example", "consent: [\(granted("2026-01-01"))]")
    try fixture.write([event("unsubscribe", "2026-03-01", #""email":"l@x.example""#)], to: "events/x.jsonl")
    try fixture.write(["---", "name: all", "where: id is set", "---"], to: "segments/all.md")
    let summary = try fixture.index().segmentSummary("all")
    #expect(summary.matching == 6)
    #expect(summary.mailable == 1)
    #expect(summary.unmailable.map(\.count) == [1, 1, 1, 1, 1])
  }
}
