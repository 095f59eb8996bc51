import DaichoModel
import Testing

@testable import DaichoRender

struct CompiledMailTests {
  @Test func fillsSubjectPreheaderAndBody() throws {
    let mail = try Sample.compile(
      "{{customer.salutation}}\n\nいつもありがとうございます。", subject: "{{customer.salutation}}、冬の豆が入荷しました",
      preheader: "11月末まで10%オフ"
    ).render(Sample.context())
    #expect(mail.subject == "山田様、冬の豆が入荷しました")
    #expect(mail.preheader == "11月末まで10%オフ")
    #expect(mail.text.hasPrefix("山田様\n\nいつもありがとうございます。\n\n────"))
    #expect(mail.html.contains("<p style=\"margin:0 0 1.25em\">山田様</p>"))
    #expect(mail.html.contains("<html lang=\"ja\""))
    #expect(mail.emptyNames == [])
  }

  @Test func sectionsListsAndTheDot() throws {
    let body = """
      {{#coupon.code}}
      クーポン: {{.}}（{{coupon.code}}）
      {{/coupon.code}}
      {{^coupon.code}}
      クーポンはありません
      {{/coupon.code}}

      {{#items}}
      - {{name}} {{price}}円 {{customer.name}}
      {{/items}}

      {{#customer.vip}}VIP{{/customer.vip}}{{^customer.vip}}一般{{/customer.vip}} {{customer.tags}}
      """
    let full = Sample.context(
      ["vip": .flag(true), "tags": .list(["gift", "冬"])],
      [
        "coupon": ["code": "WINTER10"],
        "items": .list([["name": "豆A", "price": .number("1,200")], ["name": "豆B", "price": .number("0")]]),
      ])
    #expect(
      try Sample.text(body, full) == """
        クーポン: WINTER10（WINTER10）

        ・豆A 1,200円 山田 花子
        ・豆B 0円 山田 花子

        VIP gift、冬
        """)
    #expect(try Sample.text(body) == "クーポンはありません\n\n一般 ")
  }

  @Test func aLonelyValueIsAListOfOne() throws {
    let context = Sample.context(["tags": "gift"])
    #expect(try Sample.text("{{#customer.tags}}[{{.}}]{{/customer.tags}}", context) == "[gift]")
  }

  @Test func emptyNamesAreReportedOnceAndGuardsAreNot() throws {
    let body =
      "{{#coupon.code}}{{coupon.code}}{{/coupon.code}}{{customer.website}}{{customer.website}} {{customer.name}}"
    let mail = try Sample.render(body, Sample.context(["name": "  "]), subject: "{{customer.tags}}x")
    #expect(mail.emptyNames == ["customer.tags", "customer.website", "customer.name"])
  }

  @Test func aValueOfAnotherShapeIsReportedAsEmpty() throws {
    let mail = try Sample.render("{{customer.name}}x", Sample.context(["name": ["given": "花子"]]))
    #expect(mail.emptyNames == ["customer.name"])
    #expect(mail.text.hasPrefix("x\n"))
  }

  @Test func linesOfAValueBreakInHTML() throws {
    let context = Sample.context(["name": "a\nb"])
    #expect(try Sample.content("{{customer.name}}", context).contains(">a<br>\nb<"))
    #expect(try Sample.content("    {{customer.name}}", context).contains(">a\nb\n<"))
  }

  @Test func whatTheFooterLacksIsReported() throws {
    let mail = try Sample.render("x", .object([:]))
    #expect(mail.emptyNames == ["sender.name", "sender.postal_address", "sender.contact", "unsubscribe_url"])
  }

  @Test func emptyParagraphsVanish() throws {
    #expect(
      try Sample.content("a\n\n{{customer.website}}\n\nb\n\n[{{customer.website}}](https://x.example)")
        == "<p style=\"margin:0 0 1.25em\">a</p>\n<p style=\"margin:0 0 1.25em\">b</p>\n")
  }

  @Test(arguments: ["\n", "\r", "\u{0}", "\u{1B}", "\u{7F}", "\u{85}", "\u{2028}", "\t"])
  func controlCharactersNeverReachASubject(character: String) throws {
    let context = Sample.context(["name": .text("secret\(character)Bcc: x@example.jp")])
    let mail = try Sample.compile("x", subject: "{{customer.name}}様")
    let error = try #require(throws: DaichoError.self) { try mail.render(context) }
    #expect(error.code == "control-character-in-subject")
    #expect(error.message.en.contains("customer.name"))
    #expect(!error.message.en.contains("secret") && !error.message.ja.contains("secret"))
  }

  @Test func theSameInputGivesTheSameBytes() throws {
    let mail = try Sample.compile("# {{customer.name}}\n\n- a\n- {{customer.tags}}\n", preheader: "p")
    let context = Sample.context(["tags": .list(["b", "a", "c"])])
    let first = try mail.render(context)
    for _ in 0..<20 { #expect(try mail.render(context) == first) }
    #expect(
      try Sample.compile("# {{customer.name}}\n\n- a\n- {{customer.tags}}\n", preheader: "p").render(context)
        == first)
  }

  @Test func theFooterStandsInBothParts() throws {
    for language in Language.allCases {
      for layout in ["newsletter", "letter"] {
        let mail = try Sample.compile("x", layout: layout, language: language).render(
          Sample.context([:], ["web_view_url": "https://crm.tsubame.example/v/1"]))
        for part in [mail.text, mail.html] {
          for fact in [
            "喫茶つばめ", "東京都台東区谷中1-2-3", "support@tsubame.example", "https://crm.tsubame.example/u/TOKEN",
            "https://crm.tsubame.example/v/1", Wording.optOut(language), Wording.unsubscribe(language),
          ] {
            #expect(part.contains(fact), "\(layout) \(language) lacks \(fact)")
          }
        }
      }
    }
  }

  @Test func crlfAndLoneBracesAreRead() throws {
    #expect(try Sample.text("a {b}\r\n\r\n{{customer.name}} {\r\n\r\nc {") == "a {b}\n\n山田 花子 {\n\nc {")
  }
}
