import DaichoGit
import DaichoWorkspace
import Testing

struct CampaignRevisionTests {
  private func revision(_ campaigns: CampaignShop) throws -> String { try campaigns.open().1.revision }

  @Test func changesWithWhatIsMailedAndToWhom() throws {
    let campaigns = try CampaignShop("exclude: [gift]\nlayout: own")
    try campaigns.shop.write("<p>{{> foot}}{{content}}</p>", "templates/own.html")
    try campaigns.shop.write("{{unsubscribe_url}}", "templates/foot.html")
    var seen = [try revision(campaigns)]
    func changed(_ change: () throws -> Void) throws {
      try change()
      let now = try revision(campaigns)
      #expect(!seen.contains(now))
      seen.append(now)
    }
    try changed { try campaigns.write("layout: own") }
    try changed { try campaigns.write("layout: own", body: "Other\n") }
    try changed { try campaigns.write("layout: own\nwhere: tags has gift", body: "Other\n") }
    try changed { try campaigns.write("layout: own\nholdout: 10%", body: "Other\n") }
    try changed { try campaigns.write("layout: own\ncoupon: {code: A}", body: "Other\n") }
    try changed { try campaigns.write("layout: own\nvariants: {a: {}, b: {}}", body: "Other\n") }
    try changed { try campaigns.write("layout: own\nrepeat: monthly", body: "Other\n") }
    try changed { try campaigns.write("layout: own\nsubject: X", body: "Other\n") }
    // What stands behind names, and behind the names in those.
    try changed { try campaigns.shop.write("<i>{{unsubscribe_url}}</i>", "templates/foot.html") }
    try changed { try campaigns.shop.write("---\nwhere: tags has nothing\n---\n", "segments/gift.md") }
    try changed { try campaigns.shop.replace("谷中0-0-0", "谷中1-1-1", in: "daicho.yml") }
  }

  @Test func staysWithWhatIsOnlyAboutSending() throws {
    let campaigns = try CampaignShop()
    let before = try revision(campaigns)
    try campaigns.write(
      "status: approved\naudience: 2\nsend_at: 2026-12-01 09:00\ncost: 10\nowner: sato\ntags: [x]")
    #expect(try revision(campaigns) == before)
    try campaigns.shop.write("---\nwhere: tags has gift\n---\nProse.\n", "segments/gift.md")
    try campaigns.shop.write("---\nwhere: tags has other\n---\n", "segments/other.md")
    #expect(try revision(campaigns) == before)
  }

  @Test func aCommitHasItsOwn() throws {
    let campaigns = try CampaignShop()
    let before = try revision(campaigns)
    try campaigns.shop.write("---\nwhere: tags has nothing\n---\n", "segments/gift.md")
    let (workspace, campaign) = try campaigns.open()
    #expect(campaign.revision != before)
    let repository = try #require(workspace.repository)
    let commit = try repository.commit(repository.resolve("HEAD"))
    #expect(try workspace.campaign(campaign.found, at: commit)?.revision == before)
  }
}
