import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct InquiriesReportCommand: ListedReport {
  static let configuration = CommandConfiguration(
    commandName: "inquiries",
    abstract: "Inquiries opened, resolved and open, by type, channel, product, owner; how long they took.",
    discussion: """
      daicho report inquiries
      daicho report inquiries --from 'last month' --to 'last month'
      daicho report inquiries --where 'type = complaint' --output complaints.html

      first_response is the median of the hours to the first outgoing contact in the log, resolution that \
      of the hours until it was resolved; _90 what nine in ten did not exceed; within_day the part of the \
      answered that were answered in 24 hours. Where an inquiry does not say when it was opened, answered or resolved, the commits do that \
      made it so.
      """)

  static let question = Wording(
    en: "what people ask about, and how long they wait for an answer", ja: "どんな問い合わせが多く、返事と解決に何時間かかっているか")

  @OptionGroup var options: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try options.answer(global) { workspace, request in
      Report(
        inquiries: try workspace.index.inquiriesReport(request), workspace.settings, request,
        workspace.moment.today)
    }
  }
}

extension Report {
  fileprivate init(
    inquiries figures: InquiryFigures, _ settings: WorkspaceSettings, _ request: ReportRequest,
    _ today: CalendarDate
  ) {
    func cells(_ counts: InquiryFigures.Counts) -> [(key: String, value: JSONValue)] {
      [
        ("opened", .integer(counts.opened)), ("resolved", .integer(counts.resolved)),
        ("open", .integer(counts.open)), ("answered", .integer(counts.answered)),
        ("first_response_hours", .fraction(counts.medianResponse, digits: 1)),
        ("resolution_hours", .fraction(counts.medianResolution, digits: 1)),
        ("first_response_hours_90", .fraction(counts.response90, digits: 1)),
        ("resolution_hours_90", .fraction(counts.resolution90, digits: 1)),
        ("within_day", .fraction(counts.withinDay)),
      ]
    }
    let table = OutputTable(
      columns: [
        OutputColumn("by", Wording(en: "by", ja: "区分")).reading([
          "type": Wording(en: "type", ja: "種別"), "channel": Wording(en: "channel", ja: "チャネル"),
          "product": Wording(en: "product", ja: "商品"), "owner": Wording(en: "owner", ja: "担当"),
        ]),
        OutputColumn(
          "value", Wording(en: "which", ja: "内訳"), absent: Wording(en: "(not written)", ja: "（記録なし）")
        ).reading(Wording.inquiryWords),
        .number("opened", Wording(en: "opened", ja: "受付"), fractionDigits: 0),
        .number("resolved", Wording(en: "resolved", ja: "解決"), fractionDigits: 0),
        .number("open", Wording(en: "open", ja: "未解決"), fractionDigits: 0),
        .machineOnly("answered"),
        .number("first_response_hours", Wording(en: "first response (h)", ja: "初回返信（時間）"), fractionDigits: 1),
        .number("resolution_hours", Wording(en: "resolution (h)", ja: "解決まで（時間）"), fractionDigits: 1),
        .number(
          "first_response_hours_90", Wording(en: "response, 90 % (h)", ja: "返信90%（時間）"), fractionDigits: 1),
        .machineOnly("resolution_hours_90"),
        .percent("within_day", Wording(en: "within a day", ja: "1日以内")),
      ],
      rows: figures.rows.map { row in
        OutputRow(
          id: row.value ?? "",
          [.string(row.dimension.rawValue), .optional(row.value)] + cells(row.counts).map(\.value))
      })
    let types = OutputTable(
      columns: table.columns,
      rows: zip(figures.rows, table.rows).filter { $0.0.dimension == .type }.map(\.1))
    let total = figures.total
    self.init(
      "inquiries", title: Wording(en: "Inquiries", ja: "問い合わせ"), asOf: today,
      period: request.period.isAlways ? nil : request.period, currency: settings.currency,
      headline: .inquiriesHeadline(open: total.open, opened: total.opened, response: total.medianResponse),
      table: table,
      totals: OrderedDictionary(
        uniqueKeysWithValues: figures.rows.isEmpty ? [] : cells(total).map { ($0.key, $0.value) }),
      details: [
        "months": .array(
          figures.months.map { month in
            .object([
              "month": .string(month.first.monthText), "opened": .integer(month.opened),
              "resolved": .integer(month.resolved),
              "first_response_hours": .fraction(month.medianResponse, digits: 1),
            ])
          })
      ],
      charts: [
        Chart(
          Wording(en: "Opened and resolved, by month", ja: "月ごとの受付と解決"), .line,
          labels: figures.months.map { Wording(same: $0.first.monthText) },
          series: [
            Chart.Series(Wording(en: "opened", ja: "受付"), figures.months.map { .integer($0.opened) }),
            Chart.Series(Wording(en: "resolved", ja: "解決"), figures.months.map { .integer($0.resolved) }),
          ], format: .number(fractionDigits: 0)),
        Chart(
          Wording(en: "Opened, by type", ja: "種別ごとの受付"), .bars, of: types, label: "value",
          values: ["opened"]),
      ], bars: "opened", notes: figures.rows.isEmpty ? [] : [.inquiriesCountOnce])
  }
}
