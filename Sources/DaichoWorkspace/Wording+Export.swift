import DaichoFiles
import DaichoModel

extension Wording {
  static func taskCalendar(_ shop: String) -> Wording {
    Wording(en: shop.isEmpty ? "Tasks" : "\(shop): tasks", ja: shop.isEmpty ? "タスク" : "\(shop) タスク")
  }

  static func birthdayCalendar(_ shop: String) -> Wording {
    Wording(
      en: shop.isEmpty ? "Customers' birthdays" : "\(shop): customers' birthdays",
      ja: shop.isEmpty ? "お客様の誕生日" : "\(shop) お客様の誕生日")
  }

  /// The year of birth is told where it is known; an age would be right for one year only.
  static func birthdayOf(_ name: String, born year: Int?) -> Wording {
    Wording(
      en: "Birthday: \(name)" + (year.map { " (born \($0))" } ?? ""),
      ja: "\(name)様 誕生日" + (year.map { "（\($0)年生まれ）" } ?? ""))
  }

  static func nothingToMatchBy(_ platform: AudiencePlatform) -> Wording {
    platform == .line
      ? Wording(en: "no e-mail address that LINE takes", ja: "LINE で使えるメールアドレスなし")
      : Wording(
        en: "neither e-mail address nor phone number with its country", ja: "メールアドレスも国番号の分かる電話番号もなし")
  }
}

extension DaichoError {
  static func exportFailed(_ reason: String) -> DaichoError {
    DaichoError(
      "export-failed", Wording(en: "the export failed: \(reason)", ja: "書き出しに失敗しました: \(reason)"))
  }
}

extension Wording {
  static let exporting = Wording(en: "exporting", ja: "書き出し中")
}

extension DaichoError {
  static func exportInside(_ path: String) -> DaichoError {
    DaichoError(
      "export-inside-workspace",
      Wording(
        en: "'\(path)' is inside the workspace, where the export would become part of it",
        ja: "「\(path)」は台帳の中です。書き出したものが台帳に混ざってしまいます"),
      hint: Wording(en: "name a folder outside of it", ja: "台帳の外のフォルダーを指定してください"))
  }

  static func changedMeanwhile(_ path: String) -> DaichoError {
    DaichoError(
      "file-changed",
      Wording(en: "the file was changed while it was exported", ja: "書き出しの途中でファイルが変更されました"),
      at: SourceLocation(path: path), hint: Wording(en: "try again", ja: "もう一度実行してください"))
  }
}

extension DaichoError {
  static func workspaceNotEmpty(_ path: String) -> DaichoError {
    DaichoError(
      "workspace-not-empty",
      Wording(
        en: "the workspace holds '\(path)' already; everything is imported into an empty one only",
        ja: "台帳にはすでに「\(path)」があります。すべての取り込みは空の台帳にだけできます"),
      hint: Wording(
        en: "make a new one with 'daicho init DIR', and run this there",
        ja: "「daicho init フォルダー」で新しい台帳を作り、そこで実行してください"))
  }

  static func notAnExport(_ path: String) -> DaichoError {
    DaichoError(
      "not-an-export",
      Wording(
        en: "'\(path)' holds no daicho.yml and customers.csv",
        ja: "「\(path)」に daicho.yml と customers.csv がありません"),
      hint: Wording(
        en: "name a folder that 'daicho export everything' made",
        ja: "「daicho export everything」で作ったフォルダーを指定してください"))
  }

  static func foreignPath(_ path: String, in file: String) -> DaichoError {
    foreignPath(path, at: SourceLocation(path: file))
  }

  static func foreignPath(_ path: String, at location: SourceLocation) -> DaichoError {
    DaichoError(
      "path-refused",
      Wording(en: "'\(path)' is no place for this", ja: "「\(path)」には置けません"), at: location,
      hint: Wording(
        en: "correct the columns 'id' and 'path', or 'file'", ja: "「id」と「path」、または「file」の列を直してください"))
  }

  static func rowNotRebuilt(_ id: String, at location: SourceLocation) -> DaichoError {
    DaichoError(
      "row-not-rebuilt",
      Wording(
        en: "no file can be made of this row that says the same", ja: "この行と同じ内容のファイルを作れません"),
      at: location,
      hint: Wording(
        en: "look at the cells of '\(id)'; nothing was imported", ja: "「\(id)」の値を確認してください。何も取り込んでいません"))
  }

  static func rowTwice(_ path: String, at location: SourceLocation) -> DaichoError {
    DaichoError(
      "row-twice", Wording(en: "there are two rows for '\(path)'", ja: "「\(path)」の行が2つあります"), at: location,
      hint: Wording(en: "remove one of them", ja: "どちらかを削除してください"))
  }
}
