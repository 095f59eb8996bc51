import DaichoDigest
import DaichoModel

/// Divides an audience by a hash, so that everybody's place is the same in every clone and on every run, and
/// whoever joins later moves nobody.
package struct AudienceSplit: Sendable {
  private let prefix: String

  /// - Parameter purpose: another purpose divides the same people anew, independently.
  package init(campaign: String, purpose: String) {
    prefix = "daicho \(purpose)\0\(campaign)\0"
  }

  /// Evenly distributed over 0..<1.
  package func fraction(for address: String) -> Double {
    let hash = Digest.sha256((prefix + address).utf8)
    let bits = hash.prefix(7).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } >> 3
    // 53 bits, as many as a Double has.
    return Double(bits) / Double(UInt64(1) << 53)
  }

  /// One of the items, each as often as its weight says; `nil` where none weighs anything.
  package func choose<Item>(
    among items: [Item], weight: (Item) -> ExactDecimal, for address: String
  ) -> Item? {
    let weights = items.map { max(0, weight($0).double) }
    let total = weights.reduce(0, +)
    guard total > 0 else { return nil }
    var rest = fraction(for: address) * total
    for (item, weight) in zip(items, weights) {
      if rest < weight { return item }
      rest -= weight
    }
    return zip(items, weights).reversed().first { $0.1 > 0 }?.0
  }
}
