import DaichoModel

/// What `repeat:` of a campaign says.
///
///     monthly                                   on the day of the month that send_at names
///     monthly on 25                             on the last day of a month that has no 25th
///     weekly on monday
///     yearly on customer.birthday, 7 days before
///     once per customer, 3 days after last_order
///     once per order, 5 days after delivered
package enum Repetition: Sendable, Hashable {
  /// 1…31; `nil`: the day of `send_at`.
  case monthly(on: Int?)
  /// 1 is Monday.
  case weekly(on: Int)
  /// Days after the anniversary of the field; negative ones are before it.
  case yearly(field: String, days: Int)
  case oncePerCustomer(field: String, days: Int)
  case oncePerOrder(field: String, days: Int)

  /// `nil` for what is none of these.
  package init?(typed text: String) {
    let folded = TextFolding.fold(text).replacing("、", with: ",").replacing("，", with: ",")
    let parts = folded.split(separator: ",").map { part in
      part.split(whereSeparator: \.isWhitespace).map(String.init)
    }
    guard let head = parts.first, parts.count <= 2 else { return nil }
    let tail = parts.count == 2 ? parts[1] : nil
    switch (head.first, head.dropFirst().first) {
    case ("monthly", nil) where tail == nil: self = .monthly(on: nil)
    case ("monthly", "on") where tail == nil && head.count == 3:
      guard let day = Int(head[2]), (1...31).contains(day) else { return nil }
      self = .monthly(on: day)
    case ("weekly", "on") where tail == nil && head.count == 3:
      guard let day = Repetition.weekdays.firstIndex(of: head[2]) else { return nil }
      self = .weekly(on: day + 1)
    case ("yearly", "on") where head.count == 3:
      guard let days = Repetition.offset(tail, needsField: false) else { return nil }
      self = .yearly(field: Repetition.field(head[2]), days: days.days)
    case ("once", "per") where head.count == 3:
      guard let (days, field) = Repetition.offset(tail, needsField: true), let field else { return nil }
      switch head[2] {
      case "customer": self = .oncePerCustomer(field: Repetition.field(field), days: days)
      case "order": self = .oncePerOrder(field: field, days: days)
      default: return nil
      }
    default: return nil
    }
  }

  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  private static func field(_ word: String) -> String {
    word.hasPrefix("customer.") ? String(word.dropFirst(9)) : word
  }

  /// `7 days before`, `3 days after last_order`; nothing is the day itself.
  private static func offset(_ words: [String]?, needsField: Bool) -> (days: Int, field: String?)? {
    guard let words else { return needsField ? nil : (0, nil) }
    if needsField, words.count == 2, words[0] == "on" { return (0, words[1]) }
    // `7 days before`, and `1週間 before`.
    let ending = needsField ? 2 : 1
    guard words.count > ending,
      let span = TimeSpan(typed: words.dropLast(ending).joined(separator: " "))?.days, span <= 366
    else { return nil }
    let field = needsField ? words[words.count - 1] : nil
    switch words[words.count - ending] {
    case "before": return (-span, field)
    case "after": return (span, field)
    default: return nil
    }
  }

  /// Whether everybody in the audience is meant at once, and not each at a time of their own.
  package var isOfEverybody: Bool {
    switch self {
    case .monthly, .weekly: true
    case .yearly, .oncePerCustomer, .oncePerOrder: false
    }
  }

  /// Whether something may be due on a day.
  ///
  /// - Parameter first: the day of `send_at`.
  func falls(on day: CalendarDate, first: CalendarDate?) -> Bool {
    if let first, day < first { return false }
    switch self {
    case .monthly(let number):
      let wanted = number ?? first?.dayOfMonth ?? 1
      return day.dayOfMonth == min(wanted, CalendarDate.days(inMonth: day.month, of: day.year))
    case .weekly(let weekday): return day.weekday == weekday
    case .yearly, .oncePerCustomer, .oncePerOrder: return true
    }
  }

  /// What the journal of a day's occurrence is called.
  func occurrence(on day: CalendarDate) -> String {
    if case .monthly = self { String(day.description.prefix(7)) } else { day.description }
  }
}
