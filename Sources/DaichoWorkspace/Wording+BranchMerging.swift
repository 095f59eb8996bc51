import DaichoModel

extension Wording {
  static let receiving = Wording(en: "Receiving", ja: "受信中")

  static let mendThenSync = Wording(
    en: "mend it, then run daicho sync again", ja: "直してから、もう一度 daicho sync を実行してください")
}

extension DaichoError {
  static func cannotRead(_ path: String) -> DaichoError {
    DaichoError("cannot-read", Wording(en: "cannot read \(path)", ja: "\(path) を読めません"))
  }

  static func editedMeanwhile(_ path: String) -> DaichoError {
    DaichoError(
      "edited-meanwhile", Wording(en: "the file was edited meanwhile", ja: "作業中にファイルが変更されました"),
      at: SourceLocation(path: path),
      hint: Wording(en: "run daicho sync again", ja: "もう一度 daicho sync を実行してください"))
  }

  static func unrelatedHistories() -> DaichoError {
    DaichoError(
      "unrelated-histories",
      Wording(
        en: "this register and the shared one have no common beginning",
        ja: "この台帳と共有先の台帳には、共通の始まりがありません"),
      hint: Wording(
        en: "start from the shared one: git clone ADDRESS FOLDER, then copy your files into it",
        ja: "共有先を git clone アドレス フォルダー で複製し、そこへファイルを移してください"))
  }

  static func cannotMergeLink(_ path: String) -> DaichoError {
    DaichoError(
      "cannot-merge-link",
      Wording(
        en: "a link or a submodule has changed, which daicho does not touch",
        ja: "リンクまたはサブモジュールが変更されていますが、daicho は扱いません"), at: SourceLocation(path: path),
      hint: Wording(en: "use git pull this time", ja: "今回は git pull を使ってください"))
  }

  static func inTheWay(_ paths: [String]) -> DaichoError {
    DaichoError(
      "in-the-way",
      Wording(
        en: "files that others have changed have changes here that are not committed",
        ja: "ほかの人が変更したファイルに、まだ記録していない変更があります"),
      hint: Wording(
        en: "commit them with git commit, or put them aside with git stash; then run daicho sync again",
        ja: "git commit で記録するか git stash でよけてから、もう一度 daicho sync を実行してください"),
      details: paths.prefix(10).map { "  " + $0 } + (paths.count > 10 ? ["  …"] : []))
  }

  static func nothingCommittedYet() -> DaichoError {
    DaichoError(
      "nothing-committed", Wording(en: "nothing is committed here yet", ja: "まだ何も記録されていません"),
      hint: Wording(en: "run daicho commit first", ja: "先に daicho commit を実行してください"))
  }

  static func notOnABranch() -> DaichoError {
    DaichoError(
      "not-on-a-branch",
      Wording(en: "git is on no branch (detached HEAD)", ja: "git がブランチの上にいません（detached HEAD）"),
      hint: Wording(en: "git switch main", ja: "git switch main を実行してください"))
  }

  static func gitIsBusy() -> DaichoError {
    DaichoError(
      "git-is-busy",
      Wording(
        en: "git is in the middle of a rebase, a cherry-pick or the like",
        ja: "git が rebase や cherry-pick などの途中です"),
      hint: Wording(
        en: "finish or abort it first; git status says how", ja: "先に完了するか中止してください（git status に手順が出ます）"))
  }

  static func mergeWaits() -> DaichoError {
    DaichoError(
      "merge-waits", Wording(en: "a merge waits to be finished", ja: "マージが完了していません"),
      hint: Wording(en: "daicho resolve, then daicho sync", ja: "daicho resolve のあと daicho sync を実行してください"))
  }

  static func stillInConflict(_ conflicts: [OpenConflict]) -> DaichoError {
    DaichoError(
      "still-in-conflict",
      Wording(
        en: "\(conflicts.count) file(s) of the last sync still wait for a decision",
        ja: "前回の同期で競合したファイルが\(conflicts.count)件、まだ解決されていません"),
      hint: Wording(
        en: "keep one version of each, delete the markers, then: daicho resolve && daicho sync",
        ja: "一方だけを残してマーカーを消し、daicho resolve と daicho sync を実行してください"),
      details: conflicts.map { "  \($0.location)" })
  }

  static func hostRefuses(_ address: String) -> DaichoError {
    DaichoError(
      "host-refuses",
      Wording(
        en: "\(address) does not take commits to this branch", ja: "\(address) はこのブランチへの記録を受け付けません"),
      hint: Wording(
        en: "the branch may be protected, or you may only read; ask who keeps the repository",
        ja: "ブランチが保護されているか、書き込み権限がありません。管理者に確認してください"))
  }

  static func tooBusy(_ address: String) -> DaichoError {
    DaichoError(
      "too-busy",
      Wording(
        en: "others push to \(address) faster than this machine can merge", ja: "\(address) への送信が混み合っています"),
      hint: Wording(en: "run daicho sync again in a moment", ja: "少し待って、もう一度 daicho sync を実行してください"))
  }
}
