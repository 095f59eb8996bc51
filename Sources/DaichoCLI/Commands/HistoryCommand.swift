import ArgumentParser
import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "What happened to a record, field by field, newest first; or the workspace's commits.",
    discussion: """
      daicho history hanako-yamada
      daicho history d000012 --field stage
      daicho history d000012 --since 2026-10-01 --author sato
      daicho history deals/d000012 --format json
      daicho history --limit 20

      A record's history tells each field, log entry and task that a commit changed, through renames and \
      merges: of a merge, what each side did is that side's commit. Of a customer it tells the mails they were \
      sent as well. 'created' stands for the fields a record began with; --format json has all of them. Records \
      that were removed or renamed are found by the id or path they had.

      --field follows one field, from the value it has now to its first: 'stage', 'address.city', or 'address' \
      for all below it; 'log', 'task' and 'text' for the rest of the file. 'daicho blame' turns it round: each \
      line of a record and the commit it comes from.
      """)

  @Argument(
    help: "The record, or its file, be it there or not; the whole workspace, unless said.",
    completion: Completions.ids(Kind.allCases))
  var reference: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The changes of this field alone: 'stage', 'address', 'log'.", valueName: "name"))
  var field: String?

  @OptionGroup var days: PeriodOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("By whom: a part of the name or address.", valueName: "name"))
  var author: String?

  @Option(help: "How to answer: table, json, jsonl, csv or tsv.")
  var format: OutputFormat = .table

  @Option(parsing: .unconditional, help: ArgumentHelp("Show this many at most.", valueName: "n"))
  var limit: Int?

  @OptionGroup var global: GlobalOptions

  func run() throws {
    if let limit, limit < 0 { throw DaichoError.usage(.negative("--limit")) }
    if field != nil, reference == nil { throw DaichoError.usage(.fieldOfWhat) }
    let period = try days.period()
    var question = HistoryQuestion(
      field: field, since: period.from, until: period.to, author: author, limit: limit)
    let session = Session(global, paged: format == .table)
    let workspace = try session.workspace()
    let entries: [HistoryEntry]
    if let reference {
      entries = try workspace.history(of: session.chooseOfHistory(reference), question)
    } else {
      if limit == nil, format == .table, session.terminal.isTerminal { question.limit = 1000 }
      entries = try workspace.history(question)
    }
    let options = session.options(format)
    try table(entries, workspace, options).write(options, to: session.output)
    try session.finish()
  }

  // MARK: Tables

  private func table(
    _ entries: [HistoryEntry], _ workspace: Workspace, _ options: OutputOptions
  ) -> OutputTable {
    if options.format == .table { return readable(entries, workspace, options.language) }
    let names = ["commit", "at", "author", "action", "record", "summary"]
    if field != nil {
      return OutputTable(
        columns: (names + ["field", "old", "new"]).map(Self.column),
        rows: entries.flatMap { entry in
          entry.changes.map { change in
            OutputRow(
              id: entry.commit,
              Self.cells(entry) + [.string(change.field), .optional(change.old), .optional(change.new)])
          }
        })
    }
    let isNested = options.format == .json || options.format == .jsonl
    return OutputTable(
      columns: (names + ["reason"] + (isNested ? ["changes"] : [])).map(Self.column),
      rows: entries.map { entry in
        OutputRow(
          id: entry.commit,
          Self.cells(entry) + [.optional(entry.reason), .array(entry.changes.map(\.json))])
      })
  }

  /// For people: a line for each thing that changed, and what a commit says once above them.
  private func readable(_ entries: [HistoryEntry], _ workspace: Workspace, _ language: Language)
    -> OutputTable
  {
    let text = HistoryText(language: language)
    let isRecord = reference != nil
    var rows: [OutputRow] = []
    for entry in entries {
      let lines =
        !isRecord ? [entry.subject] : field == nil ? text.lines(entry) : entry.changes.map(text.line)
      let reason = reason(of: entry)
      for (index, line) in lines.enumerated() {
        let isFirst = index == 0
        rows.append(
          OutputRow(
            id: entry.commit,
            [
              .string(isFirst ? String(entry.commit.prefix(7)) : ""),
              .string(isFirst ? workspace.moment.zone.local(entry.at).description : ""),
              .string(isFirst ? entry.author : ""), .string(line), .optional(isFirst ? reason : nil),
            ]))
      }
    }
    let hasReasons = isRecord && rows.contains { $0.cell(4) != .null }
    let names = ["commit", "at", "author", "summary"] + (hasReasons ? ["reason"] : [])
    return OutputTable(columns: names.map(Self.column), rows: rows)
  }

  /// The first line of what a message says besides the change itself: above its own commits daicho writes
  /// what changed, people write why.
  private func reason(of entry: HistoryEntry) -> String? {
    if entry.kind != nil, entry.action == nil { return entry.subject }
    return entry.reason.map { String($0.prefix { !$0.isNewline }) }
  }

  private static func column(_ name: String) -> OutputColumn {
    OutputColumn(name, Wording.historyColumns[name] ?? Wording(en: name, ja: name))
  }

  private static func cells(_ entry: HistoryEntry) -> [JSONValue] {
    [
      .string(entry.commit), .string(CommitTime.iso(entry.at, offset: entry.offset)), .string(entry.author),
      .optional(entry.action), .optional(entry.record), .string(entry.subject),
    ]
  }
}

/// The time of a commit as its author's clock had it.
enum CommitTime {
  /// - Parameters:
  ///   - seconds: since 1970.
  ///   - offset: minutes east of UTC.
  static func iso(_ seconds: Int64, offset: Int) -> String {
    let (sum, isOver) = seconds.addingReportingOverflow(Int64(offset) * 60)
    let local = isOver ? seconds : sum
    let day = Int((local >= 0 ? local : local - 86_399) / 86_400)
    let second = Int(local - Int64(day) * 86_400)
    let sign = offset < 0 ? "-" : "+"
    let zone = "\(sign)\(padded(abs(offset) / 60, 2)):\(padded(abs(offset) % 60, 2))"
    let time = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    return "\(CalendarDate(day: day))T\(time)\(zone)"
  }
}
