import DaichoModel

/// What stands before the text of an entry: `[ ] DATE TIME CHANNEL DIRECTION @MEMBER:`.
struct LogHead {
  var date: CalendarDate
  var minute: Int?
  var meaning = LogWords.Meaning()
  /// The words after each `@`.
  var members: [Range<Int>] = []
  /// Just after the colon.
  var textStart = 0
  var checkbox: Range<Int>?
  var isDone = false

  enum Failure {
    /// It looks like a date, but there is no such day, or its year is missing.
    case notADay
    case unknownChannel
    /// What follows should be the text.
    case missingColon
    /// An entry that is no task says neither call nor email nor …
    case missingChannel
    case other
  }

  enum Reading {
    /// The line does not begin with a date: prose.
    case prose
    case head(LogHead)
    /// At that range of bytes.
    case failure(Failure, Range<Int>)
  }

  /// Reads on from just after the list's marker.
  static func read(_ start: LogCursor) -> Reading {
    var cursor = start
    cursor.skipSpaces()
    let box = checkbox(&cursor)
    cursor.skipSpaces()
    let dateStart = cursor.offset
    let date: CalendarDate
    switch day(&cursor) {
    case .some(.some(let found)): date = found
    case .some(.none): return .failure(.notADay, dateStart..<cursor.offset)
    case .none: return lacksYear(cursor) ? .failure(.notADay, dateStart..<cursor.offset) : .prose
    }
    var head = LogHead(date: date)
    head.checkbox = box?.mark
    head.isDone = box?.isDone == true
    skipWeekday(&cursor)
    skipT(&cursor)
    cursor.skipSpaces()
    let (next, _) = cursor.peek()
    if (0x30...0x39).contains(next) {
      guard let minute = time(&cursor) else { return .failure(.other, cursor.offset..<cursor.end) }
      head.minute = minute
    }
    return head.readWords(&cursor)
  }

  /// Channel, direction and members, up to the colon.
  private mutating func readWords(_ cursor: inout LogCursor) -> Reading {
    while true {
      let (scalar, length) = cursor.peek()
      switch scalar {
      case _ where length == 0:
        return .failure(.missingColon, cursor.offset..<cursor.offset)
      case 0x20, 0x28, 0x29, 0x2C, 0x3001, 0x3B:
        cursor.offset += length
      case 0x3A:
        cursor.offset += length
        textStart = cursor.offset
        if meaning.channel == nil, checkbox == nil {
          return .failure(.missingChannel, cursor.offset..<cursor.offset)
        }
        return .head(self)
      case 0x40:
        cursor.offset += length
        let member = cursor.word()
        if member.isEmpty { return .failure(.other, member) }
        members.append(member)
      default:
        let word = cursor.word()
        guard let known = LogWords.meaning(of: cursor.text(word)),
          known.channel == nil || meaning.channel == nil,
          known.direction == nil || meaning.direction == nil
        else { return unknown(word, cursor) }
        meaning.channel = known.channel ?? meaning.channel
        meaning.direction = known.direction ?? meaning.direction
      }
    }
  }

  private func unknown(_ word: Range<Int>, _ cursor: LogCursor) -> Reading {
    if meaning.channel != nil || checkbox != nil { return .failure(.missingColon, word) }
    var (rest, cursor) = (self, cursor)
    rest.meaning.channel = .note
    if case .head = rest.readWords(&cursor) { return .failure(.unknownChannel, word) }
    return .failure(.other, word)
  }

  // MARK: Parts

  /// `[ ]`, `[x]`, `[]`, also full-width.
  private static func checkbox(_ cursor: inout LogCursor) -> (mark: Range<Int>, isDone: Bool)? {
    var position = cursor
    guard position.take("[") else { return nil }
    let start = position.offset
    var isDone = false
    while !position.take("]") {
      let (scalar, length) = position.peek()
      guard length > 0, position.offset - start < 6 else { return nil }
      switch scalar {
      case 0x20: break
      // x, X, ✓, ✔, レ, 済
      case 0x78, 0x58, 0x2713, 0x2714, 0x30EC, 0x6E08: isDone = true
      default: return nil
      }
      position.offset += length
    }
    let bracket = position.bytes[position.offset - 1] == 0x5D ? 1 : 3
    cursor = position
    return (start..<position.offset - bracket, isDone)
  }

  /// `nil` where no date stands; an inner `nil` for the shape of a date that is no day.
  private static func day(_ cursor: inout LogCursor) -> CalendarDate?? {
    var position = cursor
    guard let year = position.number(digits: 4, atLeast: 4) else { return .none }
    let first = separator(&position)
    guard let first, let month = position.number(digits: 2) else { return .none }
    guard let second = separator(&position), second == (first == 0x5E74 ? 0x6708 : first),
      let day = position.number(digits: 2)
    else { return .none }
    if first == 0x5E74, !position.take("日") { return .none }
    cursor = position
    return .some(CalendarDate(year: year, month: month, day: day))
  }

  private static func separator(_ cursor: inout LogCursor) -> UInt32? {
    let (scalar, length) = cursor.peek()
    switch scalar {
    case 0x2D, 0x2F, 0x2E, 0x5E74, 0x6708:
      cursor.offset += length
      return scalar
    case 0x30FC, 0x2212, 0x2010:
      cursor.offset += length
      return 0x2D
    default: return nil
    }
  }

  /// `11/25 電話`: a day of some year, and then one of our channels.
  private static func lacksYear(_ cursor: LogCursor) -> Bool {
    var position = cursor
    guard position.number(digits: 2) != nil, let mark = separator(&position), mark == 0x2F || mark == 0x6708,
      position.number(digits: 2) != nil, mark == 0x2F || position.take("日")
    else { return false }
    skipWeekday(&position)
    position.skipSpaces()
    _ = time(&position)
    position.skipSpaces()
    let word = position.word()
    return !word.isEmpty && LogWords.meaning(of: position.text(word))?.channel != nil
  }

  /// The `T` of `2026-11-20T14:05`.
  private static func skipT(_ cursor: inout LogCursor) {
    var position = cursor
    if position.take("T"), (0x30...0x39).contains(position.peek().scalar) { cursor = position }
  }

  /// `(金)`, `（Fri）`.
  private static func skipWeekday(_ cursor: inout LogCursor) {
    var position = cursor
    position.skipSpaces()
    guard position.take("(") else { return }
    for _ in 0..<4 {
      if position.take(")") {
        cursor = position
        return
      }
      position.offset += position.peek().length
    }
  }

  /// `14:05`, `14:05:30`, `14時`, `14時5分`; of `14:00-15:00` the beginning.
  private static func time(_ cursor: inout LogCursor) -> Int? {
    guard let start = clock(&cursor) else { return nil }
    var position = cursor
    let (scalar, length) = position.peek()
    if scalar == 0x2D || scalar == 0x7E || scalar == 0x2013 {
      position.offset += length
      if clock(&position) != nil { cursor = position }
    }
    return start
  }

  private static func clock(_ cursor: inout LogCursor) -> Int? {
    var position = cursor
    guard let hour = position.number(digits: 2), hour < 24 else { return nil }
    var minute = 0
    if position.take("時") {
      var after = position
      if let minutes = after.number(digits: 2), after.take("分") {
        (minute, position) = (minutes, after)
      } else if position.take("半") {
        minute = 30
      }
    } else {
      guard position.take(":"), let minutes = position.number(digits: 2, atLeast: 2) else { return nil }
      minute = minutes
      var after = position
      if after.take(":"), let seconds = after.number(digits: 2, atLeast: 2), seconds < 61 { position = after }
    }
    guard minute < 60 else { return nil }
    cursor = position
    return hour * 60 + minute
  }
}
