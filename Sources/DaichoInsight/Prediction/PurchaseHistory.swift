/// What BG/NBD and Gamma-Gamma read of a customer's orders, in the names of the field.
///
/// A purchase is a day with an order: several orders on one day are one. Times are whole days; the models
/// count in weeks, as their papers do.
package struct PurchaseHistory: Sendable, Hashable {
  /// x: days with an order after the first such day.
  package let frequency: Int
  /// t_x: days from the first purchase to the last; 0 where there is no repeat.
  package let recency: Int
  /// T: days from the first purchase to today.
  package let age: Int
  /// Repeat purchases whose value is known. Fewer than `frequency` where an order is in a currency
  /// without a rate.
  package let valued: Int
  /// The mean value of those, in minor units: the first purchase is left out, as is usual, because it
  /// often differs (a trial, a welcome coupon). `nil` without any.
  package let monetaryValue: Double?

  /// What cannot be is brought to what can: no negative count or time, no last purchase after today, and no
  /// more repeats than there are days for them.
  package init(frequency: Int, recency: Int, age: Int, valued: Int = 0, monetaryValue: Double? = nil) {
    self.age = max(age, 0)
    let last = min(max(recency, 0), self.age)
    self.frequency = min(max(frequency, 0), last)
    self.recency = self.frequency > 0 ? last : 0
    let usable = monetaryValue.flatMap { $0.isFinite ? $0 : nil }
    self.valued = usable == nil ? 0 : min(max(valued, 0), self.frequency)
    self.monetaryValue = self.valued > 0 ? usable : nil
  }

  package static let daysPerWeek = 7.0
}
