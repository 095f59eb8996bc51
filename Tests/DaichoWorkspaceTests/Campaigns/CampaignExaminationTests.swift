import DaichoIndex
import DaichoModel
import DaichoWorkspace
import Testing

struct CampaignExaminationTests {
  private func examine(
    _ fields: String, body: String = "{{customer.salutation}}\n", settings: String = ""
  ) throws -> CampaignExamination {
    let campaigns = try CampaignShop(fields, body: body, settings: settings)
    let (workspace, campaign) = try campaigns.open()
    defer { withExtendedLifetime(campaigns) {} }
    return try workspace.examine(campaign)
  }

  private func codes(_ examination: CampaignExamination) -> [String] {
    examination.diagnostics.map(\.code).sorted()
  }

  @Test func aSoundCampaignHasNothingToSay() throws {
    let examination = try examine("send_at: 2026-12-01 09:00\nholdout: 50%")
    #expect(codes(examination) == [])
    #expect((examination.recipients ?? 0) + examination.heldOut == 2)
    #expect(!examination.hasErrors)
    let reasons = Dictionary(
      examination.leftOut.map { ($0.obstacle.code, $0.customers) }, uniquingKeysWith: { first, _ in first })
    #expect(
      reasons == ["same-address": ["hanako-yamada"], "no-address": ["nobody"], "no-consent": ["silent"]])
  }

  @Test func saysForWhomAValueIsEmpty() throws {
    let examination = try examine("subject: x", body: "A {{customer.company}} B\n\n{{customer.name}}\n")
    let finding = try #require(examination.findings.first)
    #expect(examination.findings.count == 1)
    #expect(finding.diagnostic.code == "empty-value" && finding.diagnostic.severity == .warning)
    #expect(finding.diagnostic.location.description == "campaigns/winter.md:6:5")
    #expect(finding.customers == ["emma", "taro-ono"])
    #expect(finding.diagnostic.message.en == "'customer.company' is empty, for 2 recipients: emma, taro-ono")
  }

  @Test(arguments: [
    ("coupon: {code: A, expires: 2026-11-19}", "coupon-expired"),
    ("send_at: 2026-12-05\ncoupon: {code: A, expires: 2026-12-04}", "coupon-expired"),
    ("coupon: {codes: none.csv}", "file-not-found"),
    ("variants: {a: {weight: 50%}, b: {weight: 40%}}", "bad-variant"),
    ("variants: {a: {}}", "bad-variant"), ("variants: {a.b: {}, c: {}}", "bad-variant"),
    ("segment: nosuch", "unknown-segment"), ("where: lst_order > 1", "unknown-field"),
    ("exclude: [nosuch]", "unknown-segment"), ("layout: nosuch", "unknown-layout"),
    ("subject: \"{{customer.nmae}}\"", "unknown-name"),
    ("subject: \"{{customer.company}}\"", "empty-subject"),
  ])
  func anErrorStopsASend(_ field: String, _ code: String) throws {
    let examination = try examine(field, body: "{{coupon.code}}\n")
    #expect(
      examination.diagnostics.contains { $0.code == code && $0.severity == .error }, "\(codes(examination))")
  }

  @Test(arguments: [
    ("send_at: 2026-11-20 09:00", "{{customer.name}}", "send-at-past"),
    ("coupon: {code: A}", "B", "coupon-unused"),
    ("where: name = nobody-here", "B", "nobody-to-mail"),
    ("cost: 1", "![](https://a.example/b.png)", "image-without-alt"),
    ("variants: {a: {}, b: {}}", "B", "variant-same"),
    ("cost: 1", "[a]({{customer.company}})", "dropped-link"),
    ("subject: \(String(repeating: "長", count: 41))", "B", "long-subject"),
  ])
  func aWarningDoesNot(_ field: String, _ body: String, _ code: String) throws {
    let examination = try examine(field, body: body + "\n")
    #expect(
      examination.diagnostics.contains { $0.code == code && $0.severity == .warning }, "\(codes(examination))"
    )
    #expect(!examination.hasErrors)
  }

  @Test func codesThatDoNotSuffice() throws {
    let campaigns = try CampaignShop("coupon: {codes: codes.txt}", body: "{{coupon.code}}\n")
    try campaigns.shop.write("AAA\n", "campaigns/codes.txt")
    let (workspace, campaign) = try campaigns.open()
    #expect(codes(try workspace.examine(campaign)) == ["too-few-codes"])
    try campaigns.shop.write("AAA\nBBB\n", "campaigns/codes.txt")
    #expect(codes(try workspace.examine(campaign)) == [])
  }

  @Test func tellsWhomTheLimitOfMailsWouldSkip() throws {
    let campaigns = try CampaignShop(settings: "mail: {max_mails: 1 per 7 days}")
    let line = { (at: String, address: String) in
      """
      {"at": "\(at)T09:00:00+09:00", "campaign": "other", "customer": "taro-ono", "address": "\(address)", \
      "state": "accepted", "message_id": "<\(at)@y>"}

      """
    }
    try campaigns.shop.write(
      line("2026-11-19", "Taro@example.com") + line("2026-11-01", "hanako@example.com"), "sends/other.jsonl")
    let (workspace, campaign) = try campaigns.open()
    let examination = try workspace.examine(campaign)
    #expect(examination.capped == ["taro-ono"] && examination.recipients == 2)
  }

  @Test func aMailTooLargeForGmailIsAnError() throws {
    let large = try examine("cost: 1", body: String(repeating: "冬\n\n", count: 2_200))
    #expect(codes(large) == ["html-large"])
    #expect((80_000...100_000).contains(large.largestHTML), "\(large.largestHTML)")
    let tooLarge = try examine("cost: 1", body: String(repeating: "冬\n\n", count: 3_000))
    #expect(codes(tooLarge) == ["html-too-large"])
  }

  @Test func whatSendingNeeds() throws {
    let campaigns = try CampaignShop()
    try campaigns.shop.write(
      "name: x\nlocale: en\nsenders:\n  shop: {from: a@b.example}\nbase_url: http://a.example\n", "daicho.yml"
    )
    let (workspace, campaign) = try campaigns.open()
    #expect(
      codes(try workspace.examine(campaign)) == [
        "base-url-not-https", "no-key", "no-postal-address", "sender-without-server",
      ])
    try campaigns.shop.write("name: x\n", "daicho.yml")
    let (bare, same) = try campaigns.open()
    #expect(codes(try bare.examine(same)) == ["no-sender"])
  }
}
