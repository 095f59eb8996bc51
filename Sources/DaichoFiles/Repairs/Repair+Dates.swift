import DaichoModel

extension Repair {
  /// `2026/11/20`, `2026年11月20日` → `2026-11-20`.
  static let date = Repair(.date) { text in
    CalendarDate(typed: text)?.description
  }

  /// `2026/11/20 14時05分` → `2026-11-20 14:05`. Seconds stay.
  static let datetime = Repair(.date) { text in
    DateAndTime(typed: text) == nil ? nil : plainMoment(text)
  }

  /// `3月14日` → `03-14`.
  static let anniversary = Repair(.date) { text in
    Anniversary(typed: text)?.description
  }

  /// The day of a row of a ledger, with its time where there is one; the number that a spreadsheet keeps for
  /// a day, days since 1899-12-30, too.
  static let ledgerDate = Repair(.ledgerDate) { text in
    if DateAndTime(typed: text) != nil { return plainMoment(text) }
    return serialDay(text)?.description
  }

  static func serialDay(_ text: String) -> CalendarDate? {
    guard text.utf8.count == 5, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text).map { CalendarDate(day: $0 - 25_569) }
  }

  /// The day in ISO 8601 and the time as it is, where that is `14:05` or `14:05:30`.
  private static func plainMoment(_ text: String) -> String? {
    let scalars = text.unicodeScalars
    guard let gap = scalars.firstIndex(where: { $0 == "T" || $0 == " " || $0 == "\u{3000}" }) else {
      return CalendarDate(typed: text)?.description
    }
    let day = text[..<gap]
    let time = text[scalars.index(after: gap)...].drop { $0 == " " || $0 == "\u{3000}" }
    guard let date = CalendarDate(typed: day) else { return nil }
    let isPlain = time.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == Byte.colon }
    if isPlain, scalars[gap] != "\u{3000}", String(day) == date.description { return nil }
    let separator = scalars[gap] == "T" ? "T" : " "
    return date.description + separator + (isPlain ? String(time) : clock(time))
  }

  private static func clock(_ text: Substring) -> String {
    let parts = text.unicodeScalars.split { TextFolding.digit($0) == nil }
    let numbers = parts.map { $0.reduce(0) { $0 * 10 + (TextFolding.digit($1) ?? 0) } }
    let padding = numbers.count == 1 ? [0] : []
    return (numbers + padding).map { padded($0, 2) }.joined(separator: ":")
  }
}
