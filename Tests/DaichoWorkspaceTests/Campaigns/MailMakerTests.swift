import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoRender
import DaichoTestSupport
import DaichoWorkspace
import Foundation
import Testing

struct MailMakerTests {
  private static let body = """
    {{customer.salutation}}

    [豆を見る](https://shop.example/beans?a=1&b=2) と https://shop.example/new 、
    [あなたのページ](https://shop.example/me?c={{customer.name}})、[連絡](mailto:a@b.example)。

    """

  @Test func linksForEverybodyAreCountedAndOthersAreNot() throws {
    let campaigns = try CampaignShop(body: Self.body)
    let (workspace, campaign) = try campaigns.open()
    let keys = KeyRing(try #require(CampaignShop.key))
    let maker = try MailMaker(
      workspace, campaign, links: MailLinks(base: "https://crm.tsubame.example", keys: keys))
    #expect(maker.trackedLinks == ["https://shop.example/beans?a=1&b=2", "https://shop.example/new"])
    for (_, made) in try campaigns.made() {
      let html = made.mail.html
      #expect(!html.contains("href=\"https://shop.example/beans"))
      #expect(!html.contains("href=\"https://shop.example/new\""))
      #expect(html.contains("https://shop.example/me?c="))
      let tokens = html.ranges(of: "/c/").map { range in html[range.upperBound...].prefix { $0 != "\"" } }
      let links = tokens.compactMap { keys.token($0, for: .click)?.link }
      #expect(links == [0, 1])
      // The picture is the last thing of the page.
      let pixel = try #require(html.range(of: "/o/"))
      #expect(keys.token(html[pixel.upperBound...].prefix { $0 != "\"" }, for: .open) != nil)
      #expect(html[pixel.upperBound...].contains("</body>"))
      #expect(made.mail.text.contains("https://shop.example/beans?a=1&b=2"))
      #expect(!made.mail.text.contains("/c/") && !made.mail.text.contains("/o/"))
      for part in [html, made.mail.text] { #expect(part.contains("https://crm.tsubame.example/u/")) }
    }
  }

  @Test func nothingIsTrackedWhereTheWorkspaceSaysSo() throws {
    let campaigns = try CampaignShop(body: Self.body, settings: "mail: {track: []}")
    for (_, made) in try campaigns.made() {
      #expect(!made.mail.html.contains("/c/") && !made.mail.html.contains("/o/"))
    }
    let clicks = try CampaignShop(body: Self.body, settings: "mail: {track: clicks}")
    for (_, made) in try clicks.made() {
      #expect(made.mail.html.contains("/c/") && !made.mail.html.contains("/o/"))
    }
  }

  @Test func theMessageIsNamedAndSaysHowToLeave() throws {
    let campaigns = try CampaignShop()
    let keys = KeyRing(try #require(CampaignShop.key))
    for (recipient, made) in try campaigns.made() {
      let left = try #require(made.message.messageID.split(separator: "@").first)
      let key = try #require(MessageKey(left))
      #expect(made.message.messageID.hasSuffix("@tsubame.example"))
      let list = try #require(made.message.listUnsubscribe)
      let token = try #require(list.https.split(separator: "/").last)
      #expect(keys.token(token, for: .unsubscribe)?.message == key)
      #expect(list.mailto?.hasPrefix("mailto:u+\(token)@crm.tsubame.example") == true)
      #expect(made.message.to.map(\.address) == [try #require(recipient.address)])
    }
    let again = try campaigns.made()
    #expect(try campaigns.made().map { try $0.1.message.bytes() } == again.map { try $0.1.message.bytes() })
  }

  @Test func oncePerAddressAndNobodyWithoutConsent() throws {
    let campaigns = try CampaignShop()
    let (workspace, campaign) = try campaigns.open()
    defer { withExtendedLifetime(campaigns) {} }
    let audience = try workspace.audience(of: campaign)
    #expect(audience.recipients.map(\.id) == ["emma", "taro-ono"])
    #expect(audience.recipients[0].foldedAddress == "hanako@example.com")
    #expect(audience.recipients[0].consent?.via == "form")
    #expect(audience.recipients[0].consent?.day == CalendarDate(typed: "2025-04-01"))
    let reasons = Dictionary(
      audience.leftOut.map { ($0.id, $0.obstacle.code) }, uniquingKeysWith: { first, _ in first })
    #expect(
      reasons == ["hanako-yamada": "same-address", "nobody": "no-address", "silent": "no-consent"])
  }

  @Test func nobodyIsMailedWithoutTheirDetails() throws {
    let campaigns = try CampaignShop()
    let (workspace, campaign) = try campaigns.open()
    defer { withExtendedLifetime(campaigns) {} }
    let maker = try workspace.previewMaker(campaign)
    let bare = try #require(try workspace.recipients(of: campaign).first)
    let key = MessageKey(campaign: "x", occurrence: nil, revision: "", address: "")
    let date = try MailDate(secondsSince1970: 0, offsetMinutes: 0)
    #expect { try maker.mail(for: bare, MailParticulars(key: key, date: date)) } throws: {
      ($0 as? DaichoError)?.code == "no-details"
    }
  }

  @Test func aVariantHasItsOwnWords() throws {
    let campaigns = try CampaignShop(
      "variants: {a: {}, b: {subject: Bの件名}}",
      body: "{{#variant.b}}\nただいまB\n{{/variant.b}}\n{{^variant.b}}\nただいまA\n{{/variant.b}}\n")
    let (workspace, campaign) = try campaigns.open()
    let maker = try workspace.previewMaker(campaign)
    let recipient = try #require(try workspace.recipients(["taro-ono"], for: maker).first)
    let key = MessageKey(campaign: "x", occurrence: nil, revision: "", address: "")
    let date = try MailDate(secondsSince1970: 0, offsetMinutes: 0)
    func mail(_ variant: String?) throws -> RenderedMail {
      try maker.mail(for: recipient, MailParticulars(key: key, date: date, variant: variant)).mail
    }
    #expect(try mail("b").subject == "Bの件名" && mail("b").text.contains("ただいまB"))
    #expect(try mail("a").subject.contains("限定豆") && mail("a").text.contains("ただいまA"))
    #expect { try mail("c") } throws: { ($0 as? DaichoError)?.code == "unknown-variant" }
  }

  @Test func ordersAreTheLatestFive() throws {
    let campaigns = try CampaignShop(
      body:
        "{{#orders}}\n- {{date}} {{id}} {{amount}} {{#lines}}{{name}}×{{quantity}} {{/lines}}\n{{/orders}}\n")
    try campaigns.shop.write("---\nname: エチオピア\nsku: ETH-200\nprice: 1200\n---\n", "products/eth.md")
    var rows = "date,order,customer,amount,line,sku,quantity,type\n"
    for number in 1...6 {
      rows += "2026-10-0\(number),A\(number),taro-ono,1200,1,eth-200,2,item\n"
      rows += "2026-10-0\(number),A\(number),taro-ono,500,2,,,shipping\n"
    }
    try campaigns.shop.write(rows, "orders/2026-10.csv")
    let text = try #require(try campaigns.made().first { $0.0.id == "taro-ono" }).1.mail.text
    #expect(text.contains("・2026年10月6日 A6 ￥1,700 エチオピア×2"))
    #expect(text.contains(" A2 ") && !text.contains(" A1 "))
  }

  @Test(.enabled(if: Python.isAvailable)) func pythonReadsEveryMessage() throws {
    let campaigns = try CampaignShop(body: Self.body)
    let folder = try TemporaryFolder(named: "mails")
    for (recipient, made) in try campaigns.made() {
      try Data(made.message.bytes()).write(to: URL(fileURLWithPath: folder.path(of: "\(recipient.id).eml")))
    }
    let script = """
      import email, email.policy, glob, sys
      for path in sorted(glob.glob(sys.argv[1] + '/*.eml')):
          message = email.message_from_bytes(open(path, 'rb').read(), policy=email.policy.SMTP.clone(raise_on_defect=True))
          assert not message.defects
          assert [p.get_content_type() for p in message.iter_parts()] == ['text/plain', 'text/html']
          for part in message.iter_parts(): part.get_content()
          print(message['Subject'], message['To'], message['List-Unsubscribe-Post'])
      """
    let output = try Python.run(script, [folder.path])
    #expect(output.contains("大野 太郎様、冬の限定豆が入荷しました"))
    #expect(output.contains("大野 太郎 <taro@example.com> List-Unsubscribe=One-Click"))
  }
}
