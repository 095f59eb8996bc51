/// A day of the Gregorian calendar, counted from 1970-01-01.
struct Day: Comparable, CustomStringConvertible {
  let number: Int

  init(_ number: Int) { self.number = number }

  /// Howard Hinnant, `days_from_civil`.
  init(_ year: Int, _ month: Int, _ day: Int) {
    let y = month <= 2 ? year - 1 : year
    let yearOfEra = y - y / 400 * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    number = y / 400 * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// `2026-10-31`, within 1980…2999; `nil` for anything else.
  init?(iso text: String) {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, 1980...2999 ~= parts[0], 1...12 ~= parts[1], 1...31 ~= parts[2] else {
      return nil
    }
    self.init(parts[0], parts[1], parts[2])
    guard description == text else { return nil }
  }

  /// `civil_from_days` of the same source.
  var civil: (year: Int, month: Int, day: Int) {
    let z = number + 719_468
    let era = z / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// `2026-10`
  var month: String {
    let (year, month, _) = civil
    return "\(year)-\(digits(month, 2))"
  }

  var description: String { "\(month)-\(digits(civil.day, 2))" }

  static func < (a: Day, b: Day) -> Bool { a.number < b.number }
  static func + (day: Day, days: Int) -> Day { Day(day.number + days) }
  static func - (day: Day, days: Int) -> Day { Day(day.number - days) }
}

/// `number` with leading zeros up to `width` digits.
func digits(_ number: Int, _ width: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
