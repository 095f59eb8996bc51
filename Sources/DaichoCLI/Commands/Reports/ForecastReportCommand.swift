import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct ForecastReportCommand: ListedReport {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Deals by expected month of close: open, weighted, best case, won; and the slipped.",
    discussion: """
      daicho report forecast
      daicho report forecast --from 'this quarter' --to 'next quarter'
      daicho report forecast --owner @tanaka --format json

      Won deals count from the start of the fiscal year, unless --from says otherwise. Open deals whose \
      close date has gone by, and those without one, are in no month: they are told apart.

      weighted_by_history takes, for the probability of a stage, the part that was won of the deals that were \
      ever in it, once ten of them are decided. pushed counts open deals whose close was put off.
      """)

  static let question = Wording(
    en: "what the coming months will bring, and which deals have slipped", ja: "これからの月ごとの見込みと、期日を過ぎた商談")

  @OptionGroup var options: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try options.answer(global) { workspace, request in
      let (figures, rates, withoutRate) = try workspace.index.forecastReport(request)
      return Report(
        forecast: figures, rates, withoutRate: withoutRate, workspace.settings, request,
        workspace.moment.today)
    }
  }
}

extension Report {
  fileprivate init(
    forecast figures: ForecastFigures, _ rates: StageWinRates, withoutRate: Int,
    _ settings: WorkspaceSettings,
    _ request: ReportRequest, _ today: CalendarDate
  ) {
    let currency = settings.currency
    func money(_ amount: Int64) -> Money { Money(minor: amount, currency: currency) }
    func cells(_ month: ForecastFigures.Month) -> [(key: String, value: JSONValue)] {
      [
        ("deals", .integer(month.open.deals)), ("open", .minor(month.open.amount, currency)),
        ("weighted", .minor(month.open.weighted, currency)),
        ("won_deals", .integer(month.won.deals)), ("won", .minor(month.won.amount, currency)),
        ("expected", .minor(month.expected, currency)), ("best_case", .minor(month.bestCase, currency)),
        (
          "weighted_by_history", rates.isEmpty ? .null : .minor(month.open.weightedByHistory, currency)
        ),
        ("pushed", .integer(month.open.pushed)),
      ]
    }
    var byHistory = OutputColumn.money(
      "weighted_by_history", Wording(en: "by history", ja: "実績の確度"), currency)
    byHistory.isForMachinesOnly = rates.isEmpty
    var pushed = OutputColumn.number("pushed", Wording(en: "put off", ja: "先送り"), fractionDigits: 0)
    pushed.isForMachinesOnly = figures.total.open.pushed == 0
    let table = OutputTable(
      columns: [
        OutputColumn("month", Wording(en: "month", ja: "月")),
        .number("deals", Wording(en: "open deals", ja: "進行中"), fractionDigits: 0),
        .money("open", Wording(en: "open", ja: "進行中の額"), currency),
        .money("weighted", Wording(en: "weighted", ja: "確度加味"), currency),
        .number("won_deals", Wording(en: "won deals", ja: "受注"), fractionDigits: 0),
        .money("won", Wording(en: "won", ja: "受注額"), currency),
        .money("expected", Wording(en: "expected", ja: "見込み"), currency),
        .money("best_case", Wording(en: "best case", ja: "最良の場合"), currency), byHistory,
        pushed,
      ],
      rows: figures.months.map { month in
        OutputRow(id: month.first.monthText, [.string(month.first.monthText)] + cells(month).map(\.value))
      })
    func apart(_ sum: ForecastFigures.Sum) -> JSONValue {
      .object([
        "deals": .integer(sum.deals), "amount": .minor(sum.amount, currency),
        "weighted": .minor(sum.weighted, currency),
      ])
    }
    var notes: [Wording] = []
    if figures.slipped.deals > 0 {
      notes.append(.slippedNote(figures.slipped.deals, money(figures.slipped.amount)))
    }
    if figures.undated.deals > 0 {
      notes.append(.undatedNote(figures.undated.deals, money(figures.undated.amount)))
    }
    if figures.wonUndated.deals > 0 {
      notes.append(.wonUndatedNote(figures.wonUndated.deals, money(figures.wonUndated.amount)))
    }
    if !rates.isEmpty { notes.append(.winRatesNote(rates)) }
    if withoutRate > 0 { notes.append(.withoutRate(withoutRate, Wording(en: "deals", ja: "商談"))) }
    self.init(
      "forecast", title: Wording(en: "Forecast", ja: "売上の見込み"), asOf: today,
      period: request.period.isAlways ? nil : request.period, currency: currency,
      headline: .forecastHeadline(
        open: figures.total.open.deals, expected: money(figures.total.expected),
        won: money(figures.total.won.amount), slipped: figures.slipped.deals),
      table: table,
      totals: OrderedDictionary(
        uniqueKeysWithValues: figures.months.isEmpty ? [] : cells(figures.total).map { ($0.key, $0.value) }),
      details: [
        "slipped": apart(figures.slipped), "undated": apart(figures.undated),
        "won_undated": apart(figures.wonUndated),
        "win_rates": .array(
          rates.rates.map { rate in
            .object([
              "pipeline": .string(rate.pipeline), "stage": .string(rate.stage),
              "decided": .integer(rate.decided), "won": .integer(rate.won),
              "win_rate": .fraction(rate.winRate), "probability": .fraction(rate.probability),
            ])
          }),
      ],
      charts: [
        Chart(
          Wording(en: "Won and weighted, by month of close", ja: "完了月ごとの受注額と確度加味"), .columns, of: table,
          label: "month", values: ["won", "weighted"])
      ], bars: "expected", notes: notes)
    highlights = ["won", "deals", "open", "expected", "best_case"]
  }
}

extension CalendarDate {
  /// Its month: `2026-11`.
  var monthText: String { String(description.prefix(7)) }
}
