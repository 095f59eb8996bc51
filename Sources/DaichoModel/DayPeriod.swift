/// From one day to another, both in it; without a first or a last day, open on that side.
package struct DayPeriod: Sendable, Hashable {
  package var from: CalendarDate?
  package var to: CalendarDate?

  package init(from: CalendarDate? = nil, to: CalendarDate? = nil) {
    self.from = from
    self.to = to
  }

  package static let always = DayPeriod()

  package var isAlways: Bool { from == nil && to == nil }

  /// The first day as a day number, below every day of the calendar where the period has none.
  package var firstDay: Int { from?.day ?? -1_000_000 }
  /// The last day as a day number, above every day of the calendar where the period has none.
  package var lastDay: Int { to?.day ?? 10_000_000 }

  package func contains(_ day: Int) -> Bool { firstDay <= day && day <= lastDay }
  package func contains(_ date: CalendarDate) -> Bool { contains(date.day) }

  /// The same with an end no later than `day`: what is counted has happened.
  package func until(_ day: CalendarDate) -> DayPeriod {
    DayPeriod(from: from, to: to.map { min($0, day) } ?? day)
  }
}
