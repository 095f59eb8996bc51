import DaichoModel

extension NotEnoughData {
  /// What is missing, and how much of it.
  package var reason: Wording {
    switch self {
    case .fewRepeatBuyers(let found, let needed):
      Wording(
        en: "\(found) customer\(found == 1 ? "" : "s") ordered on a second day, \(needed) are needed",
        ja: "別の日にもう一度購入した顧客が\(found)人で、\(needed)人必要です")
    case .fewOrderValues(let found, let needed):
      Wording(
        en: "\(found) repeat buyer\(found == 1 ? " has" : "s have") a positive mean order value, "
          + "\(needed) are needed",
        ja: "リピート購入の金額がわかる顧客が\(found)人で、\(needed)人必要です")
    case .allAlike:
      Wording(
        en: "all customers' purchases are the same, so nothing tells one from another",
        ja: "どの顧客の購入もすべて同じで、違いを見分けられません")
    case .noConvergence:
      Wording(
        en: "the estimate does not settle on any values: the orders follow no pattern the model knows",
        ja: "推定値が定まりません。注文にモデルの想定する傾向がありません")
    case .noMean:
      Wording(
        en: "order values scatter so widely that no mean can be given",
        ja: "注文金額のばらつきが大きすぎて、平均を示せません")
    }
  }
}
