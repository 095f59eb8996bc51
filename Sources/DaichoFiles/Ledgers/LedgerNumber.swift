import DaichoModel

/// The plain forms of numbers and dates, read from bytes; whoever gets `nil` tries the looser ways.
enum LedgerNumber {
  /// `-1200`, `12.5`: an ASCII number in units of 10^-`digits`, of at most 17 digits.
  static func plain(_ bytes: UnsafeRawBufferPointer, digits: Int) -> Int64? {
    var (value, offset) = (Int64(0), 0)
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { offset = 1 }
    let start = offset
    guard bytes.count - start <= 18, bytes.count > start else { return nil }
    var fraction = -1
    while offset < bytes.count {
      let digit = bytes[offset] &- 0x30
      if digit < 10 {
        value = value * 10 + Int64(digit)
        if fraction >= 0 { fraction += 1 }
      } else if bytes[offset] == UInt8(ascii: "."), fraction < 0, offset > start, offset + 1 < bytes.count {
        fraction = 0
      } else {
        return nil
      }
      offset += 1
    }
    var scale = max(0, fraction)
    guard scale <= digits else { return nil }
    while scale < digits {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      value = product
      scale += 1
    }
    return isNegative ? -value : value
  }
}

/// Reads `2026-11-20` and remembers the last one: rows of a day stand together.
struct RecentDate {
  private var text: (UInt64, UInt16) = (0, 0)
  private var date: CalendarDate?

  /// `nil` for any other form.
  mutating func read(_ bytes: UnsafeRawBufferPointer) -> CalendarDate? {
    guard bytes.count == 10 else { return nil }
    let found = (
      bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
      bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
    )
    if found == text, let date { return date }
    guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
    var number = 0
    for index in 0..<10 where index != 4 && index != 7 {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      number = number * 10 + Int(digit)
    }
    guard
      let read = CalendarDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    else { return nil }
    (text, date) = (found, read)
    return read
  }
}
