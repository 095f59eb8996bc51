import DaichoModel

extension Parser {
  /// `90 days`, `90日`; `nil`, with nothing read, where no length of time stands.
  mutating func duration() throws(QueryError) -> (Duration, end: Int)? {
    guard let key = token.key else { return nil }
    if let duration = Duration(word: key) {
      let end = token.range.upperBound
      advance()
      return (duration, end)
    }
    guard let unitKey = token(ahead: 1).key, let unit = Duration.unit(unitKey), Parser.isNumber(key) else {
      return nil
    }
    guard let number = ExactDecimal(typed: key)?.units(withDigits: 0), number <= Duration.maxCount else {
      throw error("bad-duration", .badDuration(excerpt(token.range)), at: token.range, .wholeNumber)
    }
    let end = token(ahead: 1).range.upperBound
    advance()
    advance()
    return (Duration(count: Int(number), unit: unit), end)
  }

  private static func isNumber(_ key: String) -> Bool {
    key.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E } && key.utf8.first != 0x2E
  }

  /// A time of several words: `90 days ago`, `30 days`, `start of month`, `last 30 days`, `this quarter`.
  mutating func time() throws(QueryError) -> Expression? {
    let start = token.range.lowerBound
    if let (duration, end) = try duration() {
      let place = token.range
      if accept(word: "ago") {
        return try make(.span(.offset(duration.negated)), start..<place.upperBound)
      }
      if token.key == "from", token(ahead: 1).key == "now" {
        let end = token(ahead: 1).range.upperBound
        advance()
        advance()
        return try make(.span(.offset(duration)), start..<end)
      }
      return try make(.duration(duration), start..<end)
    }
    switch token.key {
    case "start" where token(ahead: 1).key == "of", "end" where token(ahead: 1).key == "of":
      return try edge()
    case "last", "next", "this": return try relativeSpan()
    default: return nil
    }
  }

  private mutating func edge() throws(QueryError) -> Expression {
    let start = token
    advance()
    advance()
    var shift = 0
    if let key = token.key, let given = Parser.shifts[key] {
      shift = given
      advance()
    } else {
      _ = accept(word: "the")
    }
    guard let (calendar, end) = calendar() else {
      throw error(
        "expected-unit", .expectedCalendarUnit(found), at: token.range, .seeExample("start of month"))
    }
    let isStart = start.key == "start"
    return try make(
      .span(isStart ? .start(calendar, shift: shift) : .end(calendar, shift: shift)),
      start.range.lowerBound..<end)
  }

  private static let shifts = ["last": -1, "this": 0, "next": 1]

  /// A unit of the calendar, read; one or two words.
  private mutating func calendar() -> (DaySpan.Calendar, end: Int)? {
    guard let key = token.key else { return nil }
    if key == "fiscal", let next = token(ahead: 1).key,
      let unit = DaySpan.Calendar(rawValue: "fiscal \(next)")
    {
      let end = token(ahead: 1).range.upperBound
      advance()
      advance()
      return (unit, end)
    }
    guard let unit = DaySpan.Calendar(rawValue: key) else { return nil }
    let end = token.range.upperBound
    advance()
    return (unit, end)
  }

  private mutating func relativeSpan() throws(QueryError) -> Expression? {
    guard let key = token.key, let shift = Parser.shifts[key] else { return nil }
    let start = token.range.lowerBound
    let before = self
    advance()
    if let (calendar, end) = calendar() {
      return try make(.span(.unit(calendar, shift: shift)), start..<end)
    }
    let place = token.range
    if shift != 0, let (duration, end) = try duration() {
      guard duration.unit.isOfDays else {
        throw error("bad-duration", .hoursInRange, at: place.lowerBound..<end, .write("newer than …"))
      }
      guard duration.count > 0 else {
        throw error("bad-duration", .badDuration("0"), at: place.lowerBound..<end, .wholeNumber)
      }
      return try make(.span(.rolling(shift < 0 ? duration.negated : duration)), start..<end)
    }
    // `last` alone is a word like any other.
    self = before
    return nil
  }
}
