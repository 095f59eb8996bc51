import DaichoModel
import DaichoQuery

/// What `DerivedTables` foresees as of today. Missing for who has no purchase, and for all where there is
/// not enough data.
extension Vocabulary {
  var predictionMetrics: [QueryField] {
    [
      QueryField("p_alive", .number, value: Vocabulary.ofPrediction("p_alive")),
      QueryField("orders.expected", .number, value: Vocabulary.ofPrediction("orders_expected")),
      QueryField("ltv.predicted", money, value: Vocabulary.ofPrediction("ltv_predicted")),
    ]
  }

  private static func ofPrediction(_ column: String) -> SQLTemplate {
    SQLTemplate(schema: "(SELECT p.\(column) FROM predictions p WHERE p.record = {row}.record)")
  }
}
