import DaichoGit
import DaichoIndex
import DaichoTestSupport
import Foundation
import Testing

/// A history that plain git made at random, against an index made step by step and one made at once, and
/// against what git itself tells of it.
struct HistoryPropertyTests {
  private struct Team {
    let shop: HistoryFixture
    var random: SplitMix64
    var counter = 0

    private static let names = ["title", "stage", "owner", "amount", "note"]

    func files() throws -> [String] { try shop.folder.list("deals").filter { $0.hasSuffix(".md") } }

    /// Fields far apart and of several lines, so that git merges what two sides did to one file.
    mutating func text() -> String {
      var text = "---\n"
      for name in Self.names {
        text += "\(name): \(name)-\(Int.random(in: 0..<9, using: &random))\n#\n#\n#\n"
      }
      return text
        + "---\n\n## Log\n\n- 2026-11-0\(Int.random(in: 1...9, using: &random)) call: began \(counter)\n"
    }

    mutating func edit() throws {
      counter += 1
      let files = try files()
      switch Int.random(in: 0..<12, using: &random) {
      case 0...1: try shop.folder.write(text(), to: "deals/d\(counter).md")
      case 2 where files.count > 3:
        if let file = files.randomElement(using: &random) { try shop.folder.remove("deals/" + file) }
      case 3...4:
        guard let file = files.randomElement(using: &random) else { return }
        try shop.git("add", "--all")
        try shop.git("mv", "deals/" + file, "deals/r\(counter).md")
      default:
        guard let file = files.randomElement(using: &random) else { return }
        var text = try shop.folder.read("deals/" + file)
        let name = Self.names[Int.random(in: 0..<Self.names.count, using: &random)]
        if let start = text.firstRange(of: "\(name): "),
          let end = text[start.upperBound...].firstIndex(of: "\n")
        {
          text.replaceSubrange(start.upperBound..<end, with: "\(name)-e\(counter)")
        }
        if counter % 3 == 0 { text += "- 2026-11-10 note: entry \(counter)\n" }
        try shop.folder.write(text, to: "deals/" + file)
      }
    }

    mutating func step(_ number: Int) throws {
      switch Int.random(in: 0..<10, using: &random) {
      case 0 where number > 3:
        try shop.git("reset", "--quiet", "--hard", "HEAD~\(Int.random(in: 1...2, using: &random))")
      case 1 where number > 1:
        try edit()
        shop.tick()
        try shop.git("add", "--all")
        try shop.git("commit", "--quiet", "--allow-empty", "--amend", "-m", "amended \(number)")
      case 2 where number > 1:
        _ = try shop.git.attempt(["revert", "--no-edit", "HEAD"])
        _ = try shop.git.attempt(["revert", "--abort"])
        try shop.git("reset", "--quiet", "--hard")
      case 3...5 where number > 1:
        let sides = Int.random(in: 1...3, using: &random)
        let start = try shop.git("rev-parse", "HEAD").trimmingCharacters(in: .newlines)
        for side in 0..<sides {
          try shop.git("switch", "--quiet", "-C", "side\(side)", start)
          for _ in 0..<Int.random(in: 1...2, using: &random) {
            try edit()
            try shop.commit("side \(number)")
          }
        }
        try shop.git("switch", "--quiet", "main")
        if Bool.random(using: &random) {
          try edit()
          try shop.commit("main \(number)")
        }
        shop.tick()
        let merged = try shop.git.attempt(
          ["merge", "--quiet", "--no-edit", "--no-ff", "-m", "merge \(number)"]
            + (0..<sides).map { "side\($0)" })
        if merged.status != 0 { try shop.git("reset", "--quiet", "--hard") }
      default:
        for _ in 0..<Int.random(in: 1...3, using: &random) { try edit() }
        try shop.commit("step \(number)")
      }
    }
  }

  private static func team(_ seed: UInt64) throws -> Team {
    var team = Team(shop: try HistoryFixture(), random: SplitMix64(seed: seed))
    for name in 0..<4 { try team.shop.folder.write(team.text(), to: "deals/first\(name).md") }
    try team.shop.commit("start")
    return team
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func isTheSameStepByStepAndAtOnce(seed: UInt64) throws {
    var team = try Self.team(seed)
    for number in 0..<12 {
      try team.step(number)
      let incremental = try team.shop.index().dump()
      let other = try TemporaryFolder()
      #expect(try incremental == team.shop.index(in: other).dump())
      #expect(incremental.last == "orphans 0")
    }
  }

  /// Python asks git for every commit's changed paths and their versions, and compares field by field.
  @Test(.enabled(if: Python.isAvailable), arguments: [4, 5] as [UInt64])
  func tellsWhatGitTells(seed: UInt64) throws {
    var team = try Self.team(seed)
    for number in 0..<16 { try team.step(number) }
    let script = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "history-by-git.py"),
      encoding: .utf8)
    let expected = try Python.run(script, [], in: team.shop.folder.path).split(separator: "\n").map(
      String.init)
    let index = try team.shop.index()
    let found = try index.changeLines()
    #expect(Set(found).subtracting(expected).sorted() == [])
    #expect(Set(expected).subtracting(found).sorted() == [])
    #expect(found.count == expected.count && found.count > 50)
  }
}
