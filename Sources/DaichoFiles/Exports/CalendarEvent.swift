import DaichoModel

/// One entry of a calendar that others import (RFC 5545).
///
/// Tasks are all-day events and no `VTODO`: the calendars of Google and of phones show events alone from
/// a file. They are transparent, so that nobody is busy because of them.
package struct CalendarEvent: Sendable {
  package enum When: Sendable, Hashable {
    case allDay(CalendarDate)
    /// Seconds since 1970; half an hour long, for iCloud wants an end.
    case at(Int64)
    /// All day, every year; 29 February is the last day of February in common years.
    case everyYear(Anniversary)
  }

  package var uid: String
  package var when: When
  package var summary: String
  package var description: String?
  package var categories: [String]

  package init(
    uid: String, when: When, summary: String, description: String? = nil, categories: [String] = []
  ) {
    self.uid = uid
    self.when = when
    self.summary = summary
    self.description = description
    self.categories = categories
  }

  /// - Parameter stamp: when the file is written, in seconds since 1970.
  package func text(stamp: Int64) -> String {
    var out = "BEGIN:VEVENT\r\n"
    ContentLine.writeText("UID", uid, to: &out)
    ContentLine.write("DTSTAMP", UTCTime.basic(stamp), to: &out)
    switch when {
    case .allDay(let date): CalendarEvent.writeDay(date, to: &out)
    case .at(let seconds):
      ContentLine.write("DTSTART", UTCTime.basic(seconds), to: &out)
      ContentLine.write("DTEND", UTCTime.basic(seconds + 1800), to: &out)
    case .everyYear(let day): CalendarEvent.writeYearly(day, to: &out)
    }
    ContentLine.writeText("SUMMARY", summary, to: &out)
    if let description { ContentLine.writeText("DESCRIPTION", description, to: &out) }
    if !categories.isEmpty {
      ContentLine.write("CATEGORIES", categories.map(ContentLine.escaped).joined(separator: ","), to: &out)
    }
    ContentLine.write("TRANSP", "TRANSPARENT", to: &out)
    return out + "END:VEVENT\r\n"
  }

  private static func writeDay(_ date: CalendarDate, to out: inout String) {
    ContentLine.write("DTSTART;VALUE=DATE", UTCTime.day(date), to: &out)
    // A year has four digits here.
    let next = date.adding(days: 1)
    if next.year <= 9999 { ContentLine.write("DTEND;VALUE=DATE", UTCTime.day(next), to: &out) }
  }

  /// From the year that is known, else from 2000, a leap year: the file is the same whenever it is written.
  private static func writeYearly(_ day: Anniversary, to out: inout String) {
    guard let first = day.falls(in: day.year ?? 2000) else { return }
    writeDay(first, to: &out)
    let isLeapDay = day.month == 2 && day.day == 29
    ContentLine.write(
      "RRULE", isLeapDay ? "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1" : "FREQ=YEARLY", to: &out)
  }

  /// What stands before the events of a file, and after them.
  package static func opening(name: String) -> String {
    var out = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//daicho//daicho//EN\r\nCALSCALE:GREGORIAN\r\n"
    ContentLine.write("METHOD", "PUBLISH", to: &out)
    ContentLine.writeText("X-WR-CALNAME", name, to: &out)
    return out
  }

  package static let closing = "END:VCALENDAR\r\n"
}
