import DaichoTestSupport
import Testing

/// `check --fix`, in a real repository and by the program.
struct RepairingTests {
  private static let file = "customers/hanako-yamada.md"

  /// A shop whose register was typed in full-width, committed as it is.
  private func looseShop() throws -> Shop {
    let shop = try Shop()
    try shop.replace("name: 山田 花子", "name: 山田 花子様", in: Self.file)
    try shop.replace("owner: sato", "phone: ０３－１２３４－５６７８  # 店\nowner: sato", in: Self.file)
    try shop.write("date,order,customer,amount\n2026/11/2,1,hanako-yamada,5\n", "orders/2026-11.csv")
    try shop.git.commitAll("Typed in full-width")
    return shop
  }

  private func commits(_ shop: Shop) throws -> Int { try shop.subjects().count }

  @Test func commitsItsRepairsAlone() throws {
    let shop = try looseShop()
    try shop.replace("note: one", "note: staged", in: Self.file)
    try shop.git("add", "--all")
    try shop.replace("Likes light roasts.", "Likes dark roasts.", in: Self.file)
    let (staged, unstaged) = (
      try shop.changedLines("diff", "--cached"), try shop.changedLines("diff")
    )
    let result = try shop.daicho("check", "--fix", "--yes")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(try shop.subjects().first == "check(fix): 3 values in 2 files")
    #expect(
      try shop.changedLines("show", "HEAD") == [
        "-name: 山田 花子様", "+name: 山田 花子", "-phone: ０３－１２３４－５６７８  # 店",
        "+phone: \"03-1234-5678\"  # 店", "-2026/11/2,1,hanako-yamada,5", "+2026-11-02,1,hanako-yamada,5",
      ])
    let after = (try shop.changedLines("diff", "--cached"), try shop.changedLines("diff"))
    #expect(after.0 == staged)
    #expect(after.1 == unstaged)
    let message = try shop.git("log", "-1", "--format=%b")
    #expect(message.contains("- phone numbers in ASCII: 1"))
    #expect(!message.contains("1234") && !message.contains("花子"))
    #expect(try shop.isSound())
  }

  @Test func hasNothingToDoTwice() throws {
    let shop = try looseShop()
    #expect(try shop.daicho("check", "--fix", "--yes").status == 0)
    let (count, tree) = (try commits(shop), try shop.git("rev-parse", "HEAD^{tree}"))
    let again = try shop.daicho("check", "--fix", "--yes")
    #expect(again.status == 0)
    #expect(again.stderr.contains("nothing can be mended"))
    #expect(try commits(shop) == count)
    #expect(try shop.git("rev-parse", "HEAD^{tree}") == tree)
    #expect(try shop.status().isEmpty)
    #expect(!(try shop.daicho("check").stderr.contains("no guess")))
  }

  @Test func showsAndAsksFirst() throws {
    let shop = try looseShop()
    let before = try shop.read(Self.file)
    let dry = try shop.daicho("check", "--fix", "--dry-run")
    #expect(dry.status == 0)
    #expect(dry.stdout.contains("+phone: \"03-1234-5678\"  # 店"))
    #expect(dry.stderr.contains("check(fix): 3 values in 2 files"))
    let unasked = try shop.daicho("check", "--fix")
    #expect(unasked.status == 2)
    #expect(unasked.stderr.contains("--yes"))
    #expect(try shop.read(Self.file) == before)
    #expect(try commits(shop) == 2)
    #expect(try shop.daicho("check").stderr.contains("3 values need no guess: daicho check --fix"))
  }

  @Test func keepsToThePathsGiven() throws {
    let shop = try looseShop()
    #expect(try shop.daicho("check", "--fix", "--yes", "orders").status == 0)
    #expect(try shop.read(Self.file).contains("０３－"))
    #expect(try shop.read("orders/2026-11.csv").contains("2026-11-02"))
  }

  /// A value that git does not have yet is mended where it stands; git's own stays.
  @Test func commitsNoHandEdit() throws {
    let shop = try looseShop()
    #expect(try shop.daicho("check", "--fix", "--yes").status == 0)
    try shop.replace("\"03-1234-5678\"", "０９０－０００１－０００２", in: Self.file)
    try shop.write("---\nname: 新しい様\n---\n", "customers/new.md")
    let count = try commits(shop)
    let result = try shop.daicho("check", "--fix", "--yes")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(result.stderr.contains("nothing to commit"))
    #expect(try commits(shop) == count)
    #expect(try shop.git("show", "HEAD:\(Self.file)").contains("\"03-1234-5678\""))
    #expect(try shop.read(Self.file).contains("\"090-0001-0002\""))
    #expect(try shop.read("customers/new.md") == "---\nname: 新しい\n---\n")
  }

  @Test func leavesFilesWithOtherErrors() throws {
    let shop = try looseShop()
    try shop.replace("owner: sato", "lifecycle: leed\nowner: sato", in: Self.file)
    let before = try shop.read(Self.file)
    let result = try shop.daicho("check", "--fix", "--yes")
    #expect(result.status == 1)
    #expect(result.stderr.contains("\(Self.file):6:12: left as it is"))
    #expect(try shop.read(Self.file) == before)
    #expect(try shop.read("orders/2026-11.csv").contains("2026-11-02"))
  }

  /// Opened, added to and saved by Excel for Windows.
  @Test(.enabled(if: Python.isAvailable)) func bringsALedgerBackFromExcel() throws {
    let shop = try Shop()
    let kept = "date,order,customer,amount,memo\r\n2026-11-02,1,hanako-yamada,5,髙い①\r\n"
    try shop.write(kept, "orders/2026-11.csv")
    try shop.git.commitAll("Orders")
    let saved = kept.replacing("2026-11-02", with: "2026/11/2") + "2026/11/3,2,hanako-yamada,7,追加\r\n"
    _ = try Python.run(
      "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read().decode().encode('cp932'))",
      [shop.path("orders/2026-11.csv")], input: Array(saved.utf8))
    let count = try commits(shop)
    let result = try shop.daicho("check", "--fix", "--yes")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(try commits(shop) == count)
    #expect(try shop.read("orders/2026-11.csv") == kept + "2026-11-03,2,hanako-yamada,7,追加\r\n")
    #expect(try shop.git("diff", "--numstat") == "1\t0\torders/2026-11.csv\n")
    #expect(!(try shop.daicho("check").stderr.contains("no guess")))
  }

  @Test func undoesByRevert() throws {
    let shop = try looseShop()
    let tree = try shop.git("rev-parse", "HEAD^{tree}")
    #expect(try shop.daicho("check", "--fix", "--yes").status == 0)
    try shop.git("revert", "--no-edit", "HEAD")
    #expect(try shop.git("rev-parse", "HEAD^{tree}") == tree)
  }

  @Test func asksForFixBeforeItsOptions() throws {
    let result = try Shop().daicho("check", "--yes")
    #expect(result.status == 64)
    #expect(result.stderr.contains("--fix"))
  }

  // MARK: Filters that check would refuse

  @Test func setAndNewRefuseWhatCheckRefuses() throws {
    let shop = try Shop()
    try shop.write("---\nname: A\nwhere: owner = sato\n---\n", "segments/a.md")
    try shop.write("---\nname: B\nwhere: segment(a)\n---\n", "segments/b.md")
    try shop.write(
      "---\nname: S\nof: customers\nrules:\n  - when: owner = sato\n    points: 1\n---\n", "scores/s.md")
    try shop.git.commitAll("Segments")
    let circle = try shop.daicho("set", "segments/a", "where=segment(b)")
    #expect(circle.status == 2)
    #expect(circle.stderr.contains("circle"))
    let score = try shop.daicho("set", "scores/s", "of=customers where ownr = sato")
    #expect(score.status == 2)
    #expect(score.stderr.contains("ownr"))
    #expect(try shop.daicho("set", "scores/s", "of=customers where owner = sato").status == 0)
    #expect(try shop.status().isEmpty)
    let new = try shop.daicho("new", "score", "t", "name=T", "of=customers where lifecycl = lead")
    #expect(new.status == 2)
    #expect(new.stderr.contains("lifecycle"))
  }
}
