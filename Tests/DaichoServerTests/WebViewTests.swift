import DaichoMail
import DaichoServer
import DaichoTestSupport
import DaichoWorkspace
import Foundation
import HTTPTypes
import Testing

/// Mails as web pages, of a campaign that `daicho campaign send` has put into an outbox.
struct WebViewTests {
  private let shop: ServedShop
  private let outbox: TemporaryFolder
  private let mail: Mail

  /// As an independent reader has it.
  private struct Mail: Decodable {
    let subject: String
    let html: String
    let text: String

    func tokens(after mark: String) -> Set<String> {
      let ranges = html.ranges(of: "https://crm.shop.example/\(mark)/")
      return Set(ranges.map { String(html[$0.upperBound...].prefix { $0 != "\"" }) })
    }

    var viewToken: String {
      get throws { try #require(tokens(after: "w").first) }
    }
  }

  private static let reader = """
    import email, email.policy, glob, json, sys
    for name in glob.glob(sys.argv[1] + "/*.eml"):
        mail = email.message_from_binary_file(open(name, "rb"), policy=email.policy.SMTP)
        html, text = mail.get_body(("html",)).get_content(), mail.get_body(("plain",)).get_content()
        print(json.dumps({"subject": mail["subject"], "html": html, "text": text}))
    """

  init() throws {
    shop = try ServedShop()
    outbox = try TemporaryFolder(named: "daicho-outbox")
    try shop.folder.write(
      try shop.folder.read("daicho.yml") + """
        senders:
          shop: {from: Shop <shop@crm.shop.example>, postal_address: 1 Street, outbox: "eml:\(outbox.path)"}

        """, to: "daicho.yml")
    try shop.folder.write(
      """
      ---
      name: Sale
      subject: A sale for {{customer.name}}
      where: name = Hanako
      sender: shop
      layout: newsletter
      coupon: {prefix: WIN, percent: 10}
      variants:
        a: {subject: "First for {{customer.name}}"}
        b: {subject: "Second for {{customer.name}}"}
      status: draft
      ---
      Hello {{customer.name}}, {{#variant.a}}form A{{/variant.a}}{{#variant.b}}form B{{/variant.b}}:
      your code is {{coupon.code}}. See [the sale](https://shop.example/sale?a=1).

      """, to: "campaigns/sale.md")
    try shop.git.commitAll("Sale")
    var environment = shop.git.environment
    environment["PATH"] = ServeProcessTests.builtPrograms + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    environment["DAICHO_KEY"] = shop.key.exported
    for arguments in [
      ["campaign", "approve", "sale", "--yes"], ["campaign", "send", "sale", "--yes", "--trust-base-url"],
    ] {
      let result = try Subprocess.run("daicho", arguments, in: shop.folder.path, environment: environment)
      try #require(result.status == 0, "\(result.stdout)\(result.stderr)")
    }
    let read = try Subprocess.run(
      "python3", ["-c", WebViewTests.reader, outbox.path], in: outbox.path, environment: environment)
    mail = try JSONDecoder().decode(Mail.self, from: Data(read.outputBytes))
  }

  private func ask(_ method: HTTPRequest.Method, _ path: String) async throws -> ServedShop.Answer {
    try await shop.ask(try shop.responder(shop.desk()), method, path)
  }

  /// The mail's page is the mail without what tells that it was read.
  private func expected() -> String {
    var html = mail.html.replacing("\r\n", with: "\n")
    for token in mail.tokens(after: "c") {
      html = html.replacing("https://crm.shop.example/c/\(token)", with: "https://shop.example/sale?a=1")
    }
    return html.replacing(#/<img src="https://crm\.shop\.example/o/[^>]*>/#, with: "")
  }

  @Test func isTheMailAsItWasSent() async throws {
    #expect(mail.text.contains("https://crm.shop.example/w/\(try mail.viewToken)"))
    #expect(mail.tokens(after: "c").count == 1 && mail.tokens(after: "o").count == 1)
    let path = "/w/\(try mail.viewToken)"
    let answer = try await ask(.get, path)
    #expect(answer.status == 200)
    #expect(answer.body.contains("Hello Hanako, form ") && answer.body.contains("your code is WIN"))
    #expect(answer.body.contains("href=\"https://shop.example/sale?a=1\""))
    #expect(!answer.body.contains("/c/") && !answer.body.contains("/o/"))
    func lines(_ text: String) -> [Substring] { text.split(separator: "\n").filter { !$0.isEmpty } }
    #expect(lines(answer.body) == lines(expected()))
    #expect(try await ask(.head, path).status == 200)
    #expect(try shop.events() == [])

    // The draft of another year, the variants gone, and no coupon: what was sent stays what it was.
    try shop.folder.write(
      "---\nname: Other\nsubject: Other\nwhere: name = x\nsender: shop\nstatus: draft\n---\nOther\n",
      to: "campaigns/sale.md")
    try shop.git.commitAll("Other")
    #expect(try await ask(.get, path).body == answer.body)
  }

  @Test func isSafe() async throws {
    let headers = try await ask(.get, "/w/\(try mail.viewToken)").headers
    #expect(
      headers[.contentSecurityPolicy]
        == "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; form-action 'none'; "
        + "frame-ancestors 'none'; base-uri 'none'")
    #expect(headers[.contentType] == "text/html; charset=utf-8")
    #expect(headers[.cacheControl] == "no-store" && headers[.xContentTypeOptions] == "nosniff")
    #expect(headers[try #require(HTTPField.Name("X-Robots-Tag"))]?.contains("noindex") == true)
    #expect(headers[try #require(HTTPField.Name("Referrer-Policy"))] == "no-referrer")
  }

  @Test func everythingElseIsMissing() async throws {
    let missing = try await ask(.get, "/nothing/here")
    let token = try mail.viewToken
    let unsubscribe = try #require(mail.tokens(after: "u").first)
    var generator = SystemRandomNumberGenerator()
    let foreign = KeyRing(WorkspaceKey(using: &generator))
    for text in [
      unsubscribe, String(token.dropLast()), token + "A", "", "x",
      // In a journal that does not say what was sent, and in none.
      shop.token(.webView), shop.token(.webView, "nobody"),
      foreign.text(of: MailToken(.webView, ServedShop.message("one"))),
    ] {
      #expect(try await ask(.get, "/w/\(text)") == missing, "\(text)")
    }
    #expect(try await ask(.post, "/w/\(token)").status == 405)
    #expect(try await ask(.post, "/w/x") == missing)
    #expect(try await ask(.get, "/w/\(token)").status == 200)
    try shop.git("rm", "-q", "customers/hanako.md")
    try shop.git.commitAll("Erased")
    #expect(try await ask(.get, "/w/\(token)") == missing)
  }

  @Test func manyAtOnceAreBounded() async throws {
    let (shop, responder) = (shop, try shop.responder(shop.desk()))
    let path = "/w/\(try mail.viewToken)"
    let statuses = await withTaskGroup(of: Int?.self) { group in
      for _ in 0..<60 { group.addTask { try? await shop.ask(responder, .get, path).status } }
      return await group.reduce(into: [Int?]()) { $0.append($1) }
    }
    #expect(statuses.count == 60 && statuses.contains(200))
    #expect(statuses.allSatisfy { $0 == 200 || $0 == 503 })
    #expect(try await shop.ask(responder, .get, path).status == 200)
  }
}
