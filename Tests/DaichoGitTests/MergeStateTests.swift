import DaichoModel
import Foundation
import Testing

@testable import DaichoGit

/// A merge that waits for a person, as git and as we see it.
struct MergeStateTests {
  private func version(_ id: String) throws -> StagedConflict.Version {
    let id = try #require(ObjectID(id.trimmingCharacters(in: .newlines)))
    return .init(TreeEntry(path: "", id: id, mode: .regular))
  }

  /// Two branches that have both changed `customers/a.md`; `main` is checked out.
  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    for name in ["a", "b", "c"] { try sandbox.write("\(name)\n", to: "customers/\(name).md") }
    try sandbox.commitAll("Start")
    try sandbox.git("switch", "--quiet", "-c", "other")
    try sandbox.write("theirs\n", to: "customers/a.md")
    try sandbox.write("theirs\n", to: "customers/b.md")
    try sandbox.commitAll("Other")
    try sandbox.git("switch", "--quiet", "main")
    try sandbox.write("ours\n", to: "customers/a.md")
    try sandbox.commitAll("Ours")
    return sandbox
  }

  @Test(arguments: [2, 4]) func gitKnowsIt(_ indexVersion: Int) throws {
    let sandbox = try sandbox()
    try sandbox.git("update-index", "--index-version", "\(indexVersion)")
    let repository = try sandbox.open()
    let (ours, theirs) = (try repository.resolve("main"), try repository.resolve("other"))
    let merge = try repository.mergeTrees(
      base: try repository.mergeBase(ours, theirs).map { try repository.tree(of: $0) },
      ours: repository.tree(of: ours), theirs: repository.tree(of: theirs))
    #expect(merge.incoming.map(\.path) == ["customers/b.md"])
    #expect(merge.contests.map(\.path) == ["customers/a.md"])

    let contest = try #require(merge.contests.first)
    let change = try #require(merge.incoming.first)
    let conflict = StagedConflict(
      path: contest.path, base: contest.base.map(StagedConflict.Version.init),
      ours: contest.ours.map(StagedConflict.Version.init),
      theirs: contest.theirs.map(StagedConflict.Version.init))
    try sandbox.write("<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> other\n", to: "customers/a.md")
    try sandbox.write("theirs\n", to: "customers/b.md")
    let staged = PreparedCommit.IndexChange(
      path: change.path, old: change.old, new: change.new, mode: .regular)
    // A crash may come in between: the second time changes nothing more.
    for _ in 0..<2 {
      try repository.beginMerge(
        with: theirs, message: "sync: merge", staging: [staged], conflicts: [conflict])
    }
    #expect(try sandbox.git("status", "--short") == "UU customers/a.md\nM  customers/b.md\n")
    #expect(try sandbox.git("ls-files", "--unmerged").split(separator: "\n").count == 3)
    #expect(try repository.conflicts() == [conflict])
    #expect(repository.pendingMerge() == theirs)
    #expect(repository.mergeMessage() == "sync: merge\n")
    #expect(throws: DaichoError.self) { try repository.stagedTree() }

    try sandbox.write("both\n", to: "customers/a.md")
    try repository.markResolved("customers/a.md", Array("both\n".utf8))
    #expect(try sandbox.git("status", "--short") == "M  customers/a.md\nM  customers/b.md\n")
    #expect(try repository.conflicts() == [])
    let prepared = try repository.prepareMerge(
      of: repository.stagedTree(), parents: [ours, theirs], message: "sync: merge", author: .sato,
      committer: .sato)
    try repository.publish(prepared)
    try repository.endMerge()
    #expect(repository.operation == nil)
    #expect(try sandbox.git("status", "--short") == "")
    #expect(try sandbox.git("show", "HEAD:customers/a.md") == "both\n")
    #expect(try sandbox.git("rev-list", "--parents", "-1", "HEAD").split(separator: " ").count == 3)
    #expect(try sandbox.fsck() == "")
  }

  @Test func aMergeOfGitsOwnIsReadAlike() throws {
    let sandbox = try sandbox()
    _ = try? sandbox.git("merge", "--quiet", "other")
    let repository = try sandbox.open()
    let conflict = try #require(try repository.conflicts().first)
    #expect(conflict.path == "customers/a.md")
    #expect(conflict.ours == (try version(sandbox.git("rev-parse", "main:customers/a.md"))))
    #expect(conflict.theirs == (try version(sandbox.git("rev-parse", "other:customers/a.md"))))
    try sandbox.remove("customers/a.md")
    try repository.markResolved("customers/a.md", nil)
    #expect(try sandbox.git("status", "--short") == "D  customers/a.md\nM  customers/b.md\n")
  }

  @Test func aRenameIsFollowedByEitherSide() throws {
    let sandbox = try Sandbox()
    let text = (1...20).map { "line \($0)\n" }.joined()
    try sandbox.write(text, to: "customers/old.md")
    try sandbox.commitAll("Start")
    try sandbox.git("switch", "--quiet", "-c", "renamed")
    try sandbox.git("mv", "customers/old.md", "customers/new.md")
    try sandbox.commitAll("Rename")
    try sandbox.git("switch", "--quiet", "main")
    try sandbox.write(text + "more\n", to: "customers/old.md")
    try sandbox.commitAll("Edit")
    let repository = try sandbox.open()
    let (main, renamed) = (try repository.resolve("main"), try repository.resolve("renamed"))
    let base = try repository.mergeBase(main, renamed).map { try repository.tree(of: $0) }
    for (ours, theirs) in [(main, renamed), (renamed, main)] {
      let merge = try repository.mergeTrees(
        base: base, ours: repository.tree(of: ours), theirs: repository.tree(of: theirs))
      #expect(merge.incoming == [])
      let contest = try #require(merge.contests.first)
      #expect(merge.contests.count == 1 && contest.path == "customers/new.md")
      #expect(contest.ours?.path == (ours == main ? "customers/old.md" : "customers/new.md"))
      #expect(contest.oldPath == (ours == main ? "customers/old.md" : nil))
    }
  }
}
