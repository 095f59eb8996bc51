import DaichoModel

/// The counting order lines of a shop, in columns: what reports on sales are computed from.
///
/// Fed line by line, in any order. The lines of one order id and one customer are an order: its date is the
/// day of the first of them, its amount their sum, so that a refund dated later lowers the order it is
/// written under. Customers, orders and products are dense numbers from 0; amounts are minor units of the
/// workspace's currency, and sums of them stop at the ends of 64 bits.
package struct OrderBook: Sendable {
  package struct Line: Sendable {
    /// `nil`: nobody in the register.
    package var customer: Int32?
    /// A hash of the order's id.
    package var order: UInt64
    /// `CalendarDate.day`
    package var day: Int32
    /// `nil` where no rate for its currency is known: then the order counts, and nothing is added.
    package var amount: Int64?
    package var sku: Int32?
    package var quantity: Double?
    /// Something sold, not a fee, a discount, a refund or the cost of shipping.
    package var isItem: Bool
    package var isSubscription: Bool

    package init(
      customer: Int32?, order: UInt64, day: Int32, amount: Int64?, sku: Int32? = nil,
      quantity: Double? = nil, isItem: Bool = true, isSubscription: Bool = false
    ) {
      self.customer = customer
      self.order = order
      self.day = day
      self.amount = amount
      self.sku = sku
      self.quantity = quantity
      self.isItem = isItem
      self.isSubscription = isSubscription
    }
  }

  package struct Order: Sendable, Hashable {
    /// Negative: nobody in the register.
    package let customer: Int32
    package var day: Int32
    package var amount: Int64
    package var isSubscription: Bool

    package var isMatched: Bool { customer >= 0 }
  }

  /// A line of something sold, under a sku.
  package struct Item: Sendable, Hashable {
    package let order: Int32
    package let sku: Int32
    package let day: Int32
    package let amount: Int64
    /// 1 where none is written.
    package let quantity: Double
    /// Given back: it lowers the revenue, and nobody bought anything.
    package var isReturn: Bool { amount < 0 || quantity < 0 }
  }

  package private(set) var orders: [Order] = []
  /// Empty unless the book keeps items.
  package private(set) var items: [Item] = []
  /// One more than the highest number of a customer.
  package private(set) var customerCount = 0
  /// Likewise of a sku.
  package private(set) var skuCount = 0
  /// Lines in a currency without a rate.
  package private(set) var linesWithoutAmount = 0
  package let keepsItems: Bool

  private var numbers = HashTable()
  private let hash = QuickHash()
  private var latest: (key: UInt64, number: Int32) = (0, -1)

  /// - Parameter keepsItems: for products and what is bought together.
  package init(keepsItems: Bool = true) { self.keepsItems = keepsItems }

  package mutating func reserve(lines: Int) {
    orders.reserveCapacity(lines)
    if keepsItems { items.reserveCapacity(lines) }
  }

  package mutating func add(_ line: Line) {
    let customer = max(line.customer ?? -1, -1)
    customerCount = max(customerCount, Int(customer) + 1)
    if line.amount == nil { linesWithoutAmount += 1 }
    let key = hash.combine(hash.combine(0, line.order), UInt64(truncatingIfNeeded: customer))
    let number = orderNumber(key, customer, line)
    guard keepsItems, line.isItem, let sku = line.sku, sku >= 0 else { return }
    skuCount = max(skuCount, Int(sku) + 1)
    items.append(
      Item(
        order: number, sku: sku, day: line.day, amount: line.amount ?? 0, quantity: line.quantity ?? 1))
  }

  private mutating func orderNumber(_ key: UInt64, _ customer: Int32, _ line: Line) -> Int32 {
    let known = latest.number >= 0 && latest.key == key ? latest.number : numbers[key]
    guard let known else {
      let number = Int32(truncatingIfNeeded: orders.count)
      orders.append(
        Order(
          customer: customer, day: line.day, amount: line.amount ?? 0, isSubscription: line.isSubscription))
      numbers.set(number, for: key)
      latest = (key, number)
      return number
    }
    let index = Int(known)
    orders[index].day = min(orders[index].day, line.day)
    orders[index].amount = orders[index].amount.adding(saturating: line.amount ?? 0)
    if line.isSubscription { orders[index].isSubscription = true }
    latest = (key, known)
    return known
  }

  // MARK: Reading

  package var isEmpty: Bool { orders.isEmpty }

  /// All orders by day, those of one day as they were added.
  package var ordersByDay: [Order] {
    var keys = orders.indices.map { index in
      UInt64(UInt32(bitPattern: orders[index].day) ^ 0x8000_0000) << 32 | UInt64(index)
    }
    keys.sort()
    return keys.map { orders[Int($0 & 0xFFFF_FFFF)] }
  }
}
