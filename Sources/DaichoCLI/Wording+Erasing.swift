import DaichoModel
import DaichoWorkspace

extension Wording {
  static func forgetForGood(_ id: String) -> Wording {
    Wording(
      en: "Erase \(id) from all of history? This cannot be undone.", ja: "\(id) を履歴全体から消去しますか？ 元には戻せません。")
  }

  static func whatChanges(_ plan: ErasurePlan) -> Wording {
    let versions = plan.files.map(\.versions).reduce(0, +)
    return Wording(
      en: """
        \(plan.strings) strings in \(versions) versions of \(plan.files.count) files and \(plan.messages) messages; \
        looked through \(plan.commits) commits, \(plan.refs) refs, \(plan.stashes) stashes
        """,
      ja: """
        文字列 \(plan.strings) 件: ファイル \(plan.files.count) 件の \(versions) 版とメッセージ \(plan.messages) 件\
        （コミット \(plan.commits)、参照 \(plan.refs)、stash \(plan.stashes) を調査）
        """)
  }

  static func sharedStrings(_ strings: [String]) -> Wording {
    let list = strings.joined(separator: ", ")
    return Wording(
      en: "somebody else has these too, so they stay where it is not about this person: \(list)",
      ja: "ほかの人も使っている文字列なので、この人に関する箇所以外では残ります: \(list)")
  }

  static func untrackedNames(_ path: String) -> Wording {
    Wording(
      en: "\(path) names the person and is not in git: delete it yourself", ja: "git にないファイル \(path) に記載があります。ご自分で削除してください")
  }

  static func lostSignatures(_ count: Int) -> Wording {
    Wording(
      en: "\(count) commits or tags lost their signatures, which no longer fitted", ja: "コミットとタグ \(count) 件の署名は無効になるため外しました")
  }

  static func copyIsThere(_ path: String) -> Wording {
    Wording(en: "the old history is in \(path): delete it in time", ja: "古い履歴の控えが \(path) にあります。期日までに削除してください")
  }

  static func leftovers(_ count: Int) -> Wording {
    Wording(
      en: "\(count) stored objects still hold a string of theirs", ja: "\(count) 件のオブジェクトにまだ文字列が残っています")
  }

  static func badDay(_ text: String, _ option: String) -> Wording {
    Wording(en: "\(option) wants a day such as 2026-12-31, not “\(text)”", ja: "\(option) には 2026-12-31 のような日付を指定してください（「\(text)」）")
  }

  static func dayHasPassed(_ day: CalendarDate, _ option: String) -> Wording {
    Wording(en: "\(option) wants a day to come, and \(day) is none", ja: "\(option) には先の日付を指定してください（\(day)）")
  }

  static let whoIsForgotten = Wording(
    en: "say who: daicho forget hanako-yamada", ja: "対象を指定してください: daicho forget hanako-yamada")
  static let liftNamesNobody = Wording(
    en: "--lift names who has come back by an address that was theirs, and no record",
    ja: "--lift は本人のアドレスだけを指定し、記録は指定しません")
  static let copyNeedsEnd = Wording(
    en: "a copy of what is to be forgotten needs an end: --delete-copy-by DATE",
    ja: "控えには期限が必要です: --delete-copy-by 日付")
  static let endWithoutCopy = Wording(en: "--delete-copy-by goes with --copy FILE", ja: "--delete-copy-by は --copy ファイル と併せて使います")
}
