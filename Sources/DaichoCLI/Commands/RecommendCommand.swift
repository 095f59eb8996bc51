import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace

struct RecommendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recommend",
    abstract: "What to offer a customer, or beside a product; alone, what is bought together.",
    discussion: """
      daicho recommend hanako-yamada
      daicho recommend products/bra-200
      daicho recommend                                    (every pair that is bought together)
      daicho recommend hanako-yamada --format json

      First what is bought together with what they have bought, by confidence; then what the product files \
      name as related, the best sellers of the categories they buy from, and those of the shop. Never what \
      is out of stock or not active, and not what they bought within the last 90 days: 'recommend:' in \
      daicho.yml. In a mail the same is {{#recommendations}}.
      """)

  @Argument(
    help: "A customer, a company or a product.",
    completion: Completions.ids([.customers, .companies, .products]))
  var reference: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Show this many at most.", valueName: "n"))
  var limit: Int?

  @Option(help: "How to answer: table, json, jsonl, csv, tsv or ids.")
  var format: OutputFormat = .table

  @OptionGroup var past: PastOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    if let limit, limit < 0 { throw DaichoError.usage(.negative("--limit")) }
    let session = Session(global, at: past, paged: format == .table)
    let workspace = try session.workspace()
    let options = session.options(format)
    guard let reference else {
      let (rules, baskets) = try workspace.boughtTogether()
      try RecommendCommand.table(Array(rules.prefix(limit ?? .max))).write(options, to: session.output)
      try session.finish()
      if format == .table {
        session.messages.printNote(
          .rulesFound(rules.count, baskets: baskets.count, leftOut: baskets.leftOut))
      }
      return
    }
    let found = try session.choose(reference, kinds: [.customers, .companies, .products])
    let recommendations = try workspace.recommendations()
    let products =
      found.reference.kind == .products
      ? recommendations.beside(product: found.reference.id.text, limit: limit)
      : recommendations.forBuyer(record: found.row, limit: limit)
    try RecommendCommand.table(products, session.language).write(options, to: session.output)
    try session.finish()
    if products.isEmpty, format == .table { session.messages.printNote(.nothingToRecommend) }
  }

  private static func table(_ products: [RecommendedProduct], _ language: Language) -> OutputTable {
    let columns = [
      OutputColumn("sku", Wording(same: "SKU")), OutputColumn("name", Wording(en: "name", ja: "商品名")),
      OutputColumn("why", Wording(en: "why", ja: "理由")),
      .machineOnly("product"), .machineOnly("reason"), .machineOnly("because"), .machineOnly("orders"),
      .machineOnly("support"), .machineOnly("confidence"), .machineOnly("lift"),
      .machineOnly("price"), .machineOnly("currency"), .machineOnly("url"),
    ]
    let rows = products.map { item in
      let why = Wording.recommendationReason(
        item.reason, goesWith: item.goesWith.map { $0.product?.name ?? $0.sku })
      var rule: AssociationRules.Rule?
      if case .boughtTogether(let found) = item.reason { rule = found }
      return OutputRow(
        id: item.product?.id ?? item.sku,
        [
          .string(item.sku), .optional(item.product?.name), .string(why(language)),
          .optional(item.product?.id), .string(item.reason.code), .optional(item.goesWith?.sku),
          .count(rule?.together), .exact(rule?.support), .exact(rule?.confidence), .exact(rule?.lift),
          item.product?.price.map { .decimal($0.decimal) } ?? .null,
          .optional(item.product?.price?.currency.code), .optional(item.product?.url),
        ])
    }
    return OutputTable(columns: columns, rows: rows)
  }

  private static func table(_ rules: [BoughtTogether]) -> OutputTable {
    let columns = [
      OutputColumn("antecedent", Wording(en: "who buys", ja: "これを買うと")),
      OutputColumn("consequent", Wording(en: "buys, too", ja: "これも買う")),
      .number("orders", Wording(en: "orders", ja: "注文"), fractionDigits: 0),
      .percent("support", Wording(en: "support", ja: "支持度")),
      .percent("confidence", Wording(en: "confidence", ja: "確信度")),
      .number("lift", Wording(en: "lift", ja: "リフト"), fractionDigits: 2),
    ]
    let rows = rules.map { item in
      OutputRow(
        id: item.antecedent,
        [
          .string(item.antecedent), .string(item.consequent), .integer(item.rule.together),
          .exact(item.rule.support), .exact(item.rule.confidence), .exact(item.rule.lift),
        ])
    }
    return OutputTable(columns: columns, rows: rows)
  }
}

extension Recommender.Recommendation.Reason {
  /// What `--format json` calls it.
  fileprivate var code: String {
    switch self {
    case .boughtTogether: "bought-together"
    case .related: "related"
    case .bestOfCategory: "best-of-category"
    case .bestOfShop: "best-of-shop"
    }
  }
}

extension JSONValue {
  /// To nine digits after the point.
  fileprivate static func exact(_ value: Double?) -> JSONValue { .fraction(value, digits: 9) }
}
