import DaichoMail
import DaichoModel
import DaichoWorkspace
import Testing

struct CouponBookTests {
  @Test func eachGetsTheirOwnTheSameAgain() throws {
    let campaigns = try CampaignShop("coupon: {prefix: WINTER-, percent: 10, length: 8}")
    let (workspace, campaign) = try campaigns.open()
    let recipients = try workspace.recipients(of: campaign).map(\.foldedAddress)
    let book = try CouponBook(workspace, campaign, key: CampaignShop.key)
    let codes = try book.codes(for: recipients).compactMap(\.self)
    #expect(codes.count == 2 && Set(codes).count == 2)
    #expect(
      codes.allSatisfy { code in
        code.hasPrefix("WINTER-") && code.count == 15
          && code.dropFirst(7).allSatisfy { "CDFGHJKMNPQRTVWXY34679".contains($0) }
      })
    #expect(try book.codes(for: recipients.reversed()).compactMap(\.self) == codes.reversed())
    #expect(try book.codes(for: recipients, occurrence: "2027").compactMap(\.self) != codes)
    let other = try CouponBook(
      workspace, campaign, key: WorkspaceKey(bytes: [UInt8](repeating: 8, count: 32)))
    #expect(Set(try other.codes(for: recipients).compactMap(\.self)).isDisjoint(with: codes))
  }

  @Test func aCodeThatIsTakenIsNotGivenAgain() throws {
    let campaigns = try CampaignShop("coupon: {prefix: W}")
    let (workspace, campaign) = try campaigns.open()
    let recipients = try workspace.recipients(of: campaign).map(\.foldedAddress)
    let book = try CouponBook(workspace, campaign, key: CampaignShop.key)
    let codes = try book.codes(for: recipients).compactMap(\.self)
    let others = try book.codes(for: recipients, alreadyGiven: [codes[0]]).compactMap(\.self)
    #expect(others[0] != codes[0] && others[1] == codes[1])
  }

  @Test func codesOfOnesOwnNeedTheKey() throws {
    let campaigns = try CampaignShop("coupon: {prefix: W}")
    let (workspace, campaign) = try campaigns.open()
    defer { withExtendedLifetime(campaigns) {} }
    #expect { try CouponBook(workspace, campaign, key: nil) } throws: {
      ($0 as? DaichoError)?.code == "no-key"
    }
  }

  @Test func aFileIsUsedFromItsTop() throws {
    let campaigns = try CampaignShop("coupon: {codes: codes.csv}")
    try campaigns.shop.write(
      "code,value\r\nAAA,1\r\n\r\n\"BBB\",1\r\nAAA,1\r\nCCC,1\r\n", "campaigns/codes.csv")
    let (workspace, campaign) = try campaigns.open()
    let recipients = try workspace.recipients(of: campaign).map(\.foldedAddress)
    let book = try CouponBook(workspace, campaign, key: nil)
    #expect(book.available == 3)
    #expect(try book.codes(for: recipients) == ["AAA", "BBB"])
    #expect(try book.codes(for: [recipients[1]], alreadyGiven: ["AAA", "BBB"]) == ["CCC"])
    #expect { try book.codes(for: recipients, alreadyGiven: ["AAA", "BBB"]) } throws: {
      ($0 as? DaichoError)?.code == "too-few-codes"
    }
  }

  @Test(arguments: ["../codes.csv", "/etc/passwd", "campaigns/../../x.csv"])
  func noFileOutsideTheWorkspaceIsRead(_ path: String) throws {
    let campaigns = try CampaignShop("coupon: {codes: \(path)}")
    try campaigns.shop.write("SECRET\n", "../codes.csv")
    let (workspace, campaign) = try campaigns.open()
    #expect { try CouponBook(workspace, campaign, key: nil) } throws: {
      ["path-refused", "file-not-found"].contains(($0 as? DaichoError)?.code)
    }
  }

  @Test(arguments: [
    "coupon: {}", "coupon: {code: A, prefix: B}", "coupon: {code: \"two words\"}", "coupon: [A]",
  ])
  func refusesWhatGivesNoCodes(_ field: String) throws {
    let campaigns = try CampaignShop(field)
    let (_, campaign) = try campaigns.open()
    defer { withExtendedLifetime(campaigns) {} }
    #expect(campaign.coupon == nil)
    #expect(campaign.problems.map(\.code) == ["bad-coupon"])
  }
}
