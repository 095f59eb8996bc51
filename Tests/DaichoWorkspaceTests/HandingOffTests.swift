import DaichoIndex
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Testing

struct HandingOffTests {
  private let shop: Shop

  private static let score = """
    ---
    name: Lead
    rules:
      - {each: events where kind = click and date in last 30 days, points: 10}
    threshold: 20
    hand_off: {lifecycle: qualified, task: 'Call within a day', due: 1 day}
    ---

    """

  init() throws {
    shop = try Shop()
    try shop.write(HandingOffTests.score, "scores/lead.md")
    try shop.write("---\nname: Akiko\nlifecycle: former\n---\n", "customers/akiko.md")
    try shop.write("---\nname: Bin\ndo_not_contact: yes\n---\n", "customers/bin.md")
    try shop.write("---\nname: Chie\n---\n", "customers/chie.md")
    try clicks(["hanako-yamada", "hanako-yamada", "akiko", "akiko", "bin", "bin", "chie"])
    try shop.git.commitAll("Score")
  }

  private func clicks(_ customers: [String], on day: String = "2026-11-19") throws {
    let lines = customers.enumerated().map { index, customer in
      "{\"id\":\"\(day)-\(index)\",\"at\":\"\(day)T12:00:00+09:00\",\"kind\":\"click\",\"customer\":\"\(customer)\"}\n"
    }
    try shop.write(lines.joined(), "events/\(day).jsonl")
  }

  @Test func happensOnce() throws {
    let first = try #require(try shop.open().handOff([], dryRun: false).first)
    #expect(first.handedOff.map(\.record.reference.id.text) == ["hanako-yamada"])
    #expect(first.skipped.map(\.record.reference.id.text) == ["akiko", "bin"])
    #expect(try shop.subjects().first == "score(lead): 1 handed off")
    let text = try shop.read("customers/hanako-yamada.md")
    #expect(text.contains("\nlifecycle: qualified\n") && text.contains("\nhanded_off: [lead]\n"))
    #expect(
      text.hasSuffix(
        "\n- [ ] 2026-11-27 @sato: Send the price list\n- [ ] 2026-11-21 @sato: Call within a day\n"))
    #expect(try shop.changedLines("diff", "HEAD~1").count == 3)
    let before = try shop.git("rev-parse", "HEAD")
    for _ in 0..<2 { #expect(try shop.open().handOff([], dryRun: false).allSatisfy { $0.recorded.isEmpty }) }
    #expect(try shop.git("rev-parse", "HEAD") == before)
    #expect(try shop.status() == "")
  }

  @Test func happensAgainAfterAFallBelow() throws {
    _ = try shop.open().handOff([], dryRun: false)
    try clicks([])
    try shop.git.commitAll("No clicks")
    let fallen = try #require(try shop.open().handOff([], dryRun: false).first)
    #expect(fallen.fellBelow.map(\.points) == [0] && fallen.handedOff.isEmpty)
    #expect(try !shop.read("customers/hanako-yamada.md").contains("handed_off"))
    #expect(try shop.open().handOff([], dryRun: false).allSatisfy { $0.recorded.isEmpty })
    _ = try shop.daicho("task", "done", "hanako-yamada", "Call within")
    try clicks(["hanako-yamada", "hanako-yamada", "hanako-yamada"])
    let again = try #require(try shop.open().handOff([], dryRun: false).first)
    #expect(again.handedOff.map(\.points) == [30])
    let text = try shop.read("customers/hanako-yamada.md")
    #expect(text.contains("[x] 2026-11-21 @sato: Call") && text.contains("[ ] 2026-11-21 @sato: Call"))
  }

  /// Who leaves the score's target keeps the mark: coming back is no crossing.
  @Test func isNotUndoneByLeavingTheTarget() throws {
    try shop.replace("rules:", "of: customers where lifecycle = lead\nrules:", in: "scores/lead.md")
    _ = try shop.open().handOff([], dryRun: false)
    #expect(try shop.read("customers/hanako-yamada.md").contains("handed_off: [lead]"))
    #expect(try shop.open().handOff([], dryRun: false).allSatisfy { $0.recorded.isEmpty })
    try shop.replace("lifecycle: qualified", "lifecycle: lead", in: "customers/hanako-yamada.md")
    #expect(try shop.open().handOff([], dryRun: false).allSatisfy { $0.recorded.isEmpty })
  }

  /// A rule that the hand-off itself makes untrue: the mark goes in the same run, and the next has nothing to do.
  @Test func settlesWhenItLowersItsOwnScore() throws {
    try shop.replace(
      "points: 10}", "points: 5}\n  - {when: lifecycle = lead, points: 12}", in: "scores/lead.md")
    let result = try #require(try shop.open().handOff([], dryRun: false).first)
    #expect(result.handedOff.count == 1 && result.fellBelow.count == 1)
    #expect(try shop.open().handOff([], dryRun: false).allSatisfy { $0.recorded.isEmpty })
  }

  @Test func neverLowersALifecycle() throws {
    try shop.replace("name: 山田 花子", "name: 山田 花子\nlifecycle: customer", in: "customers/hanako-yamada.md")
    let result = try #require(try shop.open().handOff(["lead"], dryRun: false).first)
    #expect(result.handedOff.first?.lifecycle == nil)
    #expect(try shop.read("customers/hanako-yamada.md").contains("lifecycle: customer"))
  }

  @Test func addsNoTaskThatIsOpenAlready() throws {
    try shop.replace("Send the price list", "Call within a day", in: "customers/hanako-yamada.md")
    _ = try shop.open().handOff([], dryRun: false)
    #expect(try shop.read("customers/hanako-yamada.md").ranges(of: "Call within a day").count == 1)
  }

  @Test func showsADiffAndChangesNothing() throws {
    let before = try shop.git("rev-parse", "HEAD")
    let result = try #require(try shop.open().handOff([], dryRun: true).first)
    #expect(result.recorded.first?.diff?.contains("+handed_off: [lead]") == true)
    #expect(try shop.git("rev-parse", "HEAD") == before && shop.status() == "")
  }

  /// A file that git does not have yet keeps nobody else waiting, and is told.
  @Test func goesOnPastAFileThatCannotBeCommitted() throws {
    try shop.write("---\nname: Dai\n---\n", "customers/dai.md")
    try clicks(["dai", "dai", "hanako-yamada", "hanako-yamada"])
    let result = try shop.daicho("score", "apply", "--format", "json")
    #expect(result.status == 1)
    #expect(result.stderr.contains("customers/dai.md") && result.stderr.contains("git does not have"))
    #expect(try shop.subjects().first == "score(lead): 1 handed off")
    #expect(try !shop.read("customers/dai.md").contains("handed_off"))
  }

  @Test func isDoneOnceBySeveralAtOnce() throws {
    let people = (0..<20).map { "p\($0)" }
    for id in people { try shop.write("---\nname: \(id)\n---\n", "customers/\(id).md") }
    try clicks(people + people)
    try shop.git.commitAll("People")
    let result = try shop.shell(
      "for i in 1 2 3 4; do daicho score apply --today 2026-11-20 > /dev/null & done; wait; git log --oneline | wc -l"
    )
    #expect(result.status == 0, "\(result.stderr)")
    #expect(try shop.subjects().filter { $0.hasPrefix("score(") } == ["score(lead): 20 handed off"])
    for id in people {
      #expect(try shop.read("customers/\(id).md").ranges(of: "Call within a day").count == 1)
    }
    #expect(try shop.status() == "" && shop.isSound())
  }

  /// Two clones that hand off the same person, and another for another score: one task, both marks.
  @Test func mergesAcrossClones() throws {
    try shop.write(
      HandingOffTests.score.replacing("Call within a day", with: "Send a card"), "scores/card.md")
    try shop.git.commitAll("Another score")
    _ = try shop.git("switch", "-q", "-c", "other")
    _ = try shop.open().handOff(["lead"], dryRun: false)
    _ = try shop.git("switch", "-q", "-")
    _ = try shop.open().handOff(["lead", "card"], dryRun: false)
    _ = try shop.git("config", "merge.daicho.driver", "daicho merge-driver %O %A %B %L %P")
    try shop.write("*.md merge=daicho\n", ".gitattributes")
    _ = try shop.shell("git merge -q -m merged other")
    #expect(try shop.git("diff", "--name-only", "--diff-filter=U") == "")
    let text = try shop.read("customers/hanako-yamada.md")
    #expect(text.contains("handed_off: [lead, card]"))
    #expect(text.ranges(of: "Call within a day").count == 1 && text.ranges(of: "Send a card").count == 1)
    #expect(try shop.open().handOff([], dryRun: false).allSatisfy { $0.recorded.isEmpty })
  }

  @Test func goesOnPastABrokenScore() throws {
    try shop.write(HandingOffTests.score.replacing("events", with: "evnts"), "scores/a-broken-one.md")
    let result = try shop.daicho("score", "apply", "--today", "2026-11-20")
    #expect(result.status == 1 && result.stderr.contains("scores/a-broken-one.md:4:12"))
    #expect(try shop.subjects().first == "score(lead): 1 handed off")
    let alone = try shop.daicho("score", "apply", "a-broken-one")
    #expect(alone.status == 2 && alone.stderr.contains("did you mean 'events'?"))
  }

  @Test func needsAHandOff() throws {
    try shop.replace("threshold: 20\n", "", in: "scores/lead.md")
    let error = try #require(throws: DaichoError.self) { try shop.open().handOff(["lead"], dryRun: false) }
    #expect(error.code == "no-hand-off" && error.location?.path == "scores/lead.md")
    #expect(try shop.open().handOff([], dryRun: false).isEmpty)
  }
}
