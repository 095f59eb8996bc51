import DaichoModel

extension DaichoError {
  static func noSuchFieldInHistory(_ name: String, suggestion: String?) -> DaichoError {
    DaichoError(
      "unknown-field",
      Wording(en: "no field '\(name)', now or in history", ja: "「\(name)」という項目は、今も過去にもありません"),
      hint: suggestion.map(Wording.meantField)
        ?? Wording(
          en:
            "'daicho show' shows a record's fields; 'log', 'task' and 'text' stand for the rest of its file",
          ja: "項目は「daicho show」で確認できます。項目以外は log（対応履歴）、task（タスク）、text（本文）で指定します"))
  }

  static func notBlamable(_ path: String) -> DaichoError {
    DaichoError(
      "unreadable-record",
      Wording(en: "'\(path)' cannot be read", ja: "「\(path)」を読めません"),
      hint: Wording(en: "'daicho check' tells what is wrong with it", ja: "「daicho check」で問題を確認できます"))
  }
}

extension Wording {
  fileprivate static func meantField(_ name: String) -> Wording {
    Wording(en: "did you mean '\(name)'?", ja: "「\(name)」のことですか？")
  }
}
