import DaichoModel

extension DaichoError {
  static func notSummable(_ column: String) -> DaichoError {
    DaichoError(
      "not-summable",
      Wording(en: "'\(column)' cannot be added up", ja: "「\(column)」は合計できません"),
      hint: Wording(
        en: "with --group-by, --columns names amounts and numbers: --columns orders.total,orders.count",
        ja: "--group-by では、--columns に金額か数の項目を書いてください（例: --columns orders.total,orders.count）"))
  }

  static func unknownGroupSort(_ name: String, _ known: [String]) -> DaichoError {
    let list = known.joined(separator: ", ")
    return DaichoError(
      "unknown-column",
      Wording(en: "the groups have no '\(name)' to sort by", ja: "集計に「\(name)」という列がないため、並べ替えられません"),
      hint: Wording(en: "one of: \(list)", ja: "次のどれかで並べ替えられます: \(list)"))
  }
}
