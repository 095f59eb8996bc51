import DaichoFiles
import DaichoIndex
import DaichoTestSupport
import Foundation
import Testing

/// What the index tells of a record against what `git log --follow -p` tells, on a repository of merges, renames,
/// reverts and an octopus that plain git made.
struct FollowTests {
  private static func text(_ number: Int, stage: String = "inquiry", owner: String = "sato") -> String {
    """
    ---
    title: Deal number \(number)
    stage: \(stage)
    # The names of people who have looked at it, one a line, so that git
    # sees how one file differs from another: \(String(repeating: "\(number * 7919) ", count: 12))
    owner: \(owner)
    # And some more of this: \(String(repeating: "\(number * 104_729) ", count: 12))
    amount: \(number)
    ---

    ## Log

    - 2026-10-0\(number % 9 + 1) call in: Asked about number \(number)

    """
  }

  private static func repository() throws -> HistoryFixture {
    let shop = try HistoryFixture()
    func write(_ name: String, _ text: String) throws { try shop.folder.write(text, to: "deals/\(name).md") }
    func change(_ name: String, _ old: String, _ new: String) throws {
      let text = try shop.folder.read("deals/\(name).md")
      try #require(text.contains(old))
      try write(name, text.replacing(old, with: new))
    }
    func side(_ name: String, from start: String = "main", _ edits: () throws -> Void) throws {
      try shop.git("switch", "--quiet", "-c", name, start)
      try edits()
      try shop.git("switch", "--quiet", "main")
    }
    func merge(_ sides: String...) throws {
      shop.tick()
      let result = try shop.git.attempt(["merge", "--quiet", "--no-edit", "--no-ff"] + sides)
      try #require(result.status == 0, "\(result.stderr)")
    }
    for number in 1...8 { try write("d\(number)", text(number)) }
    try shop.commit("start")
    try change("d1", "stage: inquiry", "stage: proposal")
    try shop.commit("set")
    // Two sides of one file.
    try side("stage") {
      try change("d2", "stage: inquiry", "stage: won")
      try shop.commit("stage")
    }
    try change("d2", "amount: 2", "amount: 2000")
    try shop.commit("amount")
    try merge("stage")
    // Moved and changed on one side, changed on the other.
    try side("move") {
      try shop.git("mv", "deals/d3.md", "deals/moved3.md")
      try shop.commit("move")
      try change("moved3", "owner: sato", "owner: suzuki")
      try shop.commit("owner")
    }
    try change("d3", "- 2026-10-04 call in", "- 2026-10-05 email out: Answered\n- 2026-10-04 call in")
    try shop.commit("answer")
    try merge("move")
    try change("moved3", "stage: inquiry", "stage: lost")
    try shop.commit("lost")
    // A merge that says what neither side did.
    try side("conflict") {
      try change("d4", "stage: inquiry", "stage: won")
      try shop.commit("won")
    }
    try change("d4", "stage: inquiry", "stage: lost")
    try shop.commit("lost as well")
    shop.tick()
    _ = try shop.git.attempt(["merge", "--quiet", "--no-edit", "conflict"])
    try write("d4", text(4, stage: "negotiation"))
    try shop.commit("merge by hand")
    // Reverted, and the revert reverted.
    try change("d5", "owner: sato", "owner: tanaka")
    try shop.commit("owner")
    shop.tick()
    try shop.git("revert", "--no-edit", "HEAD")
    shop.tick()
    try shop.git("revert", "--no-edit", "HEAD")
    try shop.folder.remove("deals/d6.md")
    try shop.commit("remove")
    shop.tick()
    try shop.git("revert", "--no-edit", "HEAD")
    // An octopus of four parents; one side moves what another changes.
    let octopus = [
      ("a", "stage: inquiry", "stage: won", "d1"), ("b", "owner: sato", "owner: abe", "d2"),
      ("c", "amount: 7", "amount: 70", "d5"),
    ]
    for (name, old, new, other) in octopus {
      try side(name) {
        try change("d7", old, new)
        try shop.commit("seven \(name)")
        try change(other, "number", "No.")
        try shop.commit("other \(name)")
      }
    }
    try shop.git("mv", "deals/d8.md", "deals/eight.md")
    try shop.commit("eight")
    try merge("a", "b", "c")
    try shop.git("mv", "deals/eight.md", "deals/ate.md")
    try change("ate", "amount: 8", "amount: 88")
    try shop.commit("ate")
    // Made after another, which stays: no move.
    try write("d9", text(1, stage: "proposal").replacing("Deal number 1", with: "Deal number 9"))
    try shop.commit("like another")
    return shop
  }

  /// An entry that was edited is one that went and one that came; of a merge, what it has of its own.
  private static func told(_ shop: HistoryFixture) throws -> Set<String> {
    let index = try shop.index()
    let merges = Set(try shop.git("rev-list", "--merges", "HEAD").split(separator: "\n").map(String.init))
    var rows: Set<String> = []
    for file in try shop.folder.list("deals").map({ "deals/" + $0 }) {
      let life = try index.life(of: file)
      for (change, details) in zip(life, try index.details(of: life)) {
        let isMerge = merges.contains(change.commit.id)
        for detail in details {
          func row(_ old: String?, _ new: String?) {
            rows.insert(
              [file, change.commit.id, detail.part.rawValue, detail.field, old ?? "-", new ?? "-"]
                .joined(separator: "\t"))
          }
          switch detail.part {
          case .field: row(isMerge ? "*" : detail.old, detail.new)
          case .log:
            if let new = detail.new { row(nil, new) }
            if let old = detail.old, !isMerge { row(old, nil) }
          case .task, .text, .unreadable: break
          }
        }
      }
    }
    return rows
  }

  @Test(.enabled(if: Python.isAvailable)) func tellsWhatFollowTells() throws {
    let shop = try Self.repository()
    #expect(try shop.git("rev-list", "--min-parents=4", "HEAD").split(separator: "\n").count == 1)
    let script = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "follow-by-git.py"),
      encoding: .utf8)
    let lines = try Python.run(script, [], in: shop.folder.path).split(separator: "\n").map(String.init)
    let expected = Set(lines.filter { $0.contains("\tfield\t") || $0.contains("\tlog\t") })
    let told = try Self.told(shop)
    #expect(expected.subtracting(told).sorted() == [])
    // --follow looks for one name at a time: when it comes to the commit that moved d3 it has gone past what the
    // other side of that merge did to d3 under its old name.
    let answer = try shop.git("log", "--format=%H", "--grep=^answer$").split(separator: "\n").joined()
    #expect(
      told.subtracting(expected) == [
        "deals/moved3.md\t\(answer)\tlog\tlog\t-\t2026-10-05 email out: Answered"
      ])
    #expect(expected.count > 60 && lines.contains { $0.contains("\trenamed\t") })
  }
}
