import DaichoIndex
import DaichoMail
import DaichoTestSupport
import DaichoWorkspace
import Foundation
import Testing

/// `daicho inbox`, the program itself, on mails as real servers write them.
struct InboxTests {
  private let shop: Shop
  private let mail: TemporaryFolder
  private let key: WorkspaceKey
  private let ring: KeyRing

  private static let date = "Date: Fri, 20 Nov 2026 14:05:00 +0900"
  private static let message = MessageKey(campaign: "winter", occurrence: nil, revision: "1", address: "a")

  init() throws {
    shop = try Shop()
    mail = try TemporaryFolder(named: "daicho-mail")
    var generator = SystemRandomNumberGenerator()
    key = WorkspaceKey(using: &generator)
    ring = KeyRing(key)
    try shop.replace("locale: en", "locale: en\nkey: \"\(key.fingerprint)\"", in: "daicho.yml")
    try shop.replace("note: one", "email: hanako@example.com", in: "customers/hanako-yamada.md")
    try shop.replace("name: 大野 太郎", "name: 大野 太郎\nemail: taro@example.com", in: "customers/taro-ono.md")
    try shop.write(
      """
      {"at":"2026-11-20T09:00:00+09:00","campaign":"winter","state":"accepted","customer":"hanako-yamada",\
      "address":"hanako@example.com","message_id":"\(InboxTests.message)@crm.example"}

      """, "sends/winter.jsonl")
    try shop.git.commitAll("Mail")
    for folder in ["new", "cur", "tmp"] { try mail.makeFolder(folder) }
  }

  private func token(_ purpose: MailToken.Purpose) -> String {
    ring.text(of: MailToken(purpose, InboxTests.message))
  }

  private func put(_ name: String, _ text: String, tail: [UInt8] = []) throws {
    try mail.write(Array(text.replacing("\n", with: "\r\n").utf8) + tail, to: "new/\(name)")
  }

  private func put(_ name: String, from: String, to: String, _ subject: String, more: String = "") throws {
    try put(
      name,
      "From: \(from)\nTo: \(to)\nSubject: \(subject)\n\(InboxTests.date)\nMessage-ID: <\(name)@x>\n\(more)\n\nHi\n"
    )
  }

  /// A delivery report (RFC 3464), with a mail that it returns.
  private func report(
    to address: String, action: String, status: String, returning headers: String = "Subject: hi",
    type: String = "delivery-status", part: String? = nil
  ) -> String {
    let block =
      part ?? "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; x@y\nAction: \(action)\nStatus: \(status)"
    return """
      Return-Path: <>
      From: MAILER-DAEMON@mx.example
      To: \(address)
      Subject: Undelivered Mail Returned to Sender
      \(InboxTests.date)
      Message-ID: <\(UUID().uuidString)@mx>
      MIME-Version: 1.0
      Content-Type: multipart/report; report-type=\(type); boundary="b"

      --b
      Content-Type: text/plain; charset=us-ascii

      This is the mail system at host mx.example.

      --b
      Content-Type: message/\(type == "delivery-status" ? "delivery-status" : "feedback-report")

      \(block)

      --b
      Content-Type: text/rfc822-headers

      \(headers)

      --b--

      """
  }

  private struct Item: Decodable {
    let mail: String
    let outcome: String
    let record: String?
  }

  @discardableResult
  private func inbox(_ options: String..., status: Int32 = 0) throws -> [String] {
    var environment = shop.environment
    environment["DAICHO_KEY"] = key.exported
    let result = try Subprocess.run(
      "daicho", ["inbox", mail.path, "--format", "json", "--today", "2026-11-21"] + options,
      in: shop.path(""),
      environment: environment)
    #expect(result.status == status, "\(result.stderr)")
    let items = try JSONDecoder().decode([Item].self, from: Data(result.outputBytes))
    return items.map { "\($0.mail) \($0.outcome) \($0.record ?? "-")" }
  }

  private struct Event: Decodable {
    let kind: String
    let email: String?
    let bounce: String?
    let status: String?
  }

  private func events() throws -> [String] {
    guard shop.repository.exists("events/2026-11.jsonl") else { return [] }
    return try shop.read("events/2026-11.jsonl").split(separator: "\n").map {
      let event = try JSONDecoder().decode(Event.self, from: Data($0.utf8))
      return [event.kind, event.email, event.bounce, event.status].compactMap(\.self).joined(separator: " ")
    }
  }

  // MARK: Letters

  @Test func filesLettersOnTheRightRecords() throws {
    try put("1", from: "Hanako <Hanako@Example.com>", to: "shop@tsubame.example", "Gift boxes")
    try put(
      "2", from: "=?UTF-8?B?5L2Q6Jek?= <sato@tsubame.example>",
      to: "\"Yamada, Hanako\" <hanako@example.com>, taro@example.com, who@example.com", "Re: Gift boxes")
    try put("3", from: "who@example.com", to: "shop@tsubame.example", "Buy now")
    try put(
      "4", from: "hanako@example.com", to: "shop@tsubame.example", "Away",
      more: "Auto-Submitted: auto-replied")
    let found = try inbox()
    #expect(
      found == [
        "1 received customers/hanako-yamada", "2 sent customers/hanako-yamada", "2 sent customers/taro-ono",
        "3 unknown -", "4 automatic -",
      ])
    let log = try shop.read("customers/hanako-yamada.md")
    #expect(log.contains("- 2026-11-20 14:05 email in: Gift boxes\n"))
    #expect(log.contains("- 2026-11-20 14:05 email out @sato: Re: Gift boxes\n"))
    #expect(try shop.subjects().first == "inbox: 1 received, 2 sent")
    #expect(try shop.git("log", "-1", "--format=%b").contains("Record: customers/taro-ono"))
    #expect(try shop.status() == "")
  }

  @Test func filesEachOnce() throws {
    try put("1", from: "hanako@example.com", to: "shop@tsubame.example", "One")
    try put("2", from: "x@example.com", to: "u+\(token(.unsubscribe))@crm.example", "unsubscribe")
    #expect(try inbox().count == 2)
    #expect(try inbox() == [])
    // Read in a mail program, which moves it and sets its flags.
    try FileManager.default.moveItem(atPath: mail.path(of: "new/1"), toPath: mail.path(of: "cur/1:2,S"))
    #expect(try inbox() == [])
    // In a clone that has read nothing yet.
    try FileManager.default.removeItem(atPath: shop.path(".git/daicho-inbox.txt"))
    #expect(try inbox().map { $0.split(separator: " ")[1] } == ["known", "known"])
    #expect(try events().count == 1)
    #expect(try shop.subjects().count == 3)
  }

  @Test func readsOldCharacterSets() throws {
    try put(
      "1",
      "From: hanako@example.com\nSubject: =?ISO-2022-JP?B?GyRCSlY7dhsoQg==?= =?shift_jis?B?h0CU1A==?=\n\(InboxTests.date)\n\nx\n"
    )
    #expect(try inbox().count == 1)
    #expect(try shop.read("customers/hanako-yamada.md").contains("email in: 返事①番\n"))
  }

  @Test func aSubjectIsOneLine() throws {
    try put("1", from: "hanako@example.com", to: "x@y", "=?utf-8?Q?a=0D=0A-_2026-01-01_call:_evil=1B]52?=")
    try inbox()
    let log = try shop.read("customers/hanako-yamada.md")
    #expect(log.contains("email in: a"))
    #expect(!log.contains("\n- 2026-01-01 call") && !log.contains("\u{1B}"))
  }

  @Test func readsAnMbox() throws {
    let box = """
      From hanako Fri Nov 20 14:05:00 2026
      From: hanako@example.com
      Subject: One
      \(InboxTests.date)

      >From here on
      From the middle of a line

      From taro Fri Nov 20 14:05:00 2026
      From: taro@example.com
      Subject: Two
      \(InboxTests.date)

      y

      """
    let path = try mail.write(box, to: "box")
    var environment = shop.environment
    environment["DAICHO_KEY"] = key.exported
    let result = try Subprocess.run("daicho", ["inbox", path], in: shop.path(""), environment: environment)
    #expect(result.stdout.contains("box #1  customers/hanako-yamada"), "\(result.stdout)\(result.stderr)")
    #expect(result.stdout.contains("box #2  customers/taro-ono"))
  }

  // MARK: Reports

  @Test func believesGenuineReportsOnly() throws {
    let bounce = "b+\(token(.bounce))@crm.example"
    let link = "List-Unsubscribe: <https://crm.example/u/\(token(.unsubscribe))>"
    let arf = "Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1"
    var other = SystemRandomNumberGenerator()
    let foreign = KeyRing(WorkspaceKey(using: &other))
    let forged = foreign.text(of: MailToken(.bounce, InboxTests.message))
    try put("01", report(to: bounce, action: "failed", status: "5.1.1"))
    try put("02", report(to: bounce, action: "failed", status: "5.2.2"))
    try put("03", report(to: bounce, action: "delayed", status: "4.4.1"))
    try put("04", report(to: bounce, action: "delivered", status: "2.0.0"))
    try put("05", report(to: bounce, action: "failed", status: "5.7.1"))
    try put("06", report(to: "shop@tsubame.example", action: "failed", status: "5.1.1", returning: link))
    try put(
      "07",
      report(
        to: "abuse@tsubame.example", action: "", status: "", returning: link, type: "feedback-report",
        part: arf))
    try put("08", report(to: "shop@tsubame.example", action: "failed", status: "5.1.1"))
    try put("09", report(to: "b+\(forged)@crm.example", action: "failed", status: "5.1.1"))
    try put("10", report(to: "abuse@x", action: "", status: "", type: "feedback-report", part: arf))
    // A token of another purpose is none.
    try put("11", report(to: "b+\(token(.open))@crm.example", action: "failed", status: "5.1.1"))
    try put("12", from: "x@y", to: "u+\(token(.bounce))@crm.example", "unsubscribe")
    let found = try inbox().map { $0.split(separator: " ")[1] }
    #expect(
      found == [
        "hard_bounce", "soft_bounce", "soft_bounce", "automatic", "soft_bounce", "hard_bounce", "complaint",
        "forged", "forged", "forged", "forged", "forged",
      ])
    #expect(
      try events() == [
        "bounce hanako@example.com hard 5.1.1", "bounce hanako@example.com soft 5.2.2",
        "bounce hanako@example.com soft 4.4.1", "bounce hanako@example.com soft 5.7.1",
        "bounce hanako@example.com hard 5.1.1", "complaint hanako@example.com",
      ])
    #expect(try shop.open().index.isBlocked("hanako@example.com", refreshed: true))
  }

  /// Old and mobile carriers' servers answer in prose.
  @Test func readsReportsInProse() throws {
    let to = "b+\(token(.bounce))@crm.example"
    try put(
      "1", from: "Mailer-Daemon@exim.example", to: to, "Mail delivery failed",
      more: "X-Failed-Recipients: x@y\n\n  x@y\n    Unrouteable address")
    try put(
      "2",
      "From: mailer-daemon@docomo.example\nTo: \(to)\n\(InboxTests.date)\nContent-Type: text/plain; charset=shift_jis\n\n",
      // 宛先のメールアドレスが見つかりません
      tail: [
        0x88, 0xB6, 0x90, 0xE6, 0x82, 0xCC, 0x83, 0x81, 0x81, 0x5B, 0x83, 0x8B, 0x83, 0x41, 0x83, 0x68, 0x83,
        0x8C,
        0x83, 0x58, 0x82, 0xAA, 0x8C, 0xA9, 0x82, 0xC2, 0x82, 0xA9, 0x82, 0xE8, 0x82, 0xDC, 0x82, 0xB9, 0x82,
        0xF1,
      ])
    try put("3", from: "postmaster@x.example", to: to, "Returned mail", more: "\n452 4.2.2 mailbox full")
    try put("4", from: "postmaster@x.example", to: to, "I am away")
    #expect(
      try inbox().map { $0.split(separator: " ")[1] } == [
        "hard_bounce", "hard_bounce", "soft_bounce", "automatic",
      ])
  }

  // MARK: Mishaps

  @Test func aBombOfOneMailLeavesTheOthers() throws {
    let deep = (0..<3_000).map { "Content-Type: multipart/mixed; boundary=\"b\($0)\"\n\n--b\($0)\n" }.joined()
    try put(
      "1", "From: hanako@example.com\nSubject: Deep\n\(InboxTests.date)\nMIME-Version: 1.0\n\(deep)\n\nx\n")
    try mail.write(
      (0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) | 0x80 }, to: "new/2")
    try mail.write([], to: "new/3")
    try mail.write([UInt8](repeating: 0x41, count: 33 << 20), to: "new/4")
    try put("5", from: "hanako@example.com", to: "x@y", "After")
    let found = try inbox(status: 1)
    #expect(found.last == "5 received customers/hanako-yamada")
    #expect(found.filter { $0.contains("unreadable") }.count >= 2)
    #expect(try shop.read("customers/hanako-yamada.md").contains("email in: After"))
  }

  @Test func aDryRunChangesNothing() throws {
    try put("1", from: "hanako@example.com", to: "x@y", "One")
    #expect(try inbox("--dry-run").count == 1)
    #expect(try shop.status() == "" && shop.subjects().count == 2)
    #expect(try inbox().count == 1)
  }

  @Test func anUnreadableRecordDoesNotHoldUpTheOthers() throws {
    try shop.write("---\nname: [broken\n---\n", "customers/taro-ono.md")
    try put("1", from: "taro@example.com", to: "x@y", "One")
    try put("2", from: "hanako@example.com", to: "x@y", "Two")
    #expect(try inbox() == ["1 unknown -", "2 received customers/hanako-yamada"])
  }

  @Test func saysWhatIsNoMailbox() throws {
    let empty = try TemporaryFolder(named: "daicho-none")
    var environment = shop.environment
    environment["DAICHO_KEY"] = key.exported
    func inbox(_ path: String) throws -> Subprocess.Result {
      try Subprocess.run("daicho", ["inbox", path], in: shop.path(""), environment: environment)
    }
    #expect(try inbox(empty.path).stderr.contains("no Maildir"))
    #expect(try inbox(empty.path(of: "none")).status == 2)
  }
}
