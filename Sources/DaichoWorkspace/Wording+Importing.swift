import DaichoFiles
import DaichoModel

extension DaichoError {
  static func unknownMap(_ id: String, _ known: [String]) -> DaichoError {
    let list = known.sorted().joined(separator: ", ")
    let near = Suggestion.nearest(to: id, in: known)
    return DaichoError(
      "unknown-map", Wording(en: "there is no map '\(id)'", ja: "「\(id)」という対応表はありません"),
      hint: near.map(Wording.didYouMean)
        ?? Wording(en: "there are: \(list)", ja: "あるのは次の対応表です: \(list)"))
  }

  static func mapOfOtherKind(_ map: ImportMap, _ kind: ImportKind) -> DaichoError {
    DaichoError(
      "other-kind",
      Wording(
        en: "the map '\(map.id)' is for \(map.kind.rawValue), not for \(kind.rawValue)",
        ja: "対応表「\(map.id)」は\(map.kind.rawValue)用で、\(kind.rawValue)用ではありません"),
      hint: Wording(
        en: "daicho import \(map.kind.rawValue) FILE", ja: "daicho import \(map.kind.rawValue) ファイル"))
  }

  static func severalMaps(_ ids: [String], _ path: String) -> DaichoError {
    DaichoError(
      "several-maps",
      Wording(
        en: "several maps fit: \(ids.joined(separator: ", "))",
        ja: "複数の対応表が当てはまります: \(ids.joined(separator: "、"))"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "name one with '--map \(ids.first ?? "NAME")'", ja: "「--map \(ids.first ?? "名前")」で選んでください"))
  }

  static func noMap(_ path: String, _ kind: ImportKind) -> DaichoError {
    DaichoError(
      "no-map",
      Wording(en: "no map fits this file's headings", ja: "このファイルの見出しに合う対応表がありません"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "'daicho import \(kind.rawValue) --guess \(path)' proposes one for you to review",
        ja: "「daicho import \(kind.rawValue) --guess \(path)」で対応表の案を作れます"))
  }
}

extension Wording {
  static let comparingLedgers = Wording(en: "comparing ledgers", ja: "台帳との照合")
  static let writingLedgers = Wording(en: "writing ledgers", ja: "台帳の書き込み")

  static func taxDiffers(_ file: String, _ workspace: String) -> Wording {
    Wording(
      en: "the file's amounts are with tax '\(file)', the workspace counts with tax '\(workspace)'",
      ja: "ファイルの金額の税は「\(file)」、台帳の設定は「\(workspace)」です")
  }

  static func addTaxRow(_ path: String) -> Wording {
    Wording(
      en: "a row for the tax in \(path) makes up for it: 'rows: {tax: {type: fee, amount: HEADING}}'",
      ja: "\(path)に税額の行を加えてください: 「rows: {tax: {type: fee, amount: 見出し}}」")
  }
}

extension DaichoError {
  static func tooManyMonths(_ path: String) -> DaichoError {
    DaichoError(
      "too-many-months",
      Wording(
        en: "the orders of this file lie more than a hundred years apart", ja: "このファイルの注文の日付が100年以上にわたっています"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "is 'date' in the map the right column, and is 'dates' the right form?",
        ja: "対応表の「date」の列と「dates」の書式を確かめてください"))
  }

  static func ledgerTouched(_ path: String) -> DaichoError {
    DaichoError(
      "file-changed",
      Wording(
        en: "somebody has saved this ledger while the import was running",
        ja: "取り込みの間に、この台帳がほかで保存されました"),
      at: SourceLocation(path: path),
      hint: Wording(en: "nothing was imported: try again", ja: "何も取り込んでいません。もう一度実行してください"))
  }
}
