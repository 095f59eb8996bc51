import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct ReturnReportCommand: ListedReport {
  static let configuration = CommandConfiguration(
    commandName: "roi",
    abstract: "What each campaign cost, and the orders owed to it.",
    discussion: """
      daicho report roi
      daicho report roi --from 'this fiscal year'
      daicho report roi --where 'cost is set' --format csv

      An order is owed to the campaign its customer clicked on last in the seven days before it; without \
      a click to the one opened last; without either to the one whose coupon it names. What was not sent \
      or tracked reads "not measured".
      """)

  static let question = Wording(
    en: "what campaigns cost, and what they brought", ja: "キャンペーンにかけた費用と、そこから生まれた売上")

  @OptionGroup var options: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try options.answer(global) { workspace, request in
      Report(
        returns: try workspace.index.returnReport(request), workspace.settings, request,
        workspace.moment.today)
    }
  }
}

extension Report {
  fileprivate init(
    returns: [CampaignReturn], _ settings: WorkspaceSettings, _ request: ReportRequest, _ today: CalendarDate
  ) {
    let currency = settings.currency
    let table = OutputTable(
      columns: [
        OutputColumn("campaign", Wording(en: "campaign", ja: "キャンペーン")),
        OutputColumn("name", Wording(en: "name", ja: "名前")),
        OutputColumn.number("sent", Wording(en: "sent", ja: "配信"), fractionDigits: 0).measured,
        OutputColumn.number("opens", Wording(en: "opened", ja: "開封"), fractionDigits: 0).measured,
        OutputColumn.number("clicks", Wording(en: "clicked", ja: "クリック"), fractionDigits: 0).measured,
        OutputColumn.number("orders", Wording(en: "orders", ja: "注文"), fractionDigits: 0).measured,
        OutputColumn.money("revenue", Wording(en: "revenue", ja: "売上"), currency).measured,
        .money("cost", Wording(en: "cost", ja: "費用"), currency),
        OutputColumn.percent("roi", Wording(en: "ROI", ja: "ROI")).measured,
        .machineOnly("by.click"), .machineOnly("by.open"), .machineOnly("by.coupon"),
      ],
      rows: returns.map { campaign in
        let by = Attribution.Evidence.allCases.map { evidence in
          JSONValue.count(campaign.isTracked ? campaign.orders[evidence] ?? 0 : nil)
        }
        return OutputRow(
          id: campaign.id,
          [
            .string(campaign.id), .optional(campaign.name), .count(campaign.sent), .count(campaign.opens),
            .count(campaign.clicks), .count(campaign.orderCount), .minor(campaign.measuredRevenue, currency),
            .minor(campaign.cost, currency), .fraction(campaign.returnOnCost),
          ] + by)
      })
    let measured = returns.filter(\.isTracked)
    let revenue = measured.reduce(Int64(0)) { $0.addingSaturating($1.revenue) }
    let cost = measured.compactMap(\.cost).reduce(Int64(0)) { $0.addingSaturating($1) }
    let allCost = returns.compactMap(\.cost).reduce(Int64(0)) { $0.addingSaturating($1) }
    func sum(_ path: KeyPath<CampaignReturn, Int?>) -> JSONValue {
      let known = returns.compactMap { $0[keyPath: path] }
      return known.isEmpty ? .null : .integer(known.reduce(0, +))
    }
    var notes: [Wording] = measured.isEmpty ? [] : [.attributionNote(days: settings.attributionDays)]
    if let tax = Wording.amountsInclude(tax: settings.tax) { notes.append(tax) }
    self.init(
      "roi", title: Wording(en: "Return on campaigns", ja: "キャンペーンの費用対効果"), asOf: today,
      period: request.period.isAlways ? nil : request.period, currency: currency,
      headline: .returnHeadline(
        campaigns: returns.count, measured: measured.count,
        revenue: Money(minor: revenue, currency: currency),
        cost: Money(minor: cost, currency: currency)), table: table,
      totals: returns.isEmpty
        ? [:]
        : [
          "sent": sum(\.sent), "orders": sum(\.orderCount),
          "revenue": measured.isEmpty ? .null : .minor(revenue, currency), "cost": .minor(allCost, currency),
        ],
      details: ["window_days": .integer(settings.attributionDays)],
      charts: [
        Chart(
          Wording(en: "Revenue owed to campaigns", ja: "キャンペーンからの売上"), .bars,
          of: OutputTable(
            columns: table.columns, rows: zip(returns, table.rows).filter { $0.0.isTracked }.map(\.1)),
          label: "campaign", values: ["revenue"])
      ], notes: returns.isEmpty ? [] : notes)
  }
}
