import DaichoModel

/// Why orders tell nothing of what comes: a reason instead of a guess.
package enum NotEnoughData: Error, Sendable, Hashable {
  /// So many customers ordered on a second day; `needed` must have.
  case fewRepeatBuyers(found: Int, needed: Int)
  /// So many repeat buyers have a positive mean order value in the workspace's currency; `needed` must have.
  case fewOrderValues(found: Int, needed: Int)
  /// All customers, or all mean order values, are the same: nothing tells one from another.
  case allAlike
  /// The likelihood has no maximum that the search could find.
  case noConvergence
  /// The order values scatter so widely that the model's mean does not exist (q ≤ 1).
  case noMean

  /// What `meta` keeps of it.
  package var code: String {
    switch self {
    case .fewRepeatBuyers: "few-repeat-buyers"
    case .fewOrderValues: "few-order-values"
    case .allAlike: "all-alike"
    case .noConvergence: "no-convergence"
    case .noMean: "no-mean"
    }
  }
}
