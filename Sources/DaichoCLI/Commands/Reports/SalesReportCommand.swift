import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct SalesReportCommand: ListedReport {
  static let configuration = CommandConfiguration(
    commandName: "sales",
    abstract: "Orders, customers and revenue by month: new and returning, average order, repeat rate.",
    discussion: """
      daicho report sales
      daicho report sales --from 'this fiscal year'
      daicho report sales --by year
      daicho report sales --where 'address.region = 東京都' --format csv

      An order's date is its first line's, its amount the sum of its lines: a refund lowers the order it is \
      written under. Months without an order are rows of zeros. Quarters and years are fiscal ones. \
      repeat rate is the part of the customers who had ordered at least twice by the end of the month.
      """)

  static let question = Wording(
    en: "how much was sold, month by month, and to whom", ja: "月ごとの売上と、新規・リピーターの割合")

  @Option(help: "A row for each month, fiscal quarter or fiscal year.")
  var by: SalesInterval = .month

  @OptionGroup var options: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try options.answer(global) { workspace, request in
      let reading = try workspace.index.orders(of: .everyone, request)
      let sales = Sales(
        reading.book, period: request.period, by: by, fiscalYearStart: workspace.settings.fiscalYearStart)
      return Report(sales, by: by, reading, workspace, request)
    }
  }
}

extension SalesInterval: ExpressibleByArgument {
  fileprivate var heading: Wording {
    switch self {
    case .month: Wording(en: "month", ja: "月")
    case .quarter: Wording(en: "quarter", ja: "四半期")
    case .year: Wording(en: "fiscal year", ja: "年度")
    }
  }
}

extension Report {
  fileprivate init(
    _ sales: Sales, by interval: SalesInterval, _ reading: OrderReading, _ workspace: Workspace,
    _ request: ReportRequest
  ) {
    let currency = workspace.settings.currency
    func count(_ key: String, _ en: String, _ ja: String) -> OutputColumn {
      .number(key, Wording(en: en, ja: ja), fractionDigits: 0)
    }
    let columns = [
      OutputColumn(interval.rawValue, interval.heading), count("orders", "orders", "注文"),
      count("customers", "customers", "顧客"),
      .money("revenue", Wording(en: "revenue", ja: "売上"), currency),
      .money("average", Wording(en: "average order", ja: "平均単価"), currency),
      count("new", "new", "新規"), count("returning", "returning", "リピーター"),
      .percent("returning_share", Wording(en: "share", ja: "リピーター率")),
      .percent("repeat_rate", Wording(en: "repeat rate", ja: "2回以上の率")),
      .machineOnly("new_revenue"), .machineOnly("returning_revenue"), .machineOnly("unmatched"),
      .machineOnly("unmatched_revenue"),
    ]
    func cells(_ row: Sales.Row) -> [JSONValue] {
      [
        .integer(row.orders), .integer(row.customers), .minor(row.revenue, currency),
        .minor(row.average, currency), .integer(row.new), .integer(row.returning),
        .fraction(row.returningShare), .fraction(row.repeatRate), .minor(row.newRevenue, currency),
        .minor(row.returningRevenue, currency), .integer(row.unmatched),
        .minor(row.unmatchedRevenue, currency),
      ]
    }
    let rows = sales.rows.map { OutputRow(id: $0.interval, [.string($0.interval)] + cells($0)) }
    let table = OutputTable(columns: columns, rows: rows)
    var totals = OrderedDictionary(
      zip(columns.dropFirst().map(\.key), cells(sales.total)), uniquingKeysWith: { $1 })
    if rows.isEmpty { totals = [:] }
    if request.period.from == nil {
      // From the beginning on, everybody is new.
      for key in ["returning", "returning_share", "returning_revenue"] { totals[key] = nil }
    }
    var notes = [Wording.amountsInclude(tax: workspace.settings.tax)].compactMap(\.self)
    if sales.total.unmatched > 0 {
      notes.append(.unmatchedOrders(sales.total.unmatched, sales.total.unmatchedRevenue, currency))
    }
    if reading.book.linesWithoutAmount > 0 {
      notes.append(.linesWithoutRate(reading.book.linesWithoutAmount))
    }
    self.init(
      "sales", title: Wording(en: "Sales", ja: "売上"), asOf: workspace.moment.today,
      period: request.period.isAlways ? nil : request.period, currency: currency,
      headline: .salesHeadline(sales.total, currency), table: table, totals: totals,
      charts: [
        Chart(
          Wording(en: "Revenue", ja: "売上"), .columns, of: table, label: interval.rawValue,
          values: ["revenue"]),
        Chart(
          Wording(en: "Customers", ja: "顧客"), .columns, of: table, label: interval.rawValue,
          values: ["new", "returning"]),
      ], bars: "revenue", notes: notes)
  }
}
