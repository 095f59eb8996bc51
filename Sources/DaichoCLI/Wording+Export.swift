import DaichoModel

extension Wording {
  static func notForFiles(_ format: String) -> Wording {
    Wording(en: "an export cannot be a \(format)", ja: "\(format) の形式では書き出せません")
  }

  static let endsBeforeStart = Wording(en: "--to is before --from", ja: "--to が --from より前です")

  static func wrote(_ what: Wording, to path: String) -> Wording {
    Wording(en: "\(what.en) → \(path)", ja: "\(what.ja) → \(path)")
  }

  static let exportInWorkTree = Wording(
    en: "the file lies in the workspace: 'git add .' would put these personal data into history for good",
    ja: "ファイルは台帳のフォルダーの中です。「git add .」で個人情報が履歴に残ってしまいます")

  static func rowCount(_ count: Int) -> Wording {
    Wording(en: count == 1 ? "1 row" : "\(count) rows", ja: "\(count)行")
  }

  static func unreadableRows(_ count: Int) -> Wording {
    Wording(
      en:
        "\(count) \(count == 1 ? "row" : "rows") cannot be read and \(count == 1 ? "is" : "are") left out; see 'daicho check'",
      ja: "読めない行が \(count)行あり、除かれています。「daicho check」で確認できます")
  }

  static func exportedTasks(_ count: Int) -> Wording {
    Wording(en: count == 1 ? "1 open task" : "\(count) open tasks", ja: "未完了のタスク \(count)件")
  }

  static func exportedBirthdays(_ count: Int) -> Wording {
    Wording(en: count == 1 ? "1 birthday" : "\(count) birthdays", ja: "誕生日 \(count)件")
  }

  static func audience(_ people: Int, of matching: Int, rows: Int) -> Wording {
    Wording(
      en: "\(people) of \(matching) customers, \(rows) \(rows == 1 ? "row" : "rows")",
      ja: "該当 \(matching)人のうち \(people)人、\(rows)行")
  }

  static func leftOut(_ count: Int, _ reason: Wording) -> Wording {
    Wording(en: "  left out: \(count) \(reason.en)", ja: "  除外: \(count)人 \(reason.ja)")
  }

  static func exportedFolder(files: Int, rows: Int) -> Wording {
    Wording(en: "\(files) files, \(rows) rows", ja: "ファイル \(files)個、\(rows)行")
  }

  static func keptOriginals(_ count: Int) -> Wording {
    Wording(
      en:
        "\(count) \(count == 1 ? "file" : "files") cannot be read, or not whole; they are in originals/ as they are",
      ja: "全体または一部を読めないファイルが \(count)個あり、originals/ に元のまま入っています")
  }
}

extension DaichoError {
  static func emptyAudience(_ segment: String, _ leftOut: [String]) -> DaichoError {
    DaichoError(
      "empty-audience",
      Wording(
        en: "nobody of '\(segment)' may be made known to an advertising platform",
        ja: "「\(segment)」に、広告に利用できる人がいません"),
      hint: Wording(
        en: "record their consent under 'consent:' as - {channel: ads, granted: DATE, via: HOW}",
        ja: "同意を得たら「consent:」に - {channel: ads, granted: 日付, via: 経路} と記録してください"),
      details: leftOut)
  }
}

extension Wording {
  static func importedRegister(records: Int, files: Int) -> Wording {
    Wording(en: "\(records) records in \(files) files", ja: "ファイル \(files)個、うち記録 \(records)件")
  }
}
