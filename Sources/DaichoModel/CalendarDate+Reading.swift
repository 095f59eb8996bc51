extension CalendarDate {
  /// Reads a day as people type it: `2026-11-20`, `2026/11/20`, `2026.11.20`, `2026年11月20日`, also
  /// with full-width digits and single-digit months. `nil` for anything else.
  package init?(typed text: some StringProtocol) {
    guard let parts = DateScanner.parts(of: text), parts.count == 3 else { return nil }
    self.init(year: parts[0], month: parts[1], day: parts[2])
  }

  /// Whether `text` is written the one way files should have: `2026-11-20`.
  package static func isISO(_ text: some StringProtocol) -> Bool {
    let bytes = Array(text.utf8.prefix(11))
    guard bytes.count == 10 else { return false }
    return bytes.enumerated().allSatisfy { index, byte in
      index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
    }
  }
}

/// A day of every year, and of one year where it is known: a birthday.
package struct Anniversary: Sendable, Hashable, CustomStringConvertible {
  package let year: Int?
  package let month: Int
  package let day: Int

  /// Reads `1984-03-14`, `03-14`, `3月14日` and what `CalendarDate(typed:)` reads.
  package init?(typed text: some StringProtocol) {
    guard let parts = DateScanner.parts(of: text) else { return nil }
    switch parts.count {
    case 3:
      guard CalendarDate(year: parts[0], month: parts[1], day: parts[2]) != nil else { return nil }
      (year, month, day) = (parts[0], parts[1], parts[2])
    case 2:
      guard CalendarDate(year: 2000, month: parts[0], day: parts[1]) != nil else { return nil }
      (year, month, day) = (nil, parts[0], parts[1])
    default: return nil
    }
  }

  /// The day it falls on in `year`; 29 February falls on 28 February in common years.
  package func falls(in year: Int) -> CalendarDate? {
    let last = CalendarDate.days(inMonth: month, of: year)
    return CalendarDate(year: year, month: month, day: min(day, last))
  }

  package var description: String {
    let tail = "\(padded(month, 2))-\(padded(day, 2))"
    return year.map { "\(padded($0, 4))-\(tail)" } ?? tail
  }
}

/// The numbers of a date that is typed in one of the usual shapes.
enum DateScanner {
  /// Year, month, day; or month, day. `nil` when the text is of neither shape.
  static func parts(of text: some StringProtocol) -> [Int]? {
    var numbers: [(value: Int, digits: Int)] = []
    var separators: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if let digit = TextFolding.digit(scalar) {
        if numbers.count == separators.count { numbers.append((0, 0)) }
        guard let (value, digits) = numbers.last, digits < 4 else { return nil }
        numbers[numbers.count - 1] = (value * 10 + digit, digits + 1)
      } else {
        separators.append(plain(scalar))
        guard numbers.count == separators.count, separators.count <= 3 else { return nil }
      }
    }
    let yearFirst = numbers.first?.digits == 4
    guard numbers.dropFirst(yearFirst ? 1 : 0).allSatisfy({ $0.digits <= 2 }) else { return nil }
    switch separators {
    case ["-", "-"], ["/", "/"], [".", "."], ["年", "月", "日"]:
      guard numbers.count == 3, yearFirst else { return nil }
    case ["-"], ["/"], ["月", "日"]:
      guard numbers.count == 2, !yearFirst else { return nil }
    default: return nil
    }
    return numbers.map(\.value)
  }

  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "－", "ー", "‐", "−": "-"
    case "／": "/"
    case "．": "."
    default: scalar
    }
  }
}
