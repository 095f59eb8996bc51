import DaichoModel
import DaichoWorkspace

extension Wording {
  static var duplicateKinds: Wording {
    Wording(en: "--kind is customers or companies", ja: "--kind は customers か companies です")
  }

  static var scoreRange: Wording {
    Wording(en: "--min-score is a number from 0 to 1", ja: "--min-score は 0 から 1 までの数です")
  }

  static var nameTwoRecords: Wording {
    Wording(en: "name two records", ja: "記録を2つ指定してください")
  }

  static func duplicateCount(_ total: Int, shown: Int, of kind: Kind, _ compared: Int) -> Wording {
    let pairs = "\(total) \(total == 1 ? "pair" : "pairs")"
    let rest = shown < total ? (en: ", \(shown) shown", ja: "（表示 \(shown)組）") : (en: "", ja: "")
    return Wording(
      en: "\(pairs) among \(compared) \(kind.folder)\(rest.en)",
      ja: "\(kind.label.ja) \(compared)件のうち、重複の候補 \(total)組\(rest.ja)")
  }

  static func dismissedCount(_ count: Int) -> Wording {
    Wording(
      en: "\(count) dismissed before, in 'not_duplicate'", ja: "「not_duplicate」で別人とした \(count)組を除いています")
  }

  static func dismissHint(_ a: RecordID, _ b: RecordID) -> Wording {
    Wording(
      en:
        "look with 'daicho merge \(a.text) \(b.text) --dry-run'; if they are two, 'daicho duplicates --dismiss \(a.text) \(b.text)'",
      ja:
        "「daicho merge \(a.text) \(b.text) --dry-run」で結果を見られます。別人なら「daicho duplicates --dismiss \(a.text) \(b.text)」"
    )
  }
}
