import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct LifetimeValueReportCommand: ListedReport {
  static let configuration = CommandConfiguration(
    commandName: "ltv",
    abstract: "Lifetime value so far and to come, and the orders to expect in 90 days.",
    discussion: """
      daicho report ltv
      daicho report ltv --from 2026 --to 2026        (customers won this year)
      daicho report ltv --where 'tags has wholesale' --format json
      daicho list customers --columns id,p_alive,orders.expected,ltv.predicted --sort -ltv.predicted

      What is to come is foreseen from the shop's own orders, by BG/NBD and Gamma-Gamma; with too few \
      repeat buyers the report says so and shows what was. The manual's page "Prediction" defines every \
      number and tells what the models cannot know.
      """)

  static let question = Wording(
    en: "what customers have been worth, and what to expect of them",
    ja: "顧客が今までにいくら購入し、今後どれだけ見込めるか")

  @OptionGroup var options: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try options.answer(global) { workspace, request in
      let answer = try workspace.index.lifetimeValueReport(request)
      return Report(lifetimeValue: answer, workspace.settings, request, workspace.moment.today)
    }
  }
}

extension Report {
  fileprivate init(
    lifetimeValue answer: LifetimeValueReport, _ settings: WorkspaceSettings, _ request: ReportRequest,
    _ today: CalendarDate
  ) {
    let (figures, models, currency) = (answer.figures, answer.models, settings.currency)
    let isForeseen = figures.forecasts > 0
    let hasValues = !figures.predicted.sorted.isEmpty
    var columns = [
      OutputColumn("band", Wording(en: "lifetime value", ja: "LTV")),
      .machineOnly("from"), .machineOnly("to"),
      .number("historic.customers", Wording(en: "customers, to date", ja: "人数（累計）"), fractionDigits: 0),
      .money("historic.amount", Wording(en: "spent", ja: "購入額"), currency),
      .number("predicted.customers", Wording(en: "customers, predicted", ja: "人数（予測）"), fractionDigits: 0),
      .money("predicted.amount", Wording(en: "12 months to come", ja: "今後12か月"), currency),
    ]
    if !hasValues {
      for index in columns.indices where columns[index].key.hasPrefix("predicted") {
        columns[index].isForMachinesOnly = true
      }
    }
    let rows = figures.bands.map { band in
      OutputRow(
        id: band.name(currency),
        [
          .string(band.name(currency)), .minor(band.from, currency), .minor(band.to, currency),
          .integer(band.historicCustomers), .minor(band.historic, currency),
          hasValues ? .integer(band.predictedCustomers) : .null,
          hasValues ? .estimate(band.predicted, currency) : .null,
        ])
    }
    columns[0] = columns[0].reading(
      Dictionary(
        uniqueKeysWithValues: figures.bands.map { ($0.name(currency), Wording.band($0, currency)) }))
    let table = OutputTable(columns: columns, rows: figures.customers == 0 ? [] : rows)
    var charts = [
      Chart(
        Wording(en: "Customers by what they have spent", ja: "累計購入額ごとの人数"), .bars, of: table, label: "band",
        values: ["historic.customers"])
    ]
    if hasValues {
      charts.append(
        Chart(
          Wording(en: "Customers by what they are expected to spend in 12 months", ja: "今後12か月の予測購入額ごとの人数"),
          .bars, of: table, label: "band", values: ["predicted.customers"]))
    }
    self.init(
      "ltv", title: Wording(en: "Lifetime value", ja: "顧客生涯価値（LTV）"), asOf: today,
      period: request.period.isAlways ? nil : request.period, currency: currency,
      headline: .lifetimeValueHeadline(figures, models, currency), table: table,
      totals: [
        "customers": .integer(figures.customers), "repeat_buyers": .integer(figures.repeatBuyers),
        "historic.customers": .integer(figures.customers),
        "historic.amount": .minor(figures.historicTotal, currency),
        "predicted.customers": hasValues ? .integer(figures.predicted.sorted.count) : .null,
        "predicted.amount": hasValues ? .estimate(figures.predicted.total, currency) : .null,
        "alive": isForeseen ? .fraction(figures.alive, digits: 1) : .null,
        "alive_share": isForeseen ? .fraction(figures.aliveShare) : .null,
        "repeat_buyers_alive": isForeseen ? .fraction(figures.repeatBuyersAlive, digits: 1) : .null,
        "next_quarter.orders": isForeseen ? .fraction(figures.orders, digits: 1) : .null,
        "next_quarter.revenue": hasValues ? .estimate(figures.revenue, currency) : .null,
      ],
      details: [
        "quantiles": .object([
          "historic": .quantiles(figures.historic, currency),
          "predicted": .quantiles(figures.predicted, currency),
        ]),
        "models": .object(["bg_nbd": .model(models), "gamma_gamma": .model(ofValues: models, currency)]),
      ],
      charts: charts, bars: "historic.customers", notes: Wording.lifetimeValueNotes(figures, models, settings)
    )
  }
}

extension LifetimeValueFigures {
  /// Of the customers of whom something can be foreseen; `nil` where there is none.
  var aliveShare: Double? { forecasts > 0 ? alive / Double(forecasts) : nil }
}

extension LifetimeValueFigures.Band {
  /// For machines: `<2000`, `2000-5000`, `>=5000`, in major units.
  fileprivate func name(_ currency: Currency) -> String {
    func amount(_ minor: Int64) -> String { Money(minor: minor, currency: currency).decimal.description }
    return switch (from, to) {
    case (let from?, let to?): "\(amount(from))-\(amount(to))"
    case (let from?, nil): ">=\(amount(from))"
    case (nil, let to?): "<\(amount(to))"
    case (nil, nil): "all"
    }
  }
}

extension JSONValue {
  /// An amount that was computed, in minor units, rounded to whole ones.
  fileprivate static func estimate(_ minor: Double, _ currency: Currency) -> JSONValue {
    guard minor.isFinite, minor.magnitude < 9e18 else { return .null }
    return .minor(Int64(minor.rounded(.toNearestOrAwayFromZero)), currency)
  }

  fileprivate static func quantiles(
    _ distribution: LifetimeValueFigures.Distribution, _ currency: Currency
  ) -> JSONValue {
    var members: OrderedDictionary<String, JSONValue> = [:]
    for percent in [10, 25, 50, 75, 90, 99] {
      members["p\(percent)"] = distribution.percentile(percent).map { .estimate($0, currency) } ?? .null
    }
    members["share_of_top_tenth"] = .fraction(distribution.shareOfTopTenth)
    return .object(members)
  }

  fileprivate static func model(_ models: PredictionModels) -> JSONValue {
    var members: OrderedDictionary<String, JSONValue> = [
      "customers": .integer(models.customers), "repeat_buyers": .integer(models.repeatBuyers),
    ]
    switch models.orders {
    case .success(let model):
      for (name, value) in model.parameters { members[name] = .fraction(value, digits: 6) }
    case .failure(let missing): members["not_enough_data"] = .string(missing.code)
    }
    return .object(members)
  }

  fileprivate static func model(ofValues models: PredictionModels, _ currency: Currency) -> JSONValue {
    var members: OrderedDictionary<String, JSONValue> = ["correlation": .fraction(models.correlation)]
    switch models.values {
    case .success(let model):
      let scale = (0..<currency.minorDigits).reduce(1.0) { scale, _ in scale * 10 }
      members["p"] = .fraction(model.p, digits: 6)
      members["q"] = .fraction(model.q, digits: 6)
      members["v"] = .fraction(model.v / scale, digits: 6)
      members["mean"] = .fraction(model.populationMean / scale, digits: 6)
    case .failure(let missing): members["not_enough_data"] = .string(missing.code)
    }
    return .object(members)
  }
}
