/// What the orders of one customer are to the models, before it is known what day it is.
///
/// A purchase is a day with an order. An order of a negative amount is a return: no purchase, but it lowers
/// the value of the purchase before it. A purchase that comes to nothing or less (a sample, an order in a
/// currency without a rate, what was given back in full) is one, but says nothing of order values.
package struct PurchaseTally: Sendable, Hashable {
  package struct Order: Sendable, Hashable {
    /// `CalendarDate.day`
    package let day: Int32
    /// Minor units.
    package let amount: Int64

    package init(day: Int32, amount: Int64) {
      self.day = day
      self.amount = amount
    }
  }

  package private(set) var days = 0
  /// `nil` where there is no purchase.
  package private(set) var firstDay: Int32?
  package private(set) var lastDay: Int32?
  /// Repeat purchases with a positive value, and the sum of those values. The first purchase is left out.
  package private(set) var valued = 0
  package private(set) var repeatValue: Int64 = 0

  package init() {}

  /// - Parameter orders: in any order; are sorted.
  package init(_ orders: inout [Order]) {
    orders.sort { ($0.day, $1.amount) < ($1.day, $0.amount) }
    var value: Int64 = 0
    for order in orders {
      if order.amount < 0 {
        value = value.adding(saturating: order.amount)
        continue
      }
      if order.day != lastDay {
        close(value)
        value = 0
        days += 1
        firstDay = firstDay ?? order.day
        lastDay = order.day
      }
      value = value.adding(saturating: order.amount)
    }
    close(value)
  }

  /// Of the kept columns of a row.
  package init(days: Int, firstDay: Int32?, lastDay: Int32?, valued: Int, repeatValue: Int64) {
    self.days = days
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.valued = valued
    self.repeatValue = repeatValue
  }

  private mutating func close(_ value: Int64) {
    guard days > 1, value > 0 else { return }
    valued += 1
    repeatValue = repeatValue.adding(saturating: value)
  }

  /// As of a day; `nil` where there is no purchase.
  package func history(today: Int) -> PurchaseHistory? {
    guard let firstDay, let lastDay else { return nil }
    return PurchaseHistory(
      frequency: days - 1, recency: Int(lastDay) - Int(firstDay), age: today - Int(firstDay),
      valued: valued, monetaryValue: valued > 0 ? Double(repeatValue) / Double(valued) : nil)
  }
}
