import DaichoInsight
import DaichoModel
import GRDB

/// What customers will buy, from the purchases in `order_totals`: see the manual's page "Prediction".
extension DerivedTables {
  static let ofPrediction = ["predictions", "prediction_models"]

  func writePredictions(to schema: String) throws {
    func report(_ done: Int) { progress?.progress(.predicting, done: done, of: 4) }
    report(0)
    var records: [Int64] = []
    var histories: [PurchaseHistory] = []
    guard let connection = database.sqliteConnection else { return }
    let rows = try SQLiteCursor(
      connection,
      """
      SELECT t.record, t.purchase_days, t.purchase_first, t.purchase_last, t.purchase_valued,
        t.purchase_repeat_value
      FROM order_totals t JOIN customers c ON c.record = t.record ORDER BY t.record
      """)
    while try rows.step() {
      let tally = PurchaseTally(
        days: Int(rows.integer(1)), firstDay: rows.isNull(2) ? nil : Int32(clamping: rows.integer(2)),
        lastDay: rows.isNull(3) ? nil : Int32(clamping: rows.integer(3)), valued: Int(rows.integer(4)),
        repeatValue: rows.integer(5))
      guard let history = tally.history(today: moment.today.day) else { continue }
      records.append(rows.integer(0))
      histories.append(history)
    }
    report(1)
    let models = PredictionModels(of: histories, progress: report)
    report(3)
    try models.write(database, to: schema)
    if let model = models.model {
      let writer = try RowWriter(database, "INSERT INTO \(schema).predictions VALUES (?, ?, ?, ?, ?, ?)")
      for (record, history) in zip(records, histories) {
        let forecast = model.forecast(history)
        writer.add(record)
        writer.add(forecast.probabilityAlive)
        writer.add(forecast.orders)
        writer.add(forecast.ordersInLifetime)
        writer.add(forecast.orderValue)
        writer.add(forecast.lifetimeValue)
        try writer.insert()
      }
    }
    report(4)
    progress?.progressEnded()
  }

  /// Says why a column is empty that somebody asked for.
  func noteWhatIsMissing(isOfValues: Bool) throws {
    let models = try PredictionModels(database)
    if case .failure(let missing) = models.orders {
      note(.notEnoughToPredict(missing.reason))
    } else if isOfValues, case .failure(let missing) = models.values {
      note(.notEnoughToPredictValues(missing.reason))
    }
  }
}
