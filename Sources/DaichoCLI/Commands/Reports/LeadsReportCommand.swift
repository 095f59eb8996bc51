import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct LeadsReportCommand: ListedReport {
  static let configuration = CommandConfiguration(
    commandName: "leads",
    abstract: "How far people have come, from subscriber to customer, and from which source.",
    discussion: """
      daicho report leads
      daicho report leads --from 2026-04 --to 2026-09   (people created in these months)
      daicho report leads --tag wholesale --format csv

      Everybody counts once, where they are now. conversion is the share of customers; those who are \
      customers no more (former) stand apart.

      to_qualified is the part of the leads that came to be qualified or customers, to_customer the part of those \
      who became customers; days_to_… the median days from somebody's beginning, by 'created', orders, won deals and \
      the commits that changed the lifecycle.
      """)

  static let question = Wording(
    en: "how far people have come on their way to customer, and which source brings customers",
    ja: "見込み客がどこまで進み、どのきっかけが顧客につながっているか")

  @OptionGroup var options: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try options.answer(global) { workspace, request in
      Report(
        leads: try workspace.index.leadsReport(request), workspace.settings, request, workspace.moment.today)
    }
  }
}

extension Report {
  fileprivate init(
    leads figures: LeadFigures, _ settings: WorkspaceSettings, _ request: ReportRequest,
    _ today: CalendarDate
  ) {
    func counts(_ counts: LeadFigures.Counts) -> [(key: String, value: JSONValue)] {
      [("people", .integer(counts.people))]
        + zip(LeadFigures.Stage.allCases, counts.now).map { ($0.rawValue, .integer($1)) }
        + [("former", .integer(counts.former)), ("conversion", .fraction(counts.conversion))]
        + [
          ("to_qualified", .fraction(counts.toQualified)), ("to_customer", .fraction(counts.toCustomer)),
          ("days_to_qualified", .fraction(counts.medianDaysToQualified, digits: 1)),
          ("days_to_customer", .fraction(counts.medianDaysToCustomer, digits: 1)),
        ]
    }
    let source = OutputColumn(
      "source", Wording(en: "source", ja: "きっかけ"), absent: Wording(en: "(not written)", ja: "（記録なし）"))
    var toQualified = OutputColumn.number(
      "days_to_qualified", Wording(en: "days to qualified", ja: "見極めまで（日）"), fractionDigits: 1)
    toQualified.isForMachinesOnly = figures.total.medianDaysToQualified == nil
    var toCustomer = OutputColumn.number(
      "days_to_customer", Wording(en: "days to customer", ja: "顧客化まで（日）"), fractionDigits: 1)
    toCustomer.isForMachinesOnly = figures.total.medianDaysToCustomer == nil
    let table = OutputTable(
      columns: [source, .number("people", Wording(en: "people", ja: "人数"), fractionDigits: 0)]
        + LeadFigures.Stage.allCases.map {
          .number($0.rawValue, Wording.lifecycle($0.rawValue), fractionDigits: 0)
        } + [
          .number("former", Wording.lifecycle("former"), fractionDigits: 0),
          .percent("conversion", Wording(en: "conversion", ja: "顧客化率")),
          .percent("to_qualified", Wording(en: "lead → qualified", ja: "見極め率")),
          .percent("to_customer", Wording(en: "qualified → customer", ja: "見極め後の顧客化率")),
          toQualified, toCustomer,
        ],
      rows: figures.rows.map { row in
        OutputRow(id: row.source ?? "", [.optional(row.source)] + counts(row.counts).map(\.value))
      })
    let total = figures.total
    let funnel = LeadFigures.Stage.allCases.map { stage in
      JSONValue.object([
        "stage": .string(stage.rawValue), "reached": .integer(total.reached(stage)),
        "share": .fraction(
          total.reached(.subscriber) > 0
            ? Double(total.reached(stage)) / Double(total.reached(.subscriber)) : nil),
      ])
    }
    self.init(
      "leads", title: Wording(en: "Leads", ja: "見込み客"), asOf: today,
      period: request.period.isAlways ? nil : request.period, currency: settings.currency,
      headline: .leadsHeadline(
        people: total.reached(.subscriber), customers: total.reached(.customer),
        conversion: total.conversion), table: table,
      totals: OrderedDictionary(
        uniqueKeysWithValues: figures.rows.isEmpty ? [] : counts(total).map { ($0.key, $0.value) }),
      details: ["funnel": .array(funnel)],
      charts: [
        Chart(
          Wording(en: "On the way to customer", ja: "顧客になるまで"), .funnel,
          labels: LeadFigures.Stage.allCases.map { .lifecycleReached($0.rawValue) },
          series: [
            Chart.Series(
              Wording(en: "people", ja: "人数"),
              total.people == 0
                ? [] : LeadFigures.Stage.allCases.map { .integer(total.reached($0)) })
          ], format: .number(fractionDigits: 0))
      ], bars: "people")
    highlights = ["people", "lead", "qualified", "customer", "conversion"]
  }
}
