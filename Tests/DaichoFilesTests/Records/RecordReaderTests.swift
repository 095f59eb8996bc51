import DaichoModel
import Testing

@testable import DaichoFiles

struct RecordReaderTests {
  private func read(
    _ yaml: String, _ kind: Kind = .customers, path: String = "customers/hanako-yamada.md"
  ) -> Record {
    var settings = WorkspaceSettings()
    settings.members = [.init(id: "sato", name: "佐藤 健", email: nil)]
    settings.senders = [.init(id: "shop", from: "a@b.example", replyTo: nil, postalAddress: nil)]
    settings.customFields[.customers] = [
      FieldDefinition(
        "roast", .choice(["light", "dark"]), label: Wording(en: "roast", ja: "焙煎"), isCustom: true)
    ]
    return RecordReader(settings: settings)
      .read(bytes: Array("---\n\(yaml)\n---\n本文\n".utf8), path: path, kind: kind)
  }

  /// `line:column code`, one for each diagnostic.
  private func findings(_ yaml: String, _ kind: Kind = .customers) -> [String] {
    read(yaml, kind).diagnostics.map { found in
      let position = found.location.position ?? SourcePosition(line: 0, column: 0)
      return "\(position.line):\(position.column) \(found.code)"
    }
  }

  private func suggestion(_ yaml: String, _ kind: Kind = .customers) -> String? {
    read(yaml, kind).diagnostics.first?.suggestion?.en
  }

  @Test func `a typical customer reads without remark`() throws {
    let record = read(
      """
      name: 山田 花子
      email: hanako@example.com
      phone: 0312345678
      company: tsubame
      ids: {shopify: 12345}
      lifecycle: customer
      owner: 佐藤
      tags: [gift, 2026]
      birthday: 03-14
      address:
        region: 東京都
        city: 台東区
      consent:
        - {channel: email, granted: 2025-04-01, basis: customer}
      do_not_contact: no
      created: 2025年4月1日
      """)
    #expect(record.diagnostics == [])
    #expect(record.reference?.description == "customers/hanako-yamada")
    #expect(record.value("name") == .text("山田 花子"))
    #expect(record.value("email") == .list([.text("hanako@example.com")]))
    #expect(record.value("phone") == .list([.text("0312345678")]))
    #expect(record.value("ids.shopify") == .text("12345"))
    #expect(record.value("owner") == .text("sato"))
    #expect(record.value("tags") == .list([.text("gift"), .text("2026")]))
    #expect(record.value("address.city") == .text("台東区"))
    #expect(record.value("do_not_contact") == .boolean(false))
    #expect(record.value("created")?.plainText == "2025-04-01")
    let company = try #require(RecordID("tsubame"))
    #expect(record.value("company") == .reference(Reference(.companies, company)))
    let consent = try #require(record.value("consent")?.items.first)
    #expect(consent["granted"]?.plainText == "2025-04-01")
    #expect(record.value("address.nothing") == nil && record.value("nothing") == nil)
  }

  @Test func `the field's type decides, never the scalar's look`() {
    #expect(read("name: no").value("name") == .text("no"))
    #expect(read("name: 2026-11-20").value("name") == .text("2026-11-20"))
    #expect(read("name: null").value("name") == .text("null"))
    #expect(read("source: 0x1F").value("source") == .text("0x1F"))
    #expect(read("ids: {a: 007, b: yes}").value("ids.a") == .text("007"))
    #expect(read("company: null").value("company") == nil)
    #expect(read("name:\nkana: ''").fields.isEmpty)
  }

  @Test func `a prohibition holds unless it is plainly lifted`() {
    for text in ["no", "No", "false", "FALSE", "off", "いいえ", "ＮＯ", "\"no\"", "'off'", "Ｆａｌｓｅ"] {
      #expect(read("do_not_contact: \(text)").value("do_not_contact") == .boolean(false), "\(text)")
    }
    for text in [
      "yes", "true", "はい", "x", "0", "n", "null", "[]", "[no]", "{a: no}", "2026-01-01", "email", "no, never",
      "|\n  no way",
    ] {
      #expect(read("do_not_contact: \(text)").value("do_not_contact") == .boolean(true), "\(text)")
    }
    #expect(read("do_not_contact:").value("do_not_contact") == nil)
  }

  @Test func `findings stand at the value`() {
    #expect(findings("name: [a]") == ["2:7 wrong-type"])
    #expect(findings("created: 2026") == ["2:10 bad-date"])
    #expect(findings("created: 2026-02-30") == ["2:10 bad-date"])
    #expect(suggestion("created: 2026-11-20T00:00:00Z") == "write: 2026-11-20")
    #expect(findings("email: hanako") == ["2:8 bad-email"])
    #expect(findings("email: [a@b.example, 花子 <h@c.example>]") == ["2:22 bad-email"])
    #expect(suggestion("email: 花子 <h@c.example>") == "write: h@c.example")
    #expect(suggestion("email: ｈ＠ｃ．example") == "write: h@c.example")
    #expect(findings("email: a..b.@docomo.ne.jp") == ["2:8 legacy-email"])
    #expect(findings("phone: なし") == ["2:8 bad-phone"])
    #expect(findings("lifecycle: custmer") == ["2:12 unknown-choice"])
    #expect(suggestion("lifecycle: custmer") == "did you mean 'customer'?")
    #expect(read("lifecycle: Ｌｅａｄ").value("lifecycle") == .text("lead"))
    #expect(findings("owner: tanaka") == ["2:8 unknown-member"])
    #expect(findings("company: つばめ 商店") == ["2:10 bad-reference"])
    #expect(findings("company: customers/a") == ["2:10 bad-reference"])
    #expect(findings("company: companies/a") == [])
    #expect(findings("roast: drak") == ["2:8 unknown-choice"])
    #expect(findings("address: {citty: x}") == ["2:11 unknown-field"])
    #expect(findings("consent: {channel: fax}") == ["2:20 unknown-choice"])
    #expect(findings("tags: a, b") == ["2:7 tags-comma"])
    #expect(suggestion("tags: a, b") == "write: tags: [a, b]")
    #expect(findings("name: Cafe #3") == ["2:11 yaml-comment"])
    #expect(findings("name: Cafe # third") == [])
    #expect(findings("tags: #gift") == ["2:6 yaml-comment"])
  }

  @Test func `honorifics are no part of a name`() {
    for name in ["山田様", "山田 花子 様", "山田さま", "山田殿"] {
      #expect(findings("name: \(name)") == ["2:7 honorific-in-name"])
    }
    #expect(suggestion("name: 山田 花子 様") == "write: 山田 花子")
    #expect(findings("name: つばめ 御中", .companies) == ["2:7 honorific-in-name"])
    for name in ["鵜殿", "様", "様々", "さまの"] { #expect(findings("name: \(name)") == []) }
    #expect(findings("name: 様子見", .products) == [])
  }

  @Test func `unknown fields are kept by the core schema and warned of`() {
    let record = read(
      "stge: 1\nn: 1.50\nb: true\nt: 'true'\nl: [1, a, ~]\nz: 007\ne: 1e3\nx: 0x1F\no: {k: null}")
    #expect(record.diagnostics.allSatisfy { $0.code == "unknown-field" && $0.severity == .warning })
    #expect(record.diagnostics.count == 9)
    #expect(record.value("stge") == .integer(1))
    #expect(record.value("n") == .decimal(ExactDecimal(units: 150, scale: 2)))
    #expect(record.value("b") == .boolean(true))
    #expect(record.value("t") == .text("true"))
    #expect(record.value("l") == .list([.integer(1), .text("a")]))
    #expect(record.value("z") == .text("007"))
    #expect(record.value("e") == .decimal(ExactDecimal(units: 1000)))
    #expect(record.value("x") == .integer(31))
    #expect(suggestion("stge: inquiry", .deals) == "did you mean 'stage'?")
    #expect(findings("anything: 1", .journeys) == [])
    #expect(record.fields.allSatisfy { !$0.isKnown })
  }

  @Test func `stages belong to the deal's pipeline and money to its currency`() {
    #expect(findings("stage: proposl", .deals) == ["2:8 unknown-stage"])
    #expect(suggestion("stage: proposl", .deals) == "did you mean 'proposal'?")
    #expect(findings("pipeline: web\nstage: x", .deals) == ["2:11 unknown-pipeline"])
    #expect(read("amount: 120,000円", .deals).value("amount") == .money(Money(minor: 120_000, currency: .jpy)))
    #expect(findings("amount: 1.5", .deals) == ["2:9 money-precision"])
    #expect(findings("amount: 1.5\ncurrency: usd", .deals) == [])
    #expect(findings("amount: 1.5\ncurrency: dollars", .deals) == ["3:11 bad-currency"])
    #expect(findings("amount: much", .deals) == ["2:9 wrong-type"])
    #expect(read("holdout: 10%", .campaigns).value("holdout") == .decimal(ExactDecimal(units: 10, scale: 2)))
    #expect(findings("holdout: 10", .campaigns) == ["2:10 wrong-type"])
    #expect(findings("sender: shopp", .campaigns) == ["2:9 unknown-sender"])
    #expect(read("late_limit: ２時間", .campaigns).value("late_limit") == .text("2 hours"))
  }

  @Test func `a filter that YAML cut is an error and never read`() {
    let cut = read("where: tags has #gift", .segments)
    #expect(cut.diagnostics.map(\.code) == ["yaml-filter-trap"])
    #expect(cut.value("where") == .unreadable("tags has"))
    #expect(cut.diagnostics[0].suggestion?.en.contains("tags has #gift") == true)
    #expect(findings("where: name = # x", .segments) == ["2:14 yaml-filter-trap"])
    #expect(findings("where: (a = 1 # x", .segments) == ["2:14 yaml-filter-trap"])
    #expect(findings("where: email is set # those", .segments) == [])
    #expect(findings("where: [a, b]", .segments) == ["2:8 yaml-filter-trap"])
    #expect(read("where: |\n  tags has \"#gift\"", .segments).value("where") == .text("tags has \"#gift\""))
    let split = read(
      "rules:\n  - {when: x in (a, b), points: 5}\n  - {points: 1, when: y = \"p, q\"}", .scores)
    #expect(split.diagnostics.map(\.code) == ["yaml-filter-trap", "yaml-filter-trap"])
    #expect(split.diagnostics[0].location.position == SourcePosition(line: 3, column: 12))
    #expect(split.diagnostics[0].suggestion?.en.contains("x in (a, b)") == true)
    #expect(split.value("rules")?.items.first?["when"] == .unreadable("x in (a"))
    #expect(split.value("rules")?.items.first?["points"] == .decimal(ExactDecimal(units: 5)))
    #expect(findings("rules:\n  - {when: x = 1, points: 5}", .scores) == [])
  }

  @Test func `a file's name is its id`() {
    #expect(read("name: a", path: "customers/a/花子.md").reference?.id.text == "花子")
    let bad = read("name: a", path: "customers/山田 花子.md")
    #expect(bad.reference == nil && bad.diagnostics.map(\.code) == ["bad-id"])
  }

  @Test func `a file without front matter is a record without fields`() {
    let reader = RecordReader(settings: WorkspaceSettings())
    let person = reader.read(bytes: Array("A note".utf8), path: "customers/a.md", kind: .customers)
    #expect(person.fields.isEmpty && person.isReadable)
    #expect(person.diagnostics.map(\.severity) == [.warning])
    let deal = reader.read(bytes: [], path: "deals/a.md", kind: .deals)
    #expect(deal.diagnostics.map(\.severity) == [.error])
    #expect(deal.diagnostics.map(\.code) == ["no-front-matter"])
    let broken = reader.read(
      bytes: Array("---\na: &b 1\n---\n".utf8), path: "customers/a.md", kind: .customers)
    #expect(!broken.isReadable && broken.fields.isEmpty)
  }

  @Test func `fields know their place`() throws {
    let text = "---\n名: 1\nname: 花子 # c\n---\n"
    let record = RecordReader(settings: WorkspaceSettings())
      .read(bytes: Array(text.utf8), path: "customers/a.md", kind: .customers)
    let name = try #require(record.fields.last)
    let source = SourceText(Array(text.utf8), path: "")
    #expect(source.text(name.range) == "花子")
    #expect(source.position(at: name.key) == SourcePosition(line: 3, column: 1))
    #expect(name.isKnown)
  }
}
