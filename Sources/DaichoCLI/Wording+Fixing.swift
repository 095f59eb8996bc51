import DaichoModel

/// What `check --fix` says.
extension Wording {
  static let onlyWithFix = Wording(
    en: "--dry-run and --yes belong to --fix", ja: "--dry-run と --yes は --fix と一緒に使います")

  static func fixable(_ count: Int) -> Wording {
    Wording(
      en: "\(count) \(count == 1 ? "value needs" : "values need") no guess: daicho check --fix",
      ja: "\(count)件は自動で直せます: daicho check --fix")
  }

  static func moreOfCode(_ code: String, _ count: Int) -> Wording {
    Wording(en: "and \(count) more '\(code)'", ja: "「\(code)」がほかに \(count)件あります")
  }

  static let nothingToFix = Wording(
    en: "nothing can be mended without you", ja: "自動で直せるものはありません")

  static func fixes(_ what: Wording, _ count: Int) -> Wording {
    Wording(en: "\(count)  \(what.en)", ja: "\(count)件  \(what.ja)")
  }

  static func mend(_ values: Int, files: Int) -> Wording {
    Wording(
      en: "mend \(values) \(values == 1 ? "value" : "values") in \(files) \(files == 1 ? "file" : "files")?",
      ja: "\(files)個のファイルの \(values)か所を直しますか？")
  }

  static func leftAlone(_ error: Diagnostic) -> Wording {
    Wording(
      en: "left as it is, for it holds an error: \(error.message.en)",
      ja: "エラーがあるので、このファイルは直しません: \(error.message.ja)")
  }

  static func tooLongToShow(_ path: String) -> Wording {
    let shown = TextSafety.visible(path)
    return Wording(
      en: "\(shown) is over 1 MiB; its diff is not shown", ja: "\(shown) は 1 MiB を超えるので、差分を省略します")
  }

  static let mendedInWorkTree = Wording(
    en: "mended in the work tree; there was nothing to commit, for git's version needs no mending",
    ja: "作業フォルダーのファイルを直しました。git の版は直す必要がないので、コミットはありません")
}

extension Wording {
  static func unknownSubcommand(_ word: String, of command: String) -> Wording {
    let shown = TextSafety.visible(word)
    return Wording(
      en: "'\(command)' has no subcommand '\(shown)'", ja: "「\(command)」に「\(shown)」というサブコマンドはありません")
  }
}
