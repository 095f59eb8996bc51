/// `recommend:` in daicho.yml: what may be recommended beside what was bought.
package struct RecommendationSettings: Sendable, Hashable {
  /// Of all orders, at least this part must hold both products: 0…1.
  package var minimumSupport = 0.0
  /// At least so many orders must hold both products.
  package var minimumOrders = 3
  /// Days: what they bought within them is not recommended again.
  package var boughtWithin = 90
  /// How many at most.
  package var limit = 5

  package init() {}
}
