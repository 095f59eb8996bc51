/// What is bought together: rules "who buys A buys B, too" of one product each.
///
/// Agrawal, Imieliński, Swami, "Mining association rules between sets of items in large databases",
/// SIGMOD 1993; lift after Brin, Motwani, Ullman, Tsur, SIGMOD 1997.
package struct AssociationRules: Sendable {
  package struct Rule: Sendable, Hashable {
    /// Skus.
    package let antecedent: Int32
    package let consequent: Int32
    /// Baskets with both, with the antecedent, with the consequent, and all.
    package let together: Int
    package let antecedents: Int
    package let consequents: Int
    package let baskets: Int

    /// Of all baskets, the part with both.
    package var support: Double { Double(together) / Double(baskets) }
    /// Of the baskets with the antecedent, the part that has the consequent.
    package var confidence: Double { Double(together) / Double(antecedents) }
    /// How many times likelier the consequent is with the antecedent than at all; 1: neither helps the other.
    package var lift: Double {
      Double(together) * Double(baskets) / (Double(antecedents) * Double(consequents))
    }
  }

  package let baskets: Baskets
  private let minimumSupport: Double
  private let minimumOrders: Int

  /// - Parameters:
  ///   - minimumSupport: 0…1, of all baskets.
  ///   - minimumOrders: baskets with both; at least 1.
  package init(_ baskets: Baskets, minimumSupport: Double, minimumOrders: Int) {
    self.baskets = baskets
    self.minimumSupport = minimumSupport
    self.minimumOrders = max(1, minimumOrders)
  }

  /// All rules, by confidence, then support, most first; then by sku.
  package func all() -> [Rule] {
    var counts = [Int32](repeating: 0, count: baskets.skuStarts.count)
    var rules: [Rule] = []
    for sku in 0..<max(0, baskets.skuStarts.count - 1) {
      AssociationRules.append(to: &rules, from: Int32(sku), self, &counts)
    }
    return rules.sorted(by: AssociationRules.isStronger)
  }

  /// By sku, the strongest of the rules from it that pass a test.
  package func bySKU(atMost limit: Int, where passes: (Rule) -> Bool) -> [[Rule]] {
    var counts = [Int32](repeating: 0, count: baskets.skuStarts.count)
    return (0..<max(0, baskets.skuStarts.count - 1)).map { sku in
      var rules: [Rule] = []
      AssociationRules.append(to: &rules, from: Int32(sku), self, &counts)
      return Array(rules.filter(passes).sorted(by: AssociationRules.isStronger).prefix(limit))
    }
  }

  private static func isStronger(_ a: Rule, _ b: Rule) -> Bool {
    if a.confidence != b.confidence { return a.confidence > b.confidence }
    if a.together != b.together { return a.together > b.together }
    return (a.antecedent, a.consequent) < (b.antecedent, b.consequent)
  }

  /// - Parameter counts: zeros, one a sku, and zeros again afterwards.
  private static func append(
    to rules: inout [Rule], from sku: Int32, _ source: AssociationRules, _ counts: inout [Int32]
  ) {
    let baskets = source.baskets
    let antecedents = baskets.count(of: sku)
    guard source.isFrequent(antecedents) else { return }
    var met: [Int32] = []
    for place in baskets.skuStarts[Int(sku)]..<baskets.skuStarts[Int(sku) + 1] {
      let basket = Int(baskets.baskets[place])
      for other in baskets.starts[basket]..<baskets.starts[basket + 1] {
        let item = baskets.skus[other]
        if counts[Int(item)] == 0 { met.append(item) }
        counts[Int(item)] += 1
      }
    }
    for item in met {
      let together = Int(counts[Int(item)])
      counts[Int(item)] = 0
      guard item != sku, source.isFrequent(together) else { continue }
      rules.append(
        Rule(
          antecedent: sku, consequent: item, together: together, antecedents: antecedents,
          consequents: baskets.count(of: item), baskets: baskets.count))
    }
  }

  private func isFrequent(_ count: Int) -> Bool {
    count >= minimumOrders && Double(count) / Double(baskets.count) >= minimumSupport
  }
}
