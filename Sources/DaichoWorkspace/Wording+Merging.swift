import DaichoModel

extension DaichoError {
  static func otherKind(_ a: Reference, _ b: Reference) -> DaichoError {
    DaichoError(
      "other-kind",
      Wording(
        en: "'\(a)' and '\(b)' are not of one kind", ja: "「\(a)」と「\(b)」は種類が違います"),
      hint: Wording(
        en: "merge two customers, or two companies", ja: "顧客どうし、または会社どうしを指定してください"))
  }

  static func badTake(_ text: String) -> DaichoError {
    DaichoError(
      "bad-take",
      Wording(en: "cannot read --take '\(text)'", ja: "--take「\(text)」を読み取れません"),
      hint: Wording(
        en: "write FIELD=A for the record that stays, FIELD=B for the other, or FIELD=VALUE",
        ja: "残す記録の値は「項目=A」、もう一方の値は「項目=B」、別の値は「項目=値」と書いてください"))
  }

  static func noFieldToTake(_ name: String, _ known: [String]) -> DaichoError {
    let near = Suggestion.nearest(to: name, in: known)
    return DaichoError(
      "no-such-field",
      Wording(en: "neither record has '\(name)'", ja: "どちらの記録にも「\(name)」がありません"),
      hint: near.map(Wording.didYouMean)
        ?? Wording(
          en: "they have \(known.joined(separator: ", "))", ja: "ある項目は \(known.joined(separator: "、")) です"))
  }

  static func mergeKeepsProhibitions(_ field: String) -> DaichoError {
    DaichoError(
      "merge-keeps-prohibitions",
      Wording(
        en: "a merge unites '\(field)': what either record forbids stays forbidden",
        ja: "「\(field)」は両方を合わせます。どちらかで禁止されていることは禁止のままです"),
      hint: Wording(
        en: "merge first; then change it with 'daicho edit'", ja: "先に統合し、その後「daicho edit」で変更してください"))
  }
}

extension Wording {
  static func filterNames(_ id: RecordID) -> Wording {
    Wording(
      en: "a filter names '\(id.text)', which is merged and gone", ja: "条件に、統合されてなくなる「\(id.text)」が書かれています")
  }

  static func editFilter(_ path: String) -> Wording {
    Wording(
      en: "change it: daicho edit \(path.droppingExtension)",
      ja: "「daicho edit \(path.droppingExtension)」で直してください")
  }
}

extension String {
  fileprivate var droppingExtension: String { hasSuffix(".md") ? String(dropLast(3)) : self }
}
