import DaichoInsight
import DaichoModel

/// What the reports say of what they have from history.
extension Wording {
  /// Beside the configured probabilities: what history has to say of each stage, and from how many deals.
  static func winRatesNote(_ rates: StageWinRates) -> Wording {
    func list(_ language: Language) -> [String] {
      rates.rates.compactMap { rate in
        rate.winRate.map {
          let share = CellText(language: language).text(.fraction($0), format: .percent)
          return language == .ja
            ? "\(rate.stage) \(share)（\(rate.decided)件中 \(rate.won)件）"
            : "\(rate.stage) \(share) (\(rate.won) of \(rate.decided))"
        }
      }
    }
    return Wording(
      en: "won by history of the deals that were in a stage and are decided: "
        + list(.en).joined(separator: ", "),
      ja: "ステージに入り決着した商談の受注率（実績）: " + list(.ja).joined(separator: "、"))
  }
}
