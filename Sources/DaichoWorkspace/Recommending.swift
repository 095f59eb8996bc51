import DaichoIndex
import DaichoInsight
import DaichoModel

/// A product to offer, and why.
package struct RecommendedProduct: Sendable {
  package let sku: String
  /// `nil`: sold under a sku that no product has.
  package let product: ShelfProduct?
  package let reason: Recommender.Recommendation.Reason
  /// The sku of what it goes with, where the reason is another product, and that product.
  package let goesWith: (sku: String, product: ShelfProduct?)?
}

/// A rule between two skus.
package struct BoughtTogether: Sendable {
  package let antecedent: String
  package let consequent: String
  package let rule: AssociationRules.Rule
}

/// All that recommendations are made from, read once for any number of customers.
package struct Recommendations: Sendable {
  private let reading: OrderReading
  private let shelf: Shelf
  private let recommender: Recommender
  private let history: LastPurchases
  private let numbers: [Int64: Int32]
  private let settings: RecommendationSettings
  private let today: CalendarDate

  /// - Parameter needsProduct: nothing that has no product file, for it has no name and no price.
  init(_ workspace: Workspace, needsProduct: Bool) throws(DaichoError) {
    let reading = try workspace.index.orders(of: .everyone, keepsItems: true)
    let shelf = Shelf(try workspace.index.shelfProducts(), soldAs: reading.skus)
    recommender = Recommender(
      reading.book, products: shelf.forRecommending, names: shelf.skus,
      settings: workspace.settings.recommend,
      today: workspace.moment.today, needsProduct: needsProduct)
    history = LastPurchases(reading.book)
    numbers = Dictionary(
      reading.records.enumerated().map { ($1, Int32(truncatingIfNeeded: $0)) }, uniquingKeysWith: min)
    (settings, today) = (workspace.settings.recommend, workspace.moment.today)
    (self.reading, self.shelf) = (reading, shelf)
  }

  /// - Parameter record: a customer or a company.
  package func forBuyer(record: Int64, limit: Int? = nil) -> [RecommendedProduct] {
    let purchases = numbers[record].map(history.purchases) ?? []
    return recommender.recommendations(after: purchases, today: today, limit: limit ?? settings.limit)
      .map(described)
  }

  package func beside(product id: String, limit: Int? = nil) -> [RecommendedProduct] {
    guard let sku = shelf.number(ofProduct: id) else { return [] }
    return recommender.recommendations(beside: sku, limit: limit ?? settings.limit).map(described)
  }

  private func described(_ recommendation: Recommender.Recommendation) -> RecommendedProduct {
    func thing(_ number: Int32) -> (sku: String, product: ShelfProduct?) {
      let sku = shelf.skus.indices.contains(Int(number)) ? shelf.skus[Int(number)] : ""
      return (sku, shelf.products[number])
    }
    let (sku, product) = thing(recommendation.sku)
    let goesWith: (sku: String, product: ShelfProduct?)? =
      switch recommendation.reason {
      case .boughtTogether(let rule): thing(rule.antecedent)
      case .related(let other): thing(other)
      case .bestOfCategory, .bestOfShop: nil
      }
    return RecommendedProduct(
      sku: sku, product: product, reason: recommendation.reason, goesWith: goesWith)
  }
}

extension Workspace {
  package func recommendations(needsProduct: Bool = false) throws(DaichoError) -> Recommendations {
    try Recommendations(self, needsProduct: needsProduct)
  }

  /// What is bought together in this shop: every rule with the support that daicho.yml asks for.
  package func boughtTogether() throws(DaichoError) -> (rules: [BoughtTogether], baskets: Baskets) {
    let reading = try index.orders(of: .everyone, keepsItems: true)
    let baskets = Baskets(reading.book)
    let rules = AssociationRules(
      baskets, minimumSupport: settings.recommend.minimumSupport,
      minimumOrders: settings.recommend.minimumOrders)
    let named = rules.all().map { rule in
      BoughtTogether(
        antecedent: reading.skus[Int(rule.antecedent)], consequent: reading.skus[Int(rule.consequent)],
        rule: rule)
    }.sorted { a, b in
      // Numbers follow the order in which the ledgers were read.
      if a.rule.confidence != b.rule.confidence { return a.rule.confidence > b.rule.confidence }
      if a.rule.together != b.rule.together { return a.rule.together > b.rule.together }
      return (a.antecedent, a.consequent) < (b.antecedent, b.consequent)
    }
    return (named, baskets)
  }
}
