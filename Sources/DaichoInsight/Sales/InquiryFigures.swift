import DaichoModel

/// A moment of an inquiry: a day, and its time where that was written.
package struct InquiryTime: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01, local.
  package var day: Int
  /// Seconds since 1970-01-01T00:00:00Z; `nil` where only the day is known.
  package var instant: Int64?

  package init(day: Int, instant: Int64? = nil) {
    self.day = day
    self.instant = instant
  }

  package static func < (a: InquiryTime, b: InquiryTime) -> Bool {
    if a.day == b.day, let first = a.instant, let second = b.instant { return first < second }
    return a.day < b.day
  }

  /// Hours from `other`: exact where both know their time, else 24 for each day between.
  package func hours(since other: InquiryTime) -> Double {
    guard let end = instant, let start = other.instant else { return Double(day - other.day) * 24 }
    return Double(end - start) / 3600
  }
}

/// An inquiry as far as its figures need it.
package struct SalesInquiry: Sendable, Hashable {
  package var type: String?
  package var channel: String?
  package var product: String?
  package var owner: String?
  package var opened: InquiryTime?
  package var isResolved: Bool
  /// `nil` where nobody wrote when.
  package var resolved: InquiryTime?
  /// The first answer.
  package var response: InquiryTime?

  package init(
    type: String? = nil, channel: String? = nil, product: String? = nil, owner: String? = nil,
    opened: InquiryTime? = nil, isResolved: Bool = false, resolved: InquiryTime? = nil,
    response: InquiryTime? = nil
  ) {
    self.type = type
    self.channel = channel
    self.product = product
    self.owner = owner
    self.opened = opened
    self.isResolved = isResolved
    self.resolved = resolved
    self.response = response
  }
}

/// How many inquiries came, were resolved and stay open in a period, and how long it took.
package struct InquiryFigures: Sendable, Hashable {
  package enum Dimension: String, Sendable, Hashable, CaseIterable {
    case type, channel, product, owner
  }

  package struct Counts: Sendable, Hashable {
    /// Opened within the period.
    package var opened = 0
    /// Resolved within the period, whenever they were opened.
    package var resolved = 0
    /// Opened by the end of the period and not resolved by then.
    package var open = 0
    private var responseHours: [Double] = []
    private var resolutionHours: [Double] = []

    /// Of those opened within the period that were answered.
    package var medianResponse: Double? { Median.of(responseHours) }
    /// Of those resolved within the period.
    package var medianResolution: Double? { Median.of(resolutionHours) }
    /// Nine in ten of those answered were answered within it, by nearest rank.
    package var response90: Double? { Percentile.of(responseHours, 0.9) }
    package var resolution90: Double? { Percentile.of(resolutionHours, 0.9) }
    package var answered: Int { responseHours.count }
    /// Of those answered, the part that was within 24 hours.
    package var withinDay: Double? {
      answered > 0 ? Double(responseHours.count { $0 <= 24 }) / Double(answered) : nil
    }

    var isEmpty: Bool { opened == 0 && resolved == 0 && open == 0 }

    mutating func add(_ inquiry: SalesInquiry, _ period: DayPeriod) {
      let isOpenedWithin = inquiry.opened.map { period.contains($0.day) } ?? period.isAlways
      if isOpenedWithin {
        opened += 1
        if let start = inquiry.opened, let response = inquiry.response, response >= start {
          responseHours.append(max(0, response.hours(since: start)))
        }
      }
      let end = period.lastDay
      if inquiry.isResolved {
        if inquiry.resolved.map({ period.contains($0.day) }) ?? period.isAlways {
          resolved += 1
          if let start = inquiry.opened, let done = inquiry.resolved, done >= start {
            resolutionHours.append(done.hours(since: start))
          }
        }
        let wasOpen = (inquiry.opened?.day ?? .min) <= end && (inquiry.resolved?.day ?? .min) > end
        if wasOpen { open += 1 }
      } else if (inquiry.opened?.day ?? .min) <= end {
        open += 1
      }
    }
  }

  package struct Row: Sendable, Hashable {
    package let dimension: Dimension
    /// `nil`: those where nobody wrote one.
    package let value: String?
    package var counts = Counts()
  }

  package struct Month: Sendable, Hashable {
    package let first: CalendarDate
    package var opened = 0
    package var resolved = 0
    fileprivate var responseHours: [Double] = []
    /// Of those opened in it.
    package var medianResponse: Double? { Median.of(responseHours) }
  }

  /// Of each dimension the most opened first; what is empty within the period is left out.
  package let rows: [Row]
  package let total: Counts
  /// The last 24 with anything in them and the months between.
  package let months: [Month]

  package init(_ inquiries: [SalesInquiry], period: DayPeriod) {
    struct Place: Hashable {
      let dimension: Dimension
      let key: String?
    }
    var rows: [Place: Row] = [:]
    var total = Counts()
    var months: [Int: Month] = [:]
    func count(_ time: InquiryTime?, _ path: WritableKeyPath<Month, Int>) {
      guard let day = time?.day, period.contains(day) else { return }
      let date = CalendarDate(day: day)
      months[date.monthNumber, default: Month(first: date.startOfMonth)][keyPath: path] += 1
    }
    for inquiry in inquiries {
      total.add(inquiry, period)
      count(inquiry.opened, \.opened)
      if let start = inquiry.opened, period.contains(start.day), let response = inquiry.response,
        response >= start
      {
        let key = CalendarDate(day: start.day).monthNumber
        months[key]?.responseHours.append(max(0, response.hours(since: start)))
      }
      if inquiry.isResolved { count(inquiry.resolved, \.resolved) }
      for dimension in Dimension.allCases {
        let value =
          switch dimension {
          case .type: inquiry.type
          case .channel: inquiry.channel
          case .product: inquiry.product
          case .owner: inquiry.owner
          }
        let place = Place(dimension: dimension, key: value.map(TextFolding.fold))
        rows[place, default: Row(dimension: dimension, value: value)].counts.add(inquiry, period)
      }
    }
    let dimensions = Dimension.allCases.filter { dimension in
      dimension != .owner || rows.values.contains { $0.dimension == .owner && $0.value != nil }
    }
    self.rows = dimensions.flatMap { dimension in
      rows.values.filter { $0.dimension == dimension && !$0.counts.isEmpty }.sorted {
        ($1.counts.opened, $1.counts.open, $0.value ?? "\u{10FFFF}")
          < ($0.counts.opened, $0.counts.open, $1.value ?? "\u{10FFFF}")
      }
    }
    self.total = total
    if let last = months.keys.max(), let first = months.keys.min() {
      self.months = (max(first, last - 23)...last).compactMap { key in
        months[key] ?? CalendarDate(year: key / 12, month: key % 12 + 1, day: 1).map { Month(first: $0) }
      }
    } else {
      self.months = []
    }
  }
}

extension CalendarDate {
  /// Months since the year 0.
  fileprivate var monthNumber: Int { year * 12 + month - 1 }
}
