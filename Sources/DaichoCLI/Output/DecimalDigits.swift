/// A decimal number as its digits, however many: rounding and grouping never pass through binary fractions.
struct DecimalDigits: Sendable, Hashable {
  var isNegative: Bool
  /// 0…9 each, the first not 0 unless it is the only one.
  private(set) var whole: [UInt8]
  private(set) var fraction: [UInt8]

  /// Reads a JSON number. `nil` for anything else and for exponents beyond ±40.
  init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { bytes.removeFirst() }
    var exponent = 0
    if let mark = bytes.firstIndex(where: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }) {
      guard let power = Int(String(decoding: bytes[(mark + 1)...], as: UTF8.self)), -40...40 ~= power
      else { return nil }
      exponent = power
      bytes = bytes[..<mark]
    }
    let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    whole = (parts.first ?? []).map { $0 &- 0x30 }
    fraction = (parts.count > 1 ? parts[1] : []).map { $0 &- 0x30 }
    guard !whole.isEmpty, (whole + fraction).allSatisfy({ $0 <= 9 }) else { return nil }
    shift(by: exponent)
  }

  /// Times ten to the power of `places`.
  private mutating func shift(by places: Int) {
    for _ in 0..<max(0, places) { whole.append(fraction.isEmpty ? 0 : fraction.removeFirst()) }
    for _ in 0..<max(0, -places) { fraction.insert(whole.popLast() ?? 0, at: 0) }
    whole = Array(whole.drop { $0 == 0 })
    if whole.isEmpty { whole = [0] }
  }

  var timesHundred: DecimalDigits {
    var copy = self
    copy.shift(by: 2)
    return copy
  }

  /// Half away from zero, to at most `digits` after the point; zeros at the end are dropped.
  func rounded(to digits: Int) -> DecimalDigits {
    var copy = self
    if fraction.count > digits {
      let up = fraction[digits] >= 5
      copy.fraction = Array(fraction.prefix(digits))
      if up { copy.increment() }
    }
    while copy.fraction.last == 0 { copy.fraction.removeLast() }
    if copy.whole == [0], copy.fraction.isEmpty { copy.isNegative = false }
    return copy
  }

  /// Adds one unit of the last digit.
  private mutating func increment() {
    var digits = whole + fraction
    var place = digits.count - 1
    while place >= 0, digits[place] == 9 {
      digits[place] = 0
      place -= 1
    }
    if place >= 0 { digits[place] += 1 } else { digits.insert(1, at: 0) }
    whole = Array(digits.dropLast(fraction.count))
    fraction = Array(digits.suffix(fraction.count))
  }

  /// With zeros up to `digits` after the point.
  func withFraction(of digits: Int) -> DecimalDigits {
    var copy = self
    while copy.fraction.count < digits { copy.fraction.append(0) }
    return copy
  }

  /// `-1,234,567.89`
  var grouped: String {
    var text = isNegative ? "-" : ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { text += "," }
      text += String(digit)
    }
    if !fraction.isEmpty { text += "." + fraction.map { String($0) }.joined() }
    return text
  }
}
