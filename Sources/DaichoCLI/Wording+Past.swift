import DaichoModel
import DaichoWorkspace

extension Wording {
  static let pastCannotChange = Wording(
    en: "--at only asks: nothing can be changed there", ja: "--at は参照のみで、変更はできません")

  static let pastCannotMail = Wording(
    en: "--mail tells of today, and goes with no --at", ja: "--mail は今日の内容を送るため、--at と一緒には使えません")

  static func aboutToUndo(_ undo: Undo) -> Wording {
    let subject = CellText.line(undo.subject)
    let who = CellText.line(undo.author)
    return Wording(
      en: "\(undo.commit.prefix(7)) \(subject), by \(who), \(undo.at)",
      ja: "\(undo.commit.prefix(7)) \(subject)（\(who)、\(undo.at)）")
  }

  static let undoIt = Wording(en: "Take this back?", ja: "この変更を取り消しますか？")

  static func andMoreFiles(_ count: Int) -> Wording {
    Wording(en: "  and \(count) more", ja: "  ほか \(count)件")
  }

  static let commitThis = Wording(en: "Commit this?", ja: "これを記録しますか？")

  static let interactiveNeedsTerminal = Wording(
    en: "--interactive asks, and needs a terminal", ja: "--interactive は質問するため、端末が必要です")

  static func straysLeft(_ count: Int) -> Wording {
    Wording(
      en:
        "\(count) changed file\(count == 1 ? "" : "s") left alone, for being none of the workspace's kinds:",
      ja: "台帳の種類でないため記録しなかったファイル \(count)件:")
  }

  static func commitByName(_ path: String) -> Wording {
    Wording(
      en: "name one to commit it, too: daicho commit '\(path)'",
      ja: "記録するには名前を指定してください: daicho commit '\(path)'")
  }

  static func compared(_ then: CalendarDate, _ commit: String, _ now: CalendarDate) -> Wording {
    Wording(
      en: "\(then) (\(commit.prefix(7))) → \(now)", ja: "\(then)（\(commit.prefix(7))）→ \(now)")
  }

  static let thenAndNow = Wording(
    en: "Then → now (difference); a figure that stands alone is the same.",
    ja: "当時 → 今（差）。ひとつだけの数字は変わっていません。")
}

extension DaichoError {
  /// What went wrong in a question to the past.
  func asked(on day: CalendarDate) -> DaichoError {
    DaichoError(
      code, Wording(en: "as of \(day): \(message.en)", ja: "\(day) の時点: \(message.ja)"), at: location,
      hint: hint,
      details: details)
  }
}
