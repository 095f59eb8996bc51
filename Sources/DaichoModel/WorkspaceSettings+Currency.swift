extension WorkspaceSettings {
  /// An amount in minor units of the workspace's currency, rounded half away from zero. `nil` for a
  /// currency without a rate: amounts of different currencies are never added.
  package func inBaseCurrency(_ money: Money) -> Int64? {
    if money.currency == currency { return money.minor }
    guard let rate = rates[money.currency.code] else { return nil }
    var value = money.decimal.double * rate.double
    for _ in 0..<currency.minorDigits { value *= 10 }
    guard value.magnitude < 9e18 else { return nil }
    return Int64(value.rounded(.toNearestOrAwayFromZero))
  }
}
