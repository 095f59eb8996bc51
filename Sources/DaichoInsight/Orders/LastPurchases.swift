/// What each customer has bought, and when last.
package struct LastPurchases: Sendable {
  package struct Purchase: Sendable, Hashable {
    package let sku: Int32
    /// The day of the last order with it.
    package let day: Int32

    package init(sku: Int32, day: Int32) {
      self.sku = sku
      self.day = day
    }
  }

  /// The purchases of customer `c` are `purchases[starts[c]..<starts[c + 1]]`.
  private let starts: [Int]
  private let purchases: [Purchase]

  /// Returns are no purchases; what was returned later stays one.
  package init(_ book: OrderBook) {
    var lines: [(customer: Int32, purchase: Purchase)] = []
    lines.reserveCapacity(book.items.count)
    for item in book.items where !item.isReturn {
      let customer = book.orders[Int(item.order)].customer
      if customer >= 0 { lines.append((customer, Purchase(sku: item.sku, day: item.day))) }
    }
    lines.sort {
      ($0.customer, $0.purchase.sku, $1.purchase.day) < ($1.customer, $1.purchase.sku, $0.purchase.day)
    }
    var (starts, purchases) = ([Int](repeating: 0, count: book.customerCount + 1), [Purchase]())
    var last: (customer: Int32, sku: Int32)?
    for (customer, purchase) in lines where last?.customer != customer || last?.sku != purchase.sku {
      purchases.append(purchase)
      starts[Int(customer) + 1] += 1
      last = (customer, purchase.sku)
    }
    for customer in 0..<book.customerCount { starts[customer + 1] += starts[customer] }
    (self.starts, self.purchases) = (starts, purchases)
  }

  /// Latest first, each sku once; those of one day by sku.
  package func purchases(of customer: Int32) -> [Purchase] {
    guard customer >= 0, Int(customer) + 1 < starts.count else { return [] }
    return purchases[starts[Int(customer)]..<starts[Int(customer) + 1]]
      .sorted { ($1.day, $0.sku) < ($0.day, $1.sku) }
  }
}
