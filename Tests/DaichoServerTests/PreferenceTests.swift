import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoServer
import DaichoTestSupport
import DaichoWorkspace
import HTTPTypes
import Synchronization
import Testing

/// What somebody gets, and what they choose of it.
struct PreferenceTests {
  private let shop: ServedShop
  private let desk: ReturnDesk
  private let responder: ReturnResponder

  init() throws {
    shop = try ServedShop()
    try PreferenceTests.write(
      shop,
      consent: [
        "{channel: email, granted: 2025-01-01, via: form}", "{channel: post, granted: 2025-02-01}",
        "{channel: phone, granted: 2025-02-01}", "{channel: phone, withdrawn: 2025-03-01}",
      ])
    desk = try shop.desk()
    responder = try shop.responder(desk)
  }

  private func write(consent: [String], _ more: String = "") throws {
    try PreferenceTests.write(shop, consent: consent, more)
  }

  private static func write(_ shop: ServedShop, consent: [String], _ more: String = "") throws {
    let facts = consent.map { "  - \($0)\n" }.joined()
    try shop.folder.write(
      "---\nname: Hanako\nemail: hanako@example.com\nconsent:\n\(facts)\(more)---\n",
      to: "customers/hanako.md")
  }

  private var path: String { "/p/\(shop.token(.unsubscribe))" }

  private func ask(_ method: HTTPRequest.Method, body: String = "") async throws -> String {
    try await shop.ask(responder, method, path, body: body).body
  }

  private func box(_ channel: String, isOn: Bool) -> String {
    "name=\"channel\" value=\"\(channel)\"\(isOn ? " checked" : "")>"
  }

  private func isOpen(_ channel: String) throws -> Bool {
    try !shop.open().index.matching(["consent.\(channel)"], .customers).isEmpty
  }

  @Test func showsWhatTheyAgreedToAndChangesNothing() async throws {
    let page = try await ask(.get)
    #expect(page.contains(box("email", isOn: true)) && page.contains(box("post", isOn: true)))
    for channel in ["phone", "sms", "line", "ads"] { #expect(!page.contains("value=\"\(channel)\"")) }
    #expect(page.contains("h•••@example.com") && !page.contains("hanako@"))
    #expect(try shop.events() == [])
    #expect(try await shop.ask(responder, .head, path).body == "")
    #expect(try await shop.ask(responder, .put, path).status == 405)
    let other = "/p/\(shop.token(.open))"
    #expect(try await shop.ask(responder, .get, other).status == 404)
    let leading = try await shop.ask(responder, .get, "/u/\(shop.token(.unsubscribe))")
    #expect(leading.body.contains("href=\"../p/\(shop.token(.unsubscribe))\""))
  }

  @Test func endsAChannelAndBeginsItAgain() async throws {
    #expect(try isOpen("post"))
    let page = try await ask(.post, body: "shown=email&channel=email&shown=post&action=save")
    #expect(page.contains(box("post", isOn: false)) && page.contains(box("email", isOn: true)))
    #expect(page.contains("Saved."))
    let event = try #require(try shop.events().first)
    #expect(event.kind == "preference" && event.channel == "post" && event.granted == false)
    #expect(event.customer == "hanako" && event.via == "preferences")
    #expect(try !isOpen("post") && isOpen("email"))
    // Asked for twice is once.
    _ = try await ask(.post, body: "shown=email&channel=email&shown=post&action=save")
    #expect(try shop.events().count == 1)
    shop.clock.withLock { $0 += 2_000 }
    _ = try await ask(.post, body: "shown=email&channel=email&shown=post&channel=post&action=save")
    #expect(try isOpen("post"))
    _ = try await desk.keep()
    #expect(try shop.events(committed: true).map(\.granted) == [false, true])
  }

  @Test func stopsEverything() async throws {
    let page = try await ask(
      .post, body: "shown=email&channel=email&shown=post&channel=post&action=none")
    #expect(page.contains(box("email", isOn: false)) && page.contains(box("post", isOn: false)))
    #expect(Set(try shop.events().map(\.kind)) == ["unsubscribe", "preference"])
    #expect(try !isOpen("post") && !isOpen("email"))
    shop.clock.withLock { $0 += 2_000 }
    _ = try await ask(.post, body: "shown=email&channel=email&shown=post&action=save")
    #expect(try isOpen("email") && !isOpen("post"))
  }

  @Test(arguments: ["post", "phone", "sms"])
  func grantsNothingNew(_ channel: String) async throws {
    try write(
      consent: ["{channel: post, granted: 2025-02-01}", "{channel: post, withdrawn: 2025-03-01}"])
    _ = try await ask(.post, body: "shown=\(channel)&channel=\(channel)&action=save")
    #expect(try shop.events() == [])
    #expect(try !isOpen(channel))
  }

  @Test func whatTheShopHasEndedStaysEnded() async throws {
    try write(
      consent: ["{channel: email, granted: 2025-01-01}", "{channel: post, granted: 2025-02-01}"],
      "do_not_contact: yes\n")
    // Nobody waits for the files to be read: that happens beside, some seconds after the last time.
    shop.clock.withLock { $0 += 6_000 }
    var page = ""
    for _ in 0..<200 {
      page = try await ask(.get)
      if page.contains("disabled") { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(page.contains("value=\"email\" disabled>") && !page.contains("value=\"post\""))
    #expect(!page.contains("<button"))
    _ = try await ask(.post, body: "shown=email&channel=email&shown=post&channel=post&action=save")
    #expect(try shop.events() == [])
  }

  @Test func aLaterConsentOpensTheChannelAgain() async throws {
    _ = try await ask(.post, body: "shown=post&action=save")
    #expect(try !isOpen("post"))
    // The day of the refusal is not later.
    try write(consent: ["{channel: post, granted: 2026-11-20}"])
    #expect(try !isOpen("post"))
    shop.clock.withLock { $0 += 86_400_000 }
    try write(consent: ["{channel: post, granted: 2026-11-21}"])
    #expect(try isOpen("post"))
  }

  @Test func tellsTheMostMailsThatCome() async throws {
    try shop.folder.write(
      shop.folder.read("daicho.yml").replacing("locale: en", with: "locale: ja")
        + "mail: {max_mails: 2 per 7 days}\n", to: "daicho.yml")
    let desk = try shop.desk()
    let page = try await shop.ask(shop.responder(desk), .get, path).body
    #expect(page.contains("7日間に最大2通まで") && page.contains("lang=\"ja\""))
  }
}
