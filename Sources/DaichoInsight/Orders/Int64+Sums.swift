extension Int64 {
  /// The nearest number there is, where the sum is beyond 64 bits: amounts come from files.
  func adding(saturating other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    guard overflow else { return sum }
    return other < 0 ? .min : .max
  }

  /// A mean in whole units, half away from zero; `nil` of nothing.
  func divided(among count: Int) -> Int64? {
    guard count > 0 else { return nil }
    let (quotient, remainder) = quotientAndRemainder(dividingBy: Int64(count))
    guard remainder.magnitude * 2 >= UInt64(count) else { return quotient }
    return quotient + (self < 0 ? -1 : 1)
  }
}
