import DaichoInsight
import DaichoModel
import DaichoQuery

/// Recency, frequency and monetary value as marks from 1 to 5: what `RFMBounds.score` computes, as SQL over
/// `order_totals` and `rfm_bounds`, both of which hold for today.
extension Vocabulary {
  var rfmMetrics: [QueryField] {
    let (recency, frequency) = (Vocabulary.recency, Vocabulary.frequency)
    return [
      QueryField("rfm.recency", .number, value: Vocabulary.ofOrders(recency)),
      QueryField("rfm.frequency", .number, value: Vocabulary.ofOrders(frequency)),
      QueryField(
        "rfm.monetary", .number, value: Vocabulary.ofOrders("1" + Vocabulary.above("t.total", "monetary"))),
      QueryField(
        "rfm.segment", .text,
        value: Vocabulary.ofOrders("CASE (\(recency)) * 10 + \(frequency) \(Vocabulary.segmentCases) END"),
        choices: RFMSegment.allCases.map(\.rawValue)),
    ]
  }

  private static let recency = "5" + above("({today} - t.last_day)", "recency", sign: "-")
  private static let frequency = "1" + above("t.orders", "frequency")

  private static func ofOrders(_ expression: String) -> SQLTemplate {
    SQLTemplate(schema: "(SELECT \(expression) FROM order_totals t WHERE t.record = {row}.record)")
  }

  /// One for each threshold that is strictly below the value. SQLite asks for a threshold once a statement.
  private static func above(_ value: String, _ measure: String, sign: String = "+") -> String {
    (1...4).map { bound in
      let threshold =
        "(SELECT b.value FROM rfm_bounds b WHERE b.measure = '\(measure)' AND b.bound = \(bound))"
      return " \(sign) (\(value) > \(threshold))"
    }.joined()
  }

  private static let segmentCases = (1...5).flatMap { recency in
    (1...5).map { frequency in
      let segment = RFMSegment.of(recency: recency, frequency: frequency)
      return "WHEN \(recency * 10 + frequency) THEN '\(segment.rawValue)'"
    }
  }.joined(separator: " ")
}
