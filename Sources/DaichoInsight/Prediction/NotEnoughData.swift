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

  /// What the index keeps of it, with `found`.
  package var code: String {
    switch self {
    case .fewRepeatBuyers: "few-repeat-buyers"
    case .fewOrderValues: "few-order-values"
    case .allAlike: "all-alike"
    case .noConvergence: "no-convergence"
    case .noMean: "no-mean"
    }
  }

  /// How many there were of what is too few.
  package var found: Int? {
    switch self {
    case .fewRepeatBuyers(let found, _), .fewOrderValues(let found, _): found
    default: nil
    }
  }

  package init?(code: String, found: Int?) {
    switch code {
    case "few-repeat-buyers":
      self = .fewRepeatBuyers(found: found ?? 0, needed: BetaGeometricModel.leastRepeatBuyers)
    case "few-order-values": self = .fewOrderValues(found: found ?? 0, needed: GammaGammaModel.leastBuyers)
    case "all-alike": self = .allAlike
    case "no-convergence": self = .noConvergence
    case "no-mean": self = .noMean
    default: return nil
    }
  }
}
