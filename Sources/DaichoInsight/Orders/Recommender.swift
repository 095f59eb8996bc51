import DaichoModel

/// What to offer to a customer, or beside a product.
///
/// First what is bought together with what they have bought; where that is not enough, what the shop itself
/// relates, then what sells best in the categories they buy from, and last in the whole shop.
package struct Recommender: Sendable {
  /// What the shop says of a product it sells under a sku.
  package struct Product: Sendable, Hashable {
    package var category: String?
    package var isActive: Bool
    /// `nil`: not counted.
    package var stock: Double?
    /// Skus.
    package var related: [Int32]

    package init(category: String? = nil, isActive: Bool = true, stock: Double? = nil, related: [Int32] = [])
    {
      self.category = category
      self.isActive = isActive
      self.stock = stock
      self.related = related
    }

    package var isOnSale: Bool { isActive && stock.map { $0 > 0 } ?? true }
  }

  package struct Recommendation: Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
      case boughtTogether(AssociationRules.Rule)
      /// The shop relates it to this sku.
      case related(Int32)
      case bestOfCategory(String)
      case bestOfShop
    }

    package let sku: Int32
    package let reason: Reason
  }

  /// By sku, those that make another likelier, strongest first.
  private let rules: [[AssociationRules.Rule]]
  /// By sku.
  private let products: [Int32: Product]
  private let settings: RecommendationSettings
  /// What is on sale, best sellers first.
  private let bestSellers: [Int32]

  /// More would recommend nothing else, and shops with very many products would need memory for them.
  private static let rulesOfOneSKU = 100

  /// - Parameters:
  ///   - names: of the skus: they decide between two that sell alike.
  ///   - needsProduct: leave out what is sold under a sku that no product has.
  package init(
    _ book: OrderBook, products: [Int32: Product], names: [String], settings: RecommendationSettings,
    today: CalendarDate, needsProduct: Bool = false
  ) {
    let rules = AssociationRules(
      Baskets(book), minimumSupport: settings.minimumSupport, minimumOrders: settings.minimumOrders)
    self.rules = rules.bySKU(atMost: Recommender.rulesOfOneSKU) { $0.lift > 1 }
    var products = products
    if !needsProduct {
      for sku in 0..<Int32(book.skuCount) where products[sku] == nil { products[sku] = Product() }
    }
    self.products = products
    self.settings = settings
    bestSellers = Recommender.bestSellers(book, products, names, today)
  }

  /// By orders of the last 90 days, then of all time, then by name.
  private static func bestSellers(
    _ book: OrderBook, _ products: [Int32: Product], _ names: [String], _ today: CalendarDate
  ) -> [Int32] {
    let recently = DayPeriod(from: today.adding(days: 1 - ProductFigures.paceDays), to: today)
    var orders: [Int32: (recent: Int, all: Int)] = [:]
    for row in ProductFigures(book, today: today).rows { orders[row.sku] = (0, row.orders) }
    for row in ProductFigures(book, today: today, period: recently).rows {
      orders[row.sku]?.recent = row.orders
    }
    func name(_ sku: Int32) -> String { names.indices.contains(Int(sku)) ? names[Int(sku)] : "" }
    return orders.filter { products[$0.key]?.isOnSale ?? false && $0.value.all > 0 }
      .sorted {
        let (a, b) = ($0.value, $1.value)
        if a != b { return a > b }
        return (name($0.key), $0.key) < (name($1.key), $1.key)
      }.map(\.key)
  }

  /// - Parameter purchases: what they bought and when last, latest first.
  package func recommendations(
    after purchases: [LastPurchases.Purchase], today: CalendarDate, limit: Int
  ) -> [Recommendation] {
    let oldest = today.day - settings.boughtWithin
    let recent = Set(purchases.filter { Int($0.day) > oldest }.map(\.sku))
    var list = List(excluded: recent, products: products, limit: limit)
    list.add(fromRules(of: purchases.map(\.sku)))
    list.add(fromShop(purchases.map(\.sku)))
    return list.chosen
  }

  /// What goes with a product.
  package func recommendations(beside sku: Int32, limit: Int) -> [Recommendation] {
    var list = List(excluded: [sku], products: products, limit: limit)
    list.add(fromRules(of: [sku]))
    list.add(fromShop([sku]))
    return list.chosen
  }

  /// The strongest rule to each sku, of those that make it likelier.
  private func fromRules(of skus: [Int32]) -> [Recommendation] {
    var best: [Int32: AssociationRules.Rule] = [:]
    for sku in Set(skus) {
      for rule in rules.indices.contains(Int(sku)) ? rules[Int(sku)] : [] {
        if let known = best[rule.consequent], !Recommender.isBetter(rule, known) { continue }
        best[rule.consequent] = rule
      }
    }
    return best.values.sorted(by: Recommender.isBetter).map {
      Recommendation(sku: $0.consequent, reason: .boughtTogether($0))
    }
  }

  private static func isBetter(_ a: AssociationRules.Rule, _ b: AssociationRules.Rule) -> Bool {
    if a.confidence != b.confidence { return a.confidence > b.confidence }
    if a.lift != b.lift { return a.lift > b.lift }
    return (a.consequent, a.antecedent) < (b.consequent, b.antecedent)
  }

  private func fromShop(_ skus: [Int32]) -> [Recommendation] {
    var found: [Recommendation] = []
    for sku in skus {
      for related in products[sku]?.related ?? [] { found.append(.init(sku: related, reason: .related(sku))) }
    }
    var categories: [String: Int] = [:]
    for sku in skus { if let category = products[sku]?.category { categories[category, default: 0] += 1 } }
    for (category, _) in categories.sorted(by: { ($0.value, $1.key) > ($1.value, $0.key) }) {
      for sku in bestSellers where products[sku]?.category == category {
        found.append(.init(sku: sku, reason: .bestOfCategory(category)))
      }
    }
    return found + bestSellers.map { .init(sku: $0, reason: .bestOfShop) }
  }

  /// Each sku once, up to the limit.
  private struct List {
    var excluded: Set<Int32>
    let products: [Int32: Product]
    let limit: Int
    var chosen: [Recommendation] = []

    mutating func add(_ candidates: [Recommendation]) {
      for candidate in candidates {
        guard chosen.count < limit else { return }
        guard products[candidate.sku]?.isOnSale ?? false, excluded.insert(candidate.sku).inserted else {
          continue
        }
        chosen.append(candidate)
      }
    }
  }
}
