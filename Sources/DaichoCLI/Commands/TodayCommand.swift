import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct TodayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "today",
    abstract: "What to look at today: tasks, deals, inquiries, leads, regulars, birthdays, stock.",
    discussion: """
      daicho today
      daicho today @sato
      daicho today --days 7          (also tasks that fall due in the next seven days)
      daicho today --only tasks,deals
      daicho today --questions       (what each section asks, to ask it of 'daicho list' yourself)
      daicho today --mail            (mails each member their page; from cron, every morning)

      tasks      open tasks, due or overdue
      deals      open deals that rot, have no next step, or should have closed
      inquiries  not resolved, the longest waiting first
      leads      over the threshold of a score and not handed over yet
      regulars   three orders or more, and past the day their next was to be expected
      birthdays  today and in the six days after
      products   at or below their reorder point
      """)

  @Argument(help: ArgumentHelp("Only what is this member's.", valueName: "@member"))
  var member: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Tasks of so many days ahead, too.", valueName: "n"))
  var days = 0

  @Option(
    help: ArgumentHelp("Only these sections, separated by commas.", valueName: "sections"),
    completion: .list(AgendaItem.Section.allCases.map(\.rawValue)))
  var only: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "At most so many of each section; 0 for all. In a table 12, otherwise all.", valueName: "n"))
  var limit: Int?

  @Flag(help: "Show what each section asks, instead of the answers.")
  var questions = false

  @Flag(help: "Mail each member with an address their page, instead of showing it.")
  var mail = false

  @Option(
    help: ArgumentHelp(
      "With --mail: who it is from, a key of senders; the first, unless given.", valueName: "id"))
  var sender: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "With --mail: keep the mails in this folder as .eml files, and send none.", valueName: "folder"))
  var output: String?

  @Flag(help: "With --mail: also to whoever has had theirs today.")
  var again = false

  @Flag(help: "With --mail: say who would get one, and send none.")
  var dryRun = false

  @Option(help: "How to answer: table, json, jsonl, csv, tsv or ids.")
  var format: OutputFormat = .table

  @OptionGroup var past: PastOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    if days < 0 { throw DaichoError.usage(.negative("--days")) }
    if let limit, limit < 0 { throw DaichoError.usage(.negative("--limit")) }
    let sections = try chosenSections()
    if mail, past.at != nil { throw DaichoError.usage(.pastCannotMail) }
    let session = Session(global, at: past, paged: format == .table)
    let workspace = try session.workspace()
    if questions { return try AgendaView(session: session).writeQuestions(sections) }
    let member =
      try member.map { typed in
        try workspace.actingMember(String(typed.drop { $0 == "@" || $0 == "＠" }))
      } ?? nil
    if mail {
      let round = MorningRound(
        session: session, sections: sections, days: days, limit: limit ?? AgendaView.usualLimit,
        sender: sender, output: output, isDryRun: dryRun, isAgain: again)
      return try round.run(member)
    }
    let agenda = workspace.agenda(of: member)
    var page: [(section: AgendaItem.Section, items: [AgendaItem])] = []
    for section in sections { page.append((section, try agenda.items(in: section, days: days))) }
    let view = AgendaView(session: session)
    if format == .table {
      try view.writePage(page, limit: limit ?? AgendaView.usualLimit, today: workspace.moment.today)
    } else {
      let items = page.flatMap { $0.items.prefix(limit == 0 ? .max : limit ?? .max) }
      try view.writeRows(items, format, today: workspace.moment.today)
    }
  }

  private func chosenSections() throws(DaichoError) -> [AgendaItem.Section] {
    guard let only else { return AgendaItem.Section.allCases }
    var chosen: [AgendaItem.Section] = []
    for word in only.split(separator: ",") {
      let word = TextFolding.fold(String(word)).filter { !$0.isWhitespace }
      guard let section = AgendaItem.Section(rawValue: word) else {
        let names = AgendaItem.Section.allCases.map(\.rawValue)
        throw .usage(.unknownSection(word, suggestion: Suggestion.nearest(to: word, in: names), names))
      }
      chosen.append(section)
    }
    return chosen
  }
}
