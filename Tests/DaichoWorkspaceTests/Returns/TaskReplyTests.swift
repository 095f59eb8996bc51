import DaichoMail
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Foundation
import Testing

/// Replies to the morning mail, read by `daicho inbox`, the program itself.
struct TaskReplyTests {
  private let shop: Shop
  private let box: TemporaryFolder
  private let key: WorkspaceKey
  private let ring: KeyRing
  /// Tasks: 1 hanako's list, 2 hanako's call, 3 taro's letter.
  private let mail: MorningMail

  private static let first = "- [ ] 2026-11-17 @sato: Send the list"
  private static let second = "- [ ] 2026-11-18 @sato: Send the list again"
  private static let third = "- [ ] 2026-11-19 @sato: Write a letter"

  init() throws {
    shop = try Shop()
    box = try TemporaryFolder(named: "daicho-replies")
    for folder in ["new", "cur", "tmp"] { try box.makeFolder(folder) }
    var generator = SystemRandomNumberGenerator()
    key = WorkspaceKey(using: &generator)
    ring = KeyRing(key)
    try shop.replace(
      "locale: en",
      """
      locale: en
      key: "\(key.fingerprint)"
      base_url: https://crm.tsubame.example
      senders:
        shop: {from: Tsubame <hello@tsubame.example>, outbox: eml:/tmp}
      """, in: "daicho.yml")
    try shop.replace("note: one", "email: hanako@example.com", in: "customers/hanako-yamada.md")
    try shop.replace(
      "- [ ] 2026-11-27 @sato: Send the price list", "\(TaskReplyTests.first)\n\(TaskReplyTests.second)",
      in: "customers/hanako-yamada.md")
    try shop.write(
      shop.read("customers/taro-ono.md") + "\n## Log\n\n\(TaskReplyTests.third)\n", "customers/taro-ono.md")
    try shop.git.commitAll("A morning")
    let workspace = try shop.open()
    let items = try workspace.agenda(of: "sato").items(in: .tasks, days: 0)
    mail = try workspace.morningMail(
      to: try #require(workspace.settings.member(typed: "sato")),
      from: try #require(workspace.settings.senders.first), [.init(title: "Tasks", items: items, left: 0)],
      keys: ring)
    try workspace.remember(mail)
  }

  private func put(
    _ name: String, to address: String? = nil, _ text: String, from: String = "sato@tsubame.example",
    more: String = ""
  ) throws {
    let to = try address ?? #require(mail.message.replyTo).address
    let lines = """
      From: \(from)
      To: \(to)
      Subject: Re: Tasks
      Date: Fri, 20 Nov 2026 14:05:00 +0900
      Message-ID: <\(name)@x>
      Content-Type: text/plain; charset=utf-8
      \(more.isEmpty ? "" : more + "\n")
      \(text)

      """
    try box.write(lines.replacing("\n", with: "\r\n"), to: "new/\(name)")
  }

  private struct Item: Decodable {
    let mail: String
    let outcome: String
    let record: String?
    let reason: String?
  }

  @discardableResult
  private func inbox(_ options: String..., status: Int32 = 0) throws -> [String] {
    var environment = shop.environment
    environment["DAICHO_KEY"] = key.exported
    let result = try Subprocess.run(
      "daicho", ["inbox", box.path, "--format", "json", "--today", "2026-11-21"] + options, in: shop.path(""),
      environment: environment)
    #expect(result.status == status, "\(result.stderr)")
    return try JSONDecoder().decode([Item].self, from: Data(result.outputBytes)).map { item in
      [item.mail, item.outcome, item.record ?? "-", item.reason].compactMap(\.self).joined(separator: " ")
    }
  }

  /// Which of the three are done.
  private func done() throws -> [Int] {
    let text = try shop.read("customers/hanako-yamada.md") + shop.read("customers/taro-ono.md")
    return [TaskReplyTests.first, TaskReplyTests.second, TaskReplyTests.third].enumerated().compactMap {
      text.contains($1.replacing("[ ]", with: "[x]") + "\n") ? $0 + 1 : nil
    }
  }

  private static let replies: [(String, [Int])] = [
    ("1 済", [1]), ("１済", [1]), ("1 done", [1]), ("  3 DONE.", [3]), ("②済み", [2]), ("1番 完了", [1]),
    ("1, 3 済", [1, 3]), ("1 done 3 done", [1, 3]), ("3 済\n1 済", [1, 3]), ("1、２、3 済みました。", [1, 2, 3]),
    ("2 済\n\nOn Fri, Tsubame wrote:\n> 1. Yamada\n> 1 done\n＞ 3 済", [2]), ("#3 done!\n-- \n1 done", [3]),
    ("2 done\n-----Original Message-----\nFrom: x\n1 done", [2]),
    ("1 done tomorrow", []), ("I have 1 done", []), ("done", []), ("1 undone", []), ("1 済みません", []),
    ("1", []), ("03-1234 done", []), ("99999999999999999999 済", []), ("- 1 done", []), ("1 2\n3", []),
  ]

  @Test(arguments: replies)
  func readsWhatIsDone(_ text: String, _ numbers: [Int]) throws {
    try put("1", text)
    let outcomes = Set(try inbox().map { $0.split(separator: " ")[1] })
    #expect(outcomes == [numbers.isEmpty ? "unknown" : "ticked"])
    #expect(try done() == numbers)
  }

  @Test func oneCommitEachOnce() throws {
    try put("1", "1 済\n2 済\n1 done")
    try put("2", to: "shop@tsubame.example", "Hi", from: "hanako@example.com")
    try put("3", "2 done\n3 done")
    #expect(
      try inbox() == [
        "1 ticked customers/hanako-yamada", "1 ticked customers/hanako-yamada",
        "2 received customers/hanako-yamada", "3 known customers/hanako-yamada",
        "3 ticked customers/taro-ono",
      ])
    #expect(try done() == [1, 2, 3])
    #expect(try shop.subjects().first == "inbox: 1 received, 3 done")
    #expect(try shop.git("log", "-1", "--format=%b").contains("Task: done"))
    #expect(try shop.status() == "")
    // In a clone that has read nothing yet.
    try FileManager.default.removeItem(atPath: shop.path(".git/daicho-inbox.txt"))
    #expect(try inbox().allSatisfy { $0.contains(" known ") })
    #expect(try shop.subjects().count == 3)
  }

  @Test func aDryRunTicksNothing() throws {
    try put("1", "1 済")
    #expect(try inbox("--dry-run") == ["1 ticked customers/hanako-yamada"])
    #expect(try done() == [] && shop.status() == "")
    #expect(try inbox() == ["1 ticked customers/hanako-yamada"])
    #expect(try done() == [1])
  }

  @Test func forgedAndAutomaticRepliesTickNothing() throws {
    var generator = SystemRandomNumberGenerator()
    let foreign = KeyRing(WorkspaceKey(using: &generator)).text(of: MailToken(.reply, mail.key))
    let other = MessageKey(campaign: "daicho today", occurrence: nil, revision: "1", address: "a")
    try put("1", to: "r+\(foreign)@crm.tsubame.example", "1 done")
    try put("2", to: "r+\(ring.text(of: MailToken(.bounce, mail.key)))@crm.tsubame.example", "1 done")
    try put("3", to: "r+@crm.tsubame.example", "1 done")
    try put("4", "1 done", more: "Auto-Submitted: auto-replied")
    // Of a mail that this clone has not sent, and of a number that the mail does not have.
    try put("5", to: "r+\(ring.text(of: MailToken(.reply, other)))@crm.tsubame.example", "1 done")
    try put("6", "0 done\n4 done")
    let found = try inbox()
    #expect(
      found.map { $0.split(separator: " ")[1] } == [
        "forged", "forged", "forged", "automatic", "unknown", "unknown", "unknown",
      ])
    #expect(found.last == "6 unknown - this clone knows no task 4 of that mail")
    #expect(try done() == [] && shop.subjects().count == 2)
  }

  @Test func aTaskThatWasChangedIsLeftAlone() throws {
    try shop.replace("Send the list\n", "Burn the list\n", in: "customers/hanako-yamada.md")
    try shop.git("rm", "-q", "customers/taro-ono.md")
    try shop.git.commitAll("Otherwise")
    try put("1", "1 done\n2 done\n3 done")
    #expect(
      try inbox(status: 1) == [
        "1 failed customers/hanako-yamada the task was changed since; see 'daicho today'",
        "1 ticked customers/hanako-yamada",
        "1 failed - customers/taro-ono is not in the register any more",
      ])
    #expect(try shop.read("customers/hanako-yamada.md").contains("- [x] 2026-11-18"))
    #expect(!(try shop.read("customers/hanako-yamada.md")).contains("- [x] 2026-11-17"))
  }
}
