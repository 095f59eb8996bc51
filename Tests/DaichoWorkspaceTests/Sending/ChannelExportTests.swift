import DaichoTestSupport
import Foundation
import Testing

/// `campaign export`: lists for channels that daicho does not send by.
@Suite(.enabled(if: SMTPPeer.isAvailable)) struct ChannelExportTests {
  private let shop: MailShop
  private let out: TemporaryFolder

  init() throws {
    shop = try MailShop(customers: 0)
    out = try TemporaryFolder(named: "daicho-export")
    func add(_ id: String, _ fields: String) throws {
      try shop.shop.write("---\n\(fields)\n---\n", "customers/\(id).md")
    }
    let post = "consent: [{channel: post, granted: 2025-04-01}]"
    func address(_ street: String) -> String {
      "address: {postal_code: 1100000, region: 東京都, city: 台東区, street: \(street)}"
    }
    try add("a1", "name: 山田 花子\nphone: 090-0000-1234\n\(address("ときわ町2-3-1"))\n\(post)")
    try add("a2", "name: 山田 太郎\n\(address("ときわ町２ー３ー１"))\n\(post)")
    try add("a3", "name: 株式会社つばめ\n\(address("ときわ町23-1"))\n\(post)")
    try add("a4", "name: '=HYPERLINK(1)'\n\(address("'<script>x</script>'"))\n\(post)")
    try add("b1", "name: No Street\n\(post)")
    try add("b2", "name: Forbidden\n\(address("1-1"))\ndo_not_contact: true\n\(post)")
    try add("b3", "name: Mail Only\n\(address("1-2"))\nconsent: [{channel: email, granted: 2025-04-01}]")
    try add(
      "b4",
      "name: Left\n\(address("1-3"))\nconsent: [{channel: post, granted: 2025-04-01}, {channel: post, withdrawn: 2025-05-01}]"
    )
    try add("b5", "name: Shut\n\(address("1-4"))\ntags: [wholesale]\n\(post)")
    let texts =
      "consent: [{channel: sms, granted: 2025-04-01}, {channel: line, granted: 2025-04-01}, {channel: phone, granted: 2025-04-01}]"
    try add("c1", "name: Mobile\nphone: [03-0000-0000, 090-0000-5678]\nids: {line: U1}\n\(texts)")
    try add("c2", "name: Same Mobile\nphone: '+81 90 0000 5678'\nids: {line: U2}\n\(texts)")
    try add("c3", "name: Landline\nphone: 03-0000-0001\n\(texts)")
    try shop.shop.git.commitAll("People")
  }

  private func export(_ status: Int32, _ channel: String, _ more: String...) throws -> Subprocess.Result {
    let arguments = ["campaign", "export", "sale", "--channel", channel, "--yes", "--locale", "en"]
    let result = try shop.daicho(arguments + more)
    guard result.status == status else {
      throw MailShop.UnexpectedStatus(description: "\(result.status)\n\(result.stdout)\n\(result.stderr)")
    }
    return result
  }

  private func approve() throws {
    try shop.shop.replace("status: draft", "status: approved", in: "campaigns/sale.md")
    try shop.shop.git.commitAll("Approve")
  }

  private func file(_ name: String) throws -> String {
    try String(contentsOfFile: out.path + "/" + name, encoding: .utf8)
  }

  @Test func handsOverEachHouseholdOnceAndSaysWhoIsLeftOut() throws {
    #expect(try export(2, "post").stderr.contains("not approved"))
    let plan = try export(0, "post", "--dry-run").stdout
    #expect(plan.hasPrefix("sale@post: 3 people\n"))
    #expect(plan.contains("1 same household") && plan.contains("1 no postal address"))
    try approve()
    let path = out.path + "/post.csv"
    let said = try export(0, "post", "-o", path).stderr
    #expect(
      try file("post.csv") == """
        postal_code,region,city,street,country,company,name
        110-0000,東京都,台東区,ときわ町2-3-1,,,山田 花子 様
        110-0000,東京都,台東区,ときわ町23-1,,,株式会社つばめ 御中
        110-0000,東京都,台東区,<script>x</script>,,,'=HYPERLINK(1) 様

        """)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    for reason in ["must not be contacted", "consent withdrawn", "never consented", "same household"] {
      #expect(said.contains(reason), "\(reason)")
    }
    #expect(try shop.shop.subjects().first == "send(sale@post): exported 3")
    #expect(try shop.shop.status().isEmpty)
    #expect(try shop.shop.isSound())
    #expect(try shop.expect(0, "check").status == 0)
    let status = try shop.status("--occurrence", "post")
    #expect(status.state == "finished" && status.accepted == 3 && status.sum == status.recipients)
    #expect(try shop.expect(0, "history", "a1").stdout.contains("post(sale): exported"))
    #expect(try shop.expect(0, "campaign", "results", "sale", "--occurrence", "post").stdout.contains("3"))
  }

  @Test func exportsNobodyASecondTimeUnlessAsked() throws {
    try approve()
    let first = try export(0, "post").stdout
    let journal = try shop.shop.read("sends/sale@post.jsonl")
    let head = try shop.shop.subjects()
    let refused = try export(2, "post")
    #expect(refused.stdout.isEmpty && refused.stderr.contains("exported already"))
    #expect(try export(0, "post", "--again").stdout == first)
    // Somebody has withdrawn, somebody has moved, and somebody new has come.
    try shop.expect(0, "consent", "a1", "withdraw", "--channel", "post")
    try shop.shop.replace("ときわ町23-1", "ときわ町24-1", in: "customers/a3.md")
    try shop.shop.git.commitAll("Move")
    let again = try export(0, "post", "--again")
    #expect(again.stdout.contains("HYPERLINK") && !again.stdout.contains("山田"))
    #expect(!again.stdout.contains("株式会社つばめ"))
    #expect(again.stderr.contains("changed since") && again.stderr.contains("consent withdrawn"))
    #expect(try shop.shop.read("sends/sale@post.jsonl") == journal)
    #expect(try shop.shop.subjects().count == head.count + 2)
    // A mailing is another matter, and shows first.
    #expect(try shop.status("--occurrence", "post").accepted == 3)
  }

  @Test func theWorkTreeAloneCannotLiftAProhibition() throws {
    try approve()
    try shop.shop.replace("do_not_contact: true\n", "", in: "customers/b2.md")
    #expect(!(try export(0, "post").stdout.contains("Forbidden")))
  }

  @Test func callsAndTextsANumberOnce() throws {
    try approve()
    let calls = try export(0, "phone").stdout
    #expect(calls.hasPrefix("customer,name,kana,phone,last_order,note\nc1,Mobile,,03-0000-0000,,\n"))
    #expect(calls.split(separator: "\n").count == 4)
    let texts = try export(0, "sms")
    #expect(
      texts.stdout.replacing("\r", with: "")
        .hasPrefix("phone,text\n+819000005678,\"Hello Mobile, there is a sale"))
    #expect(texts.stdout.contains("https://shop.example/sale"))
    // Neither the law's footer of a mail nor a link that unsubscribes from mail.
    #expect(!texts.stdout.contains("/u/") && !texts.stdout.contains("1 Street"))
    #expect(texts.stderr.contains("1 same phone number") && texts.stderr.contains("1 no mobile number"))
    let line = try export(0, "line").stdout
    #expect(line.contains("\nU1,") && line.contains("\nU2,"))
  }

  @Test func leavesTheControlGroupAlone() throws {
    try shop.shop.replace("status: draft", "holdout: 99%\nstatus: approved", in: "campaigns/sale.md")
    try shop.shop.git.commitAll("Approve")
    let plan = try export(0, "post", "--dry-run").stdout
    let held = plan.contains("3 in the control group") || plan.contains("2 in the control group")
    #expect(held)
    let result = try shop.daicho(["campaign", "export", "sale", "--channel", "post", "--yes"])
    #expect(result.stdout.split(separator: "\n").count <= 2)
  }

  @Test func printsLabelsWithoutScript() throws {
    try approve()
    _ = try export(0, "post", "-o", out.path + "/labels.html", "--labels", "3x8")
    let page = try file("labels.html")
    #expect(page.contains("〒110-0000") && page.contains("山田 花子 様") && page.contains("株式会社つばめ 御中"))
    #expect(!page.contains("<script") && page.contains("&lt;script&gt;"))
    #expect(page.contains("repeat(3, 70.0mm)") && page.contains("grid-auto-rows: 33.9mm"))
  }

  @Test func refusesWhatMakesNoSense() throws {
    try approve()
    #expect(try export(64, "sms", "--format", "html").stderr.contains("--channel post"))
    #expect(try export(64, "post", "--labels", "2x6").stderr.contains("--format html"))
    #expect(try export(2, "post", "--again").stderr.contains("not exported yet"))
    #expect(try export(2, "post", "-o", "customers/list.csv").stderr.contains("inside the workspace"))
    try out.write("x", to: "taken.csv")
    #expect(try export(2, "post", "-o", out.path + "/taken.csv").stderr.contains("already"))
    #expect(!(try shop.shop.subjects().contains { $0.hasPrefix("send(") }))
  }
}
