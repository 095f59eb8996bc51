import DaichoModel

/// Figures as cells of a report.
extension JSONValue {
  /// An amount of minor units, exactly, in major ones; null where there is none.
  static func minor(_ amount: Int64?, _ currency: Currency) -> JSONValue {
    amount.map { .decimal(Money(minor: $0, currency: currency).decimal) } ?? .null
  }

  /// A number rounded to `digits` after the point, half away from zero; null for what is none.
  static func fraction(_ value: Double?, digits: Int = 4) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    var scale: Int64 = 1
    for _ in 0..<min(9, digits) { scale *= 10 }
    let scaled = value.magnitude * Double(scale)
    guard scaled < 9e17 else { return .null }
    let units = Int64(scaled.rounded(.toNearestOrAwayFromZero))
    let decimal = ExactDecimal(units: units, scale: min(9, digits)).description
    let trimmed = decimal.contains(".") ? trimmingZeros(decimal) : decimal
    return .number(value < 0 && units != 0 ? "-" + trimmed : trimmed)
  }

  private static func trimmingZeros(_ decimal: String) -> String {
    var text = Substring(decimal)
    while text.hasSuffix("0") { text = text.dropLast() }
    return String(text.hasSuffix(".") ? text.dropLast() : text)
  }

  /// A whole number, or null.
  static func count(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
}
