import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct CohortsReportCommand: ListedReport {
  static let configuration = CommandConfiguration(
    commandName: "cohorts",
    abstract: "Who came first in the same month, and how many of them still order in each month after.",
    discussion: """
      daicho report cohorts
      daicho report cohorts --from 2026-01
      daicho report cohorts --format csv                 (a row for each cohort and month)
      daicho report cohorts --output cohorts.html

      The first column of the map is the month of the first order, in which all of a cohort ordered. With \
      --from and --to the cohorts whose first order falls in the period, with all that they ordered later.
      """)

  static let question = Wording(
    en: "do new customers come back, and for how long", ja: "新しい顧客はまた買うか、いつまで続くか")

  @OptionGroup var options: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try options.answer(global) { workspace, request in
      let reading = try workspace.index.orders(of: .everyone, request)
      return Report(Cohorts(reading.book, period: request.period), reading, workspace, request)
    }
  }
}

extension Report {
  fileprivate init(
    _ table: Cohorts, _ reading: OrderReading, _ workspace: Workspace, _ request: ReportRequest
  ) {
    let currency = workspace.settings.currency
    let cohorts = table.cohorts
    let columns = [
      OutputColumn("cohort", .firstOrderIn),
      .number("months", .monthsSince, fractionDigits: 0),
      .number("customers", Wording(en: "customers", ja: "人数"), fractionDigits: 0),
      .number("retained", Wording(en: "retained", ja: "購入者"), fractionDigits: 0),
      .percent("retention", Wording(en: "retention", ja: "継続率")),
      .money("revenue", Wording(en: "revenue", ja: "売上"), currency),
    ]
    let rows = cohorts.flatMap { cohort in
      cohort.retained.indices.map { months in
        OutputRow(
          id: cohort.month,
          [
            .string(cohort.month), .integer(months), .integer(cohort.customers),
            .integer(cohort.retained[months]), .fraction(cohort.retention(months)),
            .minor(cohort.revenue[months], currency),
          ])
      }
    }
    let customers = cohorts.reduce(0) { $0 + $1.customers }
    let longest = cohorts.map(\.retained.count).max() ?? 0
    let map = Chart(
      .cohortMap, .heatMap, labels: (0..<longest).map { Wording(same: String($0)) },
      series: cohorts.map { cohort in
        Chart.Series(
          Wording(same: "\(cohort.month) (\(cohort.customers))"),
          cohort.retained.indices.map { .fraction(cohort.retention($0), digits: 3) })
      }, format: .percent, axes: Chart.Axes(rows: .firstOrderIn, columns: .monthsSince))
    let totals: OrderedDictionary<String, JSONValue> =
      cohorts.isEmpty
      ? [:]
      : [
        "customers": .integer(customers), "retention.1": .fraction(table.retention(after: 1)),
        "retention.3": .fraction(table.retention(after: 3)),
        "retention.6": .fraction(table.retention(after: 6)),
        "retention.12": .fraction(table.retention(after: 12)),
      ]
    self.init(
      "cohorts", title: Wording(en: "Cohorts", ja: "コホート分析"), asOf: workspace.moment.today,
      period: request.period.isAlways ? nil : request.period, currency: currency,
      headline: .cohortsHeadline(table.retention(after: 1), customers: customers),
      table: OutputTable(columns: columns, rows: rows), totals: totals, charts: [map],
      isTableForMachines: true,
      notes: reading.book.linesWithoutAmount > 0
        ? [.linesWithoutRate(reading.book.linesWithoutAmount)] : [])
    labels = ["cohort", "months"]
  }
}
