#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the points of a score's `each:` rule fade with the age of an item.
package enum ScoreDecay {
  /// 0.5^(age / halfLife): 1 on the day itself, a half after one half-life, a quarter after two.
  ///
  /// - Parameters:
  ///   - age: in days; a negative age, of an item that lies in the future, counts nothing.
  ///   - halfLife: in days; where it is not more than 0, only what is of today counts.
  package static func weight(age: Int, halfLife: Double) -> Double {
    guard age >= 0 else { return 0 }
    guard age > 0 else { return 1 }
    guard halfLife > 0 else { return 0 }
    return exp2(-Double(age) / halfLife)
  }
}
