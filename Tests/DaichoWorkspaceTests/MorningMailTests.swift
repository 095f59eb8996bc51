import DaichoMail
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Testing

struct MorningMailTests {
  private let shop: Shop
  private let keys: KeyRing

  init() throws {
    shop = try Shop()
    try shop.replace(
      "members:",
      """
      base_url: https://crm.tsubame.example
      senders:
        shop: {from: Tsubame <hello@tsubame.example>, outbox: eml:/tmp}
      members:
      """, in: "daicho.yml")
    try shop.replace("note: one", "phone: ０３-1234-5678\nnote: <b>", in: "customers/hanako-yamada.md")
    try shop.replace(
      "2026-11-27 @sato: Send the price list", "2026-11-19 @sato: Send <the> list",
      in: "customers/hanako-yamada.md")
    try shop.git.commitAll("A morning")
    keys = KeyRing(try #require(WorkspaceKey(bytes: [UInt8](repeating: 7, count: 32))))
  }

  private func mail(_ workspace: Workspace, _ member: String = "sato", keys: KeyRing?) throws -> MorningMail {
    let found = try #require(workspace.settings.member(typed: member))
    let items = try workspace.agenda(of: found.id).items(in: .tasks, days: 0)
    return try workspace.morningMail(
      to: found, from: try #require(workspace.settings.senders.first),
      [.init(title: "Tasks", items: items, left: 0)], keys: keys)
  }

  @Test func numbersTasksAndDialsPhones() throws {
    let mail = try mail(shop.open(), keys: keys)
    #expect(mail.message.text.contains("1. 山田 花子\n   2026-11-19 Send <the> list\n   ☎ ０３-1234-5678\n"))
    let html = try #require(mail.message.html)
    #expect(html.contains("href=\"tel:0312345678\"") && html.contains("Send &lt;the&gt; list"))
    #expect(!html.contains("<the>"))
    _ = try mail.message.bytes()
  }

  @Test func aReplyFindsItsTask() throws {
    let workspace = try shop.open()
    let mail = try mail(workspace, keys: keys)
    let address = try #require(mail.message.replyTo)
    #expect(address.domain == "crm.tsubame.example" && address.localPart.hasPrefix("r+"))
    let token = try #require(keys.token(address.localPart.dropFirst(2), for: .reply))
    #expect(try workspace.morningTask(1, of: token.message) == nil)
    try workspace.remember(mail)
    let found = try #require(try workspace.morningTask(1, of: token.message))
    #expect(found.member == "sato" && found.task.record == "customers/hanako-yamada")
    #expect(try workspace.morningTask(0, of: token.message) == nil)
    #expect(try workspace.morningTask(2, of: token.message) == nil)
    #expect(try shop.status() == "")
  }

  @Test func withoutAKeyRepliesGoToTheSender() throws {
    let mail = try mail(shop.open(), keys: nil)
    #expect(mail.message.replyTo == nil && mail.tasks.isEmpty && !mail.message.text.contains("1 done"))
  }

  @Test func wantsAnAddress() throws {
    let workspace = try shop.open()
    #expect(throws: DaichoError.self) { try mail(workspace, "suzuki", keys: keys) }
  }
}
