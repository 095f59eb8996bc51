import DaichoModel

/// A length of time as people say it: 90 days.
package struct Duration: Sendable, Hashable {
  package let count: Int
  package let unit: Unit

  package enum Unit: String, Sendable, Hashable, CaseIterable {
    case minute, hour, day, week, month, quarter, year

    /// Units finer than a day make sense of datetimes only.
    var isOfDays: Bool { self != .minute && self != .hour }
  }

  /// Beyond this no calendar reaches.
  static let maxCount = 10_000_000

  /// The number of days, where that does not depend on the calendar.
  var days: Int? {
    switch unit {
    case .day: count
    case .week: count * 7
    default: nil
    }
  }

  /// Of minutes and hours.
  var milliseconds: Int64? {
    switch unit {
    case .minute: Int64(count) * 60_000
    case .hour: Int64(count) * 3_600_000
    default: nil
    }
  }

  var months: Int? {
    switch unit {
    case .month: count
    case .quarter: count * 3
    case .year: count * 12
    default: nil
    }
  }

  var negated: Duration { Duration(count: -count, unit: unit) }
}

/// A day or several, as a filter names them; which ones they are depends on today.
package indirect enum DaySpan: Sendable, Hashable {
  case fixed(CalendarDate, CalendarDate)
  /// `today`, `90 days ago`, `2 weeks from now`: one day. Of hours, an instant.
  case offset(Duration)
  case now
  /// `start of last month`: the first day of the unit `shift` units away.
  case start(Calendar, shift: Int)
  case end(Calendar, shift: Int)
  /// `this month`, `last quarter`
  case unit(Calendar, shift: Int)
  /// `last 30 days` (negative): today and the 29 days before. `next 7 days`: today and the 6 after.
  case rolling(Duration)
  /// A span moved: `2026-11-01 + 30 days`.
  case shifted(DaySpan, Duration)

  package enum Calendar: String, Sendable, Hashable, CaseIterable {
    case day, week, month, quarter, year
    case fiscalQuarter = "fiscal quarter"
    case fiscalYear = "fiscal year"
  }

  static func day(_ day: CalendarDate) -> DaySpan { .fixed(day, day) }

  static let today = DaySpan.offset(Duration(count: 0, unit: .day))

  /// Whether it is the same whatever day it is.
  var isFixed: Bool {
    switch self {
    case .fixed: true
    case .shifted(let span, _): span.isFixed
    default: false
    }
  }

  /// Whether it names one day.
  var isSingleDay: Bool {
    switch self {
    case .fixed(let first, let last): first == last
    case .offset, .now, .start, .end: true
    case .unit(let calendar, _): calendar == .day
    case .rolling(let duration): duration.unit == .day && abs(duration.count) == 1
    case .shifted(let span, _): span.isSingleDay
    }
  }

  /// The instant it names by hours or minutes from now: milliseconds to add to now.
  var instant: Int64? {
    switch self {
    case .now: 0
    case .offset(let duration): duration.milliseconds
    default: nil
    }
  }
}

extension DaySpan {
  /// The first and the last day, kept within the calendar. Weeks begin on Monday.
  package func days(in environment: QueryEnvironment) -> ClosedRange<CalendarDate> {
    let today = environment.today
    switch self {
    case .fixed(let first, let last): return min(first, last)...max(first, last)
    case .now: return today...today
    case .offset(let duration):
      let day = today.adding(duration)
      return day...day
    case .start(let calendar, let shift):
      let day = calendar.days(around: today, shift: shift, environment).lowerBound
      return day...day
    case .end(let calendar, let shift):
      let day = calendar.days(around: today, shift: shift, environment).upperBound
      return day...day
    case .unit(let calendar, let shift): return calendar.days(around: today, shift: shift, environment)
    case .rolling(let duration):
      let far = today.adding(duration)
      return far <= today
        ? min(far.adding(days: 1).clamped, today)...today : today...max(far.adding(days: -1), today)
    case .shifted(let span, let duration):
      let days = span.days(in: environment)
      let (first, last) = (days.lowerBound.adding(duration), days.upperBound.adding(duration))
      return min(first, last)...max(first, last)
    }
  }
}

extension CalendarDate {
  private static let first = CalendarDate(day: -719_162)
  /// 10000-01-01: so that the day before it ends the last year.
  private static let end = CalendarDate(day: 2_932_897)

  var clamped: CalendarDate { min(max(self, CalendarDate.first), CalendarDate.end) }

  /// Months keep the day, or take the last of a month that has none such. Minutes and hours add nothing.
  func adding(_ duration: Duration) -> CalendarDate {
    if let days = duration.days { return adding(days: days).clamped }
    guard let months = duration.months else { return self }
    let (year, month, _) = clamped.components
    let index = year * 12 + month - 1 + months
    if index < 12 { return CalendarDate.first }
    if index >= 120_000 { return CalendarDate.end }
    return clamped.adding(months: months)
  }
}

extension DaySpan.Calendar {
  fileprivate func days(
    around today: CalendarDate, shift: Int, _ environment: QueryEnvironment
  ) -> ClosedRange<CalendarDate> {
    let first: CalendarDate
    let length: Duration
    switch self {
    case .day: (first, length) = (today, Duration(count: 1, unit: .day))
    case .week:
      first = today.adding(days: 1 - today.weekday)
      length = Duration(count: 1, unit: .week)
    case .month: (first, length) = (today.startOfMonth, Duration(count: 1, unit: .month))
    case .quarter: (first, length) = (today.start(of: 3, from: 1), Duration(count: 3, unit: .month))
    case .year: (first, length) = (today.start(of: 12, from: 1), Duration(count: 1, unit: .year))
    case .fiscalQuarter:
      first = today.start(of: 3, from: environment.fiscalYearStart)
      length = Duration(count: 3, unit: .month)
    case .fiscalYear:
      first = today.start(of: 12, from: environment.fiscalYearStart)
      length = Duration(count: 1, unit: .year)
    }
    let start = first.adding(Duration(count: length.count * shift, unit: length.unit))
    return start...max(start, start.adding(length).adding(days: -1))
  }
}

extension CalendarDate {
  /// The first day of the period of `months` months this day is in, where one begins in month `from`.
  fileprivate func start(of months: Int, from: Int) -> CalendarDate {
    let passed = (month - from + 12) % months
    return startOfMonth.adding(Duration(count: -passed, unit: .month))
  }
}
