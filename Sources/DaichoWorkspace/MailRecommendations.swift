import DaichoIndex
import DaichoModel
import DaichoRender

/// `recommendations` of a mail: products with a file of their own, which therefore have a name.
struct MailRecommendations {
  private let recommendations: Recommendations
  private let records: [String: Int64]
  private let language: Language

  static let name = "recommendations"

  static let shape = ContextShape.list(
    .object([
      "name": .text, "sku": .text, "category": .text, "price": .text, "url": .text, "image": .text,
    ]))

  /// Reads all orders: `nil` for a campaign whose texts don't mention them.
  init?(_ workspace: Workspace, for campaign: Campaign, layouts: [String: String]) throws(DaichoError) {
    let source = campaign.source
    let texts = [source.subject.text, source.body.text, source.preheader?.text ?? ""] + layouts.values
    guard texts.contains(where: { $0.contains(MailRecommendations.name) }) else { return nil }
    recommendations = try workspace.recommendations(needsProduct: true)
    records = try workspace.index.customerRecords()
    language = workspace.language
  }

  func value(forCustomer id: String) -> RenderValue {
    guard let record = records[id] else { return .list([]) }
    return .list(
      recommendations.forBuyer(record: record).map { item in
        func text(_ value: String?) -> RenderValue { value.map(RenderValue.text) ?? .missing }
        return .object([
          "name": .text(item.product?.name ?? item.sku), "sku": .text(item.sku),
          "category": text(item.product?.category),
          "price": text(item.product?.price.map { LocalizedText.money($0, language) }),
          "url": text(item.product?.url), "image": text(item.product?.image),
        ])
      })
  }
}
