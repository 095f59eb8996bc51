import DaichoIndex
import DaichoModel
import DaichoRender

/// `orders` of a mail: the recipient's latest, the newest first.
enum MailOrders {
  static let name = "orders"
  static let limit = 5

  static let shape = ContextShape.list(
    .object([
      "date": .text, "id": .text, "amount": .text,
      "lines": .list(.object(["sku": .text, "name": .text, "quantity": .number, "amount": .text])),
    ]))

  /// What products are called, by their folded sku.
  static func names(_ shelf: [ShelfProduct]) -> [String: String] {
    Dictionary(
      shelf.map { (TextFolding.fold($0.sku), $0.name ?? $0.sku) }, uniquingKeysWith: { first, _ in first })
  }

  static func value(
    _ orders: [RecentOrder], _ names: [String: String], _ settings: WorkspaceSettings
  ) -> RenderValue {
    func money(_ minor: Int64) -> RenderValue {
      .text(LocalizedText.money(Money(minor: minor, currency: settings.currency), settings.language))
    }
    return .list(
      orders.map { order in
        .object([
          "date": .text(LocalizedText.date(order.day, settings.language)), "id": .text(order.order),
          "amount": money(order.amount),
          "lines": .list(
            order.lines.map { line in
              let sku = line.sku ?? ""
              return .object([
                "sku": .text(sku), "name": .text(names[TextFolding.fold(sku)] ?? sku),
                "quantity": line.quantity.map { .number(quantity($0)) } ?? .missing,
                "amount": line.amount.map(money) ?? .missing,
              ])
            }),
        ])
      })
  }

  private static func quantity(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e12 else { return "" }
    return value == value.rounded() ? String(Int64(value)) : "\(value)"
  }
}
