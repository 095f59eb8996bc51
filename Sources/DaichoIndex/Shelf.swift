import DaichoInsight
import DaichoModel
import GRDB

/// A product as reports and recommendations need it.
package struct ShelfProduct: Sendable, Hashable {
  package let id: String
  package let name: String?
  /// As written, else the id.
  package let sku: String
  package let category: String?
  /// `nil`: not counted.
  package let stock: Double?
  package let reorderAt: Double?
  package let price: Money?
  package let url: String?
  package let image: String?
  package let isActive: Bool
  /// Keys of products.
  package let related: [String]
}

/// The products behind the skus that orders name.
package struct Shelf: Sendable {
  /// By number: those of an order book, then those that were never sold.
  package private(set) var skus: [String]
  /// By number of the sku; sku and product agree without case and width.
  package private(set) var products: [Int32: ShelfProduct] = [:]

  package init(_ all: [ShelfProduct], soldAs skus: [String]) {
    self.skus = skus
    var numbers: [String: [Int32]] = [:]
    for (number, sku) in skus.enumerated() {
      numbers[TextFolding.fold(sku), default: []].append(Int32(truncatingIfNeeded: number))
    }
    for product in all {
      let folded = TextFolding.fold(product.sku)
      if numbers[folded] == nil {
        numbers[folded] = [Int32(truncatingIfNeeded: self.skus.count)]
        self.skus.append(product.sku)
      }
      for number in numbers[folded] ?? [] where products[number] == nil { products[number] = product }
    }
  }

  /// What a recommendation looks at.
  package var forRecommending: [Int32: Recommender.Product] {
    var numbers: [String: Int32] = [:]
    for (number, product) in products {
      let key = RecordID.key(product.id)
      numbers[key] = min(numbers[key] ?? number, number)
    }
    return products.mapValues { product in
      Recommender.Product(
        category: product.category, isActive: product.isActive, stock: product.stock,
        related: product.related.compactMap { numbers[$0] })
    }
  }

  package func number(ofProduct id: String) -> Int32? {
    products.filter { $0.value.id == id }.keys.min()
  }
}

extension WorkspaceIndex {
  /// All products, by id.
  package func shelfProducts() throws(DaichoError) -> [ShelfProduct] {
    try read(refreshed: false) { database in
      var related: [Int64: [String]] = [:]
      let references = try Row.fetchCursor(
        database,
        sql: """
          SELECT v.record, v.value FROM field_values v JOIN products p ON p.record = v.record
          WHERE v.field = 'related' ORDER BY v.record, v.position
          """)
      while let row = try references.next() {
        guard let value = row[1] as String? else { continue }
        let written = Reference(value).map(\.id.text) ?? value
        related[row[0], default: []].append(RecordID.key(written))
      }
      return try Row.fetchAll(
        database,
        sql: """
          SELECT record, id, name, sku, category, stock, reorder_at, price, currency, url, image, active
          FROM products ORDER BY key
          """
      ).map { row in
        let id: String = row[1]
        let currency = (row[8] as String?).flatMap { Currency($0) } ?? self.settings.currency
        return ShelfProduct(
          id: id, name: row[2], sku: row[3] ?? id, category: row[4], stock: row[5], reorderAt: row[6],
          price: (row[7] as Int64?).map { Money(minor: $0, currency: currency) }, url: row[9], image: row[10],
          isActive: (row[11] as Bool?) ?? true, related: related[row[0]] ?? [])
      }
    }
  }

  /// The rows of customers by id, of all of them: for many at once.
  package func customerRecords() throws(DaichoError) -> [String: Int64] {
    try read(refreshed: false) { database in
      var records: [String: Int64] = [:]
      let rows = try Row.fetchCursor(database, sql: "SELECT id, record FROM customers")
      while let row = try rows.next() { records[row[0]] = row[1] }
      return records
    }
  }
}
