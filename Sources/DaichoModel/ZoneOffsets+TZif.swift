/// Time zones as the system's files have them (RFC 8536), read without Foundation, which takes milliseconds to
/// load its own.
extension ZoneOffsets {
  /// The instant at which the offsets end: the year 2100.
  static let end: Int64 = 4_102_444_800

  /// `nil` for bytes that are no time zone, or one that counts leap seconds.
  package init?(tzif bytes: [UInt8]) {
    guard let first = TZifBlock(bytes, at: 0, timeSize: 4) else { return nil }
    var block = first
    if first.version >= UInt8(ascii: "2") {
      guard let second = TZifBlock(bytes, at: first.end, timeSize: 8) else { return nil }
      block = second
    }
    guard block.leapSeconds == 0 else { return nil }
    var offsets = ZoneOffsets(fixed: block.firstOffset)
    for (time, offset) in block.transitions where time < Self.end {
      if time <= 0 { offsets = ZoneOffsets(fixed: offset) } else { offsets.append(offset, from: time) }
    }
    if first.version >= UInt8(ascii: "2"), !bytes[block.end...].isEmpty {
      guard let rule = POSIXTimeZone(bytes[block.end...]) else { return nil }
      let last = block.transitions.last?.time ?? .min
      for (time, offset) in rule.transitions(after: max(last, 0), before: Self.end) {
        offsets.append(offset, from: time)
      }
    }
    self = offsets
  }
}

/// One of the two data blocks of a TZif file: the second has the same with times of 64 bits.
private struct TZifBlock {
  let version: UInt8
  /// Behind the block.
  let end: Int
  let leapSeconds: Int
  /// Seconds since 1970, and from then on those east of UTC; ascending.
  private(set) var transitions: [(time: Int64, offset: Int)] = []
  /// Before the first transition.
  private(set) var firstOffset = 0

  private static let mostTransitions = 10_000

  init?(_ bytes: [UInt8], at start: Int, timeSize: Int) {
    guard bytes.count >= start + 44, bytes[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
    version = bytes[start + 4]
    func number(at offset: Int, _ size: Int) -> Int64 {
      let value = bytes[offset..<offset + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    }
    let counts = (0..<6).map { Int(number(at: start + 20 + 4 * $0, 4)) }
    guard counts.allSatisfy({ 0...Self.mostTransitions ~= $0 }) else { return nil }
    let (isUT, isStandard, leaps, times, types, characters) = (
      counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]
    )
    leapSeconds = leaps
    let places = start + 44 + times * timeSize
    let kinds = places + times
    end = kinds + types * 6 + characters + leaps * (timeSize + 4) + isStandard + isUT
    guard end <= bytes.count, types > 0 else { return nil }
    func offset(ofType type: Int) -> Int? {
      guard type < types, case let offset = number(at: kinds + 6 * type, 4), abs(offset) < 172_800 else {
        return nil
      }
      return Int(offset)
    }
    guard let first = offset(ofType: 0) else { return nil }
    firstOffset = first
    for index in 0..<times {
      guard let offset = offset(ofType: Int(bytes[places + index])) else { return nil }
      let time = number(at: start + 44 + index * timeSize, timeSize)
      guard time > transitions.last?.time ?? .min else { return nil }
      transitions.append((time, offset))
    }
  }
}

/// The rule for the time after the last transition, as POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
private struct POSIXTimeZone {
  private let standard: Int
  private var summer: (offset: Int, start: Change, end: Change)?

  private struct Change {
    enum Day { case ofMonth(month: Int, week: Int, weekday: Int), ofYear(Int), ofYearWithoutLeapDay(Int) }
    let day: Day
    /// Local, in seconds after midnight.
    let time: Int

    func day(in year: Int) -> Int? {
      guard let first = CalendarDate(year: year, month: 1, day: 1)?.day else { return nil }
      switch day {
      case .ofYear(let number): return first + number
      case .ofYearWithoutLeapDay(let number):
        let isLeap = CalendarDate(year: year, month: 2, day: 29) != nil
        return first + number - (isLeap && number >= 60 ? 0 : 1)
      case .ofMonth(let month, let week, let weekday):
        guard let start = CalendarDate(year: year, month: month, day: 1) else { return nil }
        // 1 January 1970 was a Thursday.
        let firstWeekday = ((start.day + 4) % 7 + 7) % 7
        var day = start.day + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
        let next = start.adding(months: 1).day
        while day >= next { day -= 7 }
        return day
      }
    }
  }

  /// - Parameter bytes: between two newlines.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.first == 0x0A, bytes.last == 0x0A, bytes.count >= 2 else { return nil }
    var rest = bytes.dropFirst().dropLast()
    guard Self.name(&rest), let west = Self.time(&rest) else { return nil }
    standard = -west
    guard !rest.isEmpty else { return }
    guard Self.name(&rest) else { return nil }
    var offset = standard + 3600
    if rest.first != UInt8(ascii: ",") {
      guard let west = Self.time(&rest) else { return nil }
      offset = -west
    }
    guard let start = Self.change(&rest), let end = Self.change(&rest), rest.isEmpty else { return nil }
    summer = (offset, start, end)
  }

  func transitions(after start: Int64, before end: Int64) -> [(Int64, Int)] {
    guard let summer, start < end else { return [] }
    let years = (CalendarDate(day: Int(start / 86_400)).year)...(CalendarDate(day: Int(end / 86_400)).year)
    return years.flatMap { year -> [(Int64, Int)] in
      let begins = summer.start.day(in: year).map { $0 * 86_400 + summer.start.time - standard }
      let ends = summer.end.day(in: year).map { $0 * 86_400 + summer.end.time - summer.offset }
      return [(begins, summer.offset), (ends, standard)].compactMap { time, offset in
        time.map { (Int64($0), offset) }
      }
    }.filter { $0.0 > start && $0.0 < end }.sorted { $0.0 < $1.0 }
  }

  private static func name(_ rest: inout ArraySlice<UInt8>) -> Bool {
    let before = rest.count
    if rest.first == UInt8(ascii: "<") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
      rest = rest[(end + 1)...]
    } else {
      rest = rest.drop { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }
    }
    return before - rest.count >= 3
  }

  private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
    guard 1...3 ~= digits.count else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// `[+-]hh[:mm[:ss]]`, in seconds.
  private static func time(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    guard var seconds = number(&rest).map({ $0 * 3600 }), seconds <= 167 * 3600 else { return nil }
    for unit in [60, 1] where rest.first == UInt8(ascii: ":") {
      rest = rest.dropFirst()
      guard let part = number(&rest), part < 60 else { return nil }
      seconds += part * unit
    }
    return isNegative ? -seconds : seconds
  }

  /// `,M3.5.0/3`, `,J60`, `,59/2`.
  private static func change(_ rest: inout ArraySlice<UInt8>) -> Change? {
    guard rest.first == UInt8(ascii: ",") else { return nil }
    rest = rest.dropFirst()
    let form = rest.first
    if form == UInt8(ascii: "M") || form == UInt8(ascii: "J") { rest = rest.dropFirst() }
    guard let first = number(&rest) else { return nil }
    var day: Change.Day
    if form == UInt8(ascii: "M") {
      guard rest.first == UInt8(ascii: "."), case _ = rest.removeFirst(), let week = number(&rest),
        rest.first == UInt8(ascii: "."), case _ = rest.removeFirst(), let weekday = number(&rest),
        1...12 ~= first, 1...5 ~= week, 0...6 ~= weekday
      else { return nil }
      day = .ofMonth(month: first, week: week, weekday: weekday)
    } else {
      guard first <= 365 else { return nil }
      day = form == UInt8(ascii: "J") ? .ofYearWithoutLeapDay(first) : .ofYear(first)
    }
    guard rest.first == UInt8(ascii: "/") else { return Change(day: day, time: 2 * 3600) }
    rest = rest.dropFirst()
    return time(&rest).map { Change(day: day, time: $0) }
  }
}
