import DaichoModel

/// Revenue, buyers and stock of every sku that was sold.
package struct ProductFigures: Sendable {
  package struct Row: Sendable, Hashable {
    package let sku: Int32
    /// Of the period, returns taken off.
    package var revenue: Int64 = 0
    package var quantity = 0.0
    /// Distinct orders that hold it; a return is none.
    package var orders = 0
    /// Distinct customers of the register who bought it.
    package var buyers = 0
    /// Those of them who bought it in two orders or more.
    package var repeatBuyers = 0
    /// Sold a day, returns taken off, in the 90 days up to today, whatever the period; 0 or more.
    package var pace = 0.0

    /// Of a product that nobody bought.
    package init(sku: Int32) { self.sku = sku }

    /// 0…1; `nil` without a buyer.
    package var repeatRate: Double? { buyers > 0 ? Double(repeatBuyers) / Double(buyers) : nil }
  }

  package static let paceDays = 90

  /// By revenue, most first.
  package let rows: [Row]

  /// Of all of them.
  package var revenue: Int64 { rows.reduce(0) { $0.adding(saturating: $1.revenue) } }

  package init(_ book: OrderBook, today: CalendarDate, period: DayPeriod = .always) {
    var rows = (0..<book.skuCount).map { Row(sku: Int32($0)) }
    // An item and an order once each: by sku, then customer, then order.
    var purchases: [Purchase] = []
    purchases.reserveCapacity(book.items.count)
    let recent = Int32(clamping: today.day - ProductFigures.paceDays)
    for item in book.items {
      let sku = Int(item.sku)
      if item.day > recent, Int(item.day) <= today.day {
        rows[sku].pace += ProductFigures.sold(item)
      }
      guard period.contains(Int(item.day)) else { continue }
      rows[sku].revenue = rows[sku].revenue.adding(saturating: item.amount)
      rows[sku].quantity += ProductFigures.sold(item)
      guard !item.isReturn else { continue }
      let customer = book.orders[Int(item.order)].customer
      purchases.append(Purchase(sku: item.sku, customer: customer, order: item.order))
    }
    purchases.sort()
    ProductFigures.count(purchases, &rows)
    for index in rows.indices {
      rows[index].pace = max(0, rows[index].pace) / Double(ProductFigures.paceDays)
    }
    let sold = Set(purchases.map(\.sku))
    self.rows = rows.filter { sold.contains($0.sku) || $0.revenue != 0 || $0.quantity != 0 }
      .sorted { ($0.revenue, $1.sku) > ($1.revenue, $0.sku) }
  }

  /// A return is written with a negative quantity, or with a negative amount alone.
  private static func sold(_ item: OrderBook.Item) -> Double {
    item.amount < 0 ? -item.quantity.magnitude : item.quantity
  }

  private struct Purchase: Comparable {
    let sku: Int32
    let customer: Int32
    let order: Int32

    static func < (a: Purchase, b: Purchase) -> Bool {
      (a.sku, a.customer, a.order) < (b.sku, b.customer, b.order)
    }
  }

  private static func count(_ purchases: [Purchase], _ rows: inout [Row]) {
    var last: Purchase?
    var ordersOfCustomer = 0
    for purchase in purchases where purchase != last {
      let sku = Int(purchase.sku)
      rows[sku].orders += 1
      let isSame = last?.sku == purchase.sku && last?.customer == purchase.customer
      ordersOfCustomer = isSame ? ordersOfCustomer + 1 : 1
      if purchase.customer >= 0 {
        if ordersOfCustomer == 1 { rows[sku].buyers += 1 }
        if ordersOfCustomer == 2 { rows[sku].repeatBuyers += 1 }
      }
      last = purchase
    }
  }
}
