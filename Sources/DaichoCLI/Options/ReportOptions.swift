import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

/// What every report takes.
struct ReportOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "From this day on; of a month or another range, from its first day.", valueName: "time"))
  var from: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Up to and with this day; of a range, to its last.", valueName: "time"))
  var to: String?

  @OptionGroup var selection: SelectionOptions

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Only what this member owns.", valueName: "@member"))
  var owner: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Only what has this tag. May be given several times.", valueName: "tag"))
  var tag: [String] = []

  @Option(help: "How to answer: table, json, jsonl, csv, tsv or html; as the file's name ends, else table.")
  var format: ReportFormat?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Show what the report said then, what it says now, and the difference: a day or a revision.",
      valueName: "moment"))
  var compare: String?

  @OptionGroup var past: PastOptions
  @OptionGroup var export: ExportOptions
}

extension ReportFormat: ExpressibleByArgument {}

extension ReportOptions {
  /// Runs a report from its question to its answer.
  func answer(
    _ global: GlobalOptions, _ report: (Workspace, ReportRequest) throws -> Report
  ) throws {
    let format = format ?? export.output.flatMap(ReportFormat.init(endingOf:)) ?? .table
    let session = Session(global, at: past, paged: format == .table && export.output == nil)
    let workspace = try session.workspace()
    let request = try request(workspace)
    let isOnTerminal = export.output == nil && session.terminal.isTerminal
    let now = try report(workspace, request)
    let comparison = try compare.map { typed in
      ReportComparison(try then(typed, workspace, report), now)
    }
    let report = comparison?.report(forPeopleIn: format.isForPeople ? session.language : nil) ?? now
    if format == .html, isOnTerminal {
      throw DaichoError.usage(.pageNeedsFile, hint: .nameTheFile(report.name))
    }
    let output = try ExportOutput(export, session: session, workspace: workspace)
    if let rows = format.ofRows {
      let options = OutputOptions(
        format: rows, language: session.language,
        style: export.output == nil ? session.terminal.style : .plain,
        width: export.output == nil ? session.terminal.width : nil,
        drawsBlocks: Terminal.drawsBlocks(session.environment))
      try report.write(options, to: output.sink)
    } else {
      let page = ReportPage(
        report, of: workspace.settings.name, conditions: shownConditions(workspace, request),
        language: session.language)
      try output.sink.write(page.html)
    }
    try output.finish(report.title, workspace: workspace, holdsPersonalData: false)
  }

  /// What the same question was answered then; words like "this month" are then's, too.
  private func then(
    _ typed: String, _ workspace: Workspace, _ report: (Workspace, ReportRequest) throws -> Report
  ) throws -> ReportComparison.Then {
    let past = try workspace.at(Workspace.PointInTime(typed: typed))
    do {
      return ReportComparison.Then(
        try report(past, try request(past)), commit: past.pastCommit?.id ?? "")
    } catch let error as DaichoError {
      throw error.asked(on: past.moment.today)
    }
  }

  private func request(_ workspace: Workspace) throws(DaichoError) -> ReportRequest {
    func day(_ typed: String?, _ option: String, isEnd: Bool) throws(DaichoError) -> CalendarDate? {
      guard let typed else { return nil }
      guard let day = workspace.index.day(typed: typed, isEnd: isEnd) else {
        throw .usage(.notATime(typed, option), hint: .timesAre)
      }
      return day
    }
    let period = DayPeriod(
      from: try day(from, "--from", isEnd: false), to: try day(to, "--to", isEnd: true))
    if let from = period.from, let to = period.to, to < from { throw .usage(.endsBeforeStart) }
    var member: String?
    if let owner { member = try workspace.actingMember(String(owner.drop { $0 == "@" || $0 == "＠" })) }
    return ReportRequest(
      period: period, filters: selection.filters, segments: selection.segments, owner: member, tags: tag)
  }

  private func shownConditions(_ workspace: Workspace, _ request: ReportRequest) -> [Wording] {
    var shown: [Wording] = []
    if let owner = request.owner {
      shown.append(.onlyOwner(workspace.settings.members.first { $0.id == owner }?.name ?? owner))
    }
    shown += request.tags.map(Wording.onlyTag) + request.segments.map(Wording.onlySegment)
    return shown + request.filters.map(Wording.onlyWhere)
  }
}
