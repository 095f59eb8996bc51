import DaichoModel

/// Times as people type them on a command line.
enum TypedTime {
  /// Which of the days that `11/30` or `monday` may mean.
  enum Direction {
    /// The next one, today included for a date and left out for a weekday.
    case coming
    /// The last one.
    case past
  }

  /// `2026-11-18 15:00`, `15:00`, `yesterday`, `昨日 15:00`; now when nothing is typed.
  static func moment(_ text: String?, _ now: Moment) throws(DaichoError) -> DateAndTime {
    guard let text else {
      let local = now.local
      return local.date == now.today ? local : DateAndTime(date: now.today)
    }
    if let moment = DateAndTime(typed: text) { return moment }
    if let minute = DateAndTime.minute(typed: text) { return DateAndTime(date: now.today, minute: minute) }
    if let date = day(text, now.today, .past) { return DateAndTime(date: date) }
    for index in text.indices.dropFirst() where text[index].isNumber {
      let time = text[index...]
      if time.contains(where: { ":：時".contains($0) }), let minute = DateAndTime.minute(typed: time),
        let date = day(String(text[..<index]), now.today, .past)
      {
        return DateAndTime(date: date, minute: minute)
      }
    }
    throw .badDate(text)
  }

  /// `2026-11-27`, `11/27`, `tomorrow`, `3 days`, `2 weeks`, `3 days ago`, `monday`, `明日`, `3日後`, `来週`, `金曜`.
  static func day(_ text: String, _ today: CalendarDate, _ direction: Direction = .coming) -> CalendarDate? {
    let folded = TextFolding.fold(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if let date = CalendarDate(typed: folded) { return date }
    if let known = words[folded] {
      return known.months ? today.adding(months: known.count) : today.adding(days: known.count)
    }
    if let weekday = weekday(folded) { return nearest(weekday, today, direction) }
    if let yearly = Anniversary(typed: folded), yearly.year == nil {
      return nearest(yearly, today, direction)
    }
    return shifted(folded, today)
  }

  private static let words: [String: (count: Int, months: Bool)] = [
    "today": (0, false), "今日": (0, false), "本日": (0, false), "きょう": (0, false),
    "tomorrow": (1, false), "明日": (1, false), "あした": (1, false),
    "明後日": (2, false), "あさって": (2, false), "yesterday": (-1, false), "昨日": (-1, false), "きのう": (-1, false),
    "一昨日": (-2, false), "おととい": (-2, false), "next week": (7, false), "来週": (7, false),
    "last week": (-7, false), "先週": (-7, false), "next month": (1, true), "来月": (1, true),
    "last month": (-1, true), "先月": (-1, true),
  ]

  private static let weekdays: [[String]] = [
    ["monday", "mon", "月曜", "月曜日"], ["tuesday", "tue", "火曜", "火曜日"], ["wednesday", "wed", "水曜", "水曜日"],
    ["thursday", "thu", "木曜", "木曜日"], ["friday", "fri", "金曜", "金曜日"], ["saturday", "sat", "土曜", "土曜日"],
    ["sunday", "sun", "日曜", "日曜日"],
  ]

  /// 0 for Monday.
  private static func weekday(_ word: String) -> Int? {
    let bare = word.hasPrefix("next ") ? String(word.dropFirst(5)) : word
    return weekdays.firstIndex { $0.contains(bare) }
  }

  private static func nearest(_ weekday: Int, _ today: CalendarDate, _ direction: Direction) -> CalendarDate {
    // Day 0, 1 January 1970, was a Thursday.
    let present = ((today.day + 3) % 7 + 7) % 7
    switch direction {
    case .coming: return today.adding(days: (weekday - present + 6) % 7 + 1)
    case .past: return today.adding(days: -((present - weekday + 6) % 7 + 1))
    }
  }

  private static func nearest(_ yearly: Anniversary, _ today: CalendarDate, _ direction: Direction)
    -> CalendarDate?
  {
    let days = (-1...1).compactMap { yearly.falls(in: today.year + $0) }
    switch direction {
    case .coming: return days.first { $0 >= today }
    case .past: return days.last { $0 <= today }
    }
  }

  /// `3 days`, `2 weeks ago`, `3日後`, `1か月前`.
  private static func shifted(_ folded: String, _ today: CalendarDate) -> CalendarDate? {
    let digits = folded.prefix { $0.isASCII && $0.isNumber }
    guard var count = Int(digits), count <= 10_000 else { return nil }
    var unit = folded.dropFirst(digits.count).filter { !$0.isWhitespace }
    for ending in ["ago", "前"] where unit.hasSuffix(ending) {
      unit = String(unit.dropLast(ending.count))
      count = -count
    }
    if unit.hasSuffix("後") { unit = String(unit.dropLast()) }
    switch unit {
    case "d", "day", "days", "日": return today.adding(days: count)
    case "w", "week", "weeks", "週間", "週": return today.adding(days: count * 7)
    case "m", "month", "months", "か月", "ヶ月", "ゖ月", "ケ月", "け月": return today.adding(months: count)
    default: return nil
    }
  }

  /// `DUE TEXT`, as `--task` takes it: the due day is the first word, or the first two or three.
  static func task(_ text: String, _ now: Moment) throws(DaichoError) -> (CalendarDate, String) {
    let words = text.split(whereSeparator: \.isWhitespace)
    for count in [3, 2, 1] where words.count > count {
      if let due = day(words.prefix(count).joined(separator: " "), now.today) {
        return (due, words.dropFirst(count).joined(separator: " "))
      }
    }
    throw .badTask(text)
  }
}
