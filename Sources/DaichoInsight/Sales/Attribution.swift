import DaichoModel

/// Which campaign an order is owed to: the last touch within the window.
///
/// Of a customer's clicks on campaigns from `windowDays` before the order's day to that day itself, the last
/// one takes the order; without a click the last open; without either a coupon of a campaign that the order
/// names. An order is owed to one campaign at most. Orders have no time of day, so that what was clicked on
/// the same day counts as before.
package struct Attribution: Sendable {
  package static let usualWindowDays = 7

  package enum Evidence: String, Sendable, Hashable, CaseIterable {
    case click, open, coupon
  }

  /// An open or a click of somebody known.
  package struct Touch: Sendable, Hashable {
    package var customer: Int64
    package var day: Int
    /// Milliseconds since 1970.
    package var at: Int64
    package var isClick: Bool
    package var campaign: Int

    package init(customer: Int64, day: Int, at: Int64, isClick: Bool, campaign: Int) {
      self.customer = customer
      self.day = day
      self.at = at
      self.isClick = isClick
      self.campaign = campaign
    }
  }

  private let touches: [Touch]
  private let ranges: [Int64: Range<Int>]
  private let windowDays: Int

  package init(_ touches: [Touch], windowDays: Int = Attribution.usualWindowDays) {
    self.windowDays = windowDays
    let sorted = touches.sorted { ($0.customer, $0.at, $0.campaign) < ($1.customer, $1.at, $1.campaign) }
    var ranges: [Int64: Range<Int>] = [:]
    var start = 0
    while start < sorted.count {
      var end = start
      while end < sorted.count, sorted[end].customer == sorted[start].customer { end += 1 }
      ranges[sorted[start].customer] = start..<end
      start = end
    }
    self.touches = sorted
    self.ranges = ranges
  }

  /// - Parameters:
  ///   - customer: `nil` for an order of nobody known.
  ///   - day: of the order.
  ///   - coupon: the campaign whose code the order names.
  package func campaign(
    of customer: Int64?, on day: Int, coupon: Int?
  ) -> (campaign: Int, evidence: Evidence)? {
    var lastOpen: Int?
    if let customer, let range = ranges[customer] {
      for touch in touches[range].reversed() where touch.day <= day {
        if touch.day < day - windowDays { break }
        if touch.isClick { return (touch.campaign, .click) }
        lastOpen = lastOpen ?? touch.campaign
      }
    }
    if let lastOpen { return (lastOpen, .open) }
    return coupon.map { ($0, .coupon) }
  }
}
