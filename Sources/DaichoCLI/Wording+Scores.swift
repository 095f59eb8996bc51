import DaichoIndex
import DaichoModel

/// What `score` says.
extension Wording {
  static func overThreshold(_ count: Int, _ threshold: JSONValue) -> Wording {
    let points = threshold.serialized()
    return Wording(
      en: "\(count) of them have reached the threshold of \(points)",
      ja: "うち、しきい値 \(points)点に達しているもの \(count)件")
  }

  static func hasNoScore(_ record: Reference, _ score: ScoreFile) -> Wording {
    let of = score.of ?? score.kind.folder
    return Wording(
      en: "\(record) has no score '\(score.id.text)': it is not among '\(of)'",
      ja: "\(record) にスコア「\(score.id.text)」はありません（対象は「\(of)」）")
  }

  static func threshold(_ threshold: JSONValue, isReached: Bool, _ isHandedOff: Bool) -> Wording {
    let points = threshold.serialized()
    let handedOff =
      isHandedOff ? Wording(en: "; handed off", ja: "。引き渡し済みです") : Wording(en: "", ja: "")
    return isReached
      ? Wording(
        en: "the threshold of \(points) is reached\(handedOff.en)",
        ja: "しきい値 \(points)点に達しています\(handedOff.ja)")
      : Wording(
        en: "the threshold is \(points)\(handedOff.en)", ja: "しきい値は \(points)点です\(handedOff.ja)")
  }

  static func committed(_ commit: String, _ subject: String) -> Wording {
    Wording(en: "[\(commit.prefix(7))] \(subject)", ja: "[\(commit.prefix(7))] \(subject)")
  }

  static func handOffFailed(_ record: Reference, _ reason: Wording) -> Wording {
    Wording(
      en: "\(record) was not handed off: \(reason.en)", ja: "\(record) を引き渡せませんでした: \(reason.ja)")
  }

  static func leftAlone(_ count: Int) -> Wording {
    Wording(
      en: "\(count) left alone: former customers, or not to be contacted",
      ja: "\(count)件は、離れたお客様か連絡不可のため引き渡していません")
  }

  static let noHandOffs = Wording(
    en: "no score has a hand_off and a threshold", ja: "引き渡し（hand_off）としきい値のあるスコアはありません")
  static let nobodyCrossed = Wording(en: "nobody has crossed a threshold", ja: "新たにしきい値に達したものはありません")
}

/// What `list --group-by` says.
extension Wording {
  static let groupsAreNoRecords = Wording(
    en: "--group-by answers with groups: no --excel and no --format ids",
    ja: "--group-by の答えは集計なので、--excel や --format ids とは一緒に使えません")
  static let noGroupFields = Wording(
    en: "--group-by needs the name of a field", ja: "--group-by には項目の名前を書いてください")
  static let noValue = Wording(en: "(none)", ja: "（なし）")
  static let groupsOverlap = Wording(
    en: "a record counts in each of its items, so that the groups come to more than the total",
    ja: "複数の値を持つものはそれぞれに数えるため、各行の合計は全体より大きくなります")

  static func groupCount(_ groups: Int, _ records: Int, _ kind: Kind) -> Wording {
    let word = records == 1 ? kind.singular : kind.folder
    return Wording(
      en: "\(groups) \(groups == 1 ? "group" : "groups"), \(records) \(word)",
      ja: "\(groups)グループ、\(kind.label.ja) \(records)件")
  }

  static func amountsWithoutRate(_ column: String, _ count: Int) -> Wording {
    Wording(
      en: "\(count) in other currencies are not in the sum of '\(column)': daicho.yml has no rate for them",
      ja: "「\(column)」の合計には、換算率（rates）のない通貨の \(count)件を含んでいません")
  }
}

/// What `segment diff` and `score apply` call a change in a table.
extension Wording {
  static func change(_ word: String) -> Wording {
    switch word {
    case "entered": Wording(en: word, ja: "加わった")
    case "left": Wording(en: word, ja: "外れた")
    case "handed-off": Wording(en: "handed off", ja: "引き渡し")
    default: Wording(en: "fell below", ja: "下回った")
    }
  }
}

/// What `segment diff` says.
extension Wording {
  static let momentOrRule = Wording(
    en: "say a moment with --from, and --to if it is not now, or another rule with --where",
    ja: "--from で比べる時点を（今でなければ --to も）、または --where で別の条件を指定してください")

  static func segmentDifference(_ entered: Int, _ left: Int, _ stayed: Int, isProposal: Bool) -> Wording {
    isProposal
      ? Wording(
        en: "\(entered) would enter, \(left) would leave, \(stayed) would stay",
        ja: "加わる \(entered)件、外れる \(left)件、変わらない \(stayed)件")
      : Wording(
        en: "\(entered) entered, \(left) left, \(stayed) stayed",
        ja: "加わった \(entered)件、外れた \(left)件、変わらない \(stayed)件")
  }
}
