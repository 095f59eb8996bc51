import DaichoModel

extension DaySpan {
  /// Reads one word where a date is wanted: `2026-11-20` and as people type it, `2026-11`, `2026`,
  /// `2026-Q4`, `2026年11月`, `2026-11-01..2026-11-15`, `today`, 今月, `90日前`.
  init?(word: String) {
    let key = Lexer.key(word)
    if let known = DaySpan.words[key] {
      self = known
    } else if let date = CalendarDate(typed: key) {
      self = .day(date)
    } else if let relative = Duration.relative(word: key) {
      self = .offset(relative)
    } else if let span = DaySpan(monthOrYear: key) {
      self = span
    } else if let range = DaySpan(range: key) {
      self = range
    } else {
      return nil
    }
  }

  private static let words: [String: DaySpan] = {
    func day(_ count: Int) -> DaySpan { .offset(Duration(count: count, unit: .day)) }
    return [
      "today": day(0), "yesterday": day(-1), "tomorrow": day(1), "now": .now,
      "今日": day(0), "本日": day(0), "昨日": day(-1), "明日": day(1),
      "今週": .unit(.week, shift: 0), "先週": .unit(.week, shift: -1), "来週": .unit(.week, shift: 1),
      "今月": .unit(.month, shift: 0), "先月": .unit(.month, shift: -1), "来月": .unit(.month, shift: 1),
      "今年": .unit(.year, shift: 0), "昨年": .unit(.year, shift: -1), "去年": .unit(.year, shift: -1),
      "来年": .unit(.year, shift: 1), "今年度": .unit(.fiscalYear, shift: 0),
      "昨年度": .unit(.fiscalYear, shift: -1), "前年度": .unit(.fiscalYear, shift: -1),
      "来年度": .unit(.fiscalYear, shift: 1),
    ]
  }()

  private init?(monthOrYear key: String) {
    let digits = key.prefix { $0.isASCII && $0.isNumber }
    guard digits.utf8.count == 4, let year = Int(digits),
      let january = CalendarDate(year: year, month: 1, day: 1)
    else { return nil }
    let rest = key.dropFirst(4)
    func months(from first: CalendarDate, _ count: Int) -> DaySpan {
      .fixed(first, first.adding(Duration(count: count, unit: .month)).adding(days: -1))
    }
    switch rest {
    case "", "年": self = months(from: january, 12)
    case "-q1", "-q2", "-q3", "-q4":
      guard let quarter = rest.last?.wholeNumberValue,
        let first = CalendarDate(year: year, month: quarter * 3 - 2, day: 1)
      else { return nil }
      self = months(from: first, 3)
    default:
      guard let separator = rest.first, ["-", "/", "年"].contains(separator) else { return nil }
      var number = rest.dropFirst()
      if separator == "年" {
        guard number.last == "月" else { return nil }
        number = number.dropLast()
      }
      guard number.utf8.count <= 2, number.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let month = Int(number), let first = CalendarDate(year: year, month: month, day: 1)
      else { return nil }
      self = months(from: first, 1)
    }
  }

  private init?(range key: String) {
    for separator in ["..", "~", "〜"] {
      guard let gap = key.unicodeScalars.firstRange(of: separator.unicodeScalars) else { continue }
      guard let first = DaySpan.endpoint(String(key[..<gap.lowerBound])),
        let last = DaySpan.endpoint(String(key[gap.upperBound...])),
        first.lowerBound <= last.upperBound
      else { return nil }
      self = .fixed(first.lowerBound, last.upperBound)
      return
    }
    return nil
  }

  private static func endpoint(_ key: String) -> ClosedRange<CalendarDate>? {
    if let date = CalendarDate(typed: key) { return date...date }
    guard case .fixed(let first, let last) = DaySpan(monthOrYear: key) else { return nil }
    return first...last
  }
}

extension Duration {
  /// A unit as it is written in a filter: `days`, `day`, 日.
  static func unit(_ key: String) -> Unit? {
    if let unit = Unit(rawValue: key) { return unit }
    if key.hasSuffix("s"), let unit = Unit(rawValue: String(key.dropLast())) { return unit }
    return japaneseUnits.first { $0.name == key }?.unit
  }

  private static let japaneseUnits: [(name: String, unit: Unit)] = [
    ("分", .minute), ("時間", .hour), ("日間", .day), ("日", .day), ("週間", .week), ("週", .week),
    ("か月", .month), ("ヶ月", .month), ("カ月", .month), ("ヵ月", .month), ("ケ月", .month), ("箇月", .month),
    ("か月間", .month), ("ヶ月間", .month), ("年間", .year), ("年", .year),
  ]

  /// `90日`, `3か月`: a number and a Japanese unit in one word.
  init?(word key: String) {
    let digits = key.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let count = Int(digits), count <= Duration.maxCount,
      let unit = Duration.japaneseUnits.first(where: { $0.name == key.dropFirst(digits.count) })?.unit
    else { return nil }
    // 2026年 is a year, 3年 is a length of time.
    if unit == .year, digits.utf8.count == 4 { return nil }
    self.init(count: count, unit: unit)
  }

  /// `90日前`, `2週間後`: from today.
  static func relative(word key: String) -> Duration? {
    guard let last = key.last, last == "前" || last == "後",
      let duration = Duration(word: String(key.dropLast()))
    else { return nil }
    return last == "前" ? duration.negated : duration
  }
}
