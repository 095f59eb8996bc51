import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct TodayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "today",
    abstract: "What is to be done: tasks that are due and overdue.",
    discussion: """
      daicho today
      daicho today @sato
      daicho today --days 7     (also what falls due in the next seven days)
      """)

  @Argument(help: ArgumentHelp("Only this member's tasks.", valueName: "@member"))
  var member: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Look this many days ahead.", valueName: "n"))
  var days = 0

  @Option(help: "How to answer: table, json, jsonl, csv, tsv or ids.")
  var format: OutputFormat = .table

  @OptionGroup var global: GlobalOptions

  func run() throws {
    if days < 0 { throw DaichoError.usage(.negative("--days")) }
    let session = Session(global, paged: format == .table)
    let workspace = try session.workspace()
    let member =
      try member.map { typed in
        try workspace.actingMember(String(typed.drop { $0 == "@" || $0 == "＠" }))
      } ?? nil
    let today = workspace.moment.today
    let tasks = try workspace.index.openTasks(dueBy: today.adding(days: days), member: member)
    let columns = [
      OutputColumn("due", Wording(en: "due", ja: "期限")), OutputColumn.machineOnly("overdue_days"),
      OutputColumn("state", Wording(en: "", ja: "")), OutputColumn("member", Wording(en: "member", ja: "担当")),
      OutputColumn("record", Wording(en: "record", ja: "記録")),
      OutputColumn("title", Wording(en: "title", ja: "名前")),
      OutputColumn("text", Wording(en: "task", ja: "タスク")), OutputColumn.machineOnly("path"),
      OutputColumn.machineOnly("line"),
    ]
    let rows = tasks.map { task in
      let late = today.day - task.due.day
      return OutputRow(
        id: task.record.reference.description,
        [
          .string(task.due.description), .integer(max(0, late)),
          .string(format == .table ? Wording.taskState(late: late)(session.language) : state(late: late)),
          .optional(task.member),
          .string(task.record.reference.description), .optional(task.record.title), .string(task.text),
          .string(task.record.path), .integer(task.line),
        ])
    }
    let options = OutputOptions(
      format: format, language: session.language, style: session.terminal.style, width: session.terminal.width
    )
    try OutputTable(columns: columns, rows: rows).write(options, to: session.output)
    try session.finish()
    if format == .table {
      session.messages.printNote(.taskCount(tasks.count, overdue: tasks.count { $0.due < today }, today))
    }
  }

  /// For machines, in every language the same.
  private func state(late: Int) -> String { late > 0 ? "overdue" : late == 0 ? "today" : "upcoming" }
}
