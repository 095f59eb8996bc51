import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Testing

/// What deals, inquiries and people know by the commits that made them so, and what they do not.
struct DerivedHistoryTests {
  fileprivate final class Shop: WorkProgress {
    let folder: TemporaryFolder
    var git: Git

    init() throws {
      folder = try TemporaryFolder(named: "daicho-derived")
      git = Git(in: folder.path)
      try git.initialize()
      try folder.write("name: Test\ntimezone: Asia/Tokyo\nlocale: en\n", to: "daicho.yml")
    }

    /// Settings alone, so that the commits after it begin what they add.
    static func begun() throws -> Shop {
      let shop = try Shop()
      try shop.commit("2026-08-01T09:00:00")
      return shop
    }

    func commit(_ time: String, _ message: String = "change") throws {
      git.environment["GIT_AUTHOR_DATE"] = time + "+0900"
      git.environment["GIT_COMMITTER_DATE"] = time + "+0900"
      try git.commitAll(message)
    }

    func write(_ path: String, _ fields: String, log: String = "") throws {
      try folder.write("---\n\(fields)\n---\n\n## Log\n\n\(log)", to: path)
    }

    func workspace() throws -> Workspace {
      try Workspace(
        containing: folder.path, epoch: 1_795_000_000_000, today: CalendarDate(typed: "2026-11-20"),
        identity: Identity(), progress: self)
    }

    func ids(_ filter: String, of kind: Kind, at moment: String? = nil) throws -> [String] {
      var workspace = try workspace()
      if let moment { workspace = try workspace.at(Workspace.PointInTime(typed: moment), today: nil) }
      var ids: [String] = []
      try workspace.index.list(ListRequest(kind, filters: [filter]), columns: { _ in }) { ids.append($0.id) }
      return ids.sorted()
    }

    func progress(_ work: Wording, done: Int, of total: Int) {}
    func progressEnded() {}
  }

  // MARK: What was brought along

  @Test func knowsNoBeginningOfWhatWasBroughtAlong() throws {
    let shop = try Shop()
    try shop.write("deals/first.md", "title: A\nstage: proposal")
    try shop.write("deals/own-word.md", "title: B\nstage: proposal\ncreated: 2026-09-01")
    try shop.commit("2026-09-01T10:00:00")
    for number in 0..<11 { try shop.write("deals/many\(number).md", "title: C\nstage: proposal") }
    try shop.commit("2026-09-02T10:00:00")
    try shop.write("deals/imported.md", "title: D\nstage: proposal")
    try shop.commit("2026-09-03T10:00:00", "import: deals\n\nAction: import")
    try shop.write("deals/new.md", "title: E\nstage: proposal")
    try shop.commit("2026-09-04T10:00:00")
    #expect(try shop.ids("stage_since is set", of: .deals) == ["new", "own-word"])
    #expect(try shop.ids("stage_since = 2026-09-04 and days_in_stage = 77", of: .deals) == ["new"])
    try shop.write("deals/first.md", "title: A\nstage: won")
    try shop.commit("2026-09-10T10:00:00")
    #expect(try shop.ids("stage_since = 2026-09-10 and cycle_days is not set", of: .deals) == ["first"])
    let (velocity, withoutHistory) = try shop.workspace().index.velocityReport(ReportRequest())
    let proposal = try #require(velocity.rows.first { $0.stage == "proposal" })
    #expect(proposal.entered == 15 && proposal.advanced == 1 && proposal.days == nil)
    #expect(withoutHistory == 0 && velocity.cycleDays == nil)
  }

  /// A version that cannot be read is no change, and the one after it none either.
  @Test func isNotMisledByAVersionThatCannotBeRead() throws {
    let shop = try Shop.begun()
    try shop.write("deals/a.md", "title: A\nstage: proposal")
    try shop.commit("2026-09-01T10:00:00")
    try shop.write("deals/a.md", "title: A\nstage: [proposal")
    try shop.commit("2026-09-05T10:00:00")
    try shop.write("deals/a.md", "title: A\nstage: proposal\nowner: sato")
    try shop.commit("2026-09-09T10:00:00")
    #expect(
      try shop.ids("stage_since = 2026-09-01 and count(changes where field = stage) = 1", of: .deals) == ["a"]
    )
  }

  /// Both sides moved the deal; what the merge kept was not moved last.
  @Test func datesWhatAMergeKept() throws {
    let shop = try Shop.begun()
    try shop.write("deals/a.md", "title: A\nstage: inquiry\ncreated: 2026-08-20")
    try shop.commit("2026-09-01T10:00:00")
    try shop.git("switch", "--quiet", "-c", "side")
    try shop.write("deals/a.md", "title: A\nstage: won\ncreated: 2026-08-20")
    try shop.commit("2026-09-05T10:00:00")
    try shop.git("switch", "--quiet", "main")
    try shop.write("deals/a.md", "title: A\nstage: proposal\ncreated: 2026-08-20")
    try shop.commit("2026-09-08T10:00:00")
    shop.git.environment["GIT_COMMITTER_DATE"] = "2026-09-09T10:00:00+0900"
    try shop.git("merge", "--quiet", "--no-edit", "-X", "theirs", "side")
    #expect(try shop.ids("stage_since = 2026-09-05 and cycle_days = 16", of: .deals) == ["a"])
    #expect(try shop.workspace().index.velocityReport(ReportRequest()).figures.cycleDays == 16)
  }

  // MARK: Inquiries

  private func inquiries() throws -> Shop {
    let shop = try Shop.begun()
    try shop.write("inquiries/logged.md", "subject: A\nopened: 2026-09-01 10:00\nstatus: open")
    try shop.write("inquiries/silent.md", "subject: B\nstatus: open", log: "- 2026-09-01 call in: Asked\n")
    try shop.write("inquiries/waiting.md", "subject: C\nstatus: open")
    try shop.write("inquiries/never.md", "subject: D\nstatus: open")
    try shop.commit("2026-09-01T12:00:00")
    try shop.write(
      "inquiries/logged.md", "subject: A\nopened: 2026-09-01 10:00\nstatus: open",
      log: "- 2026-09-01 16:30 email out: Answered\n")
    // The same day, and it does not say which way: it came in a commit of its own.
    try shop.write(
      "inquiries/silent.md", "subject: B\nstatus: open",
      log: "- 2026-09-01 call in: Asked\n- 2026-09-01 note: Looked it up\n- 2026-09-01 call: Called back\n")
    try shop.write("inquiries/waiting.md", "subject: C\nstatus: waiting")
    try shop.commit("2026-09-01T15:00:00")
    try shop.write("inquiries/waiting.md", "subject: C\nstatus: resolved")
    try shop.commit("2026-09-03T12:00:00")
    return shop
  }

  @Test func answersByLogAndByCommit() throws {
    let shop = try inquiries()
    #expect(try shop.ids("first_response_hours = 6.5", of: .inquiries) == ["logged"])
    #expect(
      try shop.ids("first_response_hours = 3 and responded_on = 2026-09-01", of: .inquiries) == [
        "silent", "waiting",
      ])
    #expect(try shop.ids("resolved_on = 2026-09-03 and resolution_hours = 48", of: .inquiries) == ["waiting"])
    #expect(try shop.ids("responded_on is not set", of: .inquiries) == ["never"])
    let total = try shop.workspace().index.inquiriesReport(ReportRequest()).total
    #expect(total.opened == 4 && total.answered == 3 && total.medianResponse == 3 && total.response90 == 6.5)
    #expect(total.withinDay == 1 && total.medianResolution == 48)
  }

  @Test func followsTheFiles() throws {
    let shop = try inquiries()
    #expect(try shop.ids("responded_on is not set", of: .inquiries) == ["never"])
    try shop.write(
      "inquiries/never.md", "subject: D\nstatus: open", log: "- 2026-09-20 email out: Sorry\n")
    #expect(try shop.ids("responded_on = 2026-09-20", of: .inquiries) == ["never"])
    #expect(try shop.ids("responded_on is not set", of: .inquiries).isEmpty)
  }

  // MARK: People

  private func people() throws -> Shop {
    let shop = try Shop.begun()
    for number in 0..<12 { try shop.write("customers/old\(number).md", "name: O\nlifecycle: qualified") }
    try shop.commit("2026-08-10T10:00:00")
    try shop.write("customers/lead.md", "name: A\nsource: web")
    try shop.write("customers/quick.md", "name: B\nsource: web\nlifecycle: lead")
    try shop.write("customers/back.md", "name: C\nsource: fair\nlifecycle: qualified")
    try shop.commit("2026-09-01T10:00:00")
    try shop.write("customers/quick.md", "name: B\nsource: web\nlifecycle: qualified")
    try shop.write("customers/back.md", "name: C\nsource: fair\nlifecycle: lead")
    try shop.commit("2026-09-11T10:00:00")
    try shop.write("deals/d.md", "title: D\ncustomer: quick\nstage: inquiry")
    try shop.commit("2026-09-12T10:00:00")
    try shop.write("deals/d.md", "title: D\ncustomer: quick\nstage: won")
    try shop.commit("2026-09-21T10:00:00")
    return shop
  }

  @Test func datesTheLifecycle() throws {
    let shop = try people()
    #expect(try shop.ids("lifecycle_since is set", of: .customers) == ["back", "lead", "quick"])
    #expect(
      try shop.ids("lifecycle_since = 2026-09-01 and days_in_lifecycle = 80", of: .customers) == ["lead"])
    #expect(
      try shop.ids(
        "lifecycle = customer and customer_on = 2026-09-21 and lifecycle_since = 2026-09-21", of: .customers)
        == ["quick"])
    #expect(
      try shop.ids("qualified_on = 2026-09-01 and lifecycle_since = 2026-09-11", of: .customers) == ["back"])
    #expect(
      try shop.ids("any(lifecycle_changes where old = qualified and new = lead)", of: .customers) == ["back"])
    try shop.write("customers/lead.md", "name: A\nsource: web\nlifecycle: qualified")
    #expect(try shop.ids("lifecycle_since = today", of: .customers) == ["lead"])
  }

  @Test func tellsHowLeadsGoOn() throws {
    let figures = try people().workspaceKept { try $0.index.leadsReport(ReportRequest()) }
    let web = try #require(figures.rows.first { $0.source == "web" }).counts
    #expect(web.toQualified == 0.5 && web.toCustomer == 1)
    #expect(web.medianDaysToQualified == 10 && web.medianDaysToCustomer == 20)
    let fair = try #require(figures.rows.first { $0.source == "fair" }).counts
    #expect(fair.toQualified == 1 && fair.toCustomer == 0 && fair.medianDaysToQualified == nil)
  }

  // MARK: As of a past commit

  @Test func endsWithTheCommitThatIsAsked() throws {
    let shop = try people()
    try shop.write("inquiries/q.md", "subject: Q\nstatus: open")
    try shop.commit("2026-09-22T10:00:00")
    try shop.write("inquiries/q.md", "subject: Q\nstatus: resolved")
    try shop.write("customers/lead.md", "name: A\nsource: web\nlifecycle: qualified")
    try shop.commit("2026-09-24T10:00:00")
    #expect(try shop.ids("resolution_hours = 48", of: .inquiries) == ["q"])
    #expect(try shop.ids("resolution_hours is set", of: .inquiries, at: "2026-09-23") == [])
    #expect(
      try shop.ids("stage_since = 2026-09-12 and days_in_stage = 3", of: .deals, at: "2026-09-15") == ["d"])
    #expect(try shop.ids("customer_on is set", of: .customers, at: "2026-09-15") == [])
    #expect(try shop.ids("qualified_on = 2026-09-24", of: .customers, at: "2026-09-23") == [])
    #expect(
      try shop.ids("lifecycle_since = 2026-09-11", of: .customers, at: "2026-09-15") == ["back", "quick"])
    let past = try shop.workspace().at(Workspace.PointInTime(typed: "2026-09-15"), today: nil)
    #expect(try past.index.velocityReport(ReportRequest()).figures.won == 0)
    #expect(try past.index.leadsReport(ReportRequest()).total.medianDaysToCustomer == nil)
  }
}

extension DerivedHistoryTests.Shop {
  /// Its folder lasts as long as the answer takes.
  fileprivate func workspaceKept<Answer>(_ ask: (Workspace) throws -> Answer) throws -> Answer {
    try withExtendedLifetime(self) { try ask(workspace()) }
  }
}
