import DaichoInsight
import DaichoModel
import DaichoQuery
import GRDB

/// Lifetime value of some of the customers, and the models of the whole shop it is foreseen by.
package struct LifetimeValueReport: Sendable {
  package let figures: LifetimeValueFigures
  package let models: PredictionModels
}

extension WorkspaceIndex {
  /// What customers with an order have been worth, and what they are expected to bring.
  ///
  /// - Parameter request: its conditions choose customers, its period those whose first order falls in it.
  ///   The models are fitted to all customers, whatever it says.
  package func lifetimeValueReport(_ request: ReportRequest) throws(DaichoError) -> LifetimeValueReport {
    try read { database in
      let questions = try Questions(database: database, index: self)
      let condition = try questions.condition(of: request, .customers)
      let sql = SQLTemplate(
        schema: """
          SELECT t.total, t.purchase_days > 1, p.p_alive, p.orders_expected, p.orders_in_year, p.order_value
          FROM customers {row} JOIN order_totals t ON t.record = {row}.record
          LEFT JOIN predictions p ON p.record = {row}.record
          WHERE t.first_day BETWEEN \(request.period.firstDay) AND \(request.period.lastDay)
            AND (\(condition.text))
          """, condition.arguments
      ).placed(row: "r", today: self.moment.today, now: self.moment.epoch)
      var derived = self.derived(database)
      // The report says it in its own place.
      derived.note = { _ in }
      try derived.prepare(for: sql.text)
      var customers: [LifetimeValueFigures.Customer] = []
      let rows = try Row.fetchCursor(database, sql: sql.text, arguments: sql.grdbArguments)
      while let row = try rows.next() {
        let forecast = (row[2] as Double?).map { alive in
          PurchaseForecast(
            probabilityAlive: alive, orders: row[3], ordersInLifetime: row[4], orderValue: row[5])
        }
        customers.append(
          LifetimeValueFigures.Customer(historic: row[0], isRepeatBuyer: row[1], forecast: forecast))
      }
      return LifetimeValueReport(
        figures: LifetimeValueFigures(customers, minorDigits: self.settings.currency.minorDigits),
        models: try PredictionModels(database))
    }
  }
}
