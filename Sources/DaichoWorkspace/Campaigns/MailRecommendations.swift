import DaichoIndex
import DaichoModel
import DaichoRender

/// `recommendations` of a mail: products with a file of their own, which therefore have a name.
struct MailRecommendations: Sendable {
  private let recommendations: Recommendations
  private let records: [String: Int64]
  private let language: Language

  static let name = "recommendations"

  /// Reads all orders.
  init(_ workspace: Workspace) throws(DaichoError) {
    recommendations = try workspace.recommendations(needsProduct: true)
    records = try workspace.index.customerRecords()
    language = workspace.language
  }

  func value(forCustomer id: String) -> RenderValue {
    guard let record = records[id] else { return .list([]) }
    return .list(
      recommendations.forBuyer(record: record).map {
        MailProducts.value($0.product?.name ?? $0.sku, $0.sku, $0.product, language)
      })
  }
}
