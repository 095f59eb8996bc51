import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoServer
import DaichoTestSupport
import DaichoWorkspace
import Foundation
import HTTPTypes
import Synchronization
import Testing

/// The routes, asked without a socket.
struct RouteTests {
  private let shop: ServedShop
  private let desk: ReturnDesk
  private let responder: ReturnResponder

  init() throws {
    shop = try ServedShop()
    desk = try shop.desk()
    responder = try shop.responder(desk)
  }

  private func ask(_ method: HTTPRequest.Method, _ path: String, body: String = "") async throws
    -> ServedShop.Answer
  {
    try await shop.ask(responder, method, path, body: body)
  }

  @Test func onlyPostUnsubscribes() async throws {
    let path = "/u/\(shop.token(.unsubscribe))"
    for method in [HTTPRequest.Method.get, .head, .put, .delete, .options] {
      let answer = try await ask(method, path)
      #expect(answer.status == (method == .get || method == .head ? 200 : 405))
    }
    #expect(try shop.events() == [])
    let page = try await ask(.get, path)
    #expect(page.body.contains("<form method=\"post\">"))
    #expect(page.body.contains("h•••@example.com") && !page.body.contains("hanako@"))
    #expect(page.body.contains("喫茶 &lt;Tsubame&gt; &amp; &quot;Co&quot;"))
    #expect(try await ask(.post, path, body: "action=unsubscribe").body.contains("You are unsubscribed"))
    let events = try shop.events()
    #expect(events.map(\.kind) == ["unsubscribe"])
    #expect(events[0].email == "hanako@example.com" && events[0].customer == "hanako")
    #expect(events[0].campaign == "winter" && events[0].via == "page")
    #expect(events[0].message_id == "\(ServedShop.message("one"))@crm.shop.example")
    // The next question knows it.
    #expect(try await ask(.get, path).body.contains("Subscribe again"))
    #expect(try shop.open().index.isBlocked("Hanako@Example.com", refreshed: true))
  }

  @Test(arguments: [
    "List-Unsubscribe=One-Click",
    "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n",
  ])
  func oneClickIsOneClick(_ body: String) async throws {
    let answer = try await ask(.post, "/u/\(shop.token(.unsubscribe))", body: body)
    #expect(answer.status == 200)
    #expect(answer.headers[.contentType]?.hasPrefix("text/plain") == true)
    #expect(try shop.events().map(\.via) == ["one-click"])
  }

  @Test func twiceInASecondIsOnce() async throws {
    let path = "/u/\(shop.token(.unsubscribe))"
    for _ in 0..<3 { _ = try await ask(.post, path) }
    #expect(Set(try shop.events().map(\.id)).count == 1)
    _ = try await desk.keep()
    #expect(try shop.events(committed: true).count == 1)
  }

  @Test func whoComesBackIsMailedAgain() async throws {
    let path = "/u/\(shop.token(.unsubscribe))"
    let address = "hanako@example.com"
    _ = try await ask(.post, path)
    #expect(try shop.open().index.matching(["mailable"], .customers).isEmpty)
    shop.clock.withLock { $0 += 2_000 }
    #expect(try await ask(.post, path, body: "action=resubscribe").body.contains("Welcome back"))
    #expect(try !shop.open().index.isBlocked(address, refreshed: true))
    #expect(try shop.open().index.matching(["mailable"], .customers).count == 1)
    shop.clock.withLock { $0 += 2_000 }
    _ = try await ask(.post, path)
    #expect(try shop.open().index.isBlocked(address, refreshed: true))
  }

  @Test func clicksLeadToStoredLinksOnly() async throws {
    let answer = try await ask(.get, "/c/\(shop.token(.click, link: 0))?url=https://evil.example")
    #expect(answer.status == 302)
    #expect(answer.headers[.location] == ServedShop.link)
    #expect(try shop.events().map(\.url) == [ServedShop.link])
    for path in ["/c/\(shop.token(.click, link: 1))", "/c/\(shop.token(.click, "nobody", link: 0))"] {
      #expect(try await ask(.get, path).status == 404)
    }
    #expect(try shop.events().count == 1)
  }

  @Test func opensCountPeopleAndMarkMachines() async throws {
    let path = "/o/\(shop.token(.open))"
    #expect(try await ask(.get, path).headers[.contentType] == "image/gif")
    for agent in ["Mozilla/5.0", "", "Barracuda Sentinel", "curl/8.0"] {
      shop.clock.withLock { $0 += 1_000 }
      _ = try await shop.ask(responder, .get, path, agent: agent)
    }
    shop.clock.withLock { $0 += 1_000 }
    _ = try await shop.ask(responder, .get, path, agent: "Mozilla/5.0 (via ggpht.com GoogleImageProxy)")
    let events = try shop.events()
    #expect(events.map(\.automatic) == [nil, true, true, true, true, nil])
    #expect(events.map(\.by) == [nil, "apple-privacy", "scanner", "scanner", "scanner", "image-proxy"])
  }

  @Test func forgedTokensAreAskedInVain() async throws {
    let missing = try await ask(.get, "/nothing/here")
    #expect(missing.status == 404)
    var generator = SplitMix64(seed: 7)
    for number in 0..<1_000 {
      let purpose = MailToken.Purpose.allCases[number % 6]
      var text = Array(shop.token(purpose, "one", link: purpose == .click ? 0 : nil))
      // Cut, changed, of another purpose, or of another key.
      switch number % 4 {
      case 0: text.removeLast(Int.random(in: 1...text.count, using: &generator))
      case 1:
        let place = Int.random(in: 0..<text.count, using: &generator)
        text[place] = text[place] == "A" ? "B" : "A"
      case 2:
        var other = SystemRandomNumberGenerator()
        text = Array(
          KeyRing(WorkspaceKey(using: &other)).text(of: MailToken(purpose, ServedShop.message("one"))))
      default: break
      }
      let token = String(text)
      for path in ["u", "p", "c"]
      where path == "c"
        ? purpose != .click || number % 4 != 3
        : purpose != .unsubscribe || number % 4 != 3
      {
        let answer = try await ask(path == "c" ? .get : .post, "/\(path)/\(token)")
        #expect(answer == missing)
      }
    }
    #expect(try await ask(.get, "/o/forged").body == (try await ask(.get, "/o/x")).body)
    #expect(try shop.events() == [])
  }

  @Test func honoursAMailThatNoJournalKnowsYet() async throws {
    let path = "/u/\(shop.token(.unsubscribe, "later"))"
    #expect(try await ask(.get, path).status == 200)
    #expect(try await ask(.post, path).status == 200)
    #expect(try await ask(.get, "/o/\(shop.token(.open, "later"))").status == 200)
    // The journal comes by a pull, and binds the address.
    try shop.folder.write(
      try shop.folder.read("sends/winter.jsonl")
        + ServedShop.sent("later", to: "hanako@example.com", "hanako")
        + "\n", to: "sends/winter.jsonl")
    #expect(try shop.open().index.isBlocked("hanako@example.com", refreshed: true))
    _ = try await desk.keep()
    let events = try shop.events(committed: true)
    #expect(events.map(\.kind) == ["unsubscribe", "open"])
    #expect(events[1].email == "hanako@example.com")
    #expect(try shop.git("status", "--short", "events") == "")
  }

  @Test func answersToItsOwnNamesOnly() async throws {
    let path = "/o/\(shop.token(.open))"
    for host in ["crm.shop.example", "CRM.shop.example:443", "localhost:8080", "127.0.0.1", "[::1]:80"] {
      #expect(try await shop.ask(responder, .get, path, host: host).status == 200)
    }
    for host in ["evil.example", "crm.shop.example.evil.example", "[::2]", "x"] {
      #expect(try await shop.ask(responder, .get, path, host: host).status == 421)
    }
    #expect(try await shop.ask(responder, .get, path, host: nil).status == 400)
    #expect(try shop.events().count == 1)
  }

  @Test func refusesALongBody() async throws {
    let body = String(repeating: "a", count: 70_000)
    #expect(try await ask(.post, "/u/\(shop.token(.unsubscribe))", body: body).status == 413)
    #expect(try shop.events() == [])
  }

  @Test func provesThatItHoldsTheKey() async throws {
    let answer = try await ask(.get, "/.well-known/daicho?challenge=abc-123")
    #expect(answer.body.contains("\"fingerprint\":\"\(shop.key.fingerprint)\""))
    #expect(try await ask(.get, "/.well-known/daicho").status == 404)
    #expect(
      try await ask(.get, "/.well-known/daicho?challenge=\(String(repeating: "a", count: 200))").status == 404
    )
  }

  @Test func everyAnswerIsSafe() async throws {
    let paths = [
      "/u/\(shop.token(.unsubscribe))", "/p/\(shop.token(.unsubscribe))", "/u/x", "/p/x", "/o/x",
      "/c/\(shop.token(.click, link: 0))", "/",
      "/.well-known/daicho?challenge=a", "/%00", "/../../etc/passwd", "/u/<script>",
    ]
    for path in paths {
      let answer = try await ask(.get, path)
      #expect(answer.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
      #expect(answer.headers[.xContentTypeOptions] == "nosniff")
      #expect(answer.headers[.server] == nil && answer.headers[.setCookie] == nil)
      #expect(!answer.body.contains("<script"))
    }
  }

  @Test func commitsInOneGoAndOnce() async throws {
    for number in 0..<20 {
      shop.clock.withLock { $0 += 1_000 }
      _ = try await ask(.get, "/o/\(shop.token(.open, number % 2 == 0 ? "one" : "two"))")
    }
    let kept = try await desk.keep()
    #expect(kept?.count == 20)
    #expect(try await desk.keep() == nil)
    #expect(try shop.git("log", "-1", "--format=%s") == "event(web): 20 open\n")
    #expect(try shop.events(committed: true).count == 20)
    #expect(try shop.git("status", "--short") == "")
  }

  @Test func outlivesResetAndClean() async throws {
    _ = try await ask(.post, "/u/\(shop.token(.unsubscribe))")
    try shop.git("reset", "--quiet", "--hard")
    try shop.git("clean", "--quiet", "-fdx")
    #expect(try shop.events() == [])
    // Another process takes over.
    let second = try shop.desk()
    _ = try await second.keep()
    #expect(try shop.events(committed: true).map(\.kind) == ["unsubscribe"])
    #expect(try shop.events().count == 1)
  }

  @Test func leavesLinesOfOthersAlone() async throws {
    let mine = "{\"id\":\"x\",\"at\":\"2026-11-02T00:00:00+09:00\",\"kind\":\"view\",\"visitor\":\"v\"}"
    try shop.folder.write(mine + "\n", to: "events/2026-11.jsonl")
    try shop.git.commitAll("Events")
    try shop.folder.write(mine + "\n" + mine.replacing("\"x\"", with: "\"y\""), to: "events/2026-11.jsonl")
    _ = try await ask(.post, "/u/\(shop.token(.unsubscribe))")
    _ = try await desk.keep()
    #expect(try shop.events(committed: true).map(\.id).count == 2)
    #expect(try shop.events().map(\.kind) == ["view", "view", "unsubscribe"])
    #expect(try shop.git("status", "--short") == " M events/2026-11.jsonl\n")
  }
}
