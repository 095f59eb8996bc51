import DaichoModel

extension Wording {
  static func unknownFormat(_ word: String) -> Wording {
    Wording(en: "unknown format '\(word)'", ja: "「\(word)」という形式はありません")
  }

  static var knownFormats: Wording {
    Wording(en: "use one of: \(OutputFormat.list)", ja: "\(OutputFormat.list) のどれかを指定してください")
  }

  static func flag(_ value: Bool) -> Wording {
    value ? Wording(en: "yes", ja: "はい") : Wording(en: "no", ja: "いいえ")
  }

  static var total: Wording { Wording(en: "total", ja: "合計") }

  static var outputClosed: Wording {
    Wording(en: "the reader of the output has gone", ja: "出力の読み手がいなくなりました")
  }

  static func outputFailed(_ reason: String) -> Wording {
    Wording(en: "the output could not be written: \(reason)", ja: "出力を書き込めませんでした（\(reason)）")
  }

  static func needsYes(_ question: Wording) -> Wording {
    Wording(
      en: "nobody can be asked here: \(question.en)", ja: "ここでは確認ができません。質問：「\(question.ja)」")
  }

  static var giveYes: Wording {
    Wording(
      en: "add --yes to go ahead, or --dry-run to see what would happen",
      ja: "実行するには --yes を、内容だけを見るには --dry-run を付けてください")
  }

  static var nameOneExactly: Wording {
    Wording(en: "name one by its id", ja: "IDで一件を指定してください")
  }

  static func more(_ count: Int) -> Wording {
    Wording(en: "… and \(count) more", ja: "… ほか \(count) 件")
  }

  static func choose(_ count: Int) -> Wording {
    Wording(en: "number (1-\(count), Enter to cancel):", ja: "番号（1〜\(count)、Enterで中止）:")
  }

  static func problems(errors: Int, warnings: Int) -> Wording {
    if errors == 0, warnings == 0 { return Wording(en: "no problems", ja: "問題はありません") }
    func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
    return Wording(
      en: "\(counted(errors, "error")), \(counted(warnings, "warning"))",
      ja: "エラー \(errors) 件、警告 \(warnings) 件")
  }

  static func remaining(seconds: Int) -> Wording {
    let (minutes, rest) = (seconds / 60, seconds % 60)
    if minutes == 0 { return Wording(en: "\(rest) s left", ja: "残り \(rest) 秒") }
    return Wording(en: "\(minutes) min \(rest) s left", ja: "残り \(minutes) 分 \(rest) 秒")
  }
}
