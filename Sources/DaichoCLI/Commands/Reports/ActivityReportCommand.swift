import ArgumentParser
import DaichoFiles
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct ActivityReportCommand: ListedReport {
  static let configuration = CommandConfiguration(
    commandName: "activity",
    abstract: "Contacts by member and channel; follow-ups kept and missed.",
    discussion: """
      daicho report activity
      daicho report activity --from 'this month'
      daicho report activity --segment wholesale --from 2026-04 --to 2026-09

      The last 30 days, unless --from or --to says otherwise. Conditions are of the customers that were \
      spoken with.
      """)

  static let question = Wording(
    en: "who spoke with customers how often, and who kept what was promised",
    ja: "だれが何で何回お客様と話し、約束したタスクを守れたか")

  @OptionGroup var options: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try options.answer(global) { workspace, request in
      var request = request
      let today = workspace.moment.today
      if request.period.isAlways { request.period = DayPeriod(from: today.adding(days: -29), to: today) }
      return Report(
        activity: try workspace.index.activityReport(request), workspace.settings, request, today)
    }
  }
}

extension Report {
  fileprivate init(
    activity figures: ActivityFigures, _ settings: WorkspaceSettings, _ request: ReportRequest,
    _ today: CalendarDate
  ) {
    let channels = LogChannel.allCases.filter(\.isContact).map(\.rawValue)
    let total = figures.total
    let rows = figures.rows
    func cells(_ row: ActivityFigures.Row) -> [(key: String, value: JSONValue)] {
      [("contacts", .integer(row.contactCount))]
        + channels.map { ("by_channel.\($0)", .integer(row.contacts[$0] ?? 0)) } + [
          ("last_contact", .optional(row.lastContact.map { CalendarDate(day: $0).description })),
          ("kept", .integer(row.kept)), ("missed", .integer(row.missed)), ("pending", .integer(row.pending)),
          ("kept_rate", .fraction(row.keptRate)),
        ]
    }
    let names = Dictionary(
      settings.members.map { ($0.id, Wording(same: $0.name ?? $0.id)) },
      uniquingKeysWith: { first, _ in first })
    let member = OutputColumn(
      "member", Wording(en: "member", ja: "担当"), absent: Wording(en: "(nobody named)", ja: "（記載なし）")
    ).reading(names)
    let table = OutputTable(
      columns: [member, .number("contacts", Wording(en: "contacts", ja: "接触"), fractionDigits: 0)]
        + channels.map { channel in
          var column = OutputColumn.number("by_channel.\(channel)", .channel(channel), fractionDigits: 0)
          column.isForMachinesOnly = (total.contacts[channel] ?? 0) == 0
          return column
        } + [
          OutputColumn("last_contact", Wording(en: "last", ja: "最終")),
          .number("kept", Wording(en: "tasks kept", ja: "完了タスク"), fractionDigits: 0),
          .number("missed", Wording(en: "missed", ja: "期限切れ"), fractionDigits: 0),
          .number("pending", Wording(en: "to come", ja: "予定"), fractionDigits: 0),
          .percent("kept_rate", Wording(en: "kept", ja: "達成率")),
        ],
      rows: rows.map { row in
        OutputRow(id: row.member ?? "", [.optional(row.member)] + cells(row).map(\.value))
      })
    let used = channels.filter { (total.contacts[$0] ?? 0) > 0 }
    self.init(
      "activity", title: Wording(en: "Activity", ja: "営業活動"), asOf: today, period: request.period,
      currency: settings.currency,
      headline: .activityHeadline(contacts: total.contactCount, kept: total.kept, missed: total.missed),
      table: table,
      totals: OrderedDictionary(
        uniqueKeysWithValues: rows.isEmpty ? [] : cells(total).map { ($0.key, $0.value) }),
      charts: [
        Chart(
          Wording(en: "Contacts by member and channel", ja: "担当とチャネルごとの接触"), .heatMap,
          labels: used.map(Wording.channel),
          series: rows.filter { $0.contactCount > 0 }.map { row in
            Chart.Series(
              member.wording(of: .optional(row.member)), used.map { .integer(row.contacts[$0] ?? 0) })
          }, format: .number(fractionDigits: 0))
      ], bars: "contacts")
    drawsMapsOnTerminal = false
    highlights = ["contacts", "kept", "missed", "pending", "kept_rate"]
  }
}
