/// The middle of what was measured.
package enum Median {
  /// The middle value, or the mean of the two middle ones; `nil` of nothing.
  package static func of(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
  }
}

/// What a given part of what was measured does not exceed.
package enum Percentile {
  /// By nearest rank: value number ⌈part·n⌉ of the n sorted values; `nil` of nothing.
  package static func of(_ values: [Double], _ part: Double) -> Double? {
    guard !values.isEmpty, part > 0, part <= 1 else { return nil }
    let rank = Int((part * Double(values.count)).rounded(.up))
    return values.sorted()[min(values.count, max(1, rank)) - 1]
  }
}
