import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Testing

/// One change, one commit, and nothing else: what the user has staged or left unstaged stays.
struct RecordingTests {
  private static let file = "customers/hanako-yamada.md"

  /// A shop with a staged and an unstaged edit in the very file, and in another one.
  private func editedShop() throws -> Shop {
    let shop = try Shop()
    try shop.replace("note: one", "note: staged", in: Self.file)
    try shop.replace("name: 大野 太郎", "name: 大野 次郎", in: "customers/taro-ono.md")
    try shop.git("add", "--all")
    try shop.replace("Likes light roasts.", "Likes dark roasts.", in: Self.file)
    try shop.replace("name: 大野 次郎", "name: 大野 三郎", in: "customers/taro-ono.md")
    return shop
  }

  @Test(arguments: [
    (["set", "hanako-yamada", "owner=suzuki"], ["-owner: sato", "+owner: suzuki"]),
    (["set", "hanako-yamada", "tags+=vip"], ["-tags: [gift]", "+tags: [gift, vip]"]),
    (
      ["task", "done", "hanako-yamada", "price list"],
      ["-- [ ] 2026-11-27 @sato: Send the price list", "+- [x] 2026-11-27 @sato: Send the price list"]
    ),
    (
      ["log", "hanako-yamada", "note", "Remember", "--when", "2026-11-10 09:00"],
      ["+- 2026-11-10 09:00 note @sato: Remember"]
    ),
  ])
  func commitsItsOwnChangeAlone(_ arguments: [String], _ change: [String]) throws {
    let shop = try editedShop()
    let unstaged = try shop.changedLines("diff")
    let staged = try shop.changedLines("diff", "--cached")
    let result = try Subprocess.run(
      "daicho", arguments, in: shop.path(""), environment: shop.environment)
    #expect(result.status == 0, "\(result.stderr)")
    #expect(try shop.changedLines("show", "HEAD") == change)
    let (unstagedAfter, stagedAfter) = (
      try shop.changedLines("diff"), try shop.changedLines("diff", "--cached")
    )
    #expect(unstagedAfter == unstaged)
    #expect(stagedAfter == staged)
    #expect(try shop.isSound())
  }

  @Test func aRenameTakesTheEditsAlong() throws {
    let shop = try editedShop()
    #expect(try shop.daicho("rename", "hanako-yamada", "hana").status == 0)
    let present = try shop.read("customers/hana.md")
    #expect(present.contains("note: staged") && present.contains("Likes dark roasts."))
    let committed = try shop.git("show", "HEAD:customers/hana.md")
    #expect(committed == Shop.customer)
    #expect(try shop.git("show", ":customers/hana.md").contains("note: staged"))
    #expect(try shop.git("show", "HEAD:deals/d1.md").contains("customer: hana\n"))
    #expect(try shop.git.attempt(["cat-file", "-e", "HEAD:\(Self.file)"]).status != 0)
    #expect(try shop.changedLines("diff", "--", "customers/taro-ono.md") == ["-name: 大野 次郎", "+name: 大野 三郎"])
    #expect(try shop.isSound())
  }

  @Test func commitTakesTheNamedFileOnly() throws {
    let shop = try editedShop()
    let result = try shop.daicho("commit", Self.file)
    #expect(result.status == 0, "\(result.stderr)")
    let status = try shop.status()
    #expect(status == "MM customers/taro-ono.md\n")
    #expect(try shop.git("show", "HEAD:\(Self.file)") == shop.read(Self.file))
    #expect(try shop.subjects()[0] == "edit(hanako-yamada): note, text")
    #expect(try shop.isSound())
  }

  @Test func rmRefusesWhatGitDoesNotHave() throws {
    let shop = try editedShop()
    let status = try shop.status()
    for id in ["hanako-yamada", "taro-ono"] {
      let result = try shop.daicho("rm", id, "--yes", "--force")
      #expect(result.status == 2)
      #expect(result.stderr.contains("hint: "))
    }
    try shop.write("---\nname: New\n---\n", "customers/new.md")
    let result = try shop.daicho("rm", "new", "--yes")
    #expect(result.status == 2)
    #expect(result.stderr.contains("git has no copy"))
    #expect(try shop.read("customers/new.md") == "---\nname: New\n---\n")
    #expect(try shop.status() == status + "?? customers/new.md\n")
  }

  @Test func rmRemovesACommittedFile() throws {
    let shop = try Shop()
    let refused = try shop.daicho("rm", "hanako-yamada", "--yes")
    #expect(refused.status == 2)
    #expect(refused.stderr.contains("deals/d1.md"))
    #expect(try shop.daicho("rm", "taro-ono", "--yes").status == 0)
    #expect(try shop.status() == "")
    #expect(try shop.subjects()[0] == "rm(taro-ono): removed")
    #expect(try shop.isSound())
  }

  @Test func startsOverWhenAnEditorIsFaster() throws {
    let shop = try Shop()
    let workspace = try shop.open()
    let found = try workspace.find("hanako-yamada")[0]
    var reads = 0
    let change = FileChange(found.path) { present throws(DaichoError) in
      reads += 1
      if reads == 1 { try? shop.replace("note: one", "note: two", in: Self.file) }
      guard let present, let owner = FieldPath("owner") else { return present }
      return try FieldEditor.apply(
        [.set(owner, .text("suzuki"))], to: present, path: found.path,
        schema: workspace.settings.schema(.customers))
    }
    let recorded = try workspace.record([change], as: CommitMessage("set", [found.reference], "owner"))
    #expect(recorded.commit != nil)
    #expect(try shop.changedLines("show", "HEAD") == ["-owner: sato", "+owner: suzuki"])
    #expect(try shop.changedLines("diff") == ["-note: one", "+note: two"])
    #expect(try shop.isSound())
  }

  @Test func aHeldIndexLockLeavesNothingBehind() throws {
    let shop = try Shop()
    try shop.repository.write("", to: ".git/index.lock")
    let failed = try shop.daicho("log", "hanako-yamada", "call", "Locked out")
    #expect(failed.status == 2)
    #expect(failed.stderr.contains("index.lock"))
    #expect(try shop.read(Self.file) == Shop.customer)
    #expect(!shop.repository.exists(".git/daicho-pending.json"))
    try shop.repository.remove(".git/index.lock")
    #expect(try shop.daicho("list", "customers").status == 0)
    #expect(try shop.subjects() == ["Start"])
    #expect(try shop.daicho("log", "hanako-yamada", "call", "Locked out").status == 0)
    #expect(try shop.read(Self.file).split(separator: "Locked out").count == 2)
  }
}
