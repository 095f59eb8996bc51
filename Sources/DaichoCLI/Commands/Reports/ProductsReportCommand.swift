import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct ProductsReportCommand: ListedReport {
  static let configuration = CommandConfiguration(
    commandName: "products",
    abstract: "What sells, who buys it again, how long the stock lasts, and what to reorder.",
    discussion: """
      daicho report products
      daicho report products --from 'last 90 days'
      daicho report products --segment champions

      Lines of the type item count; shipping, fees, discounts and refunds that are lines of their own do \
      not. The stock and how long it lasts are of now and of everybody's orders, whatever the period and \
      the conditions.
      """)

  static let question = Wording(
    en: "what sells, what is bought again, and what to reorder", ja: "何が売れ、何がまた買われ、何を発注すべきか")

  @OptionGroup var options: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try options.answer(global) { workspace, request in
      let table = try workspace.productTable(request)
      return Report(table, workspace, request)
    }
  }
}

extension Report {
  fileprivate init(_ products: ProductTable, _ workspace: Workspace, _ request: ReportRequest) {
    let currency = workspace.settings.currency
    let words = [
      ProductTable.Reorder.now.rawValue: Wording(en: "now", ja: "要発注"),
      ProductTable.Reorder.soon.rawValue: Wording(en: "soon", ja: "まもなく"),
    ]
    let columns = [
      OutputColumn("sku", Wording(same: "SKU")), OutputColumn("name", Wording(en: "name", ja: "商品名")),
      .money("revenue", Wording(en: "revenue", ja: "売上"), currency),
      .percent("share", Wording(en: "of revenue", ja: "割合")),
      .number("quantity", Wording(en: "sold", ja: "数量")),
      .number("buyers", Wording(en: "buyers", ja: "購入者"), fractionDigits: 0),
      .percent("repeat_rate", Wording(en: "bought again", ja: "再購入率")),
      .number("stock", Wording(en: "stock", ja: "在庫")),
      .number("days_of_stock", Wording(en: "days left", ja: "在庫日数"), fractionDigits: 0),
      OutputColumn("reorder", Wording(en: "reorder", ja: "発注")).reading(words),
      .machineOnly("product"), .machineOnly("category"), .machineOnly("orders"),
      .machineOnly("sold_per_day"), .machineOnly("reorder_at"),
    ]
    let rows = products.rows.map { row in
      OutputRow(
        id: row.product?.id ?? row.sku,
        [
          .string(row.sku), .optional(row.product?.name), .minor(row.figures.revenue, currency),
          .fraction(products.share(of: row)), .fraction(row.figures.quantity, digits: 3),
          .integer(row.figures.buyers), .fraction(row.figures.repeatRate),
          .fraction(row.product?.stock, digits: 3), .fraction(row.daysOfStock, digits: 1),
          .optional(row.reorder?.rawValue), .optional(row.product?.id), .optional(row.product?.category),
          .integer(row.figures.orders), .fraction(row.pace, digits: 4),
          .fraction(row.product?.reorderAt, digits: 3),
        ])
    }
    let best = products.rows.first.flatMap { row in
      row.figures.revenue > 0 ? (name: row.product?.name ?? row.sku, share: products.share(of: row)) : nil
    }
    let reorder = products.rows.filter { $0.reorder == .now }.map { $0.product?.name ?? $0.sku }
    var notes = [Wording.amountsInclude(tax: workspace.settings.tax)].compactMap(\.self)
    if !rows.isEmpty {
      notes.append(.stockLasts(ProductTable.soonDays, pace: ProductFigures.paceDays))
    }
    if products.linesWithoutAmount > 0 {
      notes.append(.linesWithoutRate(products.linesWithoutAmount))
    }
    let table = OutputTable(columns: columns, rows: rows)
    let top = OutputTable(columns: columns, rows: Array(rows.prefix(15)))
    self.init(
      "products", title: Wording(en: "Products", ja: "商品"), asOf: workspace.moment.today,
      period: request.period.isAlways ? nil : request.period, currency: currency,
      headline: .productsHeadline(reorder: reorder, best: best), table: table,
      totals: rows.isEmpty
        ? [:]
        : [
          "revenue": .minor(products.revenue, currency),
          "quantity": .fraction(products.rows.reduce(0) { $0 + $1.figures.quantity }, digits: 3),
        ],
      charts: [
        Chart(
          Wording(en: "Revenue by product", ja: "商品ごとの売上"), .bars, of: top, label: "name",
          values: ["revenue"])
      ], notes: notes)
  }
}
