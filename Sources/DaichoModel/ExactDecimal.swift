/// An exact decimal number: `units` × 10^-`scale`. Amounts never pass through binary fractions.
package struct ExactDecimal: Sendable, Hashable, CustomStringConvertible {
  package let units: Int64
  /// 0…18.
  package let scale: Int

  package init(units: Int64, scale: Int = 0) {
    self.units = units
    self.scale = scale
  }

  /// Reads a number as people type it: `1200`, `-3.50`, `1,200`, `￥1,200`, `1200円`, full-width digits.
  /// `nil` for anything else, and for more than 18 digits.
  package init?(typed text: some StringProtocol) {
    var units: Int64 = 0
    var scale = 0
    var (digits, negative, point, ended) = (0, false, false, false)
    for scalar in text.unicodeScalars {
      if let digit = TextFolding.digit(scalar) {
        guard !ended, digits < 18 else { return nil }
        units = units * 10 + Int64(digit)
        digits += 1
        if point { scale += 1 }
        continue
      }
      switch scalar {
      case "-", "－", "−", "▲", "△":
        guard digits == 0, !negative else { return nil }
        negative = true
      case "+": guard digits == 0, !negative else { return nil }
      case ".", "．":
        guard !point, !ended else { return nil }
        point = true
      case ",", "，", "_": guard digits > 0, !point else { return nil }
      case "¥", "￥", "$", "€", "£": guard digits == 0 else { return nil }
      case "円": ended = true
      case " ", "\u{3000}": if digits > 0 { ended = true }
      default: return nil
      }
    }
    guard digits > 0 else { return nil }
    self.init(units: negative ? -units : units, scale: scale)
  }

  /// The number in units of 10^-`digits`. `nil` when it has more digits after the point, or overflows.
  package func units(withDigits digits: Int) -> Int64? {
    var value = units
    var scale = scale
    while scale > digits {
      guard value % 10 == 0 else { return nil }
      value /= 10
      scale -= 1
    }
    while scale < digits {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      value = product
      scale += 1
    }
    return value
  }

  package var double: Double {
    var divisor = 1.0
    for _ in 0..<scale { divisor *= 10 }
    return Double(units) / divisor
  }

  /// Plain decimal notation, as in JSON: `-3.5`, `1200`, with the digits it was given.
  package var description: String {
    guard scale > 0 else { return String(units) }
    let digits = padded(Int(units.magnitude), scale + 1)
    let point = digits.index(digits.endIndex, offsetBy: -scale)
    return (units < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
  }
}

/// An amount in the minor units of a currency.
package struct Money: Sendable, Hashable {
  package let minor: Int64
  package let currency: Currency

  package init(minor: Int64, currency: Currency) {
    self.minor = minor
    self.currency = currency
  }

  /// The exact amount in major units: 1250 cents are 12.50.
  package var decimal: ExactDecimal { ExactDecimal(units: minor, scale: currency.minorDigits) }
}
