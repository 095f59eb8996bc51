import DaichoTestSupport
import Foundation
import Testing

/// `doctor`, on repositories with something amiss.
struct ExaminingTests {
  private struct Finding: Decodable {
    let check: String
    let state: String
    let message: String
    let remedy: String?
  }

  private func doctor(_ shop: Shop, _ options: String...) throws -> (status: Int, found: [Finding]) {
    let result = try Subprocess.run(
      "daicho", ["doctor", "--offline", "--format", "json"] + options, in: shop.path(""),
      environment: shop.environment)
    return (Int(result.status), try JSONDecoder().decode([Finding].self, from: Data(result.outputBytes)))
  }

  private func state(_ check: String, _ shop: Shop) throws -> String? {
    try doctor(shop).found.first { $0.check == check }?.state
  }

  /// A clone of its own, with ledgers that merge and nothing unpushed.
  private func healthyShop() throws -> (shop: Shop, other: TemporaryFolder) {
    let shop = try Shop()
    try shop.write(
      "orders/*.csv merge=union\nevents/*.jsonl merge=union\nsends/*.jsonl merge=union\n", ".gitattributes")
    try shop.git.commitAll("Attributes")
    let other = try TemporaryFolder(named: "daicho-other")
    try Git(in: other.path)("init", "--quiet", "--bare", "--initial-branch=main")
    try shop.git("remote", "add", "origin", other.path)
    try shop.git("push", "--quiet", "-u", "origin", "main")
    return (shop, other)
  }

  @Test func findsNothingWhereAllIsWell() throws {
    let (shop, other) = try healthyShop()
    let (status, found) = try doctor(shop)
    #expect(found.filter { $0.state != "ok" }.map(\.check) == [])
    #expect(status == 0)
    let checks = Set(found.map(\.check))
    #expect(
      checks.isSuperset(of: [
        "index", "files", "secrets", "git-repository", "git-identity", "branch", "remote", "unpushed",
        "unfetched", "hand-edits", "git-settings", "git-attributes", "git-storage", "folders", "leftovers",
        "time-zone", "clock", "disk", "base-url", "senders",
      ]))
    #expect(other.exists("HEAD"))
  }

  @Test func countsCommitsOnOneSideOnly() throws {
    let (shop, other) = try healthyShop()
    #expect(try shop.daicho("log", "hanako-yamada", "note", "here").status == 0)
    let clone = try TemporaryFolder(named: "daicho-clone")
    let git = Git(in: clone.path)
    try git("clone", "--quiet", other.path, ".")
    try git.commitAll("There")
    try git("push", "--quiet")
    try shop.git("fetch", "--quiet")
    let found = try doctor(shop).found
    #expect(found.first { $0.check == "unpushed" }?.message == "1 commit is not on origin/main")
    #expect(found.first { $0.check == "unpushed" }?.remedy == "git push")
    #expect(found.first { $0.check == "unfetched" }?.message == "origin/main has 1 commit that is not here")
  }

  @Test func seesADetachedHeadAndAnOpenMerge() throws {
    let shop = try Shop()
    try shop.git("checkout", "--quiet", "-b", "other")
    try shop.replace("note: one", "note: other", in: "customers/hanako-yamada.md")
    try shop.git.commitAll("Other")
    try shop.git("checkout", "--quiet", "main")
    try shop.replace("note: one", "note: mine", in: "customers/hanako-yamada.md")
    try shop.git.commitAll("Mine")
    _ = try shop.git.attempt(["merge", "other"])
    #expect(try state("git-operation", shop) == "warning")
    try shop.git("merge", "--abort")
    #expect(try state("git-operation", shop) == nil)
    try shop.git("checkout", "--quiet", "--detach")
    #expect(try state("branch", shop) == "warning")
  }

  @Test(arguments: [
    ("feature.manyFiles", "true", "feature.manyFiles", "error"),
    ("core.autocrlf", "true", "core.autocrlf", "warning"),
    ("core.fsync", "none", "core.fsync", "warning"),
    ("core.fsmonitor", "/tmp/evil", "core.fsmonitor", "warning"),
    ("filter.x.clean", "rm -rf ~", "filter.x.clean", "warning"), ("alias.st", "!evil", "alias.st", "warning"),
    ("core.sshCommand", "evil", "core.sshcommand", "warning"),
    ("merge.daicho.driver", "daicho merge-driver %O %A %B %L %P; evil", "merge.daicho.driver", "warning"),
  ])
  func namesSettingsThatHurt(key: String, value: String, check: String, expected: String) throws {
    let shop = try Shop()
    try shop.git("config", key, value)
    let (status, found) = try doctor(shop)
    #expect(status == 1)
    let finding = try #require(found.first { $0.check == check })
    #expect(finding.state == expected)
    #expect(finding.remedy?.contains("git config") ?? false)
  }

  @Test(arguments: [
    ("core.quotepath", "false"), ("core.autocrlf", "input"), ("core.fsmonitor", "true"),
    ("filter.lfs.clean", "git-lfs clean -- %f"),
    ("merge.daicho.driver", "daicho merge-driver %O %A %B %L %P"),
  ])
  func leavesHarmlessSettings(key: String, value: String) throws {
    let shop = try Shop()
    try shop.git("config", key, value)
    #expect(try state("git-settings", shop) == "ok")
  }

  @Test func findsPasswords() throws {
    let shop = try Shop()
    let home = try TemporaryFolder(named: "daicho-home")
    try home.write("hunter2\n", to: "secret")
    try shop.write(
      """
      name: x
      timezone: Asia/Tokyo
      locale: en
      base_url: http://crm.example
      senders:
        shop:
          from: shop@example.com
          smtp: {host: localhost, port: 2525, user: x, password_file: \(home.path(of: "secret"))}

      """, "daicho.yml")
    try shop.write("---\nname: x\nnote: sk_live_a1a1a1a1a1a1a1a1a1a1\n---\n", "customers/x.md")
    try shop.git("remote", "add", "origin", "https://me:token@example.com/x.git")
    #expect(chmod(home.path(of: "secret"), 0o644) == 0)
    let found = try doctor(shop).found
    func finding(_ check: String) -> Finding? { found.first { $0.check == check } }
    #expect(finding("password.shop")?.state == "error")
    #expect(finding("secrets")?.state == "error")
    #expect(finding("base-url")?.state == "warning")
    #expect(finding("sender.shop")?.state == "warning")
    #expect(finding("remote")?.state == "error")
    #expect(!found.contains { $0.message.contains("token") || $0.remedy?.contains("token") ?? false })
    #expect(!found.contains { $0.message.contains("hunter2") })

    _ = try doctor(shop, "--fix")
    #expect(try state("password.shop", shop) == "ok")
  }

  @Test func mendsWhatIsItsOwn() throws {
    let shop = try Shop()
    #expect(try shop.daicho("list", "customers").status == 0)
    try shop.repository.write(Array("no database".utf8), to: ".daicho/index.sqlite")
    try shop.write("left", "customers/.daicho-abc.tmp")
    try shop.write("", ".git/refs/remotes/origin/main.lock")
    try shop.shell(
      "touch -d '2026-01-01' customers/.daicho-abc.tmp .git/index.lock .git/refs/remotes/origin/main.lock"
    ).requireSuccess()
    let found = try doctor(shop).found
    #expect(found.first { $0.check == "index" }?.state == "warning")
    #expect(found.first { $0.check == "temporary-files" }?.state == "warning")
    #expect(found.first { $0.check == "stale-lock" }?.remedy?.contains("rm ") ?? false)
    let mended = try doctor(shop, "--fix").found
    #expect(mended.first { $0.check == "index" }?.state == "ok")
    #expect(!mended.contains { $0.check == "temporary-files" })
    #expect(!shop.repository.exists("customers/.daicho-abc.tmp"))
    #expect(!shop.repository.exists(".git/refs/remotes/origin/main.lock"))
    // Not ours to remove.
    #expect(shop.repository.exists(".git/index.lock"))
  }

  @Test func tellsOfFlatFoldersAndLedgersThatCollide() throws {
    let shop = try Shop()
    for number in 0...1_000 { try shop.write("---\nname: n\n---\n", "products/p\(number).md") }
    let found = try doctor(shop).found
    #expect(found.first { $0.check == "flat-folder" }?.message.contains("products holds 1001 files") ?? false)
    #expect(found.first { $0.check == "git-attributes" }?.remedy?.contains("merge=union") ?? false)
    #expect(found.first { $0.check == "remote" }?.state == "warning")
  }

  @Test func worksWhereTheWorkspaceCannotBeOpened() throws {
    let shop = try Shop()
    try shop.write("name: x\ntimezone: Mars/Olympus\n", "daicho.yml")
    let (status, found) = try doctor(shop)
    #expect(status == 1)
    #expect(found.map(\.check) == ["workspace"])
    #expect(found.first?.message.contains("Mars/Olympus") ?? false)
  }

  @Test func runsNoProgramOfTheRepository() throws {
    let shop = try Shop()
    let mark = shop.path("ran")
    let script = shop.path("evil.sh")
    try shop.write("#!/bin/sh\ntouch \(mark)\n", "evil.sh")
    #expect(chmod(script, 0o755) == 0)
    for key in ["core.fsmonitor", "core.sshCommand", "filter.x.clean", "filter.x.process", "core.hooksPath"] {
      try shop.git("config", key, script)
    }
    try shop.write("* filter=x\n", ".gitattributes")
    _ = try doctor(shop)
    _ = try shop.daicho("check", "--fix", "--yes")
    #expect(!FileManager.default.fileExists(atPath: mark))
  }
}

extension Subprocess.Result {
  fileprivate func requireSuccess() throws { try #require(status == 0, "\(stderr)") }
}
