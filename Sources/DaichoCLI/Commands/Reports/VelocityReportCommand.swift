import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct VelocityReportCommand: ListedReport {
  static let configuration = CommandConfiguration(
    commandName: "velocity",
    abstract: "How deals move: conversion and days of each stage, win rate, cycle, close dates put off.",
    discussion: """
      daicho report velocity
      daicho report velocity --owner @tanaka
      daicho report velocity --from 'last fiscal year' --to 'last fiscal year'   (deals begun then)

      Read from the commits that changed the deals' stages, by whoever made them. conversion is the share of \
      the deals that went on, of those that went on or were lost; days is the median of the days in a stage. \
      velocity is what the open deals bring a day: their number, times the win rate, times the mean amount of \
      a won deal, divided by the mean cycle. 'daicho history DEAL --field stage' shows one deal's way.
      """)

  static let question = Wording(
    en: "how fast deals move, where they are lost, and how often they are put off",
    ja: "商談がどれだけ速く進み、どこで失われ、何度先送りされているか")

  @OptionGroup var options: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try options.answer(global) { workspace, request in
      let (figures, withoutHistory) = try workspace.index.velocityReport(request)
      return Report(
        velocity: figures, withoutHistory: withoutHistory, workspace.settings, request, workspace.moment.today
      )
    }
  }
}

extension Report {
  fileprivate init(
    velocity figures: VelocityFigures, withoutHistory: Int, _ settings: WorkspaceSettings,
    _ request: ReportRequest, _ today: CalendarDate
  ) {
    let currency = settings.currency
    var pipeline = OutputColumn("pipeline", Wording(en: "pipeline", ja: "パイプライン"))
    pipeline.isForMachinesOnly = Set(figures.rows.map(\.pipeline)).count < 2
    let table = OutputTable(
      columns: [
        OutputColumn("stage", Wording(en: "stage", ja: "ステージ")), pipeline,
        .number("entered", Wording(en: "entered", ja: "到達"), fractionDigits: 0),
        .number("advanced", Wording(en: "went on", ja: "前進"), fractionDigits: 0),
        .number("lost", Wording(en: "lost", ja: "失注"), fractionDigits: 0),
        .percent("conversion", Wording(en: "conversion", ja: "転換率")),
        .number("days", Wording(en: "days", ja: "滞留日数"), fractionDigits: 1),
      ],
      rows: figures.rows.map { row in
        OutputRow(
          id: row.stage,
          [
            .string(row.stage), .string(row.pipeline), .integer(row.entered), .integer(row.advanced),
            .integer(row.lost), .fraction(row.conversion), .fraction(row.days, digits: 1),
          ])
      })
    let perDay = figures.perDay.flatMap { Int64(exactly: $0.rounded()) }
    self.init(
      "velocity", title: Wording(en: "Sales velocity", ja: "商談の進む速さ"), asOf: today,
      period: request.period.isAlways ? nil : request.period, currency: currency,
      headline: .velocityHeadline(won: figures.won, lost: figures.lost, cycle: figures.cycleDays),
      table: table,
      totals: [
        "open.deals": .integer(figures.open), "won.deals": .integer(figures.won),
        "lost.deals": .integer(figures.lost),
        "win_rate": .fraction(figures.winRate), "cycle_days": .fraction(figures.cycleDays, digits: 1),
        "pushed": .integer(figures.pushed), "pushed_share": .fraction(figures.pushedShare),
        "pushes": .integer(figures.pushes), "velocity": perDay.map { .minor($0, currency) } ?? .null,
      ],
      charts: [
        Chart(
          Wording(en: "Deals that reached a stage", ja: "ステージに到達した商談"), .bars, of: table, label: "stage",
          values: ["entered"])
      ], bars: "entered",
      notes: [.velocityNote(pushed: figures.pushed, pushes: figures.pushes)]
        + (withoutHistory > 0 ? [.dealsWithoutHistory(withoutHistory)] : []))
  }
}
