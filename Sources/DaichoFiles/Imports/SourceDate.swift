import DaichoModel

/// The order of the numbers in a date that a map declares: `DD/MM/YYYY`.
package struct DateFormat: Sendable, Hashable {
  package enum Part: Sendable { case year, month, day }

  package let text: String
  fileprivate let parts: [(part: Part, digits: Int)]

  /// `nil` unless Y, M and D each stand once, apart or as one block of digits (`YYYYMMDD`).
  package init?(_ text: String) {
    var parts: [(part: Part, digits: Int)] = []
    var last: Character?
    for character in TextFolding.fold(text) {
      guard let part = DateFormat.part(character) else {
        if character.isLetter && !"年月日".contains(character) { return nil }
        last = nil
        continue
      }
      if character == last { parts[parts.count - 1].digits += 1 } else { parts.append((part, 1)) }
      last = character
    }
    guard parts.count == 3, Set(parts.map(\.part)).count == 3 else { return nil }
    self.text = text
    self.parts = parts
  }

  private static func part(_ character: Character) -> Part? {
    switch character {
    case "y": .year
    case "m": .month
    case "d": .day
    default: nil
    }
  }

  package static func == (a: DateFormat, b: DateFormat) -> Bool { a.text == b.text }
  package func hash(into hasher: inout Hasher) { hasher.combine(text) }

  /// The day that the first numbers of `text` are.
  fileprivate func date(_ text: String) -> CalendarDate? {
    var numbers: [(value: Int, digits: Int)] = []
    var isOpen = false
    for scalar in text.unicodeScalars {
      guard let digit = TextFolding.digit(scalar) else {
        isOpen = false
        if numbers.count == 3 { break }
        continue
      }
      if !isOpen { numbers.append((0, 0)) }
      isOpen = true
      let index = numbers.count - 1
      guard numbers[index].digits < 8 else { return nil }
      numbers[index] = (numbers[index].value * 10 + digit, numbers[index].digits + 1)
    }
    if let block = numbers.first, block.digits == parts.reduce(0, { $0 + $1.digits }), block.digits >= 6 {
      numbers = split(block.value)
    }
    guard numbers.count >= 3 else { return nil }
    var (year, month, day) = (0, 0, 0)
    for (index, part) in parts.enumerated() {
      let number = numbers[index]
      switch part.part {
      case .year:
        guard number.digits == 4 || (number.digits == 2 && part.digits == 2) else { return nil }
        year = number.digits == 2 ? number.value + 2000 : number.value
      case .month: month = number.value
      case .day: day = number.value
      }
    }
    return CalendarDate(year: year, month: month, day: day)
  }

  private func split(_ block: Int) -> [(value: Int, digits: Int)] {
    var rest = block
    var numbers: [(value: Int, digits: Int)] = []
    for part in parts.reversed() {
      var base = 1
      for _ in 0..<part.digits { base *= 10 }
      numbers.append((rest % base, part.digits))
      rest /= base
    }
    return numbers.reversed()
  }
}

/// Reads the days of a file from elsewhere, as days of the workspace's time zone.
///
/// A map's formats come first. Without them only forms that cannot be mistaken are read: year first, in any
/// of the usual ways, `2026年11月20日`, `令和8年11月20日`, `20 Nov 2026`, `20261120`, a spreadsheet's day
/// number, each with a time of day or without; `11/12/2026` is not.
package struct SourceDate: Sendable {
  private let formats: [DateFormat]
  private let zone: ZoneOffsets
  private var lastText: [UInt8] = []
  private var lastDate: CalendarDate?

  package init(formats: [DateFormat] = [], zone: ZoneOffsets) {
    self.formats = formats
    self.zone = zone
  }

  /// `nil` for what is no day.
  package mutating func read(_ bytes: UnsafeRawBufferPointer) -> CalendarDate? {
    if bytes.count == lastText.count, lastText.withUnsafeBytes({ $0.elementsEqual(bytes) }) {
      return lastDate
    }
    let date = formats.isEmpty ? SourceDate.plain(bytes, zone) ?? loose(bytes) : loose(bytes)
    lastText.removeAll(keepingCapacity: true)
    lastText.append(contentsOf: bytes)
    lastDate = date
    return date
  }

  package mutating func read(_ text: String) -> CalendarDate? {
    var text = text
    return text.withUTF8 { read(UnsafeRawBufferPointer($0)) }
  }

  /// `2026-11-20`, `2026/11/20 14:05:00`, `2026-11-20T14:05:00+09:00`, digits in their places.
  private static func plain(_ bytes: UnsafeRawBufferPointer, _ zone: ZoneOffsets) -> CalendarDate? {
    guard bytes.count >= 10, let year = number(bytes, 0, 4), let month = number(bytes, 5, 2),
      let day = number(bytes, 8, 2), bytes[4] == bytes[7],
      bytes[4] == UInt8(ascii: "-") || bytes[4] == UInt8(ascii: "/") || bytes[4] == UInt8(ascii: ".")
    else { return nil }
    guard let date = CalendarDate(year: year, month: month, day: day) else { return nil }
    if bytes.count == 10 { return date }
    guard bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "T"), bytes.count >= 16,
      let hour = number(bytes, 11, 2), let minute = number(bytes, 14, 2), bytes[13] == UInt8(ascii: ":"),
      hour < 24, minute < 60
    else { return nil }
    var at = 16
    if at + 2 < bytes.count, bytes[at] == UInt8(ascii: ":") {
      guard let second = number(bytes, at + 1, 2), second < 61 else { return nil }
      at += 3
      if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
        at += 1
        while at < bytes.count, (0x30...0x39).contains(bytes[at]) { at += 1 }
      }
    }
    guard let offset = offset(UnsafeRawBufferPointer(rebasing: bytes[at...])) else { return nil }
    guard let seconds = offset else { return date }
    let utc = Int64(date.day) * 86_400 + Int64(hour * 60 + minute) * 60 - Int64(seconds)
    return zone.local(utc).date
  }

  /// Of what follows a time: `.some(nil)` where there is nothing, `nil` where it is no offset from UTC.
  private static func offset(_ bytes: UnsafeRawBufferPointer) -> Int?? {
    var rest = bytes[...]
    while rest.first == 0x20 { rest = rest.dropFirst() }
    guard let sign = rest.first else { return .some(nil) }
    let text = UnsafeRawBufferPointer(rebasing: rest)
    if sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") { return text.count == 1 ? .some(0) : nil }
    if text.elementsEqual("UTC".utf8) || text.elementsEqual("GMT".utf8) { return .some(0) }
    if text.elementsEqual("JST".utf8) { return .some(9 * 3600) }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = number(text, 1, 2) else {
      return nil
    }
    let at = text.count > 3 && text[3] == UInt8(ascii: ":") ? 4 : 3
    let minutes = number(text, at, 2) ?? 0
    guard text.count == 3 || text.count == at + 2, hours < 15, minutes < 60 else { return nil }
    let seconds = hours * 3600 + minutes * 60
    return .some(sign == UInt8(ascii: "-") ? -seconds : seconds)
  }

  private static func number(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> Int? {
    guard start >= 0, start + count <= bytes.count else { return nil }
    var value = 0
    for index in start..<start + count {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  private func loose(_ bytes: UnsafeRawBufferPointer) -> CalendarDate? {
    var text = TextFolding.fold(String(decoding: bytes, as: UTF8.self))
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    guard !text.isEmpty, text.utf8.count <= 60 else { return nil }
    for format in formats {
      if let date = format.date(text) { return date }
    }
    text = text.uppercased()
    if let date = text.withUTF8({ SourceDate.plain(UnsafeRawBufferPointer($0), zone) }) { return date }
    text = text.lowercased()
    if let date = DateAndTime(typed: SourceDate.withoutWeekday(text))?.date { return date }
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) {
      switch text.utf8.count {
      // Days since 1899-12-30; five digits are the years 1927 to 2173.
      case 5: return CalendarDate(day: number - 25_569)
      case 8: return CalendarDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
      default: return nil
      }
    }
    return SourceDate.era(text) ?? SourceDate.named(text)
  }

  /// `2026/11/20(金) 14:05` without its day of the week, and with one space before the time.
  private static func withoutWeekday(_ text: String) -> String {
    guard let open = text.firstIndex(of: "("), let close = text[open...].firstIndex(of: ")"),
      text.distance(from: open, to: close) <= 4
    else { return text }
    let rest = text[text.index(after: close)...].drop(while: \.isWhitespace)
    let day = text[..<open].reversed().drop(while: \.isWhitespace).reversed()
    return rest.isEmpty ? String(day) : String(day) + " " + rest
  }

  /// `令和8年11月20日`, `r8.11.20`, `h31/4/1`.
  private static func era(_ text: String) -> CalendarDate? {
    let starts: [(String, Int)] = [
      ("令和", 2018), ("平成", 1988), ("昭和", 1925), ("r", 2018), ("h", 1988), ("s", 1925),
    ]
    guard let (name, base) = starts.first(where: { text.hasPrefix($0.0) }) else { return nil }
    let numbers = text.dropFirst(name.count).replacing("元", with: "1")
      .split { !$0.isNumber }.compactMap { Int($0) }
    guard numbers.count == 3, (1...99).contains(numbers[0]) else { return nil }
    return CalendarDate(year: base + numbers[0], month: numbers[1], day: numbers[2])
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// `20 nov 2026`, `nov 20, 2026 2:05 pm`, `20-nov-2026`.
  private static func named(_ text: String) -> CalendarDate? {
    let words = text.split { !$0.isLetter && !$0.isNumber }
    guard words.count >= 3 else { return nil }
    let head = Array(words.prefix(4).drop { $0.first?.isLetter == true && month($0) == nil }.prefix(3))
    guard head.count == 3, let place = head.firstIndex(where: { month($0) != nil }), place < 2,
      let month = month(head[place])
    else { return nil }
    let numbers = head.indices.filter { $0 != place }.compactMap { Int(head[$0].prefix { $0.isNumber }) }
    guard numbers.count == 2, numbers[1] > 999 else { return nil }
    return CalendarDate(year: numbers[1], month: month, day: numbers[0])
  }

  private static func month(_ word: Substring) -> Int? {
    guard word.count >= 3, word.allSatisfy(\.isLetter) else { return nil }
    return months.firstIndex(of: String(word.prefix(3))).map { $0 + 1 }
  }
}
