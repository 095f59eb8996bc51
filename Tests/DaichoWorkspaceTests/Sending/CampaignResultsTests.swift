import DaichoIndex
import DaichoWorkspace
import Foundation
import Testing

/// Results against a small shop counted by hand.
@Suite struct CampaignResultsTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    for number in 1...6 {
      try shop.write("---\nname: C\(number)\nemail: c\(number)@example.com\n---\n", "customers/c\(number).md")
    }
    let mails: [(Int, String, String)] = [
      (1, "a", "accepted"), (2, "a", "accepted"), (3, "a", "accepted"), (4, "b", "accepted"),
      (5, "b", "accepted"),
    ]
    var lines = mails.flatMap { number, variant, state in
      ["queued", "attempting", state].map { Self.line(number, $0, ", \"variant\": \"\(variant)\"") }
    }
    lines.append(Self.line(6, "skipped", ", \"reason\": \"holdout\""))
    lines.append(Self.line(5, "accepted", ", \"variant\": \"b\", \"coupon\": \"OWN-5\""))
    try shop.write(lines.joined(), "sends/sale.jsonl")
    try shop.write("---\nname: Sale\nsubject: x\nwhere: mailable\n---\n", "campaigns/sale.md")
    let events: [(String, Int, String, String)] = [
      ("open", 1, "10T09:05", ", \"automatic\": true"), ("open", 2, "10T09:10", ""),
      ("click", 2, "10T09:11", ""), ("click", 2, "10T09:12", ""), ("click", 4, "11T10:00", ""),
      ("unsubscribe", 5, "12T10:00", ""),
    ]
    try shop.write(
      events.enumerated().map { place, event in
        """
        {"id": "e\(place)", "at": "2026-11-\(event.2):00+09:00", "kind": "\(event.0)", "customer": "c\(event.1)", \
        "campaign": "sale"\(event.3)}

        """
      }.joined(), "events/2026-11.jsonl")
    try shop.write(
      """
      date,order,line,customer,amount,status,coupon
      2026-11-12,A1,1,c2,1000,paid,
      2026-11-19,A2,1,c4,500,paid,
      2026-11-11,A3,1,c5,700,paid,own-5
      2026-11-12,A4,1,c6,900,paid,
      2026-10-01,A5,1,c1,9999,paid,

      """, "orders/2026-11.csv")
  }

  private static func line(_ number: Int, _ state: String, _ more: String) -> String {
    """
    {"at": "2026-11-10T09:00:00+09:00", "campaign": "sale", "customer": "c\(number)", \
    "address": "c\(number)@example.com", "state": "\(state)", "message_id": "<m\(number)@x.example>"\(more)}

    """
  }

  @Test func countsPeopleOrdersAndTheControlGroup() throws {
    let results = try #require(try shop.open().index.campaignResults("sale"))
    let all = results.all
    #expect(all.states == ["accepted": 5])
    #expect(all.opened == 2 && all.clicked == 2 && all.unsubscribed == 1 && all.bounced == 0)
    // A2 comes eight days after the click.
    #expect(all.orders == 2 && all.revenue == 1_700)
    #expect(all.buyers == 2 && results.boughtByMailed == 1_700)
    #expect(results.variants.map(\.variant) == ["a", "b"])
    #expect(results.variants.map(\.accepted) == [3, 2])
    #expect(results.variants.map(\.clicked) == [1, 1])
    #expect(results.variants.map(\.revenue) == [1_000, 700])
    let control = try #require(results.control)
    #expect(control.people == 1 && control.buyers == 1 && control.revenue == 900)
  }

  @Test func theWindowIsASetting() throws {
    try shop.write(shop.read("daicho.yml") + "mail: {attribution: 10 days}\n", "daicho.yml")
    let results = try #require(try shop.open().index.campaignResults("sale"))
    #expect(results.all.orders == 3 && results.all.revenue == 2_200)
    #expect(results.all.buyers == 3)
  }

  @Test func nothingWasSentOfOthers() throws {
    #expect(try shop.open().index.campaignResults("other") == nil)
  }

  @Test func tellsEachCustomersMails() throws {
    let workspace = try shop.open()
    let found = try #require(try workspace.find("c5").first)
    let mails = try workspace.history(of: found.file).filter { $0.action == "mail" }
    #expect(mails.map(\.subject) == ["mail(sale): accepted, variant b"])
    let held = try #require(try workspace.find("c6").first)
    #expect(try workspace.history(of: held.file).allSatisfy { $0.action != "mail" })
  }
}
