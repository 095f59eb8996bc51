import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Testing

@Suite struct AgendaTests {
  private static let settings = """
    name: Test
    timezone: Asia/Tokyo
    locale: en
    members:
      sato: {name: 佐藤 健, email: sato@example.com}
    pipelines:
      default:
        - {stage: proposal, probability: 0.4, rot_after: 14 days}
        - {stage: won, probability: 1}
        - {stage: lost, probability: 0}
      wholesale:
        - {stage: proposal, probability: 0.2, rot_after: 60 days}
        - {stage: won, probability: 1}
    """

  /// A workspace outside git, opened as of a day.
  private final class Register: WorkProgress {
    let folder: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder(named: "daicho-agenda")
      try folder.write(AgendaTests.settings, to: "daicho.yml")
    }

    func write(_ text: String, to path: String) throws { try folder.write(text, to: path) }

    func workspace(today: String) throws -> Workspace {
      try Workspace(
        containing: folder.path, epoch: 1_795_000_000_000, today: CalendarDate(typed: today),
        identity: Identity(), progress: self)
    }

    func progress(_ work: Wording, done: Int, of total: Int) {}
    func progressEnded() {}
  }

  private func shop() throws -> Register {
    let shop = try Register()
    func deal(_ id: String, _ fields: String, log: String = "") throws {
      try shop.write(
        "---\ntitle: \(id)\n\(fields)\n---\n" + (log.isEmpty ? "" : "\n## Log\n\n\(log)\n"),
        to: "deals/\(id).md")
    }
    try deal(
      "moves", "stage: proposal\nnext_step: call\ncreated: 2026-01-01", log: "- 2026-11-10 call: hello")
    try deal("rots", "stage: proposal\nnext_step: call\nowner: sato\ncreated: 2026-11-05")
    try deal("patient", "stage: proposal\npipeline: wholesale\nnext_step: call\ncreated: 2026-11-05")
    try deal("aimless", "stage: proposal\nclose: 2026-11-18\ncreated: 2026-11-19")
    try deal("planned", "stage: proposal\ncreated: 2026-11-19", log: "- [ ] 2026-12-01: call")
    try deal("done", "stage: won\nclose: 2026-11-01\ncreated: 2026-01-01")
    try shop.write("---\nsubject: Where?\nopened: 2026-11-18\nstatus: open\n---\n", to: "inquiries/a.md")
    try shop.write("---\nsubject: When?\nopened: 2026-11-10\n---\n", to: "inquiries/b.md")
    try shop.write("---\nsubject: Thanks\nopened: 2026-11-01\nstatus: resolved\n---\n", to: "inquiries/c.md")
    try shop.write("---\nname: Leap\nbirthday: 2000-02-29\n---\n", to: "customers/leap.md")
    try shop.write("---\nname: Shy\nbirthday: 03-01\ndo_not_contact: true\n---\n", to: "customers/shy.md")
    try shop.write("---\nname: Late\nowner: sato\n---\n", to: "customers/late.md")
    try shop.write("---\nname: Gone\n---\n", to: "customers/gone.md")
    try shop.write(
      "date,order,customer,amount\n"
        + "2026-08-01,1,late,10\n2026-09-01,2,late,10\n2026-10-01,3,late,10\n"
        + "2026-01-01,4,gone,10\n2026-01-11,5,gone,10\n2026-01-21,6,gone,10\n", to: "orders/a.csv")
    try shop.write("---\nname: Beans\nstock: 3\nreorder_at: 3\n---\n", to: "products/beans.md")
    try shop.write("---\nname: Cups\nstock: 0\nreorder_at: 3\nactive: false\n---\n", to: "products/cups.md")
    return shop
  }

  private func items(
    _ section: AgendaItem.Section, today: String = "2026-11-20", member: String? = nil
  ) throws -> [AgendaItem] {
    let shop = try shop()
    return try shop.workspace(today: today).agenda(of: member).items(in: section, days: 0)
  }

  @Test func dealsThatStall() throws {
    let found = try items(.deals)
    #expect(found.map(\.record) == ["deals/aimless", "deals/rots"])
    #expect(found.map { $0.states.map(\.rawValue) } == [["close-passed", "no-next-step"], ["rotting"]])
    #expect(found.last?.text.en == "proposal; nothing for 15 days (14 allowed)")
    #expect(try items(.deals, member: "sato").map(\.record) == ["deals/rots"])
  }

  /// `rotting` in a filter and the pipeline's count come from two places that must agree.
  @Test(arguments: ["2026-11-20", "2026-11-24", "2026-11-25", "2027-03-01"])
  func rotsAsThePipelineCounts(today: String) throws {
    let shop = try shop()
    let workspace = try shop.workspace(today: today)
    var rotting = 0
    try workspace.index.list(ListRequest(.deals, filters: ["rotting"]), columns: { _ in }) { _ in rotting += 1
    }
    let (figures, _) = try workspace.index.pipelineReport(ReportRequest())
    #expect(figures.total(.open).rotting == rotting)
    #expect(rotting > 0)
  }

  @Test func inquiriesThatWait() throws {
    let found = try items(.inquiries)
    #expect(found.map(\.record) == ["inquiries/b", "inquiries/a"])
    #expect(found.map(\.text.en) == ["for 10 days", "for 2 days, open"])
  }

  @Test func regularsThatAreLateButNotLost() throws {
    let found = try items(.regulars)
    #expect(found.map(\.record) == ["customers/late"])
    #expect(found.first?.day?.description == "2026-11-01")
    #expect(try items(.regulars, today: "2026-10-31").isEmpty)
  }

  @Test func birthdaysOnLeapDays() throws {
    #expect(try items(.birthdays, today: "2026-02-22").map(\.day?.description) == ["2026-02-28"])
    #expect(try items(.birthdays, today: "2028-02-24").map(\.day?.description) == ["2028-02-29"])
    #expect(try items(.birthdays, today: "2026-12-25").isEmpty)
    #expect(try items(.birthdays, today: "2026-02-28").first?.text.en == "today, turns 26")
  }

  @Test func whatRunsOut() throws {
    #expect(try items(.products).map(\.record) == ["products/beans"])
  }

  @Test func anEmptyWorkspaceAsksForNothing() throws {
    let register = try Register()
    let agenda = try register.workspace(today: "2026-11-20").agenda(of: nil)
    for section in AgendaItem.Section.allCases {
      #expect(try agenda.items(in: section, days: 3).isEmpty)
    }
  }
}
