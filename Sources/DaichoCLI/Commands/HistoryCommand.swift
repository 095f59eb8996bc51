import ArgumentParser
import DaichoModel
import DaichoWorkspace

struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "The commits that touched a record, or the whole workspace, newest first.",
    discussion: """
      daicho history hanako-yamada
      daicho history deals/d000012 --format json
      daicho history --limit 20
      """)

  @Argument(help: "The record; the whole workspace, unless said.", completion: Completions.ids(Kind.allCases))
  var reference: String?

  @Option(help: "How to answer: table, json, jsonl, csv or tsv.")
  var format: OutputFormat = .table

  @Option(parsing: .unconditional, help: ArgumentHelp("Show this many at most.", valueName: "n"))
  var limit: Int?

  @OptionGroup var global: GlobalOptions

  func run() throws {
    if let limit, limit < 0 { throw DaichoError.usage(.negative("--limit")) }
    let session = Session(global, paged: format == .table)
    let workspace = try session.workspace()
    let entries =
      if let reference {
        try workspace.history(of: session.choose(reference), limit: limit)
      } else {
        try workspace.history(limit: limit ?? (format == .table && session.terminal.isTerminal ? 1000 : nil))
      }
    let isTable = format == .table
    let columns = [
      OutputColumn("commit", Wording(en: "commit", ja: "コミット")),
      OutputColumn("at", Wording(en: "when", ja: "日時")),
      OutputColumn("author", Wording(en: "who", ja: "誰が")),
      OutputColumn("action", Wording(en: "action", ja: "操作"), isForMachinesOnly: true),
      OutputColumn("record", Wording(en: "record", ja: "記録"), isForMachinesOnly: true),
      OutputColumn("summary", Wording(en: "what", ja: "内容")),
    ]
    let rows = entries.map { entry in
      let commit = entry.commit
      return OutputRow(
        id: commit,
        [
          .string(isTable ? String(commit.prefix(7)) : commit),
          .string(isTable ? local(entry, workspace) : iso(entry)),
          .string(entry.author), .optional(entry.action), .optional(entry.record), .string(entry.subject),
        ])
    }
    let options = session.options(format)
    try OutputTable(columns: columns, rows: rows).write(options, to: session.output)
    try session.finish()
  }

  /// In the workspace's time zone.
  private func local(_ entry: HistoryEntry, _ workspace: Workspace) -> String {
    workspace.moment.zone.local(entry.at).description
  }

  /// As the author's clock had it.
  private func iso(_ entry: HistoryEntry) -> String {
    let local = entry.at + Int64(entry.offset) * 60
    let day = Int((local >= 0 ? local : local - 86_399) / 86_400)
    let second = Int(local - Int64(day) * 86_400)
    let sign = entry.offset < 0 ? "-" : "+"
    let zone = "\(sign)\(padded(abs(entry.offset) / 60, 2)):\(padded(abs(entry.offset) % 60, 2))"
    let time = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    return "\(CalendarDate(day: day))T\(time)\(zone)"
  }
}
