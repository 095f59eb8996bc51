import DaichoGit
import DaichoModel

extension Wording {
  static let lookingThroughHistory = Wording(en: "looking through history", ja: "履歴の調査")
  static let rewritingHistory = Wording(en: "rewriting history", ja: "履歴の書き換え")
  static let writingCopy = Wording(en: "writing the safety copy", ja: "控えの書き出し")
  static let repacking = Wording(en: "packing what is left", ja: "残りの詰め直し")
}

extension Wording {
  static func rowOfForgotten(_ token: String) -> Wording {
    Wording(
      en: "this person has been forgotten (\(token)) and is left out", ja: "消去済みの人（\(token)）のため取り込みません")
  }

  static let forgottenStaysSo = Wording(
    en: "if they came back of their own accord: daicho forget --lift ADDRESS",
    ja: "ご本人の意思で戻られた場合は daicho forget --lift アドレス を実行してください")
  static let mailOfForgotten = Wording(
    en: "it went to somebody who has been forgotten", ja: "消去済みの人に送ったメールです")

  static func commitsFromBefore(_ token: String, _ commit: String) -> Wording {
    Wording(
      en: "the history from before \(token) was erased is back: commit \(commit.prefix(7)) is in this repository",
      ja: "\(token) を消去する前の履歴が戻っています（コミット \(commit.prefix(7))）")
  }

  static let howOldHistoryGoes = Wording(
    en: "'git reset --hard' to the new history and delete branches that have the old one, then 'daicho sync'; or erase again",
    ja: "新しい履歴に git reset --hard で戻し、古いブランチを削除してから daicho sync を実行するか、もう一度消去してください")

  static func erasedPersonIsBack(_ token: String, _ field: String) -> Wording {
    Wording(
      en: "this is somebody who has been forgotten (\(token)), by their \(field)", ja: "消去済みの人（\(token)）です（\(field) が一致）")
  }

  static func forgetAgain(_ id: String) -> Wording {
    Wording(
      en: "'daicho forget \(id)', or, if they came back of their own accord, 'daicho forget --lift ADDRESS'",
      ja: "daicho forget \(id) で再び消去するか、ご本人の意思なら daicho forget --lift アドレス を実行してください")
  }

  static func erasuresUnchecked(_ count: Int) -> Wording {
    Wording(
      en: "\(count) forgotten people cannot be known again here: this machine lacks the key", ja: "このマシンに鍵がないため、消去済みの \(count) 人を照合できません")
  }

  static let importTheKey = Wording(
    en: "'daicho key import FILE', with the key that another machine exports",
    ja: "別のマシンで書き出した鍵を daicho key import ファイル で取り込んでください")

  static func copyOverdue(_ day: String) -> Wording {
    Wording(
      en: "the copy of the time before an erasure should be gone since \(day)", ja: "消去前の控えの期限（\(day)）を過ぎています")
  }

  static let deleteTheCopy = Wording(en: "delete the file", ja: "ファイルを削除してください")

  static func proofOverdue(_ day: CalendarDate) -> Wording {
    Wording(
      en: "the proof of consent was to be kept until \(day)", ja: "同意の証跡の保存期限（\(day)）を過ぎています")
  }
}

extension DaichoError {
  static func remoteHasOldHistory(_ remote: String, _ branch: String) -> DaichoError {
    DaichoError(
      "erased-history",
      Wording(
        en: "\(remote) still has the history from before somebody was erased", ja: "\(remote) に消去前の履歴が残っています"),
      hint: Wording(
        en: "whoever erased: 'git push --force \(remote) \(branch)'; with a clone of the old history: delete it and clone anew",
        ja: "消去した人が git push --force \(remote) \(branch) を実行してください。古い履歴のクローンは削除し、改めてクローンしてください"))
  }

  static func notForgotten() -> DaichoError {
    DaichoError(
      "not-forgotten", Wording(en: "nobody who was forgotten is known by that", ja: "消去済みの人に一致しません"),
      hint: Wording(
        en: "give an address, a phone number, an id or the token; it takes the key that was in use then",
        ja: "アドレス、電話番号、ID、またはトークンを指定してください（当時の鍵が必要です）"))
  }

  static func notAPerson(_ reference: Reference) -> DaichoError {
    DaichoError(
      "not-a-person",
      Wording(
        en: "\(reference) is no customer: only people are forgotten", ja: "\(reference) は顧客ではありません。忘却は個人が対象です"),
      hint: Wording(
        en: "'daicho rm \(reference)' removes a record; history keeps it",
        ja: "記録の削除は daicho rm \(reference) です（履歴には残ります）"))
  }

  static func nothingCommitted() -> DaichoError {
    DaichoError(
      "nothing-committed", Wording(en: "there is no commit here yet", ja: "まだコミットがありません"),
      hint: Wording(en: "what was never committed goes with 'rm'", ja: "記録していないファイルは削除するだけで済みます"))
  }

  static func commitFirst(_ path: String) -> DaichoError {
    DaichoError(
      "uncommitted-edits",
      Wording(
        en: "there are changes that no commit has, and history is about to be made anew",
        ja: "コミットしていない変更があります。履歴を作り直すので先に記録してください"),
      at: SourceLocation(path: path),
      hint: Wording(en: "'daicho commit' or 'git stash' first", ja: "先に daicho commit か git stash を実行してください"))
  }

  static func operationInProgress(_ what: String) -> DaichoError {
    DaichoError(
      "operation-in-progress", Wording(en: "git is in the middle of a \(what)", ja: "git の \(what) の途中です"),
      hint: Wording(en: "finish it or abort it first ('git status' tells how)", ja: "先に終えるか取りやめてください（git status を参照）"))
  }

  static func movedSincePlan() -> DaichoError {
    DaichoError(
      "head-moved",
      Wording(en: "somebody has committed since the plan was made", ja: "計画のあとにコミットがありました"),
      hint: Wording(en: "nothing has been changed; run it again", ja: "何も変更していません。もう一度実行してください"))
  }

  static func sendUnderWay(_ campaign: String) -> DaichoError {
    DaichoError(
      "send-under-way", Wording(en: "the campaign \(campaign) is being sent", ja: "キャンペーン \(campaign) を配信中です"),
      hint: Wording(
        en: "wait until it is done, or 'daicho campaign pause \(campaign)'",
        ja: "終わるのを待つか daicho campaign pause \(campaign) で止めてください"))
  }

  static func erasureImpossible(_ keeper: Repository.Keeper) -> DaichoError {
    let (message, hint): (Wording, Wording) =
      switch keeper {
      case .shallow:
        (
          Wording(en: "this clone is shallow: older history is elsewhere", ja: "浅いクローンなので、古い履歴がここにありません"),
          Wording(en: "'git fetch --unshallow' first", ja: "先に git fetch --unshallow を実行してください")
        )
      case .alternates:
        (
          Wording(
            en: "this clone borrows objects from another repository", ja: "このクローンは別のリポジトリのオブジェクトを借りています"),
          Wording(
            en: "'git repack -a -d' and remove .git/objects/info/alternates first",
            ja: "先に git repack -a -d を実行し .git/objects/info/alternates を削除してください")
        )
      case .partial:
        (
          Wording(en: "this is a partial clone: parts of history are elsewhere", ja: "部分クローンなので、履歴の一部がここにありません"),
          Wording(en: "erase in a full clone", ja: "完全なクローンで実行してください")
        )
      case .workTree(let name):
        (
          Wording(
            en: "there is another work tree, \(name), with files and a HEAD of its own",
            ja: "別の作業ツリー \(name) があります"),
          Wording(en: "'git worktree remove \(name)' first", ja: "先に git worktree remove \(name) を実行してください")
        )
      case .detachedHead:
        (
          Wording(en: "HEAD is on no branch", ja: "HEAD がブランチの上にありません"),
          Wording(en: "'git switch main' first", ja: "先に git switch main を実行してください")
        )
      }
    return DaichoError("erasure-impossible", message, hint: hint)
  }
}
