import DaichoFiles
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Testing

struct MergingTests {
  private static let other = """
    ---
    name: 山田花子
    email: [hana@docomo.example, HANAKO@example.com]
    phone: ０９０ー００００ー１２３４
    ids: {shopify: "9999"}
    tags: [trial, gift]
    birthday: 1984-11-29
    not_duplicate: [hanako-yamada, taro-ono]
    do_not_contact: at her wish
    consent:
      - {channel: email, withdrawn: 2026-01-02}
    ---
    Comes on Saturdays.

    ## Log

    - 2026-11-10 visit in @sato: Second visit

    """

  /// A shop in which Hanako stands twice, the second time named by deals, orders and a segment.
  private func shop() throws -> Shop {
    let shop = try Shop(commits: false)
    try shop.replace(
      "owner: sato",
      "email: hanako@example.com\nphone: 090-0000-1234\nids:\n  shopify: \"7012\"\nbirthday: 11-29\nowner: sato\n"
        + "consent:\n  - {channel: email, granted: 2026-05-01, via: form}", in: "customers/hanako-yamada.md")
    try shop.write(MergingTests.other, "customers/hanako-2.md")
    try shop.write("---\nname: 佐藤\nnot_duplicate: [hanako-2, hanako-yamada]\n---\n", "customers/sato.md")
    try shop.write("---\ntitle: T\ncustomer: hanako-2\nstage: proposal\n---\n", "deals/d2.md")
    try shop.write("---\nname: S\nwhere: id = hanako-2\n---\n", "segments/s.md")
    try shop.write(
      "date,order,customer,amount\n2026-05-01,1,hanako-2,1000\n2026-06-01,2,hanako-yamada,500\n",
      "orders/2026.csv")
    try shop.git.commitAll("Start")
    return shop
  }

  @Test func oneOfTwo() throws {
    let shop = try shop()
    let workspace = try shop.open()
    let a = try #require(try workspace.find("hanako-yamada").first)
    let b = try #require(try workspace.find("hanako-2").first)
    let plan = try workspace.planMerge(of: b, into: a)
    #expect(plan.forbidden == ["email"])
    let recorded = try workspace.merge(plan, dryRun: false)
    #expect(recorded.warnings.map(\.code).contains("filter-names-record"))

    #expect(try shop.subjects().first == "merge(hanako-yamada): hanako-2 into hanako-yamada")
    let trailers = try shop.git("log", "-1", "--format=%(trailers:only)")
    #expect(trailers.contains("Record: customers/hanako-yamada\nRecord: customers/hanako-2\n"))
    let text = try shop.read("customers/hanako-yamada.md")
    let record = RecordReader(settings: workspace.settings).read(
      bytes: Array(text.utf8), path: "customers/hanako-yamada.md", kind: .customers)
    #expect(record.value("email")?.plainText == "hanako@example.com, hana@docomo.example")
    #expect(record.value("phone")?.plainText == "090-0000-1234")
    #expect(record.value("tags")?.plainText == "gift, trial")
    #expect(record.value("birthday")?.plainText == "1984-11-29")
    #expect(record.value("name")?.plainText == "山田 花子")
    #expect(record.value("ids.shopify")?.plainText == "7012")
    #expect(record.value("ids.shopify_2")?.plainText == "9999")
    #expect(record.value("ids.daicho")?.plainText == "hanako-2")
    #expect(record.value("not_duplicate")?.plainText == "taro-ono")
    #expect(record.value("do_not_contact") == .boolean(true))
    #expect(text.contains("do_not_contact: at her wish"))
    #expect(text.contains("# one of the first"))
    #expect(
      record.value("consent")?.items.last?.plainText == "channel: email, withdrawn: 2026-11-20, via: merge")
    #expect(
      text.hasSuffix(
        """
        Likes light roasts.

        Comes on Saturdays.

        ## 履歴

        - 2026-11-01 10:00 call in @sato: First call
        - 2026-11-10 visit in @sato: Second visit
        - [ ] 2026-11-27 @sato: Send the price list

        """))
    #expect(try shop.read("deals/d2.md").contains("customer: hanako-yamada"))
    #expect(try shop.read("customers/sato.md") == "---\nname: 佐藤\nnot_duplicate: [hanako-yamada]\n---\n")
    #expect(try shop.status().isEmpty)

    // Orders find her by her old id.
    let orders = try shop.daicho(
      "list", "customers", "--columns", "id,orders.count,orders.total", "--format", "csv")
    #expect(orders.stdout.contains("hanako-yamada,2,1500"))
    #expect(try shop.daicho("check").status == 0)
  }

  @Test func revertGivesTheTreeBack() throws {
    let shop = try shop()
    let before = try shop.git("rev-parse", "HEAD^{tree}")
    let merge = try shop.daicho("merge", "hanako-yamada", "hanako-2", "--yes")
    #expect(merge.status == 0, "\(merge.stderr)")
    #expect(try shop.git("rev-parse", "HEAD^{tree}") != before)
    try shop.git("revert", "--no-edit", "HEAD")
    #expect(try shop.git("rev-parse", "HEAD^{tree}") == before)
    #expect(try shop.status().isEmpty)
  }

  @Test func whatSomebodyTakes() throws {
    let shop = try shop()
    let result = try shop.daicho(
      "merge", "hanako-yamada", "hanako-2", "--take", "name=B", "--take", "birthday=11-28", "--take", "note=",
      "--yes")
    #expect(result.status == 0, "\(result.stderr)")
    let text = try shop.read("customers/hanako-yamada.md")
    #expect(text.contains("name: 山田花子\n") && text.contains("birthday: 11-28\n") && !text.contains("note:"))
  }

  /// What either forbids stays forbidden, whatever is asked; a refused merge changes nothing.
  @Test(arguments: ["consent=A", "do_not_contact=no", "nonsense", "shoe_size=A"])
  func takesThatAreRefused(_ take: String) throws {
    let shop = try shop()
    let result = try shop.daicho("merge", "hanako-yamada", "hanako-2", "--take", take, "--yes")
    #expect(result.status == 2 && result.stderr.contains("hint:"), "\(result.stderr)")
    #expect(try shop.status().isEmpty && shop.subjects() == ["Start"])
  }

  @Test func refusals() throws {
    let shop = try shop()
    try shop.write("---\nname: Tsubame\n---\n", "companies/tsubame.md")
    try shop.git.commitAll("Company")
    #expect(try shop.daicho("merge", "hanako-2", "hanako-2", "--yes").stderr.contains("both are"))
    #expect(try shop.daicho("merge", "hanako-2", "tsubame", "--yes").stderr.contains("not of one kind"))
    #expect(try shop.daicho("merge", "hanako-yamada", "hanako-2").status == 2)
    try shop.replace("Comes on", "Came on", in: "customers/hanako-2.md")
    #expect(try shop.daicho("merge", "hanako-yamada", "hanako-2", "--yes").status == 2)
    #expect(try shop.read("customers/hanako-2.md").contains("Came on"))
    #expect(try shop.status() == " M customers/hanako-2.md\n" || shop.status() == " M customers/hanako-2.md")
  }

  @Test func companies() throws {
    let shop = try Shop(commits: false)
    try shop.write("---\nname: 株式会社つばめ\nphone: 03-1111-2222\n---\n", "companies/tsubame.md")
    try shop.write(
      "---\nname: ㈱つばめ\ndomain: tsubame.example\nphone: 03-1111-2222\n---\n", "companies/tsubame-2.md")
    try shop.write("---\nname: 佐藤\ncompany: tsubame-2\n---\n", "customers/sato.md")
    try shop.git.commitAll("Start")
    let found = try shop.daicho("duplicates", "--kind", "companies", "--format", "ids")
    #expect(found.stdout == "tsubame-2 tsubame\n", "\(found.stderr)")
    #expect(try shop.daicho("merge", "tsubame", "tsubame-2", "--yes").status == 0)
    #expect(try shop.read("customers/sato.md").contains("company: tsubame\n"))
    #expect(try shop.read("companies/tsubame.md").contains("domain: tsubame.example"))
  }

  @Test func dismissedPairsAreNotShownAgain() throws {
    let shop = try Shop(commits: false)
    try shop.write("---\nname: 勅使河原 翼\nphone: 090-1111-2222\n---\n", "customers/t1.md")
    try shop.write("---\nname: 勅使河原 翼\nphone: 090-1111-2222\nemail: t@example.com\n---\n", "customers/t2.md")
    try shop.git.commitAll("Start")
    #expect(try shop.daicho("duplicates", "--format", "ids").stdout == "t2 t1\n")
    #expect(try shop.daicho("duplicates", "--dismiss", "t1", "t2").status == 0)
    #expect(try shop.read("customers/t1.md").contains("not_duplicate: t2\n"))
    let again = try shop.daicho("duplicates")
    #expect(again.stdout.isEmpty && again.stderr.contains("1 dismissed before"), "\(again.stderr)")
    #expect(try shop.subjects().first == "dismiss: t1 is not t2")
    #expect(try shop.daicho("duplicates", "--dismiss", "t2", "t1").stderr.contains("nothing changed"))
    #expect(try shop.daicho("check").status == 0)
  }
}
