import DaichoDigest
import DaichoTestSupport
import Foundation
import Testing

/// Mails made again, against what a real server was handed.
@Suite(.enabled(if: SMTPPeer.isAvailable)) struct MailsAsSentTests {
  struct Answer: Decodable {
    struct Mail: Decodable {
      let campaign: String
      let address: String?
      let state: String
      let subject: String?
      let text: String?
      let content_hash: String?
      let commit: String?
      let proven: Bool
      let doubt: String?
    }

    struct Consent: Decodable {
      let channel: String
      let granted: String?
      let withdrawn: String?
      let commit: String?
      let line: Int?
    }

    let mails: [Mail]
    let consents: [Consent]
  }

  /// A message as an independent reader has it.
  struct Received: Decodable {
    let to: String
    let subject: String
    let text: String
    let hash: String
  }

  private static let reader = """
    import email, email.policy, hashlib, json, sys
    out = []
    for path in sys.argv[1:]:
        data = open(path, "rb").read()
        mail = email.message_from_bytes(data, policy=email.policy.SMTP)
        out.append({"to": mail["to"].addresses[0].addr_spec, "subject": mail["subject"],
            "text": mail.get_body(("plain",)).get_content(), "hash": hashlib.sha256(data).hexdigest()})
    print(json.dumps(out))
    """

  private func received(_ shop: MailShop) throws -> [Received] {
    let text = try Python.run(MailsAsSentTests.reader, try shop.peer.files())
    return try JSONDecoder().decode([Received].self, from: Data(text.utf8))
  }

  private func audit(_ shop: MailShop, _ id: String, keyed: Bool = true) throws -> Answer {
    var environment = shop.environment
    if !keyed { environment["XDG_CONFIG_HOME"] = "/nowhere" }
    let result = try Subprocess.run(
      "daicho", ["audit", id, "--format", "json"], in: shop.shop.path(""), environment: environment)
    try #require([0, 1].contains(result.status), "\(result.stderr)")
    return try JSONDecoder().decode(Answer.self, from: Data(result.outputBytes))
  }

  private func sameLines(_ one: String?, _ other: String) -> Bool {
    func lines(_ text: String) -> [Substring] {
      text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        .map { $0.reversed().drop(while: \.isWhitespace).reversed() }.map { Substring(String($0)) }
    }
    guard let one else { return false }
    return lines(one).drop(while: \.isEmpty).reversed().drop(while: \.isEmpty).reversed()
      == lines(other).drop(while: \.isEmpty).reversed().drop(while: \.isEmpty).reversed()
  }

  private static let campaign = """
    ---
    name: Sale
    subject: "{{customer.salutation}}, a sale"
    where: tags is not set
    sender: shop
    layout: letter
    coupon: {prefix: WIN}
    variants:
      a: {subject: "First for {{customer.name}}"}
      b: {subject: "Second for {{customer.name}}"}
    status: draft
    ---
    Hello {{customer.name}} of {{company.name}}, your code is {{coupon.code}}.
    There is a [sale](https://shop.example/sale).

    """

  @Test func isTheVeryTextAlthoughAllWasEditedSince() throws {
    let shop = try MailShop(customers: 1, mail: "track: [opens, clicks]")
    try shop.shop.write("---\nname: Acme\n---\n", "companies/acme.md")
    try shop.addCustomer(2, "company: acme")
    try shop.addCustomer(3, "company: acme")
    try shop.shop.write(MailsAsSentTests.campaign, "campaigns/sale.md")
    try shop.shop.git.commitAll("A campaign with all that differs")
    try shop.approve()
    try shop.send()
    let mails = try received(shop)
    #expect(mails.count == 3)

    try shop.shop.replace("there is a", "there was a", in: "campaigns/sale.md")
    try shop.shop.replace("There is a", "There was a", in: "campaigns/sale.md")
    try shop.shop.replace("name: Acme", "name: Emca", in: "companies/acme.md")
    for number in 1...3 {
      try shop.shop.replace("Customer \(number)", "Someone else", in: "customers/c\(number).md")
    }
    try shop.shop.write("<p>{{{body}}}</p>", "templates/letter.html")
    try shop.shop.replace("1 Street", "2 Street", in: "daicho.yml")
    try shop.shop.git.commitAll("Another register")
    try shop.expect(0, "rename", "c2", "second")
    try shop.expect(0, "key", "rotate", "--yes")
    for (id, address) in [("c1", "c1@example.com"), ("second", "c2@example.com"), ("c3", "c3@example.com")] {
      let mail = try #require(mails.first { $0.to == address })
      let rebuilt = try #require(try audit(shop, id).mails.first)
      #expect(rebuilt.proven && rebuilt.doubt == nil)
      #expect(rebuilt.content_hash == mail.hash)
      #expect(rebuilt.subject == mail.subject)
      #expect(sameLines(rebuilt.text, mail.text))
      #expect(rebuilt.text?.contains("There is a") == true)
    }

    // The page says so, too; and without the key it is told that links are not the same.
    let page = try shop.expect(0, "audit", "second", "--format", "html").stdout
    #expect(page.contains("proven by its hash") && page.contains("Hello Customer 2 of Acme"))
    let unkeyed = try #require(try audit(shop, "second", keyed: false).mails.first)
    #expect(!unkeyed.proven && unkeyed.doubt == "key-missing")
    #expect(unkeyed.text?.contains("Hello Customer 2 of Acme") == true)
  }

  @Test func figuresComeFromTheRegisterOfThatDay() throws {
    let shop = try MailShop(customers: 2)
    try shop.shop.write(
      "date,order,customer,sku,amount\n2026-10-01,A1,c1,ETH,1000\n2026-10-09,A2,c1,ETH,500\n2026-10-02,B1,c2,ETH,10\n",
      "orders/2026-10.csv")
    try shop.shop.replace(
      "Hello {{customer.name}}", "You ordered {{customer.orders.count}} times for {{customer.orders.total}}",
      in: "campaigns/sale.md")
    try shop.shop.git.commitAll("Orders")
    try shop.approve()
    try shop.send()
    try shop.shop.write(
      shop.shop.read("orders/2026-10.csv") + "2026-10-20,A3,c1,ETH,7777\n", "orders/2026-10.csv")
    try shop.shop.git.commitAll("One more")
    let mail = try #require(try received(shop).first { $0.to == "c1@example.com" })
    let rebuilt = try #require(try audit(shop, "c1").mails.first)
    #expect(rebuilt.proven)
    #expect(sameLines(rebuilt.text, mail.text))
    #expect(rebuilt.text?.contains("You ordered 2 times for ¥1,500") == true)

    // What everybody may have asks for no such work, and says no more than it knows.
    let data = try shop.expect(0, "show-my-data", "c1", "--format", "json").stdout
    #expect(data.contains("\"subject\": \"A sale\"") && data.contains("\"doubt\": \"not-compared\""))
  }

  @Test func aSendThatWasTakenUpAgainMailsPeopleAsTheyWereThen() throws {
    let shop = try MailShop(customers: 2)
    try shop.approve()
    try shop.send(1, "--limit", "1")
    try shop.shop.replace("Customer 2", "Married", in: "customers/c2.md")
    try shop.shop.git.commitAll("A new name")
    try shop.send()
    try shop.shop.replace("Married", "Other", in: "customers/c2.md")
    try shop.shop.git.commitAll("And another")
    for id in ["c1", "c2"] {
      let rebuilt = try #require(try audit(shop, id).mails.first)
      #expect(rebuilt.proven, "\(id): \(rebuilt.doubt ?? "")")
      #expect(rebuilt.text?.contains(id == "c1" ? "Hello Customer 1" : "Hello Married") == true)
    }
  }

  @Test func anErasureOfSomebodyElseTakesNoProofAway() throws {
    let shop = try MailShop(customers: 3)
    try shop.approve()
    try shop.send()
    let before = try #require(try audit(shop, "c1").mails.first)
    try shop.expect(0, "forget", "c3", "--yes")
    let after = try #require(try audit(shop, "c1").mails.first)
    #expect(before.proven && after.proven, "\(after.doubt ?? "")")
    #expect(after.text == before.text)
    let commit = try #require(before.commit)
    #expect(try shop.shop.git.attempt(["cat-file", "-e", commit]).status != 0)
  }

  @Test func whatWasInNoCommitIsNotCalledProven() throws {
    let shop = try MailShop(customers: 3, fields: "holdout: 1%")
    try shop.approve()
    try shop.shop.replace("Customer 2", "Uncommitted", in: "customers/c2.md")
    try shop.send()
    try shop.shop.git("checkout", "-q", "--", "customers/c2.md")
    let rebuilt = try #require(try audit(shop, "c2").mails.first)
    #expect(!rebuilt.proven && rebuilt.doubt == "differs")
    #expect(try #require(try audit(shop, "c1").mails.first).proven)
    let page = try shop.expect(0, "audit", "c2", "--format", "html").stdout
    #expect(page.contains("not proven to be as sent"))

    // Somebody has tampered with the journal.
    try shop.shop.replace("\"content_hash\": \"", "\"content_hash\": \"0", in: "sends/sale.jsonl")
    #expect(try audit(shop, "c3").mails.first?.doubt == "differs")
    let commit = try #require(try audit(shop, "c3").mails.first?.commit)
    try shop.shop.replace(commit, String(repeating: "0", count: 40), in: "sends/sale.jsonl")
    #expect(try audit(shop, "c3").mails.first?.doubt == "commit-missing")
  }

  @Test func eachConsentNamesTheCommitThatWroteIt() throws {
    let shop = try MailShop(customers: 1)
    try shop.expect(0, "consent", "c1", "grant", "--channel", "line", "--via", "shop")
    try shop.expect(0, "consent", "c1", "withdraw", "--channel", "line")
    let consents = try audit(shop, "c1").consents
    let commits = try shop.shop.git("log", "--format=%H", "--", "customers/c1.md")
      .split(separator: "\n").map(String.init)
    #expect(commits.count == 3)
    #expect(consents.map(\.channel) == ["email", "line", "line"])
    #expect(consents.map(\.commit) == commits.reversed())
    let lines = try shop.shop.read("customers/c1.md").split(separator: "\n", omittingEmptySubsequences: false)
    for consent in consents {
      let line = try #require(consent.line)
      #expect(lines[line - 1].contains(consent.channel))
    }
  }
}
