import DaichoModel

extension Wording {
  static func scoreCircle(_ path: String) -> Wording {
    Wording(
      en: "scores and segments refer to one another in a circle: \(path)",
      ja: "スコアとセグメントの参照が循環しています：\(path)")
  }

  static func scoreInvalid(_ id: String, _ reason: Wording) -> Wording {
    Wording(
      en: "the score '\(id)' cannot be computed: \(reason.en)", ja: "スコア「\(id)」は計算できません：\(reason.ja)")
  }

  static func noItemDate(_ collection: String) -> Wording {
    Wording(
      en: "'\(collection)' have no date, so they have no age that a half-life could count from",
      ja: "「\(collection)」には日付がないので、半減期を数えられません")
  }

  static func unknownScore(_ name: String) -> Wording {
    Wording(en: "there is no score '\(name)'", ja: "「\(name)」というスコアはありません")
  }

  static let dropHalfLife = Wording(en: "leave out half_life", ja: "half_life を外してください")
}
