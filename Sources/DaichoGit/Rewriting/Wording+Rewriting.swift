import DaichoModel

extension DaichoError {
  static func missingObject(_ id: String) -> DaichoError {
    DaichoError(
      "missing-object",
      Wording(en: "the repository lacks the object \(id)", ja: "リポジトリにオブジェクト \(id) がありません"),
      hint: Wording(
        en: "git fsck tells what is missing; fetch it from another clone",
        ja: "git fsck で確かめ、別のクローンから取り寄せてください"))
  }

  static func refMoved(_ name: String) -> DaichoError {
    DaichoError(
      "ref-moved",
      Wording(en: "\(name) has moved meanwhile", ja: "その間に \(name) が動きました"),
      hint: Wording(en: "nothing has been changed; run it again", ja: "何も変更していません。もう一度実行してください"))
  }
}
