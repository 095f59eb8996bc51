import DaichoIndex
import DaichoModel
import DaichoRender
import DaichoTestSupport
import DaichoWorkspace
import Testing

struct ComparingCampaignsTests {
  @Test func saysWhoEntersAndLeavesAndWhatTheMailSays() throws {
    let campaigns = try CampaignShop("subject: Old")
    try campaigns.write("subject: New\nwhere: tags has gift\nsegment: everyone", body: "Hello, you.\n")
    try campaigns.shop.write(
      "---\nname: Jun\nemail: jun@example.com\ntags: [gift]\nconsent:\n  - {channel: email, granted: 2025-04-01}\n---\n",
      "customers/jun.md")
    let (workspace, campaign) = try campaigns.open()
    let found = try workspace.compare(campaign, from: "HEAD")
    #expect(!found.isNew && !found.hasSameRevision)
    // Who was left out for somebody else's same address is in now.
    #expect(found.entered?.map(\.reference.id.text) == ["hanako-yamada", "jun"])
    #expect(found.left?.map(\.reference.id.text) == ["emma", "taro-ono"])
    #expect(found.stayed == 0)
    #expect(found.fields.map(\.name) == ["subject", "where"])
    let mail = try #require(found.mail)
    #expect(mail.customer == "hanako-yamada")
    #expect(mail.old?.subject == "Old" && mail.new?.subject == "New")
    #expect(mail.text.contains("+Hello, you.") && mail.html.contains("Hello, you."))
  }

  @Test func aSegmentAloneMakesADifference() throws {
    let campaigns = try CampaignShop()
    try campaigns.shop.write("---\nwhere: name is set and not tags has gift\n---\n", "segments/everyone.md")
    let workspace = try campaigns.open().0
    let found = try workspace.compareCampaigns(from: "HEAD")
    #expect(found.map(\.campaign.reference.id.text) == ["winter"])
    #expect(found[0].fields.isEmpty && found[0].stayed == 2)
    #expect(found[0].mail?.text == "" && found[0].mail?.html == "")
  }

  @Test func nothingDiffersFromItself() throws {
    let campaigns = try CampaignShop()
    #expect(try campaigns.open().0.compareCampaigns(from: "HEAD").isEmpty)
    withExtendedLifetime(campaigns) {}
  }

  @Test func aNewCampaignIsAllNew() throws {
    let campaigns = try CampaignShop()
    try campaigns.shop.git("rm", "--quiet", "--cached", "campaigns/winter.md")
    try campaigns.shop.git("commit", "--quiet", "-m", "Away")
    let (workspace, campaign) = try campaigns.open()
    let found = try workspace.compare(campaign, from: "HEAD")
    #expect(found.isNew && found.entered?.count == 2 && found.left?.isEmpty == true)
    #expect(found.mail?.old == nil && found.mail?.new != nil)
  }

  @Test func whatCannotBeToldIsSaid() throws {
    let campaigns = try CampaignShop("subject: Old")
    try campaigns.write("subject: \"{{customer.nmae}}\"\nsegment: nosuch")
    let (workspace, campaign) = try campaigns.open()
    let found = try workspace.compare(campaign, from: "HEAD")
    #expect(found.entered == nil && found.left == nil)
    #expect(found.notes.count == 2)
    #expect(found.mail?.new == nil && found.mail?.old?.subject == "Old")
  }
}
