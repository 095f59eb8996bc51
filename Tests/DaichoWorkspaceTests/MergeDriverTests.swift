import DaichoTestSupport
import Foundation
import Testing

/// What git itself does with the driver that `init` sets up.
struct MergeDriverTests {
  private static let hanako = "customers/hanako-yamada.md"

  /// Both clones with the driver and its attributes.
  private func team() throws -> Team {
    let team = try Team()
    #expect(try team.sato.daicho("init").stdout.contains("init: merge by field"))
    try team.sato.git("push", "--quiet")
    try team.suzuki.git("pull", "--quiet")
    #expect(try team.suzuki.daicho("init").stderr.contains("merges records by field"))
    #expect(try team.suzuki.daicho("init", expecting: 2).stderr.contains("already"))
    return team
  }

  @Test func gitMergesTwoLogs() throws {
    let team = try team()
    try team.sato.daicho("log", "hanako-yamada", "call", "About the boxes.", "--when", "2026-11-20 10:00")
    try team.sato.daicho("set", "hanako-yamada", "tags+=vip")
    try team.sato.git("push", "--quiet")
    try team.suzuki.daicho("log", "hanako-yamada", "email", "About the price.", "--when", "2026-11-20 11:00")
    try team.suzuki.daicho("set", "hanako-yamada", "tags+=regular")
    try team.suzuki.git("pull", "--quiet", "--no-rebase", "--no-edit")
    let text = try team.suzuki.read(Self.hanako)
    #expect(text.contains("call: About the boxes.\n- 2026-11-20 11:00 email: About the price.\n"))
    #expect(text.contains("tags: [gift, regular, vip]"))
    #expect(try team.suzuki.status() == "")
  }

  @Test func gitLeavesOneFieldInConflict() throws {
    let team = try team()
    try team.sato.daicho("set", "hanako-yamada", "owner=tanaka", "note=by sato")
    try team.sato.git("push", "--quiet")
    try team.suzuki.daicho("set", "hanako-yamada", "owner=ito")
    #expect(try team.suzuki.git.attempt(["pull", "--quiet", "--no-rebase", "--no-edit"]).status == 1)
    let text = try team.suzuki.read(Self.hanako)
    #expect(text.contains("<<<<<<< ours\nowner: ito\n=======\nowner: tanaka\n>>>>>>> theirs\n"))
    #expect(text.contains("note: by sato"))
    #expect(text.split(separator: "<<<<<<<").count == 2)
  }

  /// A merge made where there is no daicho.
  @Test(arguments: ["merge", "diff3"]) func resolveMergesWhatGitHasLeft(_ conflictStyle: String) throws {
    let team = try Team()
    try team.suzuki.git("config", "merge.conflictStyle", conflictStyle)
    try team.sato.daicho("log", "hanako-yamada", "call", "About the boxes.", "--when", "2026-11-20 10:00")
    try team.sato.daicho("set", "hanako-yamada", "tags+=vip")
    try team.suzuki.daicho("log", "hanako-yamada", "email", "About the price.", "--when", "2026-11-20 11:00")
    try team.suzuki.daicho("set", "hanako-yamada", "tags+=regular")
    try team.sato.git("push", "--quiet")
    #expect(try team.suzuki.git.attempt(["pull", "--quiet", "--no-rebase", "--no-edit"]).status == 1)
    #expect(try team.suzuki.read(Self.hanako).contains("<<<<<<<"))
    #expect(try team.suzuki.daicho("resolve", "--dry-run").stdout.contains("-<<<<<<<"))
    #expect(try team.suzuki.daicho("resolve").stdout == "resolved \(Self.hanako)\n")
    #expect(try team.suzuki.read(Self.hanako).contains("tags: [gift, regular, vip]"))
    try team.suzuki.git("commit", "--quiet", "--no-edit")
    #expect(try team.suzuki.status() == "")
    #expect(try team.suzuki.daicho("check").status == 0)
  }

  /// Markers that somebody has committed, and a hand that has been at the file since.
  @Test func resolveReadsTheMarkersAlone() throws {
    let team = try Team()
    let text = try team.sato.read(Self.hanako)
    let marked = text.replacing(
      "tags: [gift]\n",
      with: "<<<<<<< main\ntags: [gift, vip]\nowner: ito\n=======\ntags: [gift, regular]\n>>>>>>> branch\n"
    ).replacing("owner: sato\n", with: "")
    try team.sato.write(marked.replacing("Likes light", with: "Likes very light"), Self.hanako)
    try team.sato.git("commit", "--quiet", "-am", "A host's merge")
    let check = try team.sato.daicho("check", expecting: 1)
    #expect(check.stdout.contains("\(Self.hanako):5:1"))
    #expect(check.stdout.split(separator: "\n").count { $0.contains("error") } == 1)
    try team.sato.daicho("resolve")
    let result = try team.sato.read(Self.hanako)
    #expect(
      result.contains("tags: [gift, regular, vip]\n") || result.contains("tags: [gift, vip, regular]\n"))
    #expect(result.contains("owner: ito\n") && result.contains("Likes very light") && !result.contains("<<<"))
    #expect(try team.sato.status() == " M \(Self.hanako)\n")
  }

  /// What stood in `.gitattributes` without being committed stays uncommitted.
  @Test func attributesOfTheUserStayTheirs() throws {
    let folder = try TemporaryFolder(named: "daicho-init")
    let git = Git(in: folder.path)
    try git.initialize()
    try folder.write("*.png binary\n", to: ".gitattributes")
    try git.commitAll("Start")
    try folder.write("*.png binary\n*.pdf binary\n", to: ".gitattributes")
    let clone = try Team.Clone(folder.path, name: "佐藤 健", home: folder.path)
    try clone.daicho("init")
    #expect(
      try clone.git("show", "HEAD:.gitattributes").hasPrefix("*.png binary\ncustomers/**/*.md merge=daicho\n")
    )
    #expect(!(try clone.git("show", "HEAD:.gitattributes").contains("pdf")))
    #expect(try clone.read(".gitattributes").hasPrefix("*.png binary\n*.pdf binary\ncustomers/"))
    #expect(try clone.git("diff", "--stat").contains("1 insertion"))
    #expect(try clone.git("config", "merge.daicho.driver").contains("daicho merge-driver %O %A %B %L %P"))
  }
}
