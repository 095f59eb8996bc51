/// The value of a field, read by its type.
package indirect enum FieldValue: Sendable, Hashable {
  case text(String)
  case integer(Int64)
  case decimal(ExactDecimal)
  case money(Money)
  case boolean(Bool)
  case date(CalendarDate)
  case anniversary(Anniversary)
  case datetime(DateAndTime)
  case reference(Reference)
  case list([FieldValue])
  /// Keys in the order of the file.
  case object([Member])
  /// What its type could not read, kept as written. `check` has said so.
  case unreadable(String)

  package struct Member: Sendable, Hashable {
    package let name: String
    package let value: FieldValue

    package init(name: String, value: FieldValue) {
      self.name = name
      self.value = value
    }
  }

  /// The member of an object, or of nothing.
  package subscript(name: String) -> FieldValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The items of a list; a single value is a list of one.
  package var items: [FieldValue] {
    if case .list(let items) = self { items } else { [self] }
  }

  /// The value as one writes it in a file; lists with commas.
  package var plainText: String {
    switch self {
    case .text(let text), .unreadable(let text): text
    case .integer(let value): String(value)
    case .decimal(let value): value.description
    case .money(let value): value.decimal.description
    case .boolean(let value): value ? "true" : "false"
    case .date(let value): value.description
    case .anniversary(let value): value.description
    case .datetime(let value): value.description
    case .reference(let value): value.id.text
    case .list(let items): items.map(\.plainText).joined(separator: ", ")
    case .object(let members): members.map { "\($0.name): \($0.value.plainText)" }.joined(separator: ", ")
    }
  }
}

/// A day and, where it is known, a time of it, in the workspace's time zone.
package struct DateAndTime: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let date: CalendarDate
  /// Minutes since midnight, 0…1439; `nil` for a bare date.
  package let minute: Int?

  package init(date: CalendarDate, minute: Int? = nil) {
    self.date = date
    self.minute = minute
  }

  /// Reads `2026-11-20`, `2026-11-20 14:05`, `2026-11-20T14:05[:30]`, `2026/11/20 14時5分`, full-width.
  package init?(typed text: some StringProtocol) {
    let scalars = text.unicodeScalars
    guard let gap = scalars.firstIndex(where: { $0 == "T" || $0 == " " || $0 == "\u{3000}" }) else {
      guard let date = CalendarDate(typed: text) else { return nil }
      self.init(date: date)
      return
    }
    let time = text[scalars.index(after: gap)...].drop { $0 == " " || $0 == "\u{3000}" }
    guard let date = CalendarDate(typed: text[..<gap]), let minute = DateAndTime.minute(typed: time)
    else { return nil }
    self.init(date: date, minute: minute)
  }

  /// Reads `14:05`, `14:05:30`, `１４：０５`, `14時05分`, `14時`. Seconds are dropped.
  package static func minute(typed text: some StringProtocol) -> Int? {
    var numbers: [Int] = []
    var digits = 0
    for scalar in text.unicodeScalars {
      if let digit = TextFolding.digit(scalar) {
        if digits == 0 { numbers.append(0) }
        guard digits < 2 else { return nil }
        numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + digit
        digits += 1
      } else if [":", "：", "時", "分", "秒"].contains(scalar), digits > 0 {
        digits = 0
      } else {
        return nil
      }
    }
    guard (1...3).contains(numbers.count), numbers[0] < 24 else { return nil }
    let isClock = numbers.count > 1 || text.unicodeScalars.contains("時")
    let minutes = numbers.count > 1 ? numbers[1] : 0
    guard isClock, minutes < 60, numbers.count < 3 || numbers[2] < 61 else { return nil }
    return numbers[0] * 60 + minutes
  }

  package static func < (a: DateAndTime, b: DateAndTime) -> Bool {
    (a.date, a.minute ?? -1) < (b.date, b.minute ?? -1)
  }

  package var description: String {
    guard let minute else { return date.description }
    return "\(date) \(padded(minute / 60, 2)):\(padded(minute % 60, 2))"
  }
}
