import DaichoGit
import DaichoModel
import Foundation
import Testing

struct HistoryTests {
  /// A history with branches, merges, evil merges, deletions and files that come back; with renames
  /// only while there is one branch, and then no branch is left behind: only so `git log --follow`, which
  /// simplifies nothing and follows one path at a time, is well defined.
  func history(seed: UInt64, renames: Bool, commits: Int = 60) throws -> (Sandbox, files: [String]) {
    let sandbox = try Sandbox()
    var random = SplitMix64(seed: seed)
    var files: Set<String> = []
    var date = 1_700_000_000
    var counter = 0
    func pick() -> String? { files.sorted().randomElement(using: &random) }
    func edit() throws {
      counter += 1
      switch Int.random(in: 0..<10, using: &random) {
      case 0...1:
        let path = "\(["a", "b", "b/c"].randomElement(using: &random) ?? "a")/f\(counter).md"
        try sandbox.write((0..<12).map { "file \(counter) line \($0)\n" }.joined(), to: path)
        files.insert(path)
      case 2 where files.count > 2:
        guard let path = pick() else { return }
        try sandbox.remove(path)
        files.remove(path)
      default:
        guard let path = pick() else { return }
        var lines = try sandbox.read(path).split(separator: "\n").map(String.init)
        lines[Int.random(in: 0..<lines.count, using: &random)] = "edit \(counter)"
        try sandbox.write(lines.joined(separator: "\n") + "\n", to: path)
      }
    }
    func commit(_ message: String) throws {
      date += Int.random(in: 0...2, using: &random)
      try sandbox.commitAll(message, date: date)
    }
    for _ in 0..<3 { try edit() }
    try sandbox.write("x\n", to: "a/zero.md")
    files.insert("a/zero.md")
    try commit("start")
    for number in 0..<commits {
      let choice = Int.random(in: 0..<10, using: &random)
      if choice < 2 {
        let before = files
        try sandbox.git("switch", "--quiet", "-c", "side\(number)")
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          try edit()
          try commit("side \(number)")
        }
        let after = files
        try sandbox.git("switch", "--quiet", "main")
        files = before
        if !renames, Bool.random(using: &random) {
          try edit()
          try commit("main \(number)")
        }
        let strategy = ["ours", "theirs"].randomElement(using: &random) ?? "ours"
        _ = try? sandbox.git(
          ["merge", "--quiet", "--no-ff", "--no-commit", "-X", strategy, "side\(number)"], in: sandbox.path)
        files = Set(try sandbox.git("ls-files").split(separator: "\n").map(String.init)).intersection(
          files.union(after))
        if choice == 0, !files.isEmpty { try edit() }
        try commit("merge \(number)")
        files = Set(try sandbox.git("ls-files").split(separator: "\n").map(String.init))
      } else if choice == 2, renames, let path = pick() {
        counter += 1
        let renamed = "b/r\(counter).md"
        try sandbox.git("mv", path, renamed)
        if Bool.random(using: &random) {
          let text = try sandbox.read(renamed)
          try sandbox.write(text + "edited while renamed\n", to: renamed)
        }
        files.remove(path)
        files.insert(renamed)
        try commit("rename \(number)")
      } else {
        try edit()
        try commit("edit \(number)")
      }
    }
    return (
      sandbox, try sandbox.git("log", "--format=", "--name-only").split(separator: "\n").map(String.init)
    )
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func simplifiesMergesAsGitLogDoes(seed: UInt64) throws {
    let (sandbox, files) = try history(seed: seed, renames: false)
    let repository = try sandbox.open()
    let head = try repository.resolve("HEAD")
    for file in Set(files) {
      let expected = try sandbox.git("log", "--format=%H", "HEAD", "--", file)
      let commits = try repository.commits(touching: file, from: head)
      #expect(commits.map { "\($0.commit.id)\n" }.joined() == expected, "\(file)")
      #expect(try repository.commits(touching: file, from: head, limit: 1).count == min(1, commits.count))
    }
  }

  @Test(arguments: [5, 6, 7] as [UInt64])
  func followsRenamesAsGitLogDoes(seed: UInt64) throws {
    let (sandbox, _) = try history(seed: seed, renames: true)
    let repository = try sandbox.open()
    let head = try repository.resolve("HEAD")
    var followed = 0
    for file in try sandbox.git("ls-files").split(separator: "\n").map(String.init) {
      let expected = try sandbox.git("log", "--follow", "--format=%H", "HEAD", "--", file)
      let commits = try repository.commits(touching: file, from: head)
      // git log --follow never lists merges.
      let plain = commits.filter { $0.commit.parents.count < 2 }
      #expect(plain.map { "\($0.commit.id)\n" }.joined() == expected, "\(file)")
      if Set(commits.map(\.path)).count > 1 { followed += 1 }
    }
    #expect(followed > 0)
  }

  @Test func findsTheMostSimilarFile() throws {
    let sandbox = try Sandbox()
    func text(_ name: String, _ changed: Int = 0) -> String {
      (0..<30).map { $0 < changed ? "other \(name) \($0)\n" : "\(name) line \($0)\n" }.joined()
    }
    try sandbox.write(text("a"), to: "a.md")
    try sandbox.write(text("b"), to: "b.md")
    try sandbox.commitAll("start")
    try sandbox.git("rm", "--quiet", "a.md", "b.md")
    try sandbox.write(text("b", 5), to: "new.md")
    try sandbox.write(text("c"), to: "unrelated.md")
    try sandbox.commitAll("rename", date: 1_700_000_001)
    let repository = try sandbox.open()
    let head = try repository.resolve("HEAD")
    #expect(try repository.commits(touching: "new.md", from: head).map(\.path) == ["new.md", "b.md"])
    #expect(try repository.commits(touching: "unrelated.md", from: head).map(\.path) == ["unrelated.md"])
    #expect(try repository.commits(touching: "b.md", from: head).map(\.blob).first == .some(nil))
    #expect(try repository.commits(touching: "never.md", from: head) == [])
  }
}
