import DaichoModel

extension Wording {
  static func morningSubject(_ name: String, _ day: CalendarDate, tasks: Int) -> Wording {
    let date = LocalizedText.date(day, .ja)
    let about = name.isEmpty ? "" : "\(name) "
    return Wording(
      en: "\(about)\(day): \(tasks) task\(tasks == 1 ? "" : "s")", ja: "\(about)\(date) タスク\(tasks)件")
  }

  static func morningMore(_ count: Int) -> Wording {
    Wording(en: "… and \(count) more: daicho today", ja: "… ほか\(count)件: daicho today")
  }

  static let morningNothing = Wording(en: "Nothing to look at today.", ja: "今日見るものはありません。")
  static let morningReply = Wording(
    en: "Done with task 1? Reply with: 1 done", ja: "タスク1が済んだら「1 済」と返信してください。")

  static func memberWithoutEmail(_ member: String) -> Wording {
    Wording(en: "the member '\(member)' has no e-mail address", ja: "メンバー「\(member)」のメールアドレスがありません")
  }

  static func giveMemberEmail(_ member: String) -> Wording {
    Wording(
      en: "write members.\(member).email into daicho.yml", ja: "daicho.ymlのmembers.\(member).emailに書いてください")
  }

  static func morningNoteNotKept(_ path: String) -> Wording {
    Wording(en: "\(path) cannot be written", ja: "\(path) に書き込めません")
  }

  static func morningTaskGone(_ record: String) -> Wording {
    Wording(en: "\(record) is not in the register any more", ja: "\(record) はもう台帳にありません")
  }

  static let morningTaskChanged = Wording(
    en: "the task was changed since; see 'daicho today'", ja: "タスクがその後変わっています（daicho today で確認できます）")

  static func morningNumberUnknown(_ number: Int) -> Wording {
    Wording(en: "this clone knows no task \(number) of that mail", ja: "このクローンではそのメールのタスク\(number)が分かりません")
  }

  static let morningNothingDone = Wording(
    en: "no line such as '1 done' in it", ja: "「1 済」のような行がありません")
}
