import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Testing

/// What deals and inquiries know of themselves by the commits that changed them.
struct DealHistoryTests {
  private final class Shop: WorkProgress {
    let folder: TemporaryFolder
    var git: Git

    init() throws {
      folder = try TemporaryFolder(named: "daicho-deals")
      git = Git(in: folder.path)
      try git.initialize()
      try folder.write("name: Test\ntimezone: Asia/Tokyo\nlocale: en\n", to: "daicho.yml")
    }

    func commit(on day: String) throws {
      git.environment["GIT_AUTHOR_DATE"] = day + "T23:30:00+0900"
      git.environment["GIT_COMMITTER_DATE"] = day + "T23:30:00+0900"
      try git.commitAll("change")
    }

    func deal(_ id: String, _ fields: String) throws {
      try folder.write(
        "---\ntitle: A deal of some length\ncustomer: nobody\n\(fields)\n---\n", to: "deals/\(id).md")
    }

    func workspace() throws -> Workspace {
      try Workspace(
        containing: folder.path, epoch: 1_795_000_000_000, today: CalendarDate(typed: "2026-11-20"),
        identity: Identity(), progress: self)
    }

    func ids(_ filter: String, of kind: Kind = .deals) throws -> [String] {
      var ids: [String] = []
      try workspace().index.list(ListRequest(kind, filters: [filter]), columns: { _ in }) { row in
        ids.append(row.id)
      }
      return ids.sorted()
    }

    func progress(_ work: Wording, done: Int, of total: Int) {}
    func progressEnded() {}
  }

  private func shop() throws -> Shop {
    let shop = try Shop()
    try shop.deal("a", "stage: inquiry\nclose: 2026-10-01")
    try shop.deal("b", "stage: inquiry\ncreated: 2026-09-01")
    try shop.folder.write(
      "---\nsubject: Hm\nopened: 2026-10-01 10:00\nstatus: open\n---\n", to: "inquiries/q.md")
    try shop.commit(on: "2026-09-10")
    try shop.deal("a", "stage: Proposal\nclose: 2026-11-01")
    try shop.commit(on: "2026-10-01")
    try shop.git("mv", "deals/a.md", "deals/renamed.md")
    try shop.commit(on: "2026-10-05")
    try shop.deal("renamed", "stage: Proposal\nclose: 2026-12-01")
    try shop.deal("b", "stage: won\ncreated: 2026-09-01")
    try shop.folder.write(
      "---\nsubject: Hm\nopened: 2026-10-01 10:00\nstatus: resolved\n---\n", to: "inquiries/q.md")
    try shop.commit(on: "2026-10-11")
    return shop
  }

  @Test func knowsItsStagesAcrossARename() throws {
    let shop = try shop()
    #expect(
      try shop.ids("stage_since = 2026-10-01 and days_in_stage = 50 and close_pushed = 2") == ["renamed"])
    #expect(try shop.ids("cycle_days = 40 and close_pushed = 0") == ["b"])
    #expect(try shop.ids("cycle_days is not set") == ["renamed"])
    #expect(
      try shop.ids("any(changes where field = stage and new = proposal and old = inquiry)") == ["renamed"])
    #expect(try shop.ids("count(changes where field = stage) = 2") == ["b", "renamed"])
    #expect(try shop.ids("resolved_on = 2026-10-11", of: .inquiries) == ["q"])
  }

  @Test func followsNewCommitsAndWhatIsNotCommitted() throws {
    let shop = try shop()
    #expect(try shop.ids("days_in_stage = 40") == ["b"])
    try shop.deal("b", "stage: lost\ncreated: 2026-09-01")
    #expect(try shop.ids("stage_since = today") == ["b"])
    try shop.commit(on: "2026-11-15")
    #expect(try shop.ids("days_in_stage = 5") == ["b"])
    try shop.git("reset", "--quiet", "--hard", "HEAD~1")
    #expect(try shop.ids("days_in_stage = 40") == ["b"])
  }

  @Test func resolvesInquiriesThatDoNotSay() throws {
    let shop = try shop()
    let figures = try shop.workspace().index.inquiriesReport(ReportRequest())
    // From 1 October 10:00 to 11 October 23:30.
    #expect(figures.total.resolved == 1 && figures.total.medianResolution == 253.5)
  }

  @Test func hasNoHistoryOutsideGit() throws {
    let folder = try TemporaryFolder()
    try folder.write("name: Test\nlocale: en\n", to: "daicho.yml")
    try folder.write("---\ntitle: A\nstage: won\n---\n", to: "deals/a.md")
    let shop = try Shop()
    let workspace = try Workspace(
      containing: folder.path, epoch: 1_795_000_000_000, today: nil, identity: Identity(), progress: shop)
    var count = 0
    try workspace.index.list(
      ListRequest(.deals, filters: ["stage_since is not set and none(changes)"]), columns: { _ in }
    ) { _ in count += 1 }
    #expect(count == 1)
  }
}
