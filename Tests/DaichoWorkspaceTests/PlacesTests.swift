import DaichoModel
import DaichoTestSupport
import Testing

/// Where a workspace may lie, and what it needs of git.
struct PlacesTests {
  @Test func aSubfolderHasItsOwnHistory() throws {
    let shop = try Shop(in: "crm")
    try shop.repository.write("x\n", to: "README.md")
    try shop.git.commitAll("Outside")
    #expect(try shop.daicho("set", "hanako-yamada", "owner=suzuki").status == 0)
    #expect(try shop.daicho("log", "d1", "call", "Talked").status == 0)
    let history = try shop.daicho("history", "--format", "jsonl").stdout.split(separator: "\n")
    let expected = try shop.git("log", "--format=%H", "--", "crm").split(separator: "\n")
    #expect(history.count == 3)
    for (line, commit) in zip(history, expected) { #expect(line.contains(commit)) }
    #expect(history[0].contains("\"deals/d1\"") && history[1].contains("\"customers/hanako-yamada\""))
    #expect(
      try shop.daicho("history", "--limit", "1", "--format", "jsonl").stdout.split(separator: "\n").count == 1
    )
    #expect(try shop.status() == "")
  }

  @Test func aMergeLikeAParentIsNoChange() throws {
    let shop = try Shop(in: "crm")
    try shop.git("checkout", "-q", "-b", "other")
    try shop.repository.write("x\n", to: "README.md")
    try shop.git.commitAll("Outside")
    try shop.git("checkout", "-q", "main")
    #expect(try shop.daicho("set", "hanako-yamada", "owner=suzuki").status == 0)
    try shop.git("merge", "-q", "--no-ff", "-m", "Merge", "other")
    let history = try shop.daicho("history", "--format", "jsonl").stdout.split(separator: "\n")
    #expect(history.count == 2)
  }

  @Test func aWorktreeCommitsToItsBranch() throws {
    let shop = try Shop()
    let tree = try TemporaryFolder(named: "daicho-tree")
    try shop.git("worktree", "add", "-q", "-b", "side", tree.path(of: "side"))
    let result = try Subprocess.run(
      "daicho", ["log", "hanako-yamada", "call", "Aside"], in: tree.path(of: "side"),
      environment: shop.environment)
    #expect(result.status == 0, "\(result.stderr)")
    #expect(try shop.git("log", "-1", "--format=%s", "side") == "log(hanako-yamada): call\n")
    #expect(try shop.subjects() == ["Start"])
    #expect(try Git(in: tree.path(of: "side"))("status", "--short") == "")
    #expect(try shop.status() == "")
    #expect(try shop.isSound())
  }

  @Test func aDetachedHeadMoves() throws {
    let shop = try Shop()
    try shop.git("checkout", "-q", "--detach")
    #expect(try shop.daicho("log", "hanako-yamada", "call", "Detached").status == 0)
    #expect(try shop.subjects() == ["log(hanako-yamada): call", "Start"])
    #expect(try shop.git("log", "-1", "--format=%s", "main") == "Start\n")
    #expect(try shop.status() == "")
  }

  @Test func anEmptyRepositoryGetsItsFirstCommit() throws {
    let shop = try Shop(commits: false)
    #expect(try shop.daicho("history").status == 0)
    #expect(try shop.daicho("new", "products", "eth-200", "name=Ethiopia", "price=1200").status == 0)
    #expect(try shop.subjects() == ["new(eth-200): product"])
    #expect(try shop.git("show", "--format=", "--name-only", "HEAD") == "products/eth-200.md\n")
    #expect(try shop.daicho("commit").status == 0)
    #expect(try shop.status() == "")
    #expect(try shop.isSound())
  }

  @Test func withoutAnIdentityNothingIsWritten() throws {
    let shop = try Shop()
    try shop.git("config", "--unset", "user.name")
    try shop.git("config", "--unset", "user.email")
    var environment = shop.environment
    for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"] {
      environment[name] = nil
    }
    let result = try Subprocess.run(
      "daicho", ["log", "hanako-yamada", "call", "Anonymous"], in: shop.path(""), environment: environment)
    #expect(result.status == 2)
    #expect(result.stderr.contains("hint: git config --global user.name"))
    #expect(try shop.read("customers/hanako-yamada.md") == Shop.customer)
    #expect(try shop.status() == "")
  }

  @Test func initCanBeTriedAgain() throws {
    let folder = try TemporaryFolder(named: "daicho-init")
    let shop = try Shop()
    var environment = shop.environment
    for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"] {
      environment[name] = nil
    }
    let first = try Subprocess.run("daicho", ["init", "shop"], in: folder.path, environment: environment)
    #expect(first.status == 2)
    #expect(first.stderr.contains("not committed") && first.stderr.contains("daicho init"))
    let second = try Subprocess.run(
      "daicho", ["init", "shop"], in: folder.path, environment: shop.environment)
    #expect(second.status == 0, "\(second.stderr)")
    let git = Git(in: folder.path(of: "shop"))
    #expect(try git("status", "--short") == "")
    #expect(try git("log", "--format=%s") == "init: shop\n")
    let third = try Subprocess.run(
      "daicho", ["init", "shop"], in: folder.path, environment: shop.environment)
    #expect(third.status == 2)
  }
}
