import DaichoTestSupport
import Foundation
import Testing

/// `campaign approve` and `send`, by the program, against a real server.
@Suite(.enabled(if: SMTPPeer.isAvailable)) struct SendingTests {
  @Test func mailsEverybodyOnceAndSaysSo() throws {
    let shop = try MailShop(customers: 3)
    try shop.addCustomer(4, "tags: [wholesale]")
    try shop.addCustomer(5, "do_not_contact: true")
    try shop.shop.git.commitAll("More")
    try shop.approve()
    try shop.send()
    #expect(try shop.mailed().sorted() == ["c1", "c2", "c3"])
    let status = try shop.status()
    #expect(status.state == "finished" && status.accepted == 3 && status.sum == status.recipients)
    #expect(try shop.shop.read("campaigns/sale.md").contains("status: sent"))
    #expect(try shop.shop.status().isEmpty)
    #expect(try shop.shop.isSound())
    let subjects = try shop.shop.subjects()
    #expect(subjects.prefix(2) == ["send(sale): 3 accepted", "send(sale): start, 3 recipients"])
    // Again: nothing happens.
    let again = try shop.send(2)
    #expect(again.stderr.contains("has been sent"))
    #expect(try shop.mailed().count == 3)
    let history = try shop.expect(0, "history", "c1")
    #expect(history.stdout.contains("mail(sale): accepted"))
  }

  @Test func sendsOnlyWhatIsApproved() throws {
    let shop = try MailShop(customers: 2)
    #expect(try shop.send(2).stderr.contains("not approved"))
    try shop.approve()
    try shop.shop.replace("there is a", "there was a", in: "campaigns/sale.md")
    #expect(try shop.send(2).stderr.contains("not committed"))
    try shop.shop.git.commitAll("Edit")
    #expect(try shop.send(2).stderr.contains("after it was approved"))
    try shop.approve()
    try shop.send()
    #expect(try shop.peer.accepted().count == 2)
  }

  @Test func anApprovalByHandHoldsUntilTheTextChanges() throws {
    let shop = try MailShop(customers: 1)
    try shop.shop.replace("status: draft", "status: approved", in: "campaigns/sale.md")
    #expect(try shop.send(2).stderr.contains("not in a commit"))
    try shop.shop.git.commitAll("Approve")
    try shop.shop.replace("name: Sale", "name: Winter sale", in: "campaigns/sale.md")
    try shop.shop.git.commitAll("Rename")
    try shop.shop.replace("there is a", "there was a", in: "campaigns/sale.md")
    try shop.shop.git.commitAll("Change the text")
    #expect(try shop.send(2).stderr.contains("Change the text"))
    try shop.shop.replace("there was a", "there is a", in: "campaigns/sale.md")
    try shop.shop.git.commitAll("Change it back")
    #expect(try shop.send(2).stderr.contains("after it was approved"))
    #expect(try shop.peer.accepted().isEmpty)
  }

  @Test func stopsWhenTheAudienceHasGrown() throws {
    let shop = try MailShop(customers: 5)
    try shop.approve()
    try shop.addCustomer(6)
    try shop.shop.git.commitAll("One more")
    try shop.addCustomer(7)
    try shop.shop.git.commitAll("And one")
    #expect(try shop.send(2).stderr.contains("approved for 5 recipients"))
    #expect(try shop.peer.accepted().isEmpty)
  }

  @Test func anAddressThatDoesNotWorkIsSuppressed() throws {
    let shop = try MailShop(
      customers: 3, [.answer("550 5.1.1 no such user", to: .recipient).for("c2@")])
    try shop.approve()
    try shop.send(1)
    #expect(try shop.journal() == ["c1": "accepted", "c2": "failed", "c3": "accepted"])
    let mailable = try shop.expect(0, "list", "customers", "--where", "mailable", "--format", "ids")
    #expect(mailable.stdout == "c1\nc3\n")
    #expect(try shop.shop.status().isEmpty)
  }

  @Test func whatAServerPutsOffGoesOutLater() throws {
    let shop = try MailShop(
      customers: 3, [.answer("451 4.7.1 greylisted", to: .recipient).for("c2@").times(1)])
    try shop.approve()
    try shop.send(1)
    #expect(try shop.journal()["c2"] == "deferred")
    #expect(try shop.status().state == "stopped")
    try shop.send(0)
    #expect(try shop.journal() == ["c1": "accepted", "c2": "accepted", "c3": "accepted"])
    #expect(try shop.mailed().sorted() == ["c1", "c2", "c3"])
  }

  @Test func nobodyIsMailedAgainInDoubt() throws {
    let shop = try MailShop(customers: 3, [.hangUp(at: .end, keeping: true).for("c2@").times(1)])
    try shop.approve()
    try shop.send(1)
    #expect(try shop.journal()["c2"] == "in_doubt")
    #expect(try shop.mailed().sorted() == ["c1", "c2", "c3"])
    #expect(try shop.send(2).stderr.contains("has been sent"))
    #expect(try shop.mailed().count == 3)
    // Unless somebody asks for it.
    try shop.send(0, "--retry-in-doubt")
    #expect(try shop.mailed().sorted() == ["c1", "c2", "c2", "c3"])
    #expect(try shop.status().accepted == 3)
    #expect(try shop.shop.status().isEmpty)
  }

  @Test func aServerThatRefusesTheSenderPausesIt() throws {
    let shop = try MailShop(customers: 3, [.answer("550 5.7.1 not authorized", to: .mail).after(1)])
    try shop.approve()
    let first = try shop.send(1)
    #expect(first.stdout.contains("the server refuses the sender"))
    let status = try shop.status()
    #expect(status.state == "paused" && status.accepted == 1 && status.sum == 3)
    #expect(status.failed == 0)
    #expect(try shop.send(2).stderr.contains("paused"))
    let events = try? shop.shop.read("events")
    #expect(events == nil)
  }

  // MARK: Meanwhile

  @Test func whoSaysNoMeanwhileIsNotMailed() throws {
    let shop = try MailShop(customers: 6, rate: "0.7")
    try shop.approve()
    let process = try shop.sendInBackground()
    try shop.waitForMails(1)
    try shop.shop.write(
      """
      {"id": "u1", "at": "2026-11-20T10:00:00+09:00", "kind": "unsubscribe", "email": "c5@example.com"}

      """, "events/2026-11.jsonl")
    try shop.addCustomer(6, "do_not_contact: yes")
    process.waitUntilExit()
    let journal = try shop.journal()
    #expect(journal["c5"] == "skipped" && journal["c6"] == "skipped")
    #expect(try shop.mailed().sorted() == ["c1", "c2", "c3", "c4"])
    #expect(try shop.status().reasons == ["suppressed": 1, "consent": 1])
  }

  @Test func pausesMeanwhileAndResumes() throws {
    let shop = try MailShop(customers: 40, rate: "2")
    try shop.approve()
    let process = try shop.sendInBackground()
    try shop.waitForMails(1)
    try shop.expect(0, "campaign", "pause", "sale", "--reason", "wrong price")
    process.waitUntilExit()
    let status = try shop.status()
    #expect(status.state == "paused" && status.sum == 40 && status.queued > 0)
    #expect(try shop.send(2).stderr.contains("--resume"))
    try shop.hurry(from: "2")
    try shop.send(0, "--resume")
    #expect(try Set(shop.mailed()).count == 40 && shop.mailed().count == 40)
  }

  @Test func twoAtOnceAreOne() throws {
    let shop = try MailShop(customers: 60, rate: "2")
    try shop.approve()
    let process = try shop.sendInBackground()
    try shop.waitForMails(1)
    #expect(try shop.send(2).stderr.contains("already being sent by process"))
    process.interrupt()
    process.waitUntilExit()
    let status = try shop.status()
    #expect(status.state == "stopped" && status.sum == 60 && status.in_doubt == 0)
    #expect(try shop.mailed().count == status.accepted)
  }

  @Test func ofWorkTreeAndHEADTheStricterHolds() throws {
    let shop = try MailShop(customers: 3)
    try shop.addCustomer(2, "do_not_contact: true")
    try shop.shop.write(
      """
      {"id": "u1", "at": "2026-11-20T10:00:00+09:00", "kind": "unsubscribe", "email": "c3@example.com"}

      """, "events/2026-11.jsonl")
    try shop.shop.git.commitAll("Two say no")
    try shop.addCustomer(2)
    try FileManager.default.removeItem(atPath: shop.shop.path("events/2026-11.jsonl"))
    try shop.approve()
    try shop.send()
    #expect(try shop.mailed() == ["c1"])
    #expect(try shop.journal() == ["c1": "accepted", "c2": "skipped", "c3": "skipped"])
  }

  // MARK: Once

  @Test func killedSendsMailNobodyTwice() throws {
    let shop = try MailShop(customers: 60)
    try shop.approve()
    var random = SplitMix64(seed: 7)
    for _ in 0..<6 {
      let process = try shop.sendInBackground()
      let goal = try shop.peer.accepted().count + Int.random(in: 1...12, using: &random)
      for _ in 0..<2_000 where process.isRunning {
        if try shop.peer.accepted().count >= goal { break }
        usleep(2_000)
      }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let status = try shop.status()
      #expect(status.sum == status.recipients)
    }
    _ = try shop.daicho(["campaign", "send", "sale", "--yes", "--trust-base-url"])
    let mailed = try shop.mailed()
    #expect(Set(mailed).count == mailed.count)
    for (address, state) in try shop.journal() {
      #expect(state == "in_doubt" || (state == "accepted" && mailed.contains(address)))
    }
    #expect(try shop.status().state == "finished")
    #expect(try shop.shop.isSound())
  }

  @Test func theTwinKnowsWhatTheWorkTreeHasLost() throws {
    let shop = try MailShop(customers: 3)
    try shop.approve()
    try shop.send(1, "--limit", "2")
    try shop.shop.git("checkout", "-q", "HEAD~1", "--", "sends/sale.jsonl")
    try shop.send()
    #expect(try shop.mailed().sorted() == ["c1", "c2", "c3"])
    #expect(try shop.journal() == ["c1": "accepted", "c2": "accepted", "c3": "accepted"])
  }

  @Test func sameCommitRecipientAndDateGiveTheSameBytes() throws {
    let shop = try MailShop(customers: 1)
    try shop.approve()
    for name in ["a", "b"] {
      try shop.expect(
        0, "campaign", "preview", "sale", "--today", "2026-11-20", "-o", shop.shop.path("../\(name).eml"))
    }
    let one = try Data(contentsOf: URL(fileURLWithPath: shop.shop.path("../a.eml")))
    #expect(try one == Data(contentsOf: URL(fileURLWithPath: shop.shop.path("../b.eml"))))
    for name in ["a", "b"] { try? FileManager.default.removeItem(atPath: shop.shop.path("../\(name).eml")) }
  }

  @Test func refusesANegativeLimit() throws {
    let shop = try MailShop(customers: 1)
    let result = try shop.expect(64, "campaign", "send", "sale", "--yes", "--limit", "-1")
    #expect(result.stderr.contains("--limit must not be negative"))
  }

  @Test func asksBaseURLThroughTheProxy() throws {
    let shop = try MailShop(customers: 1)
    try shop.approve()
    var environment = shop.environment
    environment["https_proxy"] = "http://127.0.0.1:1"
    let result = try Subprocess.run(
      "daicho", ["campaign", "send", "sale", "--yes"], in: shop.shop.path(""), environment: environment)
    #expect(result.status == 2 && result.stderr.contains("127.0.0.1"), "\(result.stderr)")
    #expect(try shop.mailed() == [])
  }

  @Test func capsMailsPerPerson() throws {
    let shop = try MailShop(customers: 2, mail: "max_mails: 1 per 7 days")
    try shop.shop.write(
      """
      {"at": "\(Self.now)", "campaign": "other", "customer": "c1", "address": "C1@example.com", "state": "accepted", "message_id": "<x@y>"}

      """, "sends/other.jsonl")
    try shop.shop.git.commitAll("Another mail")
    try shop.approve()
    try shop.send()
    #expect(try shop.mailed() == ["c2"])
    #expect(try shop.status().reasons == ["max_mails": 1])
  }

  private static var now: String { ISO8601DateFormatter().string(from: Date()) }

  // MARK: Again and again

  @Test func greetsOnceAYear() throws {
    let shop = try MailShop(
      customers: 0,
      fields:
        "repeat: yearly on customer.birthday, 7 days before\nsend_at: 2026-01-01 00:00\nlate_limit: 23 hours")
    try shop.addCustomer(1, "birthday: 1980-03-08")
    try shop.addCustomer(2, "birthday: 02-29")
    try shop.addCustomer(3, "birthday: 1990-07-01")
    try shop.addCustomer(4)
    try shop.shop.git.commitAll("Birthdays")
    try shop.approve()
    #expect(try shop.send(2).stderr.contains("repeats"))
    func run(_ day: String) throws {
      try shop.expect(0, "campaign", "run", "--today", day, "--trust-base-url")
    }
    try run("2026-03-01")
    #expect(try shop.mailed() == ["c1"])
    try run("2026-03-01")
    try run("2026-03-02")
    #expect(try shop.mailed() == ["c1"])
    // 29 February is 28 February in common years.
    try run("2027-02-21")
    #expect(try shop.mailed() == ["c1", "c2"])
    try run("2028-02-22")
    try run("2028-02-21")
    #expect(try shop.mailed() == ["c1", "c2", "c2"])
    // Somebody moves a birthday: it is mailed once for the year all the same.
    try shop.addCustomer(1, "birthday: 1980-03-20")
    try shop.shop.git.commitAll("Correct it")
    try run("2026-03-13")
    #expect(try shop.mailed().count == 3)
    #expect(try shop.shop.read("campaigns/sale.md").contains("status: running"))
    #expect(try shop.shop.status().isEmpty)
  }

  @Test func asksOnceAboutEachOrder() throws {
    let shop = try MailShop(
      customers: 2,
      fields:
        "repeat: once per order, 5 days after delivered\nsend_at: 2026-01-01 00:00\nlate_limit: 23 hours")
    try shop.shop.write(
      """
      date,order,line,customer,amount,status,delivered
      2026-11-01,A1,1,c1,1000,delivered,2026-11-05
      2026-11-01,A1,2,c1,500,delivered,2026-11-05
      2026-11-02,A2,1,c1,1000,delivered,2026-11-06
      2026-11-02,A3,1,c2,1000,shipped,

      """, "orders/2026-11.csv")
    try shop.shop.git.commitAll("Orders")
    try shop.approve()
    for day in ["2026-11-10", "2026-11-10", "2026-11-11", "2026-11-12"] {
      try shop.expect(0, "campaign", "run", "--today", day, "--trust-base-url")
    }
    #expect(try shop.mailed() == ["c1", "c1"])
  }

  @Test func isNotSentTooLate() throws {
    let shop = try MailShop(customers: 1, fields: "send_at: 2026-11-20 09:00")
    try shop.approve()
    let early = try shop.expect(
      0, "campaign", "run", "--dry-run", "--today", "2026-11-19", "--format", "json")
    #expect(early.stdout.contains("upcoming"))
    try shop.expect(1, "campaign", "run", "--today", "2026-11-25", "--trust-base-url")
    #expect(try shop.peer.accepted().isEmpty)
    #expect(try shop.status().state == "missed")
    // It is told once.
    try shop.expect(0, "campaign", "run", "--today", "2026-11-25", "--trust-base-url")
    #expect(try shop.shop.subjects()[0] == "send(sale): missed, due 2026-11-20 09:00")
  }
}
