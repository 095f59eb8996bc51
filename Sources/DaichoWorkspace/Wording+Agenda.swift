import DaichoModel

extension Wording {
  static func joined(_ parts: [Wording?]) -> Wording {
    let parts = parts.compactMap(\.self)
    return Wording(
      en: parts.map(\.en).joined(separator: "; "), ja: parts.map(\.ja).joined(separator: "、"))
  }

  static func stage(_ name: String?) -> Wording? { name.map { Wording(en: $0, ja: $0) } }

  static func closePassed(days: Int) -> Wording {
    Wording(en: "should have closed \(counted(days)) ago", ja: "完了予定を\(days)日過ぎています")
  }

  static func rotting(days: Int, allowed: Int?) -> Wording {
    Wording(
      en: "nothing for \(counted(days))" + (allowed.map { " (\($0) allowed)" } ?? ""),
      ja: "\(days)日動きなし" + (allowed.map { "（目安 \($0)日）" } ?? ""))
  }

  static var noNextStep: Wording { Wording(en: "no next step", ja: "次の一手なし") }

  static func waiting(days: Int?, status: String?) -> Wording {
    guard let days else { return Wording(en: status ?? "open", ja: status ?? "open") }
    return Wording(
      en: days == 0 ? "since today" : "for \(counted(days))", ja: days == 0 ? "今日から" : "\(days)日経過"
    ).followed(by: status)
  }

  static func expected(last: CalendarDate, every days: Int, late: Int) -> Wording {
    Wording(
      en: "orders every \(counted(days)), last on \(last): \(counted(late)) late",
      ja: "約\(days)日ごとに購入、前回 \(last)（\(late)日遅れ）")
  }

  static func birthday(inDays days: Int, age: Int?) -> Wording {
    let when =
      days == 0
      ? Wording(en: "today", ja: "今日")
      : days == 1 ? Wording(en: "tomorrow", ja: "明日") : Wording(en: "in \(days) days", ja: "\(days)日後")
    guard let age else { return when }
    return Wording(en: "\(when.en), turns \(age)", ja: "\(when.ja)、\(age)歳")
  }

  static func crossed(
    _ score: String, points: Double, threshold: Double, lifecycle: String?
  ) -> Wording {
    let tail = lifecycle.map { ", \($0)" } ?? ""
    return Wording(
      en: "\(score): \(number(points)) of \(number(threshold))\(tail)",
      ja: "\(score) \(number(points))点（しきい値 \(number(threshold))）" + (lifecycle.map { "、\($0)" } ?? ""))
  }

  static func reorder(stock: Double, at level: Double) -> Wording {
    Wording(
      en: "\(number(stock)) left, reorder at \(number(level))",
      ja: "残り \(number(stock))（発注点 \(number(level))）")
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : "\(value)"
  }

  private static func counted(_ days: Int) -> String { days == 1 ? "1 day" : "\(days) days" }

  private func followed(by status: String?) -> Wording {
    guard let status else { return self }
    return Wording(en: "\(en), \(status)", ja: "\(ja)、\(status)")
  }
}
