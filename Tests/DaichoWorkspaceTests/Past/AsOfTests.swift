import DaichoIndex
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Foundation
import Testing

/// The workspace as a commit had it.
struct AsOfTests {
  private let shop: Shop

  init() throws {
    shop = try Shop(in: "shop", commits: false)
    try commit("Start", at: "2026-09-01T12:00:00+0900")
    try shop.replace("stage: proposal", "stage: won", in: "deals/d1.md")
    try shop.write("---\nname: Chie\n---\n", "customers/chie.md")
    try commit("Win", at: "2026-09-30T23:59:00+0900")
    try shop.replace("name: Tsubame", "name: Swallow", in: "daicho.yml")
    try shop.git("rm", "-q", "shop/customers/taro-ono.md")
    try commit("Rename", at: "2026-10-01T00:00:30+0900")
  }

  private func commit(_ message: String, at date: String) throws {
    let result = try shop.shell(
      "git add -A :/ && GIT_AUTHOR_DATE=\(date) GIT_COMMITTER_DATE=\(date) git commit -qm '\(message)'")
    #expect(result.status == 0, "\(result.stderr)")
  }

  private func customers(_ workspace: Workspace) throws -> [String] {
    try workspace.index.all(.customers).map(\.reference.id.text).sorted()
  }

  private func customers(_ moment: String) throws -> [String] {
    try customers(shop.open().at(.init(typed: moment)))
  }

  private func code(_ moment: String) -> String? {
    let result = Result { try shop.open().at(.init(typed: moment)) }
    if case .failure(let error as DaichoError) = result { return error.code }
    return nil
  }

  @Test func answersFromTheCommitAndLeavesTheWorkTreeAlone() throws {
    let before = try shop.shell(
      "find . -mindepth 1 -path ./.daicho -prune -o -mindepth 1 -printf '%p %T@ %s\\n' | sort"
    ).stdout
    #expect(try customers("HEAD~2") == ["hanako-yamada", "taro-ono"])
    #expect(try customers("HEAD~1") == ["chie", "hanako-yamada", "taro-ono"])
    #expect(try customers("HEAD") == ["chie", "hanako-yamada"])
    #expect(
      try shop.shell("find . -mindepth 1 -path ./.daicho -prune -o -mindepth 1 -printf '%p %T@ %s\\n' | sort")
        .stdout == before)
    #expect(try shop.status() == "")
  }

  /// The end of the day is that of the workspace's own zone.
  @Test func takesADayForItsEnd() throws {
    #expect(try customers("2026-09-29") == ["hanako-yamada", "taro-ono"])
    #expect(try customers("2026-09-30") == ["chie", "hanako-yamada", "taro-ono"])
    #expect(try customers("2026-10-01") == ["chie", "hanako-yamada"])
    #expect(try shop.open().at(.init(typed: "2026-09-29")).moment.today.description == "2026-09-29")
    #expect(try shop.open().at(.init(typed: "HEAD~1")).moment.today.description == "2026-09-30")
  }

  @Test func hasTheSettingsOfThen() throws {
    #expect(try shop.open().at(.init(typed: "HEAD~1")).settings.name == "Tsubame")
    #expect(try shop.open().at(.init(typed: "HEAD")).settings.name == "Swallow")
  }

  @Test func saysWhatItCannotSee() throws {
    #expect(code("2026-08-31") == "history-begins-later")
    #expect(code("2026-11-21") == "day-to-come")
    #expect(code("HEAD~9") == "no-such-moment")
    #expect(code("nope") == "no-such-moment")
    try shop.git("checkout", "-q", "--orphan", "empty")
    try shop.git("rm", "-rqf", "--cached", ".")
    try shop.git("commit", "-q", "--allow-empty", "-m", "Nothing")
    #expect(code("HEAD") == "no-workspace-then")
    #expect(code("main") == nil)
  }

  @Test func cannotBeWrittenTo() throws {
    let past = try shop.open().at(.init(typed: "HEAD~1"))
    let found = try #require(try past.find("chie").first)
    let error = try #require(throws: DaichoError.self) { try past.remove(found, dryRun: false) }
    #expect(error.code == "past-is-read-only" || error.code == "never-committed")
    #expect(try shop.daicho("set", "chie", "name=X", "--at", "HEAD").status == 64)
  }

  @Test func answersInAShallowCloneAndADetachedWorkTree() throws {
    let clone = try TemporaryFolder(named: "shallow")
    try shop.git("clone", "-q", "--depth", "2", "file://\(shop.repository.path)", clone.path(of: "c"))
    let place = clone.path(of: "c/shop")
    let result = try shop.shell("cd \(place) && daicho list customers --format ids --at HEAD~1")
    #expect(result.stdout == "chie\nhanako-yamada\ntaro-ono\n")
    let before = try shop.shell("cd \(place) && daicho list customers --at 2026-09-15")
    #expect(before.status == 2 && before.stderr.contains("--unshallow"))
    try shop.git("worktree", "add", "-q", "--detach", clone.path(of: "w"), "HEAD~2")
    let other = try shop.shell(
      "cd \(clone.path(of: "w/shop")) && daicho list customers --format ids --at main")
    #expect(other.stdout == "chie\nhanako-yamada\n")
  }

  // MARK: The cache

  private func kept() throws -> [String] {
    let files = try FileManager.default.contentsOfDirectory(atPath: shop.path(".daicho/past"))
    return files.filter { $0.hasSuffix(".sqlite") }.sorted()
  }

  @Test func keepsAnIndexATreePrivately() throws {
    for moment in ["HEAD", "HEAD~1", "HEAD~2", "2026-10-05"] { _ = try customers(moment) }
    #expect(try kept().count == 3)
    let modes = try shop.shell("stat -c %a .daicho/past .daicho/past/*.sqlite").stdout
    #expect(modes == "700\n600\n600\n600\n")
    #expect(try shop.status() == "")
    #expect(try shop.shell("ls -A .daicho/past | grep -v -e sqlite$ -e lock").stdout == "")
  }

  /// The second and third are made from their neighbour.
  @Test func isTheSameHoweverItCameToBe() throws {
    for moment in ["HEAD~2", "HEAD~1", "HEAD", "HEAD~2"] {
      let past = try shop.open().at(.init(typed: moment))
      #expect(try past.index.verify().isEmpty)
    }
  }

  @Test func makesADamagedOneAnew() throws {
    _ = try customers("HEAD~1")
    let name = try #require(try kept().first)
    let path = shop.path(".daicho/past/\(name)")
    for damage in ["nothing of ours", ""] {
      try damage.write(toFile: path, atomically: false, encoding: .utf8)
      #expect(try customers("HEAD~1") == ["chie", "hanako-yamada", "taro-ono"])
    }
    let handle = try #require(FileHandle(forUpdatingAtPath: path))
    try handle.seek(toOffset: 8192)
    try handle.write(contentsOf: Data(repeating: 0x55, count: 40_000))
    try handle.close()
    #expect(try customers("HEAD~1") == ["chie", "hanako-yamada", "taro-ono"])
    #expect(try shop.open().at(.init(typed: "HEAD~1")).index.verify().isEmpty)
  }

  /// An index that came with a clone is none of ours, however well it fits.
  @Test func doesNotBelieveAnIndexThatWasBrought() throws {
    _ = try customers("HEAD~1")
    let name = try #require(try kept().first)
    let script = """
      cd .daicho/past && cp \(name) copy && sqlite3 copy "DELETE FROM customers" && mv copy \(name)
      """
    guard try shop.shell(script).status == 0 else { return }
    #expect(try customers("HEAD~1") == ["chie", "hanako-yamada", "taro-ono"])
    let link =
      "cd .daicho/past && mv \(name) /tmp/daicho-elsewhere-$$ && ln -s /tmp/daicho-elsewhere-$$ \(name)"
    #expect(try shop.shell(link).status == 0)
    #expect(try customers("HEAD~1") == ["chie", "hanako-yamada", "taro-ono"])
    #expect(
      try shop.shell("test -L .daicho/past/\(name); s=$?; rm -f /tmp/daicho-elsewhere-*; exit $s").status == 1
    )
  }

  @Test func answersWhereNothingCanBeKept() throws {
    #expect(try shop.shell("rm -rf .daicho && touch .daicho").status == 0)
    let result = try shop.daicho("list", "customers", "--format", "ids", "--at", "HEAD~1")
    #expect(result.stdout == "chie\nhanako-yamada\ntaro-ono\n" && result.status == 0)
    #expect(result.stderr.contains("cannot be kept on disk"))
  }

  // MARK: Hostile trees

  /// A tree that git's own commands would not make.
  private func tree(_ entries: [(mode: String, type: String, id: String, name: String)]) throws -> String {
    let bytes = entries.map { entry in
      "printf '\(entry.mode) \(entry.name)\\0'; printf \(entry.id) | sed 's/../\\\\x&/g' | xargs -0 printf"
    }.joined(separator: "; ")
    let result = try shop.shell("( \(bytes) ) | git hash-object --literally -t tree -w --stdin")
    #expect(result.status == 0, "\(result.stderr)")
    return result.stdout.trimmingCharacters(in: .newlines)
  }

  private func id(_ revision: String) throws -> String {
    try shop.git("rev-parse", revision).trimmingCharacters(in: .newlines)
  }

  private func commitTree(_ tree: String) throws -> String {
    try shop.git("commit-tree", "-m", "Hostile", tree).trimmingCharacters(in: .newlines)
  }

  @Test func seesNothingOfAHostileTree() throws {
    let record = try id("HEAD:shop/customers/chie.md")
    let settings = try id("HEAD:shop/daicho.yml")
    let link = try shop.shell("printf /etc/passwd | git hash-object -w --stdin").stdout
      .trimmingCharacters(in: .newlines)
    let customers = try tree([
      ("100644", "blob", record, "../../evil.md"), ("100644", "blob", record, "..md"),
      ("100644", "blob", record, "Twin.md"), ("100644", "blob", record, "a.md"),
      ("100644", "blob", record, "a.md"), ("120000", "blob", link, "link.md"),
      ("160000", "commit", try id("HEAD"), "module"), ("100644", "blob", record, "twin.md"),
    ])
    let up = try tree([("40000", "tree", customers, ".."), ("40000", "tree", customers, "customers")])
    let shopTree = try tree([
      ("40000", "tree", up, ".."), ("40000", "tree", up, ".git"), ("40000", "tree", customers, "customers"),
      ("100644", "blob", settings, "daicho.yml"), ("120000", "blob", link, "deals"),
    ])
    let top = try tree([("40000", "tree", shopTree, "shop")])
    let past = try shop.open().at(.revision(commitTree(top)))
    #expect(try self.customers(past) == ["Twin", "a", "twin"])
    let problems = try past.index.diagnostics()
    #expect(Set(problems.map(\.code)).isSuperset(of: ["duplicate-id", "not-a-file", "unreadable-folder"]))
    #expect(!FileManager.default.fileExists(atPath: shop.repository.path(of: "evil.md")))
  }

  @Test func endsInADeepTree() throws {
    let path = "shop/customers/" + String(repeating: "d/", count: 3000) + "x.md"
    let script = """
      printf 'commit refs/heads/deep\\ncommitter A <a@b.example> 1795143600 +0000\\ndata 0\\nfrom main\\n\
      M 100644 inline \(path)\\ndata 1\\nx\\n' | git fast-import --quiet
      """
    #expect(try shop.shell(script).status == 0)
    let past = try shop.open().at(.revision("deep"))
    #expect(try customers(past) == ["chie", "hanako-yamada"])
    #expect(try past.index.diagnostics().map(\.code).contains("too-deep"))
  }

  /// A commit may say that it is of any time.
  @Test func bearsAnyClock() throws {
    for (name, seconds) in [("late", "99999999999999"), ("early", "0")] {
      let script = """
        git cat-file commit HEAD | sed -E 's/> [0-9]+ /> \(seconds) /' \
          | git hash-object --literally -t commit -w --stdin
        """
      let id = try shop.shell(script).stdout.trimmingCharacters(in: .newlines)
      #expect(id.count == 40, "\(name)")
      #expect(try customers(id) == ["chie", "hanako-yamada"], "\(name)")
    }
  }

  @Test func saysWhenGitLacksAPart() throws {
    let blob = try id("HEAD~1:shop/customers/chie.md")
    #expect(try shop.shell("rm -f ../.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))").status == 0)
    #expect(try shop.daicho("list", "customers", "--at", "HEAD~1").stderr.contains("git fsck"))
    #expect(try shop.shell("ls .daicho/past/*.sqlite 2>/dev/null").stdout == "")
  }
}
