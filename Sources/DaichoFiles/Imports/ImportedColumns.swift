import DaichoModel

/// The columns an import writes, for all its files together: ours in their usual order, then the others.
package struct ImportedColumns: Sendable {
  package let names: [String]
  package let date, order, line, customer, amount, currency, status, type, sku, quantity: Int?

  /// More would not fit into a bit mask.
  package static let limit = 60

  /// Columns of the map that are about the customer go into no ledger.
  package init(_ maps: [ImportMap]) throws(DaichoError) {
    var wanted: Set<String> = ["date", "order", "line", "customer", "amount"]
    var others: [String] = []
    for map in maps {
      for column in map.columns where !column.name.hasPrefix("customer.") {
        if OrderHeader.Column(rawValue: column.name) == nil, !wanted.contains(column.name) {
          others.append(column.name)
        }
        wanted.insert(column.name)
      }
      if !map.extraRows.isEmpty { wanted.insert("type") }
    }
    let known = [
      "date", "order", "line", "customer", "sku", "quantity", "amount", "currency", "status", "type",
      "coupon",
      "channel", "subscription", "shipped", "delivered",
    ]
    names = known.filter(wanted.contains) + others
    guard names.count <= ImportedColumns.limit else {
      throw DaichoError(
        "too-many-columns", .tooManyImportColumns(names.count, ImportedColumns.limit),
        at: maps.first.map { SourceLocation(path: $0.path) })
    }
    let all = names
    func place(_ name: String) -> Int? { all.firstIndex(of: name) }
    (date, order, line, customer) = (place("date"), place("order"), place("line"), place("customer"))
    (amount, currency, status, type) = (place("amount"), place("currency"), place("status"), place("type"))
    (sku, quantity) = (place("sku"), place("quantity"))
  }
}
