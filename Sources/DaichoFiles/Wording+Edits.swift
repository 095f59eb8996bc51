import DaichoModel

/// Why a field could not be changed.
extension Wording {
  static let cannotEditHere = Wording(
    en: "the field is written in a way that cannot be changed safely", ja: "安全に書き換えられない書き方になっています")
  static let editByHand = Wording(
    en: "change it by hand with: daicho edit", ja: "daicho edit を使って手で直してください")

  static func cannotEdit(_ field: String) -> Wording {
    Wording(
      en: "'\(field)' cannot be changed without disturbing what is around it",
      ja: "まわりの記述に触れずに「\(field)」を書き換えることができません")
  }

  static func notAList(_ field: String) -> Wording {
    Wording(en: "'\(field)' holds fields, not a list", ja: "「\(field)」はリストではなく項目の組です")
  }

  static func notFields(_ field: String) -> Wording {
    Wording(
      en: "'\(field)' has a value of its own and cannot hold fields", ja: "「\(field)」には値があるので、項目を入れられません")
  }
}
