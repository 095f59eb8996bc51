import DaichoIndex
import DaichoModel
import DaichoRender

/// `products` of a mail: those the campaign names, in its order.
enum MailProducts {
  static let name = "products"

  static let shape = ContextShape.list(
    .object([
      "name": .text, "sku": .text, "category": .text, "price": .text, "url": .text, "image": .text,
    ]))

  /// - Parameter names: skus or ids, without regard to case and width.
  static func chosen(_ names: [String], on shelf: [ShelfProduct]) -> [ShelfProduct] {
    names.compactMap { name in
      let folded = TextFolding.fold(name)
      return shelf.first { TextFolding.fold($0.sku) == folded }
        ?? shelf.first { RecordID.key($0.id) == RecordID.key(name) }
    }
  }

  static func value(_ names: [String], on shelf: [ShelfProduct], _ language: Language) -> RenderValue {
    .list(chosen(names, on: shelf).map { value($0.name ?? $0.sku, $0.sku, $0, language) })
  }

  static func value(
    _ name: String, _ sku: String, _ product: ShelfProduct?, _ language: Language
  ) -> RenderValue {
    func text(_ value: String?) -> RenderValue { value.map(RenderValue.text) ?? .missing }
    return .object([
      "name": .text(name), "sku": .text(sku), "category": text(product?.category),
      "price": text(product?.price.map { LocalizedText.money($0, language) }), "url": text(product?.url),
      "image": text(product?.image),
    ])
  }
}
