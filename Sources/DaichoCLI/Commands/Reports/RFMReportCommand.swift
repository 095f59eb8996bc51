import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct RFMReportCommand: ListedReport {
  static let configuration = CommandConfiguration(
    commandName: "rfm",
    abstract: "Customers by how lately, how often and for how much they order: ten segments.",
    discussion: """
      daicho report rfm
      daicho report rfm --where 'tags has "wholesale"'
      daicho report rfm --output rfm.html                (with the 5 × 5 grid as a heat map)
      daicho list customers --where 'rfm.segment = at-risk' --sort -orders.total

      Every customer who has ordered gets a mark from 1 to 5 for recency, frequency and monetary value, by \
      the thresholds under the table: a fifth of the customers each, unless 'rfm:' in daicho.yml fixes them. \
      With --from and --to only the orders of the period count; with --where the fifths are those of the \
      customers it leaves.
      """)

  static let question = Wording(
    en: "who are the best customers, and who is leaving", ja: "だれが優良客で、だれが離れそうか")

  @OptionGroup var options: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try options.answer(global) { workspace, request in
      let reading = try workspace.index.orders(of: .people, request)
      let table = RFMTable(
        reading.book, today: workspace.moment.today, period: request.period,
        fixed: workspace.settings.rfm, currency: workspace.settings.currency)
      return Report(table, reading, workspace, request)
    }
  }
}

extension Report {
  fileprivate init(
    _ rfm: RFMTable, _ reading: OrderReading, _ workspace: Workspace, _ request: ReportRequest
  ) {
    let currency = workspace.settings.currency
    let words = Dictionary(uniqueKeysWithValues: RFMSegment.allCases.map { ($0.rawValue, $0.label) })
    let columns = [
      OutputColumn("segment", Wording(en: "segment", ja: "区分")).reading(words),
      .number("customers", Wording(en: "customers", ja: "人数"), fractionDigits: 0),
      .percent("customers_share", Wording(en: "of customers", ja: "人数の割合")),
      .money("revenue", Wording(en: "revenue", ja: "購入額"), currency),
      .percent("share", Wording(en: "of revenue", ja: "購入額の割合")),
    ]
    func cells(_ cell: RFMTable.Cell) -> [JSONValue] {
      let all = rfm.total.customers
      return [
        .integer(cell.customers),
        .fraction(all > 0 ? Double(cell.customers) / Double(all) : nil),
        .minor(cell.revenue, currency), .fraction(rfm.share(of: cell)),
      ]
    }
    let rows = RFMSegment.allCases.map {
      OutputRow(id: $0.rawValue, [.string($0.rawValue)] + cells(rfm[$0]))
    }
    let fixed = workspace.settings.rfm
    var notes: [Wording] = []
    if rfm.total.customers > 0 {
      func plain(_ values: [Int64]) -> [Wording] { values.map { Wording(same: String($0)) } }
      notes = [
        .rfmThresholds(.rfmRecency, plain(rfm.bounds.recency), isFixed: fixed.recency != nil),
        .rfmThresholds(.rfmFrequency, plain(rfm.bounds.frequency), isFixed: fixed.frequency != nil),
        .rfmThresholds(
          .rfmMonetary, rfm.bounds.monetary.map { Wording.money($0, currency) },
          isFixed: fixed.monetary != nil),
      ]
    }
    if reading.linesOfCompanies > 0 { notes.append(.withoutCompanies(reading.linesOfCompanies)) }
    if reading.book.linesWithoutAmount > 0 {
      notes.append(.linesWithoutRate(reading.book.linesWithoutAmount))
    }
    self.init(
      "rfm", title: Wording(en: "RFM", ja: "RFM 分析"), asOf: workspace.moment.today,
      period: request.period.isAlways ? nil : request.period, currency: currency,
      headline: .rfmHeadline(rfm, currency), table: OutputTable(columns: columns, rows: rows),
      totals: [
        "customers": .integer(rfm.total.customers), "revenue": .minor(rfm.total.revenue, currency),
      ],
      details: ["thresholds": Report.thresholds(rfm.bounds, currency), "grid": Report.grid(rfm, currency)],
      charts: rfm.total.customers > 0 ? [Report.map(rfm)] : [], bars: "customers", notes: notes)
  }

  private static func thresholds(_ bounds: RFMBounds, _ currency: Currency) -> JSONValue {
    .object([
      "recency": .array(bounds.recency.map { .integer($0) }),
      "frequency": .array(bounds.frequency.map { .integer($0) }),
      "monetary": .array(bounds.monetary.map { .minor($0, currency) }),
    ])
  }

  /// All 25 cells.
  private static func grid(_ rfm: RFMTable, _ currency: Currency) -> JSONValue {
    .array(
      (1...5).reversed().flatMap { recency in
        (1...5).map { frequency in
          let cell = rfm[recency, frequency]
          return .object([
            "recency": .integer(recency), "frequency": .integer(frequency),
            "customers": .integer(cell.customers), "revenue": .minor(cell.revenue, currency),
          ])
        }
      })
  }

  private static func map(_ rfm: RFMTable) -> Chart {
    Chart(
      Wording(en: "Customers by recency and frequency", ja: "最近さ × 回数（人数）"), .heatMap,
      labels: (1...5).map { Wording(same: "F\($0)") },
      series: (1...5).reversed().map { recency in
        Chart.Series(
          Wording(same: "R\(recency)"), (1...5).map { .integer(rfm[recency, $0].customers) })
      }, format: .number(fractionDigits: 0),
      axes: Chart.Axes(
        rows: Wording(en: "recency (5: latest)", ja: "最近さ（5が最近）"),
        columns: Wording(en: "frequency (5: most often)", ja: "回数（5が最多）")))
  }
}
