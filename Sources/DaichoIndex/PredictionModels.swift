import DaichoInsight
import GRDB

/// The models that predictions were made by, or why there are none: the rows of `prediction_models`.
package struct PredictionModels: Sendable {
  package let orders: Result<BetaGeometricModel, NotEnoughData>
  package let values: Result<GammaGammaModel, NotEnoughData>
  /// Who has purchased at all, and who on a second day.
  package let customers: Int
  package let repeatBuyers: Int
  /// Of frequency and order value among repeat buyers; Gamma-Gamma takes it to be 0.
  package let correlation: Double?

  init(of histories: [PurchaseHistory], progress: (Int) -> Void) {
    customers = histories.count
    repeatBuyers = histories.count { $0.frequency > 0 }
    orders = BetaGeometricModel.fit(histories)
    progress(2)
    values = GammaGammaModel.fit(histories)
    correlation = GammaGammaModel.correlation(histories)
  }

  /// Both models, where orders can be foreseen.
  var model: PurchaseModel? {
    switch orders {
    case .success(let orders): PurchaseModel(orders: orders, values: values)
    case .failure: nil
    }
  }

  // MARK: In the index

  private static let (ofOrders, ofValues) = ("bg-nbd", "gamma-gamma")
  private static let missing = "not_enough_data"

  func write(_ database: Database, to schema: String) throws {
    let writer = try RowWriter(database, "INSERT INTO \(schema).prediction_models VALUES (?, ?, ?, ?)")
    func add(_ model: String, _ parameter: String, _ value: Double?, reason: String? = nil) throws {
      writer.add(model)
      writer.add(parameter)
      writer.add(value)
      writer.add(reason)
      try writer.insert()
    }
    func add(_ model: String, _ missing: NotEnoughData) throws {
      try add(model, PredictionModels.missing, missing.found.map { Double($0) }, reason: missing.code)
    }
    let (first, second) = (PredictionModels.ofOrders, PredictionModels.ofValues)
    try add(first, "customers", Double(customers))
    try add(first, "repeat_buyers", Double(repeatBuyers))
    switch orders {
    case .success(let model):
      for (name, value) in model.parameters { try add(first, name, value) }
    case .failure(let missing): try add(first, missing)
    }
    try add(second, "correlation", correlation)
    switch values {
    case .success(let model):
      for (name, value) in model.parameters { try add(second, name, value) }
    case .failure(let missing): try add(second, missing)
    }
  }

  init(_ database: Database) throws {
    var numbers: [String: Double] = [:]
    var reasons: [String: NotEnoughData] = [:]
    for row in try Row.fetchAll(
      database, sql: "SELECT model, parameter, value, reason FROM prediction_models")
    {
      let model: String = row[0]
      let value = row[2] as Double?
      if let code = row[3] as String? {
        reasons[model] = NotEnoughData(code: code, found: value.flatMap { Int(exactly: $0) })
      } else if let value {
        numbers["\(model) \(row[1] as String)"] = value
      }
    }
    func number(_ model: String, _ name: String) -> Double? { numbers["\(model) \(name)"] }
    let (first, second) = (PredictionModels.ofOrders, PredictionModels.ofValues)
    customers = number(first, "customers").flatMap { Int(exactly: $0) } ?? 0
    repeatBuyers = number(first, "repeat_buyers").flatMap { Int(exactly: $0) } ?? 0
    correlation = number(second, "correlation")
    if let r = number(first, "r"), let alpha = number(first, "alpha"), let a = number(first, "a"),
      let b = number(first, "b")
    {
      orders = .success(
        BetaGeometricModel(
          r: r, alpha: alpha, a: a, b: b, logLikelihood: number(first, "log_likelihood") ?? 0))
    } else {
      orders = .failure(reasons[first] ?? .noConvergence)
    }
    if let p = number(second, "p"), let q = number(second, "q"), let v = number(second, "v") {
      values = .success(
        GammaGammaModel(p: p, q: q, v: v, logLikelihood: number(second, "log_likelihood") ?? 0))
    } else {
      values = .failure(reasons[second] ?? .noConvergence)
    }
  }
}

extension BetaGeometricModel {
  /// By the names they have in the index and in reports; alpha is in weeks.
  package var parameters: [(name: String, value: Double)] {
    [("r", r), ("alpha", alpha), ("a", a), ("b", b), ("log_likelihood", logLikelihood)]
  }
}

extension GammaGammaModel {
  /// By the names they have in the index; v is in minor units.
  package var parameters: [(name: String, value: Double)] {
    [("p", p), ("q", q), ("v", v), ("log_likelihood", logLikelihood)]
  }
}
