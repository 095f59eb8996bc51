import DaichoFiles
import DaichoModel
import Testing

struct JSONLedgersTests {
  private func events(_ text: String) throws -> (events: [Event], report: LedgerReport) {
    var events: [Event] = []
    let report = try EventsLedger.read(MemoryStream(Array(text.utf8)), path: "events/a.jsonl", batchSize: 2) {
      events += $0
    }
    return (events, report)
  }

  @Test func readsEvents() throws {
    let (events, report) = try events(
      """
      {"id":"1","at":"2026-11-20T14:05:00+09:00","kind":"click","customer":"hanako","campaign":"winter","url":"https://e.x/?a=1","n":1.50}\r

      {"id":2,"at":"2026-11-20T05:05:00.250Z","kind":"open","email":"a@b.example","customer":null}
      {"id":"3","at":"2026-11-20T05:05:00Z","kind":"form","visitor":"v"}
      """)
    #expect(report.diagnostics.isEmpty && report.rows == 3)
    try #require(events.count == 3)
    #expect(
      events[0].milliseconds == 1_795_151_100_000 && events[0].line == 1 && events[0].customer == "hanako")
    #expect(
      events[0].url == "https://e.x/?a=1" && events[0].campaign == "winter"
        && events[0].at == "2026-11-20T14:05:00+09:00")
    #expect(try JSONReader.read(events[0].text) == events[0].json)
    #expect(
      events[1].id == "2" && events[1].milliseconds == events[0].milliseconds + 250
        && events[1].customer == nil)
    #expect(events[2].line == 4 && events[2].visitor == "v")
  }

  @Test(arguments: [
    ("{\"id\":\"1\",", "bad-json", 1, 0), ("[1]", "not-an-object", 1, 0),
    ("{\"at\":\"2026-11-20T00:00:00Z\",\"kind\":\"open\"}", "missing-field", 1, 0),
    ("{\"id\":\"1\",\"at\":\"2026-11-20 09:00\",\"kind\":\"open\"}", "bad-time", 1, 0),
    ("{\"id\":\"1\",\"at\":\"2026-11-20T00:00:00Z\",\"kind\":\"opn\",\"email\":\"a\"}", "unknown-kind", 1, 1),
    ("{\"id\":\"1\",\"at\":\"2026-11-20T00:00:00Z\",\"kind\":\"open\"}", "event-without-person", 1, 1),
    (
      "{\"id\":\"1\",\"at\":\"2026-11-20T00:00:00Z\",\"kind\":\"open\",\"email\":\"a\",\"email\":\"b\"}",
      "duplicate-key", 1, 1
    ),
  ])
  func saysWhatIsWrong(_ line: String, _ code: String, _ count: Int, _ kept: Int) throws {
    let (events, report) = try events(line + "\n")
    #expect(report.diagnostics.map(\.code) == [code] && events.count == kept)
    #expect(report.rows + report.unreadable == count)
    #expect(report.diagnostics.first?.location.position?.line == 1)
  }

  @Test func aTornLineIsAWarning() throws {
    let whole = "{\"id\":\"1\",\"at\":\"2026-11-20T00:00:00Z\",\"kind\":\"open\",\"email\":\"a\"}"
    for cut in whole.indices.dropFirst() {
      let (events, report) = try events(whole + "\n" + whole[..<cut])
      #expect(events.count == 1 && report.diagnostics.map(\.code) == ["torn-line"])
      #expect(report.diagnostics.first?.severity == .warning)
    }
    #expect(try self.events(whole + "\n" + whole).events.count == 2)
  }

  @Test func longLinesAreLeftOut() throws {
    let whole = "{\"id\":\"1\",\"at\":\"2026-11-20T00:00:00Z\",\"kind\":\"open\",\"email\":\"a\"}\n"
    let long = "{\"id\":\"" + String(repeating: "x", count: 3_000_000) + "\n"
    let (events, report) = try events(whole + long + whole + String(repeating: " ", count: 600_000) + whole)
    #expect(events.map(\.line) == [1, 3, 4] && report.diagnostics.map(\.code) == ["line-too-long"])
    #expect(try self.events(long).report.unreadable == 1)
  }

  @Test func readsSends() throws {
    var records: [SendRecord] = []
    let text = """
      {"at":"2026-12-01T09:00:00+09:00","campaign":"winter","occurrence":null,"variant":"a","customer":"hanako","address":"h@e.example","state":"attempting","message_id":"<1@e>","commit":"abc","content_hash":"d"}
      {"at":"2026-12-01T09:00:01+09:00","campaign":"winter","address":"h@e.example","state":"accepted","reply":"250 2.0.0 Ok","coupon":"W1"}
      {"at":"2026-12-01T09:00:01+09:00","campaign":"winter","state":"accepted"}
      {"at":"2026-12-01T09:00:01+09:00","campaign":"winter","address":"h@e.example","state":"sent"}

      """
    let report = try SendsLedger.read(MemoryStream(Array(text.utf8)), path: "sends/winter.jsonl") {
      records += $0
    }
    #expect(records.map(\.state) == ["attempting", "accepted", "sent"])
    #expect(records[0].messageID == "<1@e>" && records[0].contentHash == "d" && records[0].occurrence == nil)
    #expect(records[1].reply == "250 2.0.0 Ok" && records[1].coupon == "W1" && records[1].customer == nil)
    #expect(report.diagnostics.map(\.code) == ["missing-field", "unknown-state"] && report.unreadable == 1)
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999Z", -1),
    ("2026-11-20T14:05:00+09:00", 1_795_151_100_000),
    ("2024-02-29t23:59:60z", 1_709_251_200_000), ("2026-11-20 14:05:00.123456-00:30", 1_795_185_300_123),
    ("0001-01-01T00:00:00Z", -62_135_596_800_000), ("9999-12-31T23:59:59.9Z", 253_402_300_799_900),
  ])
  func readsInstants(_ text: String, _ milliseconds: Int64) {
    #expect(RFC3339.milliseconds(text) == milliseconds)
  }

  @Test(arguments: [
    "", "2026-11-20", "2026-11-20T14:05:00", "2026-11-20T14:05Z", "2026-02-29T00:00:00Z",
    "2026-11-20T24:00:00Z", "2026-11-20T00:00:00+9:00",
    "2026-11-20T00:00:00.Z", "2026-11-20T00:00:00Zx", "2026-11-20T00:00:00+0900", "２026-11-20T00:00:00Z",
    "2026-11-20T00:00:00+24:00", "2026-11-20T00:00:00.1",
  ])
  func refusesWhatIsNoInstant(_ text: String) {
    #expect(RFC3339.milliseconds(text) == nil)
  }
}
