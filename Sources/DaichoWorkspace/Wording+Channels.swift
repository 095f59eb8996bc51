import DaichoModel
import OrderedCollections

extension DaichoError {
  static func exportedAlready(_ name: SendName, at: String) -> DaichoError {
    let command = "daicho campaign export \(name.campaign) --channel \(name.occurrence ?? "") --again"
    return DaichoError(
      "exported-already",
      Wording(
        en: "'\(name.text)' was exported already (\(at)); everybody is exported once",
        ja: "「\(name.text)」は書き出し済みです（\(at)）。同じ人を二度書き出すことはありません"),
      hint: Wording(
        en: "\(command) writes the same list once more", ja: "同じ一覧をもう一度書き出すには \(command)"))
  }

  static func notExportedYet(_ name: SendName) -> DaichoError {
    DaichoError(
      "not-exported-yet",
      Wording(en: "'\(name.text)' was not exported yet", ja: "「\(name.text)」はまだ書き出していません"),
      hint: Wording(en: "leave --again out", ja: "--again を付けずに実行してください"))
  }

  static func nobodyToExport(_ name: SendName, _ reasons: OrderedDictionary<String, Int>) -> DaichoError {
    let list = reasons.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    let channel = name.occurrence ?? ""
    return DaichoError(
      "nobody-to-export",
      Wording(
        en: "'\(name.text)' has nobody to export\(list.isEmpty ? "" : " (\(list))")",
        ja: "「\(name.text)」には書き出せる人がいません\(list.isEmpty ? "" : "（\(list)）")"),
      hint: Wording(
        en: "daicho consent list --channel \(channel) shows who may be reached so",
        ja: "daicho consent list --channel \(channel) で、同意のある人を確認できます"))
  }

  static func repeatsOnChannel(_ id: String, _ path: String) -> DaichoError {
    DaichoError(
      "repeats-on-channel",
      Wording(
        en: "'\(id)' repeats, and a list is handed over once", ja: "「\(id)」は繰り返しの配信です。一覧の書き出しは一度だけです"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "copy it to another file without 'repeat', with 'where' saying for whom this time",
        ja: "「repeat」のない別のファイルに写し、今回の対象を「where」に書いてください"))
  }
}
