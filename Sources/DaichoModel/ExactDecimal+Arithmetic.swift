extension ExactDecimal {
  /// `nil` where the result has too many digits.
  package func multiplied(by other: ExactDecimal) -> ExactDecimal? {
    let (units, overflow) = self.units.multipliedReportingOverflow(by: other.units)
    if overflow { return nil }
    return ExactDecimal.reduced(units, scale + other.scale)
  }

  /// `self + sign × other`, exactly; `nil` where the result has too many digits.
  package func adding(_ other: ExactDecimal, times sign: Int64 = 1) -> ExactDecimal? {
    let digits = max(scale, other.scale)
    guard let a = self.units(withDigits: digits), let b = other.units(withDigits: digits) else { return nil }
    let (product, first) = b.multipliedReportingOverflow(by: sign)
    let (sum, second) = a.addingReportingOverflow(product)
    return first || second ? nil : ExactDecimal.reduced(sum, digits)
  }

  /// Without zeros at the end of the fraction.
  private static func reduced(_ units: Int64, _ scale: Int) -> ExactDecimal? {
    var (units, scale) = (units, scale)
    while scale > 0, units % 10 == 0 {
      units /= 10
      scale -= 1
    }
    return scale <= 18 ? ExactDecimal(units: units, scale: scale) : nil
  }
}
