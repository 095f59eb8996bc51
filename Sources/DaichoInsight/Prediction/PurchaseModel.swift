/// Both models of one shop, fitted to its customers' orders.
package struct PurchaseModel: Sendable {
  package let orders: BetaGeometricModel
  package let values: Result<GammaGammaModel, NotEnoughData>

  package init(orders: BetaGeometricModel, values: Result<GammaGammaModel, NotEnoughData>) {
    self.orders = orders
    self.values = values
  }

  package static func fit(
    _ histories: some Collection<PurchaseHistory>
  ) -> Result<PurchaseModel, NotEnoughData> {
    BetaGeometricModel.fit(histories).map {
      PurchaseModel(orders: $0, values: GammaGammaModel.fit(histories))
    }
  }

  /// Of `orders.expected`: a quarter.
  package static let horizon = 90
  /// Of `ltv.predicted`: twelve months.
  package static let lifetime = 365

  package func forecast(_ history: PurchaseHistory) -> PurchaseForecast {
    let value: Double? =
      switch values {
      case .success(let model): model.expectedValue(history)
      case .failure: nil
      }
    return PurchaseForecast(
      probabilityAlive: orders.probabilityAlive(history),
      orders: orders.expectedPurchases(history, days: PurchaseModel.horizon),
      ordersInLifetime: orders.expectedPurchases(history, days: PurchaseModel.lifetime),
      orderValue: value)
  }
}

/// What is to be expected of one customer.
package struct PurchaseForecast: Sendable, Hashable {
  package let probabilityAlive: Double
  /// In the next 90 days.
  package let orders: Double
  /// In the next 365 days.
  package let ordersInLifetime: Double
  /// Mean value of an order, in minor units; `nil` without a model of order values.
  package let orderValue: Double?

  package init(probabilityAlive: Double, orders: Double, ordersInLifetime: Double, orderValue: Double?) {
    self.probabilityAlive = probabilityAlive
    self.orders = orders
    self.ordersInLifetime = ordersInLifetime
    self.orderValue = orderValue
  }

  /// Value of the orders of the next 365 days, in minor units. Not discounted.
  package var lifetimeValue: Double? { orderValue.map { $0 * ordersInLifetime } }
}
