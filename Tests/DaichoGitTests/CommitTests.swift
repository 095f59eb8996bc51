import DaichoGit
import DaichoModel
import Foundation
import Testing

struct CommitTests {
  static let target = "customers/hanako.md"

  static func text(_ changes: [Int: String] = [:]) -> String {
    (1...40).map { changes[$0] ?? "line \($0)" }.joined(separator: "\n") + "\n"
  }

  /// Everything that must be the same before and after: ids aside, for the edited file's change.
  func view(_ sandbox: Sandbox) throws -> [String] {
    let diffs = try [sandbox.git("diff"), sandbox.git("diff", "--cached")].map { diff in
      diff.split(separator: "\n").filter { !$0.hasPrefix("index ") }.joined(separator: "\n")
    }
    let status = try sandbox.git("status", "--porcelain=v2", "--untracked-files=all").split(separator: "\n")
      .map { line in line.hasSuffix(Self.target) ? line.prefix(4) + Self.target : line }
    return diffs + [status.joined(separator: "\n"), try sandbox.git("ls-files", "-v")]
  }

  @Test(arguments: 0..<64)
  func leavesStagedAndUnstagedChangesAsTheyAre(mix: Int) throws {
    let sandbox = try Sandbox()
    let others = ["modified", "staged", "deleted", "removed", "assumed", "plain"]
    try sandbox.write(Self.text(), to: Self.target)
    for name in others { try sandbox.write(Self.text(), to: "customers/\(name).md") }
    try sandbox.commitAll("start")
    func has(_ bit: Int) -> Bool { mix & 1 << bit != 0 }

    var workTree: [Int: String] = [:]
    if has(0) {
      workTree[37] = "staged 37"
      try sandbox.write(Self.text(workTree), to: Self.target)
      try sandbox.git("add", Self.target)
    }
    if has(1) { workTree[3] = "unstaged 3" }
    try sandbox.write(Self.text(workTree), to: Self.target)
    if has(2) {
      try sandbox.write(Self.text([5: "staged"]), to: "customers/staged.md")
      try sandbox.write("new\n", to: "deals/new.md")
      try sandbox.git("add", "customers/staged.md", "deals/new.md")
      try sandbox.write(Self.text([5: "staged", 30: "and edited"]), to: "customers/staged.md")
    }
    if has(3) {
      try sandbox.write(Self.text([9: "unstaged"]), to: "customers/modified.md")
      try sandbox.write("untracked\n", to: "deals/untracked.md")
    }
    if has(4) {
      try sandbox.remove("customers/deleted.md")
      try sandbox.git("rm", "--quiet", "customers/removed.md")
    }
    if has(5) {
      try sandbox.write("later\n", to: "customers/later.md")
      try sandbox.git("add", "--intent-to-add", "customers/later.md")
      try sandbox.git("update-index", "--assume-unchanged", "customers/assumed.md")
    }
    let before = try view(sandbox)

    workTree[20] = "called her"
    try sandbox.write(Self.text(workTree), to: Self.target)
    let repository = try sandbox.open()
    let prepared = try repository.commit([.replaceLine("line 20", with: "called her", in: Self.target)])
    #expect(prepared != nil)

    #expect(try view(sandbox) == before)
    #expect(try sandbox.git("show", "--format=", "--numstat") == "1\t1\t\(Self.target)\n")
    #expect(try sandbox.git("show", "HEAD:\(Self.target)") == Self.text([20: "called her"]))
    #expect(try sandbox.read(Self.target) == Self.text(workTree))
    #expect(try sandbox.fsck() == "")
    #expect(
      try sandbox.git("log", "-1", "--format=%an <%ae> %at %s")
        == "佐藤 健 <sato@tsubame.example> 1700000100 log(a): call\n")

    // Committing what is staged afterwards must not bring anything else along.
    try sandbox.git("commit", "--quiet", "--allow-empty", "-m", "what was staged")
    #expect(try sandbox.git("diff", "--cached") == "")
    #expect(try sandbox.fsck() == "")
  }

  @Test func refusesWhereTheStagedVersionDoesNotFit() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Self.text(), to: Self.target)
    try sandbox.commitAll("start")
    try sandbox.write(Self.text([20: "staged 20"]), to: Self.target)
    try sandbox.git("add", Self.target)
    let head = try sandbox.git("rev-parse", "HEAD")
    let repository = try sandbox.open()
    let error = #expect(throws: DaichoError.self) {
      try repository.commit([.replaceLine("line 20", with: "x", in: Self.target)])
    }
    #expect(error?.code == "staged-version-differs")
    #expect(error?.hint != nil)
    #expect(throws: DaichoError.self) { try repository.commit([.remove(Self.target)]) }
    #expect(try sandbox.git("rev-parse", "HEAD") == head)
  }

  @Test func addsRenamesRemovesAndKeepsModes() throws {
    let sandbox = try Sandbox()
    let repository = try sandbox.open()
    #expect(try repository.head() == .unborn(ref: "refs/heads/main"))
    try sandbox.write("one\n", to: "a/one.sh")
    try repository.commit([.append("one", to: "a/one.sh")])
    #expect(try sandbox.git("status", "--porcelain") == "")
    try sandbox.git("update-index", "--chmod=+x", "a/one.sh")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: sandbox.path + "/a/one.sh")
    try sandbox.git("commit", "--quiet", "-m", "mode")

    try sandbox.write("one\ntwo\n", to: "a/one.sh")
    try repository.commit([.append("two", to: "a/one.sh")])
    #expect(try sandbox.git("ls-tree", "HEAD", "a/").hasPrefix("100755 blob"))
    #expect(try sandbox.git("status", "--porcelain") == "")

    try FileManager.default.createDirectory(atPath: sandbox.path + "/花", withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: sandbox.path + "/a/one.sh", toPath: sandbox.path + "/花/山田.sh")
    try repository.commit([.rename("a/one.sh", to: "花/山田.sh")])
    #expect(try sandbox.git("-c", "core.quotepath=false", "ls-tree", "-r", "HEAD").hasSuffix("\t花/山田.sh\n"))
    #expect(try sandbox.git("ls-tree", "-r", "HEAD").hasPrefix("100755"))
    #expect(try sandbox.git("status", "--porcelain") == "")

    try sandbox.remove("花/山田.sh")
    try repository.commit([.remove("花/山田.sh")])
    #expect(try sandbox.git("ls-tree", "-r", "HEAD") == "")
    #expect(try sandbox.git("status", "--porcelain") == "")
    #expect(try repository.commit([.remove("花/山田.sh")]) == nil)
    #expect(try sandbox.fsck() == "")
  }

  @Test func takesStagedEditsAlongARename() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Self.text(), to: "a.md")
    try sandbox.commitAll("start")
    try sandbox.write(Self.text([3: "staged"]), to: "a.md")
    try sandbox.git("add", "a.md")
    let repository = try sandbox.open()
    try FileManager.default.moveItem(atPath: sandbox.path + "/a.md", toPath: sandbox.path + "/b.md")
    try repository.commit([.rename("a.md", to: "b.md")])
    #expect(try sandbox.git("show", "HEAD:b.md") == Self.text())
    #expect(try sandbox.git("show", ":b.md") == Self.text([3: "staged"]))
    #expect(try sandbox.git("status", "--porcelain") == "M  b.md\n")
    #expect(throws: DaichoError.self) { try repository.commit([.rename("b.md", to: "b.md")]) }
    #expect(throws: DaichoError.self) { try repository.commit([.rename("none.md", to: "c.md")]) }
  }

  @Test(arguments: [
    "", "/etc/passwd", "../x", "a/../b", "a//b", "./a", ".git/config", "a/.GIT/x", "a/git~1", ".git./x",
    ".g\u{200c}it/x", "a/",
  ])
  func refusesUnsafePaths(path: String) throws {
    let sandbox = try Sandbox()
    let repository = try sandbox.open()
    let error = #expect(throws: DaichoError.self) { try repository.commit([.append("x", to: path)]) }
    #expect(error?.code == "invalid-path")
  }

  @Test func refusesLinksFoldersAndConflicts() throws {
    let sandbox = try Sandbox()
    try sandbox.write("x\n", to: "file.md")
    try FileManager.default.createSymbolicLink(
      atPath: sandbox.path + "/link.md", withDestinationPath: "file.md")
    try FileManager.default.createSymbolicLink(atPath: sandbox.path + "/folder", withDestinationPath: "/tmp")
    try sandbox.commitAll("start")
    let repository = try sandbox.open()
    for path in ["link.md", "folder/x.md", "file.md/x.md"] {
      let error = #expect(throws: DaichoError.self) { try repository.commit([.append("x", to: path)]) }
      #expect(error?.code == "not-a-file")
    }
    try sandbox.git("switch", "--quiet", "-c", "other")
    try sandbox.write("other\n", to: "file.md")
    try sandbox.commitAll("other")
    try sandbox.git("switch", "--quiet", "main")
    try sandbox.write("main\n", to: "file.md")
    try sandbox.commitAll("main")
    #expect(throws: Sandbox.Failure.self) { try sandbox.git("merge", "other") }
    let error = #expect(throws: DaichoError.self) { try repository.commit([.append("x", to: "file.md")]) }
    #expect(error?.code == "conflicted")
    let before = try sandbox.git("ls-files", "--stage")
    try sandbox.write("new\n", to: "new.md")
    try repository.commit([.append("new", to: "new.md")])
    #expect(try sandbox.git("ls-files", "--unmerged") != "")
    #expect(try sandbox.git("ls-files", "--stage").contains(before.split(separator: "\n")[0]))
  }

  @Test func worksInAWorktreeOnADetachedHeadAndOnABranchWithSlashes() throws {
    let sandbox = try Sandbox()
    try sandbox.write("x\n", to: "sub/file.md")
    try sandbox.commitAll("start")
    try sandbox.git("worktree", "add", "--quiet", "-b", "feature/春/x", "../second")
    let second = sandbox.root + "/second"
    let repository = try #require(try Repository.discover(from: second + "/sub"))
    #expect(repository.workDirectory == second + "/")
    #expect(repository.commonDirectory == sandbox.path + "/.git/")
    #expect(repository.gitDirectory == sandbox.path + "/.git/worktrees/second/")
    try Data("x\ny\n".utf8).write(to: URL(fileURLWithPath: second + "/sub/file.md"))
    try repository.commit([.append("y", to: "sub/file.md")])
    #expect(try sandbox.git(["status", "--porcelain"], in: second) == "")
    #expect(try sandbox.git("status", "--porcelain") == "")
    #expect(try sandbox.git("log", "--format=%s", "feature/春/x") == "log(a): call\nstart\n")

    try sandbox.git(["switch", "--quiet", "--detach"], in: second)
    try Data("x\ny\nz\n".utf8).write(to: URL(fileURLWithPath: second + "/sub/file.md"))
    let detached = try #require(try repository.commit([.append("z", to: "sub/file.md")]))
    #expect(try repository.head() == .detached(detached.id))
    #expect(try sandbox.git(["status", "--porcelain"], in: second) == "")
    #expect(try sandbox.git("log", "--format=%s", "feature/春/x").split(separator: "\n").count == 2)
    #expect(try sandbox.git(["reflog", "-1", "--format=%gs"], in: second) == "commit: log(a): call\n")
    #expect(try sandbox.fsck() == "")
  }

  @Test func storesNewFilesAsGitAddWould() throws {
    let sandbox = try Sandbox()
    try sandbox.git("config", "core.autocrlf", "true")
    try sandbox.write("a\r\nb\r\n", to: "new.md")
    let repository = try sandbox.open()
    try repository.commit([PathEdit("new.md") { _ throws(DaichoError) in Array("a\r\nb\r\n".utf8) }])
    #expect(try sandbox.git("cat-file", "-p", "HEAD:new.md") == "a\nb\n")
    #expect(try sandbox.git("status", "--porcelain") == "")
    try sandbox.write("a\r\nb\r\nc\r\n", to: "new.md")
    try repository.commit([.append("c", to: "new.md")])
    #expect(try sandbox.git("cat-file", "-p", "HEAD:new.md") == "a\nb\nc\n")
    #expect(try sandbox.git("status", "--porcelain") == "")
  }

  @Test func commitsWhatIsStagedOnlyInPartOrMarkedToBeAdded() throws {
    let sandbox = try Sandbox()
    try sandbox.write("x\n", to: "x.md")
    try sandbox.write("gone\n", to: "gone.md")
    try sandbox.commitAll("start")
    let repository = try sandbox.open()

    try sandbox.write("later\n", to: "later.md")
    try sandbox.git("add", "--intent-to-add", "later.md")
    try repository.commit([.append("later", to: "later.md")])
    #expect(try sandbox.git("status", "--porcelain") == "")
    #expect(try sandbox.git("show", "HEAD:later.md") == "later\n")

    try sandbox.write("one\n", to: "staged.md")
    try sandbox.git("add", "staged.md")
    try sandbox.write("one\ntwo\n", to: "staged.md")
    var error = #expect(throws: DaichoError.self) {
      try repository.commit([.replaceLine("one", with: "two", in: "staged.md")])
    }
    #expect(error?.code == "gone")
    try repository.commit([.append("two", to: "staged.md")])
    #expect(try sandbox.git("show", "HEAD:staged.md") == "two\n")
    #expect(try sandbox.git("show", ":staged.md") == "one\ntwo\n")

    try sandbox.git("rm", "--quiet", "--cached", "gone.md")
    error = #expect(throws: DaichoError.self) {
      try repository.commit([.replaceLine("gone", with: "back", in: "gone.md")])
    }
    #expect(error?.code == "staged-version-differs")
    try repository.commit([.remove("gone.md")])
    #expect(try sandbox.git("status", "--porcelain", "gone.md") == "?? gone.md\n")
    #expect(try sandbox.fsck() == "")
  }

  @Test func tellsComposedFromDecomposedNames() throws {
    let sandbox = try Sandbox()
    let (composed, decomposed) = ("が/\u{304C}.md", "か\u{3099}/か\u{3099}.md")
    let repository = try sandbox.open()
    try repository.commit([.append("nfc", to: composed), .append("nfd", to: decomposed)])
    let names = try repository.entries(of: repository.tree(of: repository.resolve("HEAD"))).map {
      Array($0.path.utf8)
    }
    #expect(Set(names) == [Array(composed.utf8), Array(decomposed.utf8)])
    let error = #expect(throws: DaichoError.self) {
      try repository.commit([.append("x", to: composed), .append("y", to: composed)])
    }
    #expect(error?.code == "path-twice")
    #expect(try sandbox.fsck() == "")
  }

  @Test func remembersNothingOfARefusedCommit() throws {
    let sandbox = try Sandbox()
    try sandbox.write("x\n", to: "x.md")
    try sandbox.commitAll("start")
    let repository = try sandbox.open()
    let unchanged = PathEdit("x.md") { bytes throws(DaichoError) in bytes }
    #expect(try repository.commit([unchanged]) == nil)
    #expect(throws: DaichoError.self) {
      try repository.prepare([.append("y", to: "x.md")], message: "a\u{0}b", author: .sato, committer: .sato)
    }
    for name in ["", "a\nb", "<x>"] {
      let error = #expect(throws: DaichoError.self) {
        try repository.prepare(
          [.append("y", to: "x.md")], message: "m",
          author: Signature(name: name, email: "a@b", when: 0, offset: 0),
          committer: .sato)
      }
      #expect(error?.code == "invalid-identity")
    }
    #expect(try sandbox.git("log", "--format=%s") == "start\n")
    #expect(try sandbox.git("status", "--porcelain") == "")
  }
}
