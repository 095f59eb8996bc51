import DaichoModel

/// From values to places: round marks on an axis, and where a value lies between its ends.
struct ChartScale {
  let low: Double
  let high: Double
  let marks: [Double]

  /// An axis from 0, or the least value below it, to a round number over the greatest.
  ///
  /// - Parameter wholeSteps: no mark between two whole numbers, for what is counted.
  init(_ values: [Double], wholeSteps: Bool = false) {
    let least = min(0, values.min() ?? 0)
    let most = max(0, values.max() ?? 0)
    guard most > least else {
      (low, high, marks) = (0, 1, [0])
      return
    }
    let step = max(ChartScale.step(most - least), wholeSteps ? 1 : 0)
    guard step > 0, (most - least).isFinite else {
      (low, high, marks) = (least, most, [least, most])
      return
    }
    let first = (least / step).rounded(.down)
    let last = (most / step).rounded(.up)
    (low, high) = (first * step, last * step)
    marks = (0...Int(last - first)).map { (first + Double($0)) * step }
  }

  /// 1, 2 or 5 times a power of ten, a third to a sixth of `span`.
  private static func step(_ span: Double) -> Double {
    var power = 1.0
    while power * 10 < span, power < 1e299 { power *= 10 }
    while power > span, power > 1e-299 { power /= 10 }
    let tenths = span / power
    return tenths <= 1.5 ? power / 4 : tenths <= 3 ? power / 2 : tenths <= 6 ? power : power * 2
  }

  /// 0 at the low end, 1 at the high one.
  func share(_ value: Double) -> Double {
    guard high > low else { return 0 }
    return min(1, max(0, (value / 2 - low / 2) / (high / 2 - low / 2)))
  }

  /// As short as an axis wants it: `1.2M`, `120万`, `40%`.
  static func mark(_ value: Double, _ format: OutputColumn.Format, _ language: Language) -> String {
    if format == .percent { return number(value * 100) + "%" }
    let units: [(Double, String)] =
      language == .ja
      ? [(1e12, "兆"), (1e8, "億"), (1e4, "万")] : [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")]
    guard value.magnitude < 1e16 else { return "\(value)" }
    let unit = units.first { value.magnitude >= $0.0 } ?? (1, "")
    return number(value / unit.0) + unit.1
  }

  private static func number(_ value: Double) -> String {
    guard value.magnitude < 1e12 else { return "\(value)" }
    let hundredths = Int((value.magnitude * 100).rounded())
    return (value < 0 && hundredths > 0 ? "-" : "") + String(hundredths / 100) + fraction(hundredths % 100)
  }

  /// `.5` of 50, `.05` of 5, nothing of 0.
  static func fraction(_ hundredths: Int) -> String {
    if hundredths == 0 { return "" }
    return "." + (hundredths % 10 == 0 ? String(hundredths / 10) : padded(hundredths, 2))
  }
}
