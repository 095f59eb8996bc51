import DaichoModel
import Testing

@testable import DaichoFiles

struct SettingsReaderTests {
  private func read(_ yaml: String) -> SettingsReader.Result {
    SettingsReader.readAll(Array(yaml.utf8), path: "daicho.yml")
  }

  private func findings(_ yaml: String) -> [String] {
    read(yaml).diagnostics.map { found in
      let position = found.location.position ?? SourcePosition(line: 0, column: 0)
      return "\(position.line):\(position.column) \(found.code)"
    }
  }

  private let example = """
    name: 喫茶つばめ
    timezone: Asia/Tokyo         # all dates in files are local to it
    currency: JPY
    locale: ja
    fiscal_year_start: 10
    counting: [paid, shipped]
    tax: included
    members:
      sato: {name: 佐藤 健, email: sato@tsubame.example}
      suzuki: 鈴木
    pipelines:
      default:
        - {stage: inquiry, probability: 0.1}
        - {stage: proposal, probability: 40%, rot_after: 3 weeks}
        - {stage: won, probability: 1}
        - {stage: lost, probability: 0}
    fields:
      customers:
        favourite_roast: {type: choice, of: [light, medium, dark], label: 好みの焙煎}
        visits: integer
        guides: {type: list of reference(companies)}
    senders:
      shop:
        from: 喫茶つばめ <hello@tsubame.example>
        reply_to: support@tsubame.example
        postal_address: 東京都台東区
        smtp: {host: smtp.example, port: 587, security: starttls, user: hello, password_file: ~/.config/daicho/shop}
    base_url: https://crm.tsubame.example
    sending_host: shop-server
    mail: {rate: 10, connections: 2, max_mails: 2 per 7 days}
    rfm: {frequency: [1, 2, 4, 8]}
    recommend: {min_support: 0.5%, min_orders: 4, exclude_bought_within: 2 weeks, limit: 3}
    rates: {USD: 150.5}
    """

  @Test func `every key of the example is read`() throws {
    let result = read(example)
    #expect(result.diagnostics == [])
    let settings = result.settings
    #expect(settings.name == "喫茶つばめ")
    #expect(settings.timeZone == "Asia/Tokyo" && settings.currency == .jpy && settings.language == .ja)
    #expect(settings.fiscalYearStart == 10 && settings.counting == ["paid", "shipped"])
    #expect(settings.members.map(\.id) == ["sato", "suzuki"])
    #expect(settings.members.map(\.name) == ["佐藤 健", "鈴木"])
    let pipeline = try #require(settings.pipeline(named: nil))
    #expect(pipeline.stages.map(\.name) == ["inquiry", "proposal", "won", "lost"])
    #expect(pipeline.stages.map(\.probability.double) == [0.1, 0.4, 1, 0])
    #expect(pipeline.stages[1].rotAfterDays == 21)
    let fields = try #require(settings.customFields[.customers])
    #expect(fields.map(\.name) == ["favourite_roast", "visits", "guides"])
    #expect(
      fields.map(\.type) == [.choice(["light", "medium", "dark"]), .integer, .list(.reference(.companies))])
    #expect(fields[0].label.ja == "好みの焙煎" && fields.allSatisfy(\.isCustom))
    #expect(settings.senders.first?.from == "喫茶つばめ <hello@tsubame.example>")
    #expect(settings.baseURL == "https://crm.tsubame.example" && settings.sendingHost == "shop-server")
    #expect(settings.rates["USD"]?.description == "150.5")
    let smtp = try #require(result.delivery.smtp["shop"])
    #expect(smtp.host == "smtp.example" && smtp.port == 587 && smtp.security == .starttls)
    #expect(smtp.user == "hello" && smtp.passwordFile == "~/.config/daicho/shop")
    #expect(result.delivery.maximumMails == .init(count: 2, days: 7))
    #expect(result.settings.rfm.frequency?.map(\.description) == ["1", "2", "4", "8"])
    #expect(result.settings.recommend.minimumSupport == 0.005)
    #expect(result.settings.recommend.minimumOrders == 4)
    #expect(result.settings.recommend.boughtWithin == 14)
    #expect(result.settings.recommend.limit == 3)
  }

  @Test func `an empty file is the defaults`() {
    for text in ["", "# nothing\n", "\u{FEFF}", "---\n", "name:\n"] {
      let result = read(text)
      #expect(result.diagnostics == [])
      #expect(result.settings.pipelines == [.standard] && result.settings.fiscalYearStart == 4)
    }
  }

  @Test func `what is wrong is said at its place`() {
    #expect(findings("nmae: x") == ["1:1 unknown-setting"])
    #expect(read("nmae: x").diagnostics[0].suggestion?.en == "did you mean 'name'?")
    #expect(findings("timezone: JST") == ["1:11 bad-timezone"])
    #expect(findings("timezone: Asia/To kyo") == ["1:11 bad-timezone"])
    #expect(findings("currency: yen1") == ["1:11 bad-currency"])
    #expect(findings("locale: fr") == ["1:9 unknown-choice"])
    #expect(findings("fiscal_year_start: 13") == ["1:20 wrong-type"])
    #expect(findings("counting: [payd]") == ["1:12 unknown-choice"])
    #expect(findings("members: [sato]") == ["1:10 wrong-type"])
    #expect(findings("pipelines:\n  default:\n    - {stage: a}") == ["3:7 incomplete-stage"])
    #expect(findings("pipelines:\n  p: [{stage: a, probability: 2}]").contains("2:31 wrong-type"))
    #expect(
      findings("pipelines:\n  p: [{stage: a, probability: 1, rot_after: 2 hours}]") == ["2:45 wrong-type"])
    #expect(findings("fields: {customers: {name: text}}") == ["1:22 field-clash"])
    #expect(findings("fields: {customer: {a: text}}") == ["1:10 unknown-kind"])
    #expect(findings("fields: {customers: {a: txt}}") == ["1:25 unknown-type"])
    #expect(findings("fields: {customers: {a: choice}}") == ["1:25 choice-without-values"])
    #expect(findings("fields: {customers: {Abc: text}}") == ["1:22 bad-field-name"])
    #expect(findings("senders: {shop: {reply_to: a@b.example}}") == ["1:11 sender-without-from"])
    #expect(findings("senders: {shop: {from: nobody}}") == ["1:24 bad-email"])
    #expect(findings("base_url: javascript:x") == ["1:11 bad-url"])
    #expect(findings("mail: {rate: -1, max_mails: often}") == ["1:14 wrong-type", "1:29 wrong-type"])
    #expect(
      findings("recommend: {min_support: 2, min_orders: 0, exclude_bought_within: soon, limt: 5}")
        == ["1:73 unknown-setting", "1:26 wrong-type", "1:41 wrong-type", "1:67 wrong-type"])
    #expect(findings("rfm: {recency: [3, 2, 1, 0]}") == ["1:16 wrong-type"])
    #expect(findings("rates: {USD: 0}") == ["1:14 wrong-type"])
    #expect(findings("a: &x 1") == ["1:4 yaml-anchor"])
    #expect(findings("- a") == ["1:1 wrong-type"])
  }

  @Test func `secrets do not belong into daicho,yml`() {
    let smtp = "senders: {shop: {from: a@b.example, smtp: {host: h.example, "
    #expect(
      findings(smtp + "password: hunter2}}}").map { $0.split(separator: " ")[1] } == ["secret-in-workspace"])
    #expect(
      findings(smtp + "password_file: secrets/shop}}}").map { $0.split(separator: " ")[1] } == [
        "secret-in-workspace"
      ])
    #expect(findings(smtp + "password_file: /etc/daicho/shop}}}") == [])
    let said = read(smtp + "password: hunter2}}}").diagnostics[0]
    #expect(said.suggestion?.en.contains("password_file") == true)
    #expect(!said.message.en.contains("hunter2"))
  }
}
