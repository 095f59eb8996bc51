import DaichoModel

extension Wording {
  static let predicting = Wording(en: "predicting orders", ja: "注文を予測中")

  static func notEnoughToPredict(_ reason: Wording) -> Wording {
    Wording(
      en: "not enough data to predict orders: \(reason.en); p_alive, orders.expected and ltv.predicted are "
        + "empty",
      ja: "注文を予測するにはデータが足りません: \(reason.ja)。p_alive、orders.expected、ltv.predicted は空です")
  }

  static func notEnoughToPredictValues(_ reason: Wording) -> Wording {
    Wording(
      en: "not enough data to predict order values: \(reason.en); ltv.predicted is empty",
      ja: "注文金額を予測するにはデータが足りません: \(reason.ja)。ltv.predicted は空です")
  }
}
