import DaichoIndex
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Testing

struct SuppressingTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.write(
      """
      ---
      name: 山田 花子
      email: [Hanako@Example.jp, second@example.jp]
      consent:
        - {channel: email, granted: 2026-01-01}
      ---
      """, "customers/hanako-yamada.md")
    try shop.git.commitAll("An address")
  }

  private func hanako(_ workspace: Workspace) throws -> FoundRecord {
    try #require(try workspace.find("hanako-yamada", kinds: [.customers]).first)
  }

  private func isMailable() throws -> Bool {
    let workspace = try shop.open()
    return try workspace.index.openChannels(of: hanako(workspace).reference.id).contains("email")
  }

  private func suppress(_ kind: String = "unsubscribe") throws {
    let workspace = try shop.open()
    _ = try workspace.suppress(
      workspace.suppressionTarget(hanako(workspace)), kind: kind, reason: "x", by: "sato", dryRun: false)
  }

  private func unsuppress() throws {
    let workspace = try shop.open()
    _ = try workspace.unsuppress(
      workspace.suppressionTarget(hanako(workspace)), reason: nil, by: nil, dryRun: false)
  }

  private func event(_ kind: String, at: String = "2026-11-19T10:00:00+09:00", _ rest: String = "") throws {
    let line =
      #"{"id": "e\#(kind)", "at": "\#(at)", "kind": "\#(kind)", "email": "hanako@example.jp"\#(rest)}"#
    try shop.write(line + "\n", "events/2026-11.jsonl")
    try shop.git.commitAll("An event")
  }

  private func code(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch let error as DaichoError { return error.code } catch { return "\(error)" }
  }

  /// All of it within one second, which each step must outlast.
  @Test func bindsAndFreesAgainAndAgain() throws {
    #expect(try isMailable())
    for _ in 1...2 {
      try suppress()
      #expect(try !isMailable())
      try unsuppress()
      #expect(try isMailable())
    }
    #expect(try shop.read("events/2026-11.jsonl").split(separator: "\n").count == 8)
    #expect(try shop.status() == "")
    #expect(code(unsuppress) == "not-suppressed")
  }

  @Test func bindsAnAddressOfNobody() throws {
    let workspace = try shop.open()
    _ = try workspace.suppress(
      .address("new@example.jp"), kind: "bounce", reason: nil, by: nil, dryRun: false)
    let binding = try #require(try shop.open().index.bindings().first)
    #expect(binding.address == "new@example.jp" && binding.customers == [] && !binding.isTheirOwn)
  }

  @Test func takesNothingBackForThem() throws {
    try event("unsubscribe")
    #expect(try !isMailable())
    #expect(code(unsuppress) == "refused-themselves")
    try event("bounce")
    #expect(code(unsuppress) == nil)
    #expect(try isMailable())
    try event("complaint", #", "via": "import""#)
    #expect(code(unsuppress) == "refused-themselves")
  }

  @Test func aConsentOfTodayFreesWhatWasBoundToday() throws {
    try event("unsubscribe", at: "2026-11-20T09:00:00+09:00")
    let workspace = try shop.open()
    let today = CalendarDate(typed: "2026-11-20")
    let consent = ConsentChange(
      isGranted: true, channel: "email", day: try #require(today), via: "by phone")
    let changed = try workspace.change(consent, of: hanako(workspace), by: "sato", dryRun: false)
    #expect(changed.obstacle == nil)
    #expect(try isMailable())
    #expect(try shop.subjects().first == "consent(hanako-yamada): email granted 2026-11-20")
  }

  @Test func aConsentOfTheSameDayAsAWithdrawalIsRefused() throws {
    let workspace = try shop.open()
    let day = try #require(CalendarDate(typed: "2026-11-18"))
    var consent = ConsentChange(isGranted: false, channel: "email", day: day)
    _ = try workspace.change(consent, of: hanako(workspace), by: nil, dryRun: false)
    #expect(try !isMailable())
    consent.isGranted = true
    let later = try shop.open()
    #expect(
      code { _ = try later.change(consent, of: hanako(later), by: nil, dryRun: false) } == "withdrawn-since")
  }

  @Test func tellsWhatStillStandsAgainstAConsent() throws {
    try event("unsubscribe")
    let day = try #require(CalendarDate(typed: "2026-11-10"))
    let workspace = try shop.open()
    let consent = ConsentChange(isGranted: true, channel: "email", day: day)
    let changed = try workspace.change(consent, of: hanako(workspace), by: nil, dryRun: false)
    #expect(changed.obstacle != nil)
    #expect(try !isMailable())
  }

  @Test func theListComesBackIn() throws {
    try suppress("complaint")
    let list = try shop.daicho("suppress", "list", "--format", "csv").stdout
    let other = try Shop()
    try other.write(list, "list.csv")
    let result = try other.daicho("import", "suppressions", "list.csv", "--yes")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(
      try other.daicho("suppress", "list", "--format", "ids").stdout
        == "hanako@example.jp\nsecond@example.jp\n")
  }
}
