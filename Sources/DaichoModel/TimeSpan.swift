/// A length of time as people write it: `21 days`, `2 hours`, `3か月`.
package struct TimeSpan: Sendable, Hashable, CustomStringConvertible {
  package enum Unit: String, Sendable, CaseIterable {
    case minute, hour, day, week, month, year
  }

  package let amount: Int
  package let unit: Unit

  package init(_ amount: Int, _ unit: Unit) {
    self.amount = amount
    self.unit = unit
  }

  /// Reads a whole number of at most six digits and a unit: `21 days`, `1 day`, `2h`, `３０日`, `2週間`.
  package init?(typed text: some StringProtocol) {
    var amount = 0
    var digits = 0
    var rest = Substring(text).unicodeScalars
    while let scalar = rest.first, let digit = TextFolding.digit(scalar) {
      guard digits < 6 else { return nil }
      amount = amount * 10 + digit
      digits += 1
      rest.removeFirst()
    }
    guard digits > 0 else { return nil }
    while let scalar = rest.first, scalar == " " || scalar == "\u{3000}" { rest.removeFirst() }
    guard let unit = TimeSpan.unit(Substring(rest).lowercased()) else { return nil }
    self.init(amount, unit)
  }

  private static func unit(_ word: String) -> Unit? {
    switch word {
    case "minute", "minutes", "min", "分", "分間": .minute
    case "hour", "hours", "h", "時間": .hour
    case "day", "days", "d", "日", "日間": .day
    case "week", "weeks", "w", "週", "週間": .week
    case "month", "months", "か月", "ヶ月", "ケ月", "カ月", "ヵ月", "箇月": .month
    case "year", "years", "y", "年", "年間": .year
    default: nil
    }
  }

  /// Whole days; `nil` for minutes and hours, and for months and years, whose length varies.
  package var days: Int? {
    switch unit {
    case .day: amount
    case .week: amount * 7
    case .minute, .hour, .month, .year: nil
    }
  }

  /// `nil` for months and years, whose length varies.
  package var duration: Duration? {
    switch unit {
    case .minute: .seconds(amount * 60)
    case .hour: .seconds(amount * 3600)
    case .day, .week: days.map { .seconds($0 * 86_400) }
    case .month, .year: nil
    }
  }

  package var description: String { "\(amount) \(unit.rawValue)\(amount == 1 ? "" : "s")" }
}
