import DaichoIndex
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Foundation
import Testing

struct ComparingSegmentsTests {
  private let shop: Shop

  init() throws {
    shop = try Shop(in: "shop")
    try shop.write("---\nwhere: tags has gift\n---\n", "segments/gifts.md")
    try shop.write("---\nof: deals\nwhere: segment(big)\n---\n", "segments/bigger.md")
    try shop.write("---\nof: deals\nwhere: amount > 900\n---\n", "segments/big.md")
    try shop.write(
      "date,order,customer,amount\n2026-08-01,o1,hanako-yamada,100\n2026-11-01,o2,taro-ono,100\n",
      "orders/2026.csv")
    try shop.write("---\nwhere: last_order older than 90 days\n---\n", "segments/lapsed.md")
    try shop.git.commitAll("Segments")
  }

  private func compare(
    _ name: String, _ from: String, _ to: String? = nil, today: CalendarDate? = nil
  ) throws -> SegmentDifference {
    try shop.open().compare(
      segment: name, from: .init(typed: from), to: to.map { .init(typed: $0) }, today: today)
  }

  private func ids(_ difference: SegmentDifference) -> [String] {
    difference.entered.map { "+\($0.reference.id.text)" } + difference.left.map { "-\($0.reference.id.text)" }
  }

  @Test func comparesTheWorkTreeWithACommit() throws {
    try shop.replace("tags: [gift]", "tags: []", in: "customers/hanako-yamada.md")
    try shop.write("---\nname: Chie\ntags: gift\n---\n", "customers/2026/chie.md")
    let difference = try compare("gifts", "HEAD")
    #expect(ids(difference) == ["+chie", "-hanako-yamada"])
    #expect(difference.from.commit == (try shop.git("rev-parse", "HEAD")).trimmingCharacters(in: .newlines))
    #expect(difference.to.commit == nil && difference.stayed == 0 && difference.notes.isEmpty)
    #expect(difference.entered.first?.title == "Chie")
  }

  /// Each side is asked by its own rule, through segments that refer to others.
  @Test func asksEachSideByItsOwnRule() throws {
    try shop.replace("> 900", "> 2000", in: "segments/big.md")
    try shop.git.commitAll("Raise")
    #expect(ids(try compare("bigger", "HEAD~1", "HEAD")) == ["-d1"])
    #expect(ids(try compare("bigger", "HEAD", "HEAD~1")) == ["+d1"])
    #expect(ids(try compare("bigger", "HEAD")) == [])
  }

  @Test func usesTheOneRuleWhereASideHasNone() throws {
    try shop.write("---\nwhere: owner is set\n---\n", "segments/owned.md")
    let difference = try compare("owned", "HEAD")
    #expect(ids(difference) == [] && difference.stayed == 1 && difference.notes.count == 1)
    let error = try #require(throws: DaichoError.self) { try compare("nope", "HEAD") }
    #expect(error.code == "unknown-segment")
  }

  @Test func movesTheDayWhereHistoryBeginsLater() throws {
    let difference = try compare("lapsed", "2026-10-01", "2027-02-01")
    #expect(ids(difference) == ["+hanako-yamada", "+taro-ono"])
    #expect(difference.notes.count == 1 && difference.from.commit == nil && difference.to.commit == nil)
    #expect(difference.from.day.description == "2026-10-01" && difference.to.day.description == "2027-02-01")
  }

  /// A past day is the last commit of it, asked as of it.
  @Test func takesTheLastCommitOfADay() throws {
    let later = Git(in: shop.repository.path, date: "2026-11-25T14:30:00+0000")
    try shop.write("---\nname: Late\ntags: gift\n---\n", "customers/late.md")
    _ = try later.commitAll("Late on the 25th in Tokyo")
    let workspace = try Workspace(
      containing: shop.path(""), epoch: 1_795_143_600_000 + 10 * 86_400_000, today: nil,
      identity: Identity(), progress: shop)
    func gifts(_ from: String) throws -> SegmentDifference {
      try workspace.compare(segment: "gifts", from: .init(typed: from), to: nil, today: nil)
    }
    #expect(ids(try gifts("2026-11-24")) == ["+late"])
    #expect(try gifts("2026-11-24").from.commit != nil)
    #expect(ids(try gifts("2026-11-25")) == [])
    #expect(ids(try gifts("2026-11-19")) == [], "before history the files as they are now")
  }

  @Test func comparesWithAnotherRule() throws {
    let difference = try shop.open().compare(segment: "gifts", with: "name contains o")
    #expect(difference.entered.isEmpty && ids(difference) == ["-hanako-yamada"])
    let error = try #require(throws: DaichoError.self) {
      try shop.open().compare(segment: "gifts", with: "tgs has gift")
    }
    #expect(error.location?.path == "--where")
  }

  /// What a hostile commit holds besides records is not written anywhere.
  @Test func unpacksOnlyFilesOfTheWorkspace() throws {
    try FileManager.default.createSymbolicLink(
      atPath: shop.path("customers/link.md"), withDestinationPath: "/etc/passwd")
    try shop.write("secret", "customers/notes.txt")
    try shop.git.commitAll("Links")
    let scratch = try shop.repository.makeFolder("scratch")
    let result = try shop.shell("TMPDIR=\(scratch) daicho segment diff gifts --from HEAD --format json")
    #expect(result.status == 0 && result.stdout.contains("\"stayed\": 1"), "\(result.stderr)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) == [])
  }

  @Test func tellsACommitWithoutAWorkspace() throws {
    _ = try shop.git("commit", "-q", "--allow-empty", "-m", "x")
    let tree = try shop.git("mktree", input: [])
    let commit = try shop.git("commit-tree", "-m", "empty", tree.trimmingCharacters(in: .newlines))
    let error = try #require(throws: DaichoError.self) {
      try compare("gifts", commit.trimmingCharacters(in: .newlines))
    }
    #expect(error.code == "no-workspace-then")
    let unknown = try #require(throws: DaichoError.self) { try compare("gifts", "nope") }
    #expect(unknown.code == "no-such-moment")
  }
}
