import DaichoModel
import Foundation
import Testing

@testable import DaichoGit

/// git's own index, read and rewritten by us, and looked at by git.
struct IndexFileTests {
  /// What the index says of its tree, by its cached trees, against the tree of the same entries in an
  /// index that has none.
  func checkCachedTrees(_ sandbox: Sandbox) throws {
    // An intent to add is listed with the empty blob, and belongs to no tree.
    let entries = try sandbox.git("ls-files", "--stage").split(separator: "\n").filter {
      !$0.contains("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
    }.joined(separator: "\n")
    let index = URL(fileURLWithPath: sandbox.path + "/.git/index")
    let kept = try Data(contentsOf: index)
    let cached = try sandbox.git("write-tree")
    let folders = Set(
      try sandbox.git("ls-files", "-z").split(separator: "\0").compactMap { path in
        path.lastIndex(of: "/").map { String(path[..<$0]) }
      })
    let cachedFolders = try folders.map { try sandbox.git("write-tree", "--prefix=\($0)/") }
    try FileManager.default.removeItem(at: index)
    _ = try sandbox.git(["update-index", "--index-info"], in: sandbox.path, input: entries + "\n")
    #expect(try sandbox.git("write-tree") == cached)
    #expect(try folders.map { try sandbox.git("write-tree", "--prefix=\($0)/") } == cachedFolders)
    try kept.write(to: index)
  }

  /// Path → flags, mode, id and stage.
  func entries(_ sandbox: Sandbox) throws -> [String: [String]] {
    var entries: [String: [String]] = [:]
    for arguments in [["ls-files", "-z", "--stage"], ["ls-files", "-z", "-v"]] {
      for line in try sandbox.git(arguments, in: sandbox.path).split(separator: "\0") {
        let separator: Character = arguments.contains("-v") ? " " : "\t"
        guard let cut = line.firstIndex(of: separator) else { continue }
        entries[String(line[line.index(after: cut)...]), default: []].append(String(line[..<cut]))
      }
    }
    return entries
  }

  @Test(arguments: [2, 4], [1, 2] as [UInt64])
  func followsRandomCommitsBesideTheUsersOwnEdits(_ version: Int, _ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let sandbox = try Sandbox()
    let folders = ["", "customers/", "customers/a/", "customers/a-b/", "orders/", "日本/語/"]
    for folder in folders {
      for number in 0..<3 { try sandbox.write("\(number)\n", to: "\(folder)f\(number).md") }
    }
    try sandbox.commitAll("start")
    try sandbox.git("update-index", "--index-version", "\(version)")
    for step in 0..<15 {
      let files = try sandbox.git("ls-files", "-z").split(separator: "\0").map(String.init)
      func file() -> String { files.randomElement(using: &random) ?? "f0.md" }
      let mine = file()
      var theirs = file()
      while theirs == mine { theirs = file() }
      switch Int.random(in: 0..<7, using: &random) {
      case 0:
        try sandbox.write("staged \(step)\n", to: theirs)
        try sandbox.git("add", "--sparse", theirs)
      case 1: try sandbox.git("rm", "--quiet", "--cached", "--force", "--sparse", theirs)
      case 2:
        try sandbox.write("intended\n", to: "new-\(step).md")
        try sandbox.git("add", "--intent-to-add", "new-\(step).md")
      case 3: try sandbox.git("update-index", "--skip-worktree", theirs)
      case 4: try sandbox.git("update-index", "--assume-unchanged", theirs)
      case 5: try sandbox.git("reset", "--quiet")
      default: break
      }
      let before = try entries(sandbox)
      let edits: [PathEdit]
      let touched: [String]
      let committed = try sandbox.git("ls-tree", "-rz", "--name-only", "HEAD").split(separator: "\0")
      let inHead = committed.contains { $0 == mine }
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where inHead: (edits, touched) = ([.remove(mine)], [mine])
      case 1 where inHead:
        let target = "\(folders.randomElement(using: &random) ?? "")moved-\(step).md"
        (edits, touched) = ([.rename(mine, to: target)], [mine, target])
      case 2:
        let new = (0..<3).map { "fresh-\(step)/\($0).md" }
        (edits, touched) = (new.map { .append("x", to: $0) }, new)
      default: (edits, touched) = ([.append("line \(step)", to: mine)], [mine])
      }
      let repository = try sandbox.open()
      switch Result(catching: { () throws(DaichoError) in try repository.commit(edits) }) {
      case .success: break
      // What is staged and not committed cannot be removed.
      case .failure(let error): #expect(error.code == "staged-changes")
      }
      let after = try entries(sandbox)
      #expect(before.filter { !touched.contains($0.key) } == after.filter { !touched.contains($0.key) })
      try checkCachedTrees(sandbox)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: sandbox.path + "/.git/index"))[7] >= UInt8(version))
    _ = try sandbox.fsck()
  }
}
