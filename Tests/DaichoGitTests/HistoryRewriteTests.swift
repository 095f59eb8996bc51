import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

@testable import DaichoGit

/// Rewriting compared with what git itself reads.
struct HistoryRewriteTests {
  private static let secret = Array("SECRET".utf8)

  private static func replaced(_ bytes: [UInt8]) -> [UInt8]? {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.contains("SECRET") ? Array(text.replacing("SECRET", with: "nobody").utf8) : nil
  }

  private static var rules: RewriteRules {
    RewriteRules(
      concerns: { bytes in String(decoding: bytes, as: UTF8.self).contains("SECRET") },
      concernsName: { $0 == "secret-file.md" },
      file: { path, bytes in
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if name == "secret-file.md" {
          return RewriteRules.File(name: "nobody-file.md", bytes: replaced(bytes) ?? bytes)
        }
        if path == "gone/all.txt" { return RewriteRules.File(name: name, bytes: nil) }
        return replaced(bytes).map { RewriteRules.File(name: name, bytes: $0) }
      }, message: replaced)
  }

  /// Branches, an annotated tag, a merge, a rename, notes in two shapes, two stashes, a signed-looking commit.
  private func makeRepository() throws -> TemporaryFolder {
    let folder = try TemporaryFolder(named: "daicho-rewrite")
    let git = Git(in: folder.path)
    try git.initialize()
    let result = try Subprocess.run(
      "bash",
      [
        "-c",
        """
        set -e
        commit() { git add -A; git commit -q --allow-empty -m "$1"; }
        mkdir -p a/b gone; echo one > a/one.txt; echo two > a/b/two.txt; commit first
        git tag before
        echo 'SECRET lives here' > a/b/secret-file.md; commit 'Add SECRET'
        git tag -a v1 -m 'The SECRET release'
        echo more >> a/one.txt; commit 'Nothing to hide'
        git checkout -q -b side; echo 'a SECRET too' > a/side.txt; commit side
        git checkout -q main; echo 'SECRET' > gone/all.txt; commit gone
        git merge -q --no-ff side -m 'Merge side'
        git mv a/side.txt a/moved.txt; commit move
        git notes add -m 'about SECRET' HEAD; git notes add -m 'plain' before
        git checkout -q -b untouched before; echo x > x; commit other
        git checkout -q main
        echo 'stashed SECRET' >> a/one.txt; git stash -q -m 'SECRET one'
        echo 'stashed again' >> a/one.txt; git stash -q -m 'two'
        git pack-refs --all; git update-ref refs/heads/loose main
        """,
      ], in: folder.path, environment: git.environment)
    #expect(result.status == 0, "\(result.stderr)")
    return folder
  }

  private func everything(_ folder: TemporaryFolder) throws -> String {
    let result = try Subprocess.run(
      "bash", ["-c", "git rev-list --all --objects | cut -d' ' -f1 | git cat-file --batch | strings"],
      in: folder.path, environment: Git(in: folder.path).environment)
    return result.stdout
  }

  @Test func leavesNothingOfWhatWasToGo() throws {
    let folder = try makeRepository()
    let git = Git(in: folder.path)
    let format = "--format=%an|%ae|%ad|%cn|%ce|%cd|%s"
    let before = try git("log", "--all", "--topo-order", format)
    let untouched = try git("rev-parse", "untouched", "before")
    let plainTree = try git("rev-parse", "main:a/b/two.txt", "main:a/one.txt")
    #expect(try everything(folder).contains("SECRET"))

    let repository = try #require(try Repository.discover(from: folder.path))
    let stashes = repository.stashes
    #expect(stashes.count == 2)
    let rewrite = try HistoryRewrite(repository, Self.rules)
    let survey = try rewrite.survey(stashes: stashes)
    #expect(survey.files["a/b/secret-file.md"] == 1)
    #expect(survey.messages >= 2)
    let outcome = try rewrite.run(stashes: stashes, head: "refs/heads/main") { head, _ in head }
    // Nothing has moved yet.
    #expect(try everything(folder).contains("SECRET"))
    try RefSwitch(repository).run(outcome.refs)
    #expect(try RefSwitch(repository).isDone(outcome.refs))
    try repository.forgetOldNames(stashes: outcome.stashes, message: Self.rules.message)
    try repository.repackReachable(roots: Array(outcome.stashes.values))

    // The index follows in a step of its own.
    try git("reset", "--quiet", "--hard")
    #expect(try !everything(folder).contains("SECRET"))
    #expect(try git("fsck", "--full", "--strict", "--no-dangling").isEmpty)
    #expect(try git("log", "--all", "--topo-order", format) == before.replacing("SECRET", with: "nobody"))
    #expect(try git("rev-parse", "untouched", "before") == untouched)
    #expect(try git("rev-parse", "main:a/b/two.txt", "main:a/one.txt") == plainTree)
    #expect(
      try git("ls-tree", "-r", "--name-only", "main")
        == "a/b/nobody-file.md\na/b/two.txt\na/moved.txt\na/one.txt\n")
    #expect(try git("cat-file", "-p", "v1").contains("The nobody release"))
    #expect(try git("notes", "show", "main") == "about nobody\n")
    #expect(try git("notes", "show", "before") == "plain\n")
    #expect(try git("stash", "list") == "stash@{0}: On main: two\nstash@{1}: On main: nobody one\n")
    #expect(try git("stash", "show", "-p", "stash@{1}").contains("stashed nobody"))
    // Not even where nothing reaches.
    var leftovers = 0
    try repository.eachStoredObject { _, bytes in
      if String(decoding: bytes, as: UTF8.self).contains("SECRET") { leftovers += 1 }
      return true
    }
    #expect(leftovers == 0)
    #expect(outcome.firsts.count == 1)
    #expect(try git.attempt(["cat-file", "-e", outcome.firsts[0].description]).status != 0)
  }

  @Test func movesEveryRefOrNone() throws {
    let folder = try makeRepository()
    let git = Git(in: folder.path)
    let repository = try #require(try Repository.discover(from: folder.path))
    let rewrite = try HistoryRewrite(repository, Self.rules)
    _ = try rewrite.survey()
    let outcome = try rewrite.run(head: "refs/heads/main") { head, _ in head }
    // Somebody commits meanwhile.
    try git("commit", "--quiet", "--allow-empty", "--message", "Meanwhile")
    let refs = try git("show-ref")
    let error = #expect(throws: DaichoError.self) { try RefSwitch(repository).run(outcome.refs) }
    #expect(error?.code == "ref-moved")
    #expect(try git("show-ref") == refs)
    #expect(try git("fsck", "--full", "--no-dangling").isEmpty)
  }

  @Test func dropsWhatASignatureNoLongerFits() throws {
    let text =
      "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor A <a@example.com> 1 +0000\n"
      + "committer A <a@example.com> 1 +0000\ngpgsig -----BEGIN SSH SIGNATURE-----\n line\n -----END SSH SIGNATURE-----\n"
      + "encoding UTF-8\n\nSubject\n\nBody\n"
    var commit = RawCommit(Array(text.utf8))
    #expect(commit.bytes == Array(text.utf8))
    let wasSigned = commit.dropSignatures()
    #expect(wasSigned)
    #expect(!String(decoding: commit.bytes, as: UTF8.self).contains("SIGNATURE"))
    #expect(String(decoding: commit.bytes, as: UTF8.self).contains("encoding UTF-8\n\nSubject\n"))
  }

  @Test func refusesWhatAnotherPlaceKeeps() throws {
    let folder = try makeRepository()
    let git = Git(in: folder.path)
    let repository = try #require(try Repository.discover(from: folder.path))
    #expect(try repository.keepers().isEmpty)
    try git("worktree", "add", "--quiet", "--detach", folder.path + "-second")
    #expect(
      try repository.keepers() == [
        .workTree((folder.path + "-second").split(separator: "/").last.map(String.init) ?? "")
      ])
    try git("worktree", "remove", "--force", folder.path + "-second")
    try git("checkout", "--quiet", "--detach")
    #expect(try repository.keepers() == [.detachedHead])
  }
}
