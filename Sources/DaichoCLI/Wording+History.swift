import DaichoIndex
import DaichoModel

extension Wording {
  static let historyColumns: [String: Wording] = [
    "commit": Wording(en: "commit", ja: "コミット"), "at": Wording(en: "when", ja: "日時"),
    "author": Wording(en: "who", ja: "誰が"), "action": Wording(en: "action", ja: "操作"),
    "record": Wording(en: "record", ja: "記録"), "summary": Wording(en: "what", ja: "内容"),
    "reason": Wording(en: "why", ja: "理由"), "field": Wording(en: "field", ja: "項目"),
    "old": Wording(en: "old", ja: "変更前"), "new": Wording(en: "new", ja: "変更後"),
    "line": Wording(en: "line", ja: "行"), "text": Wording(en: "text", ja: "内容"),
  ]

  static let uncommitted = Wording(en: "not committed", ja: "未コミット")
  static let recordRemoved = Wording(en: "removed", ja: "削除")
  static let onlyStyle = Wording(en: "nothing but style", ja: "書き方だけの変更")

  static func recordCreated(fields: Int, entries: Int) -> Wording {
    let also = entries == 0 ? "" : ", \(entries) log entr\(entries == 1 ? "y" : "ies")"
    return Wording(
      en: "created: \(fields) field\(fields == 1 ? "" : "s")\(also)",
      ja: "作成: \(fields)項目\(entries == 0 ? "" : "、対応履歴\(entries)件")")
  }

  static func recordMoved(_ old: String) -> Wording {
    Wording(en: "renamed, was \(old)", ja: "名前の変更（旧 \(old)）")
  }

  static func textLines(gone: Int, come: Int) -> Wording {
    let en = [gone > 0 ? "−\(gone)" : nil, come > 0 ? "+\(come)" : nil].compactMap(\.self)
    return Wording(
      en: "text: \(en.joined(separator: " ")) line\(gone + come == 1 ? "" : "s")",
      ja: "本文: \(en.joined(separator: " "))行")
  }

  static func taskDone(_ text: String) -> Wording {
    Wording(en: "task done: \(text)", ja: "タスク完了: \(text)")
  }

  static let entryWords: [String: Wording] = [
    "log": Wording(en: "log", ja: "対応履歴"), "task": Wording(en: "task", ja: "タスク"),
    "unreadable": Wording(en: "unreadable", ja: "読めない版"),
  ]

  static func badPeriod(_ since: CalendarDate, _ until: CalendarDate) -> Wording {
    Wording(en: "--since \(since) is after --until \(until)", ja: "--since \(since) が --until \(until) より後です")
  }

  static let fieldOfWhat = Wording(
    en: "--field needs a record: daicho history RECORD --field stage",
    ja: "--field には記録の指定が必要です: daicho history 記録 --field stage")
}

extension Wording {
  static func velocityHeadline(won: Int, lost: Int, cycle: Double?) -> Wording {
    let days = cycle.map { Int($0.rounded()) }
    let rate = won + lost > 0 ? Int((Double(won) * 100 / Double(won + lost)).rounded()) : nil
    guard let rate else { return Wording(en: "no deal has been decided yet", ja: "まだ結果の出た商談はありません") }
    return Wording(
      en: "\(won) won, \(lost) lost: \(rate) % won" + (days.map { ", in \($0) days (median)" } ?? ""),
      ja: "受注 \(won)件、失注 \(lost)件（受注率 \(rate)%）" + (days.map { "、受注まで \($0)日（中央値）" } ?? ""))
  }

  static func velocityNote(pushed: Int, pushes: Int) -> Wording {
    Wording(
      en: "the expected close of \(pushed) deal\(pushed == 1 ? "" : "s") was put off, "
        + "\(pushes) time\(pushes == 1 ? "" : "s") in all",
      ja: "完了予定日の先送り: 商談\(pushed)件、のべ\(pushes)回")
  }

  static func dealsWithoutHistory(_ count: Int) -> Wording {
    Wording(
      en: "\(count) deal\(count == 1 ? " is" : "s are") in no commit yet and left out",
      ja: "まだコミットされていない商談\(count)件は含まれていません")
  }
}
