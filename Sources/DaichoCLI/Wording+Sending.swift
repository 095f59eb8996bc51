import DaichoInsight
import DaichoModel
import DaichoWorkspace

extension DaichoError {
  static func nothingSent(_ id: String) -> DaichoError {
    DaichoError(
      "nothing-sent", Wording(en: "nothing of '\(id)' has been sent", ja: "「\(id)」はまだ配信されていません"),
      hint: Wording(en: "daicho campaign status \(id)", ja: "daicho campaign status \(id) で確認できます"))
  }
}

extension Wording {
  static func approveQuestion(_ id: String, _ count: Int) -> Wording {
    Wording(
      en: "approve '\(id)' for \(count) recipients?", ja: "「\(id)」を\(count)人への配信として承認しますか？")
  }

  static func approvedAlready(_ count: Int) -> Wording {
    Wording(en: "approved for \(count) recipients already", ja: "\(count)人への配信としてすでに承認されています")
  }

  static func sendQuestion(_ id: String, _ count: Int) -> Wording {
    Wording(en: "mail '\(id)' to \(count) people now?", ja: "「\(id)」をいま\(count)人に配信しますか？")
  }

  static func comparison(
    _ measure: String, _ names: (String, String), _ difference: ProportionDifference
  ) -> Wording {
    func percent(_ share: Double?) -> String {
      CellText(language: .en).text(.fraction(share), format: .percent)
    }
    let (en, ja) =
      switch measure {
      case "opened": ("opened", "開封")
      case "clicked": ("clicked", "クリック")
      default: ("bought", "購入")
      }
    let first = names.0 == "mailed" ? Wording(en: "mailed", ja: "送った人") : Wording(en: names.0, ja: names.0)
    let second =
      names.1 == "control" ? Wording(en: "control group", ja: "対照群") : Wording(en: names.1, ja: names.1)
    let (a, b) = (percent(difference.first.share), percent(difference.second.share))
    let range = "\(percent(difference.interval.lowerBound)) … \(percent(difference.interval.upperBound))"
    let verdict =
      switch difference.verdict {
      case .higher: Wording(en: "\(first.en) is higher", ja: "\(first.ja)のほうが高い")
      case .lower: Wording(en: "\(second.en) is higher", ja: "\(second.ja)のほうが高い")
      case .tooFewToTell: Wording(en: "too few to tell", ja: "差があるとはまだ言えません")
      }
    return Wording(
      en: "\(en): \(first.en) \(a), \(second.en) \(b); difference \(range) (95 %): \(verdict.en)",
      ja: "\(ja)：\(first.ja) \(a)、\(second.ja) \(b)。差は \(range)（95%）：\(verdict.ja)")
  }

  static let customerNeedsTest = Wording(
    en: "--customer says whose mail --test sends", ja: "--customer は --test と一緒に使います")

  static func badPatience(_ text: String) -> Wording {
    Wording(
      en: "--retry-for '\(text)' is no length of time such as '1 hour'",
      ja: "--retry-for「\(text)」は「1 hour」のような時間の長さではありません")
  }

  static func testSent(_ reply: String) -> Wording {
    Wording(en: "the test went out: \(reply)", ja: "テストを送りました：\(reply)")
  }

  static func pausedByPerson(_ language: Language) -> String {
    Wording(en: "paused by hand", ja: "手動で一時停止")(language)
  }

  static func pausedNow(_ id: String) -> Wording {
    Wording(
      en: "'\(id)' is paused; daicho campaign send \(id) --resume goes on",
      ja: "「\(id)」を一時停止しました。続けるには daicho campaign send \(id) --resume")
  }

  static let finishedBefore = Wording(
    en:
      "an earlier send had handed over every mail and was stopped before its last commit, which is made now",
    ja: "前回の配信は全員分を送り終え、最後の記録の直前で止まっていました。いま記録を完了しました")

  static let sendNotPushed = Wording(
    en: "the journal is committed here and not on the remote yet: daicho sync",
    ja: "配信の記録はここにコミットしましたが、リモートにはまだありません：daicho sync")

  static func sendLeft(_ id: String, _ left: Int, inDoubt: Int) -> Wording {
    var (en, ja): ([String], [String]) = ([], [])
    if left > 0 {
      en.append("\(left) left: daicho campaign send \(id) goes on")
      ja.append("残り\(left)通：daicho campaign send \(id) で続けられます")
    }
    if inDoubt > 0 {
      en.append("\(inDoubt) in doubt: not mailed again unless you say --retry-in-doubt")
      ja.append("送れたか不明\(inDoubt)通：--retry-in-doubt を付けない限り送り直しません")
    }
    return Wording(en: en.joined(separator: "; "), ja: ja.joined(separator: "。"))
  }

  static func sendHeadline(_ report: SendReport) -> Wording {
    let name = report.name.text
    switch report.state {
    case .notStarted: return Wording(en: "\(name): not sent yet", ja: "\(name)：まだ配信していません")
    case .running(let holder):
      return Wording(
        en: "\(name): being sent by \(holder), \(report.recipients) recipients",
        ja: "\(name)：\(holder) が配信中、宛先\(report.recipients)人")
    case .stopped:
      return Wording(
        en: "\(name): stopped, \(report.recipients) recipients",
        ja: "\(name)：途中で止まっています、宛先\(report.recipients)人")
    case .paused(let reason):
      return Wording(
        en: "\(name): paused (\(reason.en)), \(report.recipients) recipients",
        ja: "\(name)：一時停止中（\(reason.ja)）、宛先\(report.recipients)人")
    case .finished where report.name.channel != nil:
      return Wording(
        en: "\(name): exported, \(report.recipients) people", ja: "\(name)：書き出し済み、対象\(report.recipients)人")
    case .finished:
      return Wording(
        en: "\(name): sent, \(report.recipients) recipients", ja: "\(name)：配信済み、宛先\(report.recipients)人")
    case .missed:
      return Wording(en: "\(name): not sent in time and given up", ja: "\(name)：時刻を過ぎたため配信を見送りました")
    }
  }

  static func state(_ state: SendState, by channel: SendChannel?) -> Wording {
    if channel != nil, state == .accepted { return Wording(en: "exported", ja: "書き出し済み") }
    return switch state {
    case .queued: Wording(en: "to come", ja: "これから")
    case .attempting: Wording(en: "under way", ja: "送信中")
    case .accepted: Wording(en: "accepted", ja: "送信済み")
    case .deferred: Wording(en: "put off", ja: "延期")
    case .failed: Wording(en: "failed", ja: "失敗")
    case .inDoubt: Wording(en: "in doubt", ja: "不明")
    case .skipped: Wording(en: "skipped", ja: "見送り")
    }
  }

  static func skipReason(_ reason: SkipReason) -> Wording {
    switch reason {
    case .holdout: Wording(en: "control group", ja: "対照群")
    case .consent: Wording(en: "no consent", ja: "同意なし")
    case .suppressed: Wording(en: "suppressed", ja: "配信停止")
    case .excluded: Wording(en: "excluded", ja: "除外")
    case .address: Wording(en: "address changed", ja: "アドレス変更")
    case .maxMails: Wording(en: "max_mails", ja: "上限（max_mails）")
    case .unrenderable: Wording(en: "cannot be made", ja: "作成できない")
    }
  }

  /// A word of the journal's `not_mailed`.
  static func notMailed(_ word: String) -> Wording {
    switch word {
    case "excluded": Wording(en: "excluded", ja: "除外")
    case "same-address": Wording(en: "same address", ja: "同じアドレス")
    case "unusable-address": Wording(en: "unusable address", ja: "使えないアドレス")
    case "already-sent": Wording(en: "sent already", ja: "送信済み")
    case "no-address": Wording(en: "no address", ja: "アドレスなし")
    case "do-not-contact": Wording(en: "must not be contacted", ja: "連絡不可")
    case "unreadable-twin": Wording(en: "an unreadable file of the same id", ja: "同じIDの読めないファイル")
    case "consent-withdrawn": Wording(en: "consent withdrawn", ja: "同意を撤回")
    case "no-consent": Wording(en: "never consented", ja: "同意なし")
    case "suppressed": Wording(en: "suppressed", ja: "配信停止")
    case "no-postal-address": Wording(en: "no postal address", ja: "住所なし")
    case "no-phone": Wording(en: "no phone number", ja: "電話番号なし")
    case "no-mobile": Wording(en: "no mobile number", ja: "携帯電話番号なし")
    case "no-line-id": Wording(en: "no LINE id", ja: "LINE ID なし")
    case "same-household": Wording(en: "same household", ja: "同じ住所")
    case "same-phone": Wording(en: "same phone number", ja: "同じ電話番号")
    case "same-line-id": Wording(en: "same LINE id", ja: "同じ LINE ID")
    case "holdout": Wording(en: "control group", ja: "対照群")
    case "moved": Wording(en: "address or number changed since", ja: "住所・番号が変わった")
    default: Wording(en: word, ja: word)
    }
  }

  static func notMailedLine(_ list: String) -> Wording {
    Wording(en: "  not on the list: \(list)", ja: "  宛先に入らなかった人：\(list)")
  }
}
