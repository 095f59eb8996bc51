import DaichoIndex
import DaichoModel

extension DaichoError {
  static func noHandOff(_ score: ScoreFile) -> DaichoError {
    DaichoError(
      "no-hand-off",
      Wording(
        en: "the score '\(score.id.text)' has no hand_off with a threshold",
        ja: "スコア「\(score.id.text)」には、しきい値と引き渡し（hand_off）がありません"),
      at: SourceLocation(path: score.path),
      hint: Wording(
        en: "write threshold: 50 and hand_off: {task: 'Call within a day', due: 1 day}",
        ja: "「threshold: 50」と「hand_off: {task: '1日以内に電話', due: 1 day}」のように書いてください"))
  }
}

extension Wording {
  static let formerCustomer = Wording(en: "a former customer", ja: "離れたお客様（former）")
  static let noContact = Wording(en: "must not be contacted", ja: "連絡不可")
}
