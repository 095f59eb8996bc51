#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The gamma function's logarithm and that one's derivative, for positive arguments; anything else gives
/// infinity.
///
/// The recurrence Γ(x + 1) = xΓ(x) brings the argument to 10 or more, where Stirling's asymptotic series
/// (Abramowitz and Stegun, 6.1.40 and 6.3.18) is true to the last digits. Not libm's `lgamma`: it has no
/// derivative to go with it, and on some systems writes to a global variable.
enum GammaFunction {
  private static let least = 10.0

  static func logarithm(_ argument: Double) -> Double {
    guard argument > 0 else { return .infinity }
    var (x, product) = (argument, 1.0)
    while x < least {
      product *= x
      x += 1
    }
    let inverse = 1 / x
    let square = inverse * inverse
    let series =
      inverse
      * (1 / 12.0 - square
        * (1 / 360.0 - square
          * (1 / 1260.0 - square * (1 / 1680.0 - square * (1 / 1188.0 - square * 691 / 360_360.0)))))
    let halfLogOfTwoPi = 0.918_938_533_204_672_8
    return (x - 0.5) * log(x) - x + halfLogOfTwoPi + series - log(product)
  }

  /// The derivative of `logarithm`.
  static func digamma(_ argument: Double) -> Double {
    guard argument > 0 else { return .infinity }
    var (x, sum) = (argument, 0.0)
    while x < least {
      sum += 1 / x
      x += 1
    }
    let inverse = 1 / x
    let square = inverse * inverse
    let series =
      square
      * (1 / 12.0 - square
        * (1 / 120.0 - square
          * (1 / 252.0 - square * (1 / 240.0 - square * (1 / 132.0 - square * 691 / 32_760.0)))))
    return log(x) - inverse / 2 - series - sum
  }
}
