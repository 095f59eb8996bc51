import DaichoModel

/// What the reports of the sales team say in a sentence.
extension Wording {
  static func pipelineHeadline(deals: Int, amount: Money, rotting: Int) -> Wording {
    if deals == 0 { return Wording(en: "no open deals", ja: "進行中の商談はありません") }
    func money(_ language: Language) -> String { LocalizedText.money(amount, language) }
    let still =
      rotting == 0
      ? Wording(en: "none has stalled", ja: "止まっている商談はありません")
      : Wording(en: "\(rotting) \(rotting == 1 ? "has" : "have") stalled", ja: "うち停滞 \(rotting)件")
    return Wording(
      en: "\(deals) open \(deals == 1 ? "deal" : "deals") worth \(money(.en)); \(still.en)",
      ja: "進行中の商談: \(deals)件、\(money(.ja))。\(still.ja)")
  }
}
