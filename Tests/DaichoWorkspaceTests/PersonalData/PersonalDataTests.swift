import DaichoTestSupport
import Foundation
import Testing

/// `show-my-data`, by the program.
struct PersonalDataTests {
  struct Answer: Decodable {
    struct Record: Decodable {
      let relation: String
      let kind: String
      let id: String
      let path: String
      let readable: Bool
      let text: String
    }

    struct Line: Decodable {
      let file: String
      let file_line: Int
      let superseded: Bool
    }

    struct Place: Decodable {
      let file: String
      let line: Int
    }

    struct Named: Decodable { let id: String }

    struct Score: Decodable {
      let score: String
      let points: Double
    }

    let version: Int
    let person: String
    let records: [Record]
    let orders: [Line]
    let events: [Line]
    let mails: [Place]
    let bindings: [Binding]
    let segments: [Named]
    let scores: [Score]
    let mentions: [Place]
    let not_covered: [String]

    struct Binding: Decodable {
      let address: String
      let kind: String
    }

    var places: Set<String> {
      Set((orders + events).map { "\($0.file):\($0.file_line)" } + mentions.map { "\($0.file):\($0.line)" })
    }
  }

  private func data(_ shop: Shop, _ arguments: String...) throws -> Answer {
    let result = try Subprocess.run(
      "daicho", ["show-my-data"] + arguments + ["--format", "json", "--today", "2026-11-20"],
      in: shop.path(""), environment: shop.environment)
    try #require(result.status == 0, "\(result.stderr)")
    return try JSONDecoder().decode(Answer.self, from: Data(result.outputBytes))
  }

  private static let example: String = {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return tests.deletingLastPathComponent().deletingLastPathComponent().appending(path: "example-workspace")
      .path
  }()

  private static let hanako = """
    ---
    name: 山田 花子
    email: [hanako@example.jp, h.yamada@work.example]
    phone: 090-0000-1234
    company: acme
    ids: {shopify: "991"}
    tags: [gift]
    consent:
      - {channel: email, granted: 2025-04-01, via: form}
    ---
    Likes light roasts.

    ## Log

    - 2026-11-01 10:00 call in @sato: First call
    - [ ] 2026-11-27 @sato: Send the price list

    """

  private func makeShop() throws -> Shop {
    let shop = try Shop()
    try shop.write(PersonalDataTests.hanako, "customers/hanako-yamada.md")
    try shop.write("---\nname: Acme\n---\nHanako and two more.\n", "companies/acme.md")
    try shop.write(
      "---\nname: 山田 花子\nemail: hanako@example.jp.example\nnot_duplicate: [hanako-yamada]\n---\n",
      "customers/hanako-yamada-2.md")
    try shop.write(
      "---\nname: 大野 太郎\nemail: taro@example.jp\n---\nFriend of hanako@example.jp.\n", "customers/taro-ono.md"
    )
    try shop.write(
      "---\ntitle: Beans\ncustomer: taro-ono\n---\n\n## Log\n\n- 2026-11-02 note: call 090-0000-1234 first\n- 2026-11-03 note: xhanako@example.jp is no address of hers\n",
      "deals/d2.md")
    try shop.write(
      "---\nsubject: Where is it\ncustomer: hanako-yamada\nstatus: open\n---\n", "inquiries/q1.md")
    try shop.write(
      """
      date,order,customer,amount,sku,line,status,recipient
      2026-10-01,A1,hanako-yamada,1000,ETH,1,paid,
      2026-10-01,A1,hanako-yamada,1000,ETH,1,shipped,
      2026-10-02,B1,taro-ono,2000,ETH,1,paid,for hanako@example.jp
      2026-10-03,A2,991,500,ETH,1,paid,
      2026-10-04,A3,H.YAMADA@work.example,700,ETH,1,paid,
      2026-10-05,B2,taro-ono,800,ETH,1,paid,

      """, "orders/2026-10.csv")
    try shop.write(
      """
      {"id":"e1","at":"2026-10-01T10:00:00+09:00","kind":"view","visitor":"v1","url":"https://shop.example/a"}
      {"id":"e2","at":"2026-10-01T10:01:00+09:00","kind":"form","visitor":"v1","customer":"hanako-yamada"}
      {"id":"e3","at":"2026-10-02T10:00:00+09:00","kind":"view","visitor":"v2","url":"https://shop.example/b"}
      {"id":"e4","at":"2026-10-03T10:00:00+09:00","kind":"unsubscribe","email":"Hanako@example.jp"}
      {"id":"e5","at":"2026-10-04T10:00:00+09:00","kind":"open","customer":"taro-ono"}

      """, "events/2026-10.jsonl")
    try shop.write(
      """
      {"at":"2026-09-01T09:00:00+09:00","campaign":"sale","customer":"hanako-yamada","address":"hanako@example.jp","state":"attempting","message_id":"<m1@tsubame.example>"}
      {"at":"2026-09-01T09:00:00+09:00","campaign":"sale","customer":"taro-ono","address":"taro@example.jp","state":"accepted","message_id":"<m2@tsubame.example>"}
      {"at":"2026-09-01T09:00:01+09:00","campaign":"sale","customer":"hanako-yamada","address":"hanako@example.jp","state":"accepted","message_id":"<m1@tsubame.example>","reply":"250 ok"}

      """, "sends/sale.jsonl")
    try shop.write("---\nname: Buyers\nwhere: orders.count >= 1\n---\n", "segments/buyers.md")
    try shop.write("---\nname: Others\nwhere: tags has vip\n---\n", "segments/others.md")
    try shop.write(
      "---\nname: Warmth\nrules:\n  - {when: tags has gift, points: 5}\n  - {when: tags has vip, points: 7}\n---\n",
      "scores/warmth.md")
    try shop.git.commitAll("A register")
    return shop
  }

  @Test func holdsAllThatIsTheirsAndNothingElse() throws {
    let shop = try makeShop()
    let data = try data(shop, "hanako-yamada")
    #expect(data.version == 1 && data.person == "customers/hanako-yamada")
    #expect(
      data.records.map { "\($0.relation) \($0.kind)/\($0.id)" } == [
        "person customers/hanako-yamada", "company companies/acme", "deal deals/d1", "inquiry inquiries/q1",
      ])
    #expect(data.orders.map(\.file_line) == [2, 3, 5, 6])
    #expect(data.orders.map(\.superseded) == [true, false, false, false])
    #expect(data.events.map(\.file_line) == [1, 2, 4])
    #expect(data.mails.map(\.line) == [3])
    #expect(data.bindings.map { "\($0.address) \($0.kind)" } == ["hanako@example.jp unsubscribe"])
    #expect(data.segments.map(\.id) == ["buyers"])
    #expect(data.scores.map { "\($0.score) \($0.points)" } == ["warmth 5.0"])
    #expect(
      data.mentions.map { "\($0.file):\($0.line)" } == [
        "customers/hanako-yamada-2.md:4", "customers/taro-ono.md:5", "deals/d2.md:8", "orders/2026-10.csv:4",
      ])
    #expect(data.not_covered.count == 4)
  }

  /// Each line of the register that a plain search finds is in the answer, and of journals each mail.
  @Test func missesNoLineThatASearchFinds() throws {
    let shop = try Shop()
    _ = try shop.shell("rm -r customers deals daicho.yml")
    try shop.repository.copyContents(of: PersonalDataTests.example)
    try shop.git.commitAll("Example")
    for (id, email) in [
      ("hanako-yamada", "hanako.yamada@example.com"), ("nanako-ono", "nanako.ono@example.com"),
      ("佐々木-亮", "ryo.sasaki@example.com"),
    ] {
      let data = try data(shop, id)
      let own = Set(data.records.map(\.path))
      let found = try shop.shell(
        """
        grep -rnEo --include='*.md' --include='*.csv' --include='*.jsonl' \
        "(^|[^a-zA-Z0-9_.+%-])(\(id)|\(email))([^a-zA-Z0-9_-]|$)" . | sed 's|^\\./||' | cut -d: -f1,2 | sort -u
        """
      ).stdout.split(separator: "\n").map(String.init)
      #expect(found.count >= 2)
      for place in found {
        let path = String(place.prefix { $0 != ":" })
        if own.contains(path) || path.hasPrefix("sends/") { continue }
        #expect(data.places.contains(place), "\(id): \(place)")
      }
      let journals = Set(found.map { String($0.prefix { $0 != ":" }) }.filter { $0.hasPrefix("sends/") })
      #expect(Set(data.mails.map(\.file)) == journals)
    }
  }

  @Test func writesOnlyWhereItIsTold() throws {
    let shop = try makeShop()
    let head = try shop.git("rev-parse", "HEAD")
    let outside = try TemporaryFolder(named: "daicho-answer")
    let file = outside.path(of: "hanako.md")
    #expect(try shop.daicho("show-my-data", "hanako-yamada", "-o", file).status == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let again = try shop.daicho("show-my-data", "hanako-yamada", "-o", file)
    #expect(again.status == 2 && again.stderr.contains("--force"))
    #expect(try shop.daicho("show-my-data", "hanako-yamada", "-o", file, "--force").status == 0)
    #expect(try shop.daicho("show-my-data", "hanako-yamada", "-o", "customers/answer.md").status == 2)
    #expect(
      try shop.daicho("show-my-data", "hanako-yamada", "-o", outside.path(of: "hanako.json")).status == 0)
    #expect(try outside.read("hanako.json").hasPrefix("{\n  \"version\": 1,"))
    #expect(try shop.git("rev-parse", "HEAD") == head)
    #expect(try shop.status().isEmpty)
  }

  @Test func anIdThatIsPartOfAnotherIsNoMention() throws {
    let shop = try Shop()
    try shop.write("---\nname: A\n---\n", "customers/ai.md")
    try shop.write("---\nname: B\n---\nmail, ai-chan, ai_x, x.ai and 愛ai愛.\nSent to ai.\n", "customers/b.md")
    try shop.git.commitAll("Ids")
    let data = try data(shop, "ai")
    #expect(data.mentions.map { "\($0.file):\($0.line)" } == ["customers/b.md:4", "customers/b.md:5"])
  }

  @Test func whatAValueSaysIsNoMarkup() throws {
    let shop = try Shop()
    try shop.write(
      """
      ---
      name: "<script>alert(1)</script> *x* | [a](javascript:b) \\u202E"
      email: evil@example.jp
      ---
      <img src=x onerror=alert(1)>

      ## Log

      - 2026-11-01 call in @sato: <b>bold</b> | `code` \u{1B}]52;c;AAAA\u{7}
        </pre><script>alert(2)</script>

      """, "customers/evil.md")
    try shop.git.commitAll("An attack")
    let text = try shop.daicho("show-my-data", "evil").stdout
    #expect(text.contains("\\<script>alert(1)\\</script> \\*x\\* \\| \\[a\\](javascript:b)"))
    #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    let html = try shop.daicho("audit", "evil", "--format", "html").stdout
    let tags = try Python.run(
      """
      import sys, xml.etree.ElementTree as E
      root = E.fromstring(sys.stdin.buffer.read())
      names = sorted({e.tag.split('}')[1] for e in root.iter()})
      attributes = sorted({a for e in root.iter() for a in e.attrib})
      print(' '.join(names) + ' / ' + ' '.join(attributes))
      """, input: Array(html.utf8))
    #expect(!tags.contains("script") && !tags.contains("img") && !tags.contains("onerror"))
    #expect(!html.contains("\u{1B}") && !html.contains("\u{202E}") && !html.contains("src="))
  }

  @Test func aRecordThatCannotBeReadIsShownAsItIs() throws {
    let shop = try makeShop()
    try shop.replace("tags: [gift]", "tags: [gift", in: "customers/hanako-yamada.md")
    let data = try data(shop, "hanako-yamada")
    #expect(data.records.first?.readable == false)
    #expect(data.records.first?.text.contains("hanako@example.jp") == true)
    #expect(data.orders.count >= 2)
    #expect(data.not_covered.count == 5)
  }

  @Test func answersAsOfAnyCommit() throws {
    let shop = try makeShop()
    try shop.replace("Likes light roasts.", "Likes dark roasts.", in: "customers/hanako-yamada.md")
    try shop.write(
      shop.read("orders/2026-10.csv") + "2026-10-09,A9,hanako-yamada,1,ETH,1,paid,\n", "orders/2026-10.csv")
    try shop.git.commitAll("Later")
    #expect(try data(shop, "hanako-yamada").orders.count == 5)
    let then = try data(shop, "hanako-yamada", "--at", "HEAD~1")
    #expect(then.orders.count == 4 && then.records.first?.text == "Likes light roasts.")
  }
}
