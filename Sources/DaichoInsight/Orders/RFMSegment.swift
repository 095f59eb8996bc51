import DaichoModel

/// The ten groups of customers by recency and frequency; together they cover the 5 × 5 grid, each cell once.
/// From the best to those who are gone.
package enum RFMSegment: String, Sendable, CaseIterable {
  case champion, loyal
  case potentialLoyal = "potential-loyal"
  case new, promising
  case needAttention = "need-attention"
  case aboutToSleep = "about-to-sleep"
  case cantLose = "cant-lose"
  case atRisk = "at-risk"
  case hibernating

  /// Of two marks from 1 to 5; what lies outside counts as the nearest.
  package static func of(recency: Int, frequency: Int) -> RFMSegment {
    switch (min(max(recency, 1), 5), min(max(frequency, 1), 5)) {
    case (1...2, 1...2): .hibernating
    case (1...2, 3...4): .atRisk
    case (1...2, _): .cantLose
    case (3, 1...2): .aboutToSleep
    case (3, 3): .needAttention
    case (3...4, 4...5): .loyal
    case (4, 1): .promising
    case (5, 1): .new
    case (_, 2...3): .potentialLoyal
    default: .champion
    }
  }

  package var label: Wording {
    switch self {
    case .champion: Wording(en: "Champions", ja: "最優良")
    case .loyal: Wording(en: "Loyal", ja: "常連")
    case .potentialLoyal: Wording(en: "Potential loyal", ja: "常連候補")
    case .new: Wording(en: "New", ja: "新規")
    case .promising: Wording(en: "Promising", ja: "有望")
    case .needAttention: Wording(en: "Need attention", ja: "要フォロー")
    case .aboutToSleep: Wording(en: "About to sleep", ja: "休眠しかけ")
    case .cantLose: Wording(en: "Can't lose", ja: "失えない")
    case .atRisk: Wording(en: "At risk", ja: "離脱しそう")
    case .hibernating: Wording(en: "Hibernating", ja: "休眠")
    }
  }
}
