import DaichoGit
import DaichoModel

extension DaichoError {
  static func noWorkspaceThen(_ commit: CommitInfo, at day: CalendarDate) -> DaichoError {
    let id = commit.id.description.prefix(7)
    return DaichoError(
      "no-workspace-then",
      Wording(
        en: "there was no workspace here yet: the commit \(id) of \(day) holds no daicho.yml",
        ja: "コミット \(id)（\(day)）には daicho.yml がなく、まだ台帳がありません"),
      hint: Wording(
        en: "name a later commit or day; 'git log -- daicho.yml' tells when it came",
        ja: "それより後のコミットか日付を指定してください（git log -- daicho.yml で始まりがわかります）"))
  }

  static func dayToCome(_ day: CalendarDate) -> DaichoError {
    DaichoError(
      "day-to-come",
      Wording(en: "\(day) is still to come: no commit tells of it", ja: "\(day) はまだ先で、コミットがありません"),
      hint: Wording(
        en: "ask the files as they are, on that day: --today \(day)",
        ja: "今のファイルをその日のものとして調べるには --today \(day) を使ってください"))
  }

  static func historyBeginsLater(_ day: CalendarDate, first: CalendarDate?, isShallow: Bool) -> DaichoError {
    let begin = first.map { Wording(en: "the first is of \($0)", ja: "最初のコミットは \($0) です") }
    let hint =
      isShallow
      ? Wording(
        en: "this is a shallow clone: 'git fetch --unshallow' brings the rest",
        ja: "履歴を省いたクローンです。git fetch --unshallow で残りを取得できます")
      : Wording(
        en: "name a later day, or ask the files as they are: --today \(day)",
        ja: "それより後の日付を指定するか、今のファイルを --today \(day) で調べてください")
    return DaichoError(
      "history-begins-later",
      Wording(
        en: "no commit here is as old as \(day)" + (begin.map { "; \($0.en)" } ?? ""),
        ja: "\(day) 以前のコミットはありません" + (begin.map { "（\($0.ja)）" } ?? "")),
      hint: hint)
  }

  static func pastIsReadOnly() -> DaichoError {
    DaichoError(
      "past-is-read-only",
      Wording(en: "a past commit can be asked, not changed", ja: "過去のコミットは参照のみで、変更できません"),
      hint: Wording(en: "leave --at out", ja: "--at を付けずに実行してください"))
  }

  static func objectMissing(_ cause: DaichoError) -> DaichoError {
    DaichoError(
      "object-missing",
      Wording(
        en: "git cannot give a part of that commit: \(cause.message.en)",
        ja: "そのコミットの一部を git から読み出せません: \(cause.message.ja)"),
      hint: Wording(
        en:
          "see 'git fsck'; in a partial clone, 'git fetch --refetch --filter=blob:limit=1g' brings what is left out",
        ja: "git fsck で確認してください。部分クローンなら git fetch --refetch --filter=blob:limit=1g で取得できます"))
  }
}

extension Wording {
  static func brokenThen(_ commit: CommitInfo) -> Wording {
    let id = commit.id.description.prefix(7)
    return Wording(
      en: "so it stood in the commit \(id); name another one", ja: "コミット \(id) の時点の内容です。別のコミットを指定してください")
  }

  static func pastIndexes(_ count: Int, _ size: String) -> Wording {
    Wording(
      en: "\(count) of past commits, \(size); may be deleted", ja: "過去のコミット\(count)件分、\(size)（削除可）")
  }

  /// What the answer is of.
  package static func asOfCommit(_ commit: String, _ at: DateAndTime) -> Wording {
    Wording(
      en: "as of commit \(commit.prefix(7)) of \(at)", ja: "コミット \(commit.prefix(7))（\(at)）の時点")
  }
}
