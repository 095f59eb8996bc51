import DaichoModel

extension Wording {
  static let readingHistory = Wording(en: "reading history", ja: "履歴を読み込み中")

  static func historyInMemory(_ reason: Wording) -> Wording {
    Wording(
      en: "the history index cannot be kept on disk, so every command reads all of history: \(reason.en)",
      ja: "履歴の索引をディスクに保存できないため、毎回すべての履歴を読みます: \(reason.ja)")
  }

  static func historyEndsEarly(_ commit: String, others: Int) -> Wording {
    Wording(
      en:
        "history before commit \(commit)\(others > 0 ? " (and \(others) more)" : "") is not in this repository: "
        + "what that commit seems to add may be older ('git fetch --unshallow' brings the rest)",
      ja: "コミット \(commit)\(others > 0 ? "（ほか\(others)件）" : "") より前の履歴はこのリポジトリにありません。"
        + "このコミットで追加されたように見えるものは、もっと古いことがあります（「git fetch --unshallow」で取り寄せられます）")
  }

  static func historyOfAnotherBranch(_ commit: String) -> Wording {
    Wording(
      en:
        "HEAD does not descend from commit \(commit): what changed before it in deals and inquiries is not told",
      ja: "コミット \(commit) は HEAD の祖先ではないため、それまでの商談・問い合わせの変更はわかりません")
  }

  static func unreadableCommits(_ count: Int) -> Wording {
    Wording(
      en: "the files of \(count) commit\(count == 1 ? "" : "s") are missing from this repository, so what "
        + "\(count == 1 ? "it" : "they") changed is not known ('git fsck' says more)",
      ja: "コミット\(count)件のファイルがこのリポジトリにないため、変更の内容がわかりません（「git fsck」で詳しく調べられます）")
  }

  static func missingVersions(_ count: Int) -> Wording {
    Wording(
      en:
        "\(count) version\(count == 1 ? "" : "s") of records \(count == 1 ? "is" : "are") missing from this "
        + "repository (a partial clone?), so what changed there is not known",
      ja: "記録の版\(count)件がこのリポジトリにないため（部分クローン？）、そこでの変更の内容がわかりません")
  }
}
