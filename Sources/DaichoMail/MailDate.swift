import DaichoModel

/// An instant and the offset it is written with.
package struct MailDate: Sendable, Hashable {
  private static let lastSecond = 253_402_300_799

  private let secondsSince1970: Int
  private let offsetMinutes: Int

  /// - Parameters:
  ///   - secondsSince1970: from 1970 to the end of 9999.
  ///   - offsetMinutes: east of UTC, at most 14 hours either way.
  /// - Throws: `bad-date`.
  package init(secondsSince1970: Int, offsetMinutes: Int) throws(DaichoError) {
    guard (-840...840).contains(offsetMinutes), (0...Self.lastSecond).contains(secondsSince1970),
      (0...Self.lastSecond).contains(secondsSince1970 + offsetMinutes * 60)
    else { throw DaichoError("bad-date", .badDate) }
    self.secondsSince1970 = secondsSince1970
    self.offsetMinutes = offsetMinutes
  }

  /// The day it is there, in days since 1970-01-01.
  package var day: Int { (secondsSince1970 + offsetMinutes * 60) / 86_400 }

  /// RFC 5322: `Tue, 01 Dec 2026 09:00:00 +0900`.
  package var headerValue: String {
    let local = secondsSince1970 + offsetMinutes * 60
    let (days, second) = (local / 86_400, local % 86_400)
    let (year, month, day) = Self.civil(days)
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][days % 7]
    let name = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ][month - 1]
    let time = [second / 3600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }
    let offset = abs(offsetMinutes)
    let zone = (offsetMinutes < 0 ? "-" : "+") + Self.padded(offset / 60, 2) + Self.padded(offset % 60, 2)
    return "\(weekday), \(Self.padded(day, 2)) \(name) \(Self.padded(year, 4)) "
      + time.joined(separator: ":") + " " + zone
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Howard Hinnant's `civil_from_days`, for days from 1970-01-01 on.
  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }
}
