/// What differs between two shares: two variants of a mail, or those who were mailed and those held out.
package struct ProportionDifference: Sendable, Hashable {
  package enum Verdict: String, Sendable, CaseIterable {
    case higher, lower
    /// Chance alone may well have made the difference.
    case tooFewToTell = "too-few-to-tell"
  }

  package let first: Proportion
  package let second: Proportion
  /// The first share minus the second, −1…1.
  package let difference: Double
  /// The 95 % interval of the difference: method 10 of R. G. Newcombe, "Interval estimation for the difference
  /// between independent proportions: comparison of eleven methods", Statistics in Medicine 17 (1998), from the
  /// two Wilson intervals. It keeps its promise for small numbers and for shares near 0, where a mailing's are.
  package let interval: ClosedRange<Double>

  /// `nil` where one of them is of nobody.
  package init?(_ first: Proportion, minus second: Proportion) {
    guard let p = first.share, let q = second.share, let a = first.interval, let b = second.interval else {
      return nil
    }
    self.first = first
    self.second = second
    difference = p - q
    let down = ((p - a.lowerBound) * (p - a.lowerBound) + (b.upperBound - q) * (b.upperBound - q))
      .squareRoot()
    let up = ((a.upperBound - p) * (a.upperBound - p) + (q - b.lowerBound) * (q - b.lowerBound)).squareRoot()
    interval = max(-1, difference - down)...min(1, difference + up)
  }

  package var verdict: Verdict {
    if interval.lowerBound > 0 { return .higher }
    return interval.upperBound < 0 ? .lower : .tooFewToTell
  }
}
