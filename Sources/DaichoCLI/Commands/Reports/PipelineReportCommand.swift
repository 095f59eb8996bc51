import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct PipelineReportCommand: ListedReport {
  static let configuration = CommandConfiguration(
    commandName: "pipeline",
    abstract: "Deals by stage: count, amount, weighted amount, age, and which rot.",
    discussion: """
      daicho report pipeline
      daicho report pipeline --owner @tanaka
      daicho report pipeline --from 'this quarter' --to 'this quarter'   (by expected close)

      The total is that of the open stages. weighted is amount times probability: the deal's own, else \
      its stage's. A deal rots when nothing was written in its log for longer than its stage's rot_after; it has \
      overstayed when the commits have it in its stage for longer. days_in_stage is the median over the deals \
      that a commit brought to their stage.
      """)

  static let question = Wording(
    en: "which deals stand where, what they are worth, and which have stalled",
    ja: "商談がどのステージに何件・いくらあり、どれが止まっているか")

  @OptionGroup var options: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try options.answer(global) { workspace, request in
      let (figures, withoutRate) = try workspace.index.pipelineReport(request)
      return Report(
        pipeline: figures, withoutRate: withoutRate, workspace.settings, request, workspace.moment.today)
    }
  }
}

extension Report {
  fileprivate init(
    pipeline figures: PipelineFigures, withoutRate: Int, _ settings: WorkspaceSettings,
    _ request: ReportRequest, _ today: CalendarDate
  ) {
    let currency = settings.currency
    let hasSeveral = Set(figures.rows.map(\.pipeline)).count > 1
    var pipeline = OutputColumn("pipeline", Wording(en: "pipeline", ja: "パイプライン"))
    pipeline.isForMachinesOnly = !hasSeveral
    let hasStays = figures.total(.open).medianDaysInStage != nil
    var stay = OutputColumn.number(
      "days_in_stage", Wording(en: "days in stage", ja: "滞留日数"), fractionDigits: 1)
    var overstayed = OutputColumn.number(
      "overstayed", Wording(en: "overstayed", ja: "滞留超過"), fractionDigits: 0)
    (stay.isForMachinesOnly, overstayed.isForMachinesOnly) = (!hasStays, !hasStays)
    let columns = [
      OutputColumn(
        "stage", Wording(en: "stage", ja: "ステージ"),
        absent: Wording(en: "(none known)", ja: "（不明）")), pipeline, .machineOnly("state"),
      .number("deals", Wording(en: "deals", ja: "商談"), fractionDigits: 0),
      .money("amount", Wording(en: "amount", ja: "金額"), currency),
      .money("weighted", Wording(en: "weighted", ja: "確度加味"), currency),
      .percent("probability", Wording(en: "probability", ja: "確度")),
      .number("mean_age", Wording(en: "mean age (days)", ja: "平均日数"), fractionDigits: 1),
      .number("rotting", Wording(en: "rotting", ja: "停滞"), fractionDigits: 0),
      stay, overstayed,
    ]
    let rows = figures.rows.map { row in
      OutputRow(
        id: row.stage,
        [
          row.stage.isEmpty ? .null : .string(row.stage), .string(row.pipeline), .string(row.state.rawValue),
          .integer(row.deals),
          .minor(row.amount, currency), .minor(row.weighted, currency), .fraction(row.probability),
          .fraction(row.meanAge, digits: 1), .integer(row.rotting),
          .fraction(row.medianDaysInStage, digits: 1), .integer(row.overstayed),
        ])
    }
    let (open, won, lost) = (figures.total(.open), figures.total(.won), figures.total(.lost))
    let table = OutputTable(columns: columns, rows: rows)
    let openTable = OutputTable(
      columns: columns, rows: zip(figures.rows, rows).filter { $0.0.state == .open }.map(\.1))
    self.init(
      "pipeline", title: Wording(en: "Pipeline", ja: "商談パイプライン"), asOf: today,
      period: request.period.isAlways ? nil : request.period, currency: currency,
      headline: .pipelineHeadline(
        deals: open.deals, amount: Money(minor: open.amount, currency: currency), rotting: open.rotting),
      table: table,
      totals: [
        "deals": .integer(open.deals), "amount": .minor(open.amount, currency),
        "weighted": .minor(open.weighted, currency), "mean_age": .fraction(open.meanAge, digits: 1),
        "rotting": .integer(open.rotting), "days_in_stage": .fraction(open.medianDaysInStage, digits: 1),
        "overstayed": .integer(open.overstayed), "won.deals": .integer(won.deals),
        "won.amount": .minor(won.amount, currency), "lost.deals": .integer(lost.deals),
        "lost.amount": .minor(lost.amount, currency),
      ],
      charts: [
        Chart(
          Wording(en: "Open deals by stage", ja: "ステージごとの進行中の金額"), .bars, of: openTable, label: "stage",
          values: ["amount"])
      ], bars: "amount",
      notes: withoutRate > 0 ? [.withoutRate(withoutRate, Wording(en: "deals", ja: "商談"))] : [])
    labels = ["stage", "pipeline"]
    totalsLabel = Wording(en: "open", ja: "進行中の計")
  }
}
