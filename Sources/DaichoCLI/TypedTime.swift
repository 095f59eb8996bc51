import DaichoModel

/// Times as people type them on a command line.
enum TypedTime {
  /// `2026-11-18 15:00`, `15:00`, `yesterday`; now when nothing is typed.
  static func moment(_ text: String?, _ now: Moment) throws(DaichoError) -> DateAndTime {
    guard let text else {
      let local = now.local
      return local.date == now.today ? local : DateAndTime(date: now.today)
    }
    if let moment = DateAndTime(typed: text) { return moment }
    if let minute = DateAndTime.minute(typed: text) { return DateAndTime(date: now.today, minute: minute) }
    guard let day = day(text, now.today) else { throw .badDate(text) }
    return DateAndTime(date: day)
  }

  /// `2026-11-27`, `tomorrow`, `3 days`, `2 weeks`, `明日`, `3日後`.
  static func day(_ text: String, _ today: CalendarDate) -> CalendarDate? {
    if let date = CalendarDate(typed: text) { return date }
    let folded = TextFolding.fold(text)
    switch folded {
    case "today", "今日", "本日": return today
    case "tomorrow", "明日": return today.adding(days: 1)
    case "明後日", "あさって": return today.adding(days: 2)
    case "yesterday", "昨日": return today.adding(days: -1)
    default: break
    }
    let digits = folded.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits), count <= 10_000 else { return nil }
    switch folded.dropFirst(digits.count).filter({ !$0.isWhitespace }) {
    case "d", "day", "days", "日後", "日": return today.adding(days: count)
    case "w", "week", "weeks", "週間後", "週間": return today.adding(days: count * 7)
    case "m", "month", "months", "か月後", "ヶ月後", "ゖ月後", "か月": return today.adding(months: count)
    default: return nil
    }
  }

  /// `DUE TEXT`, as `--task` takes it: the due day is the first word, or the first two.
  static func task(_ text: String, _ now: Moment) throws(DaichoError) -> (CalendarDate, String) {
    let words = text.split(whereSeparator: \.isWhitespace)
    for count in [2, 1] where words.count > count {
      if let due = day(words.prefix(count).joined(separator: " "), now.today) {
        return (due, words.dropFirst(count).joined(separator: " "))
      }
    }
    throw .badTask(text)
  }
}
