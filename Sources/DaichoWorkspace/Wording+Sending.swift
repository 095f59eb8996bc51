import DaichoModel
import OrderedCollections

extension DaichoError {
  private static func file(_ path: String) -> SourceLocation { SourceLocation(path: path) }

  static func sendFolderUnusable(_ path: String) -> DaichoError {
    DaichoError(
      "send-folder-unusable",
      Wording(en: "cannot write to \(path)", ja: "\(path) に書き込めません"),
      hint: Wording(en: "check the folder's permissions and the disk", ja: "フォルダーの権限とディスクを確認してください"))
  }

  static func alreadyBeingSent(_ campaign: String, by holder: String) -> DaichoError {
    DaichoError(
      "already-being-sent",
      Wording(
        en: "'\(campaign)' is already being sent by \(holder)", ja: "「\(campaign)」は \(holder) が配信中です"),
      hint: Wording(
        en: "daicho campaign status \(campaign)   (daicho campaign pause \(campaign) stops it)",
        ja: "daicho campaign status \(campaign) で状況を確認できます（止めるには daicho campaign pause \(campaign)）"))
  }

  static func campaignNotCommitted(_ path: String) -> DaichoError {
    DaichoError(
      "campaign-not-committed",
      Wording(en: "the campaign is not committed yet", ja: "キャンペーンがまだコミットされていません"), at: file(path),
      hint: Wording(en: "daicho commit \(path)", ja: "daicho commit \(path) を実行してください"))
  }

  static func campaignEdited(_ path: String) -> DaichoError {
    DaichoError(
      "campaign-edited",
      Wording(
        en: "the campaign, or a segment or layout of it, was edited and not committed",
        ja: "キャンペーン（またはそのセグメントやレイアウト）に、コミットされていない変更があります"), at: file(path),
      hint: Wording(
        en: "daicho commit, then daicho campaign approve",
        ja: "daicho commit のあと daicho campaign approve を実行してください"))
  }

  static func alreadySent(_ id: String, _ path: String) -> DaichoError {
    DaichoError(
      "already-sent", Wording(en: "'\(id)' has been sent", ja: "「\(id)」は配信済みです"), at: file(path),
      hint: Wording(
        en: "daicho campaign results \(id); to mail again, copy it to another file",
        ja: "結果は daicho campaign results \(id)。もう一度送るには別のファイルに写してください"))
  }

  static func notApproved(_ id: String, _ path: String, isInWorkTree: Bool) -> DaichoError {
    DaichoError(
      "not-approved",
      isInWorkTree
        ? Wording(
          en: "'\(id)' is approved in the file, but not in a commit", ja: "「\(id)」の承認がまだコミットされていません")
        : Wording(en: "'\(id)' is not approved", ja: "「\(id)」は承認されていません"), at: file(path),
      hint: isInWorkTree
        ? Wording(en: "daicho commit \(path)", ja: "daicho commit \(path) を実行してください")
        : Wording(
          en: "daicho campaign check \(id), then daicho campaign approve \(id)",
          ja: "daicho campaign check \(id) のあと daicho campaign approve \(id) を実行してください"))
  }

  static func approvalVoid(_ id: String, _ path: String, since commit: CommitLabel?) -> DaichoError {
    let by = commit.map { " (\($0.id) \($0.author): \($0.subject))" } ?? ""
    return DaichoError(
      "approval-void",
      Wording(
        en: "what '\(id)' mails, or to whom, was changed after it was approved\(by)",
        ja: "「\(id)」は承認のあとに内容か宛先が変わっています\(by)"), at: file(path),
      hint: Wording(
        en: "look at it again (daicho campaign diff \(id) --from …), then daicho campaign approve \(id)",
        ja: "もう一度確認し（daicho campaign diff \(id) --from …）、daicho campaign approve \(id) を実行してください"))
  }

  static func audienceGrown(_ id: String, from approved: Int, to now: Int) -> DaichoError {
    DaichoError(
      "audience-grown",
      Wording(
        en: "'\(id)' was approved for \(approved) recipients, and there are \(now) now",
        ja: "「\(id)」は\(approved)人で承認されましたが、いまは\(now)人います"),
      hint: Wording(
        en: "daicho campaign approve \(id), if that is right",
        ja: "正しければ daicho campaign approve \(id) を実行してください"))
  }

  static func otherHostSends(_ host: String, here: String) -> DaichoError {
    DaichoError(
      "other-host-sends",
      Wording(
        en: "sending_host in daicho.yml is '\(host)', and this is '\(here)'",
        ja: "daicho.yml の sending_host は「\(host)」で、ここは「\(here)」です"),
      hint: Wording(en: "send from \(host)", ja: "\(host) で配信してください"))
  }

  static func campaignPaused(_ id: String) -> DaichoError {
    DaichoError(
      "campaign-paused", Wording(en: "'\(id)' is paused", ja: "「\(id)」は一時停止中です"),
      hint: Wording(
        en: "daicho campaign status \(id) says why; daicho campaign send \(id) --resume goes on",
        ja: "理由は daicho campaign status \(id)。続けるには daicho campaign send \(id) --resume"))
  }

  static func startedElsewhere(_ name: String, host: String, at: String) -> DaichoError {
    DaichoError(
      "started-elsewhere",
      Wording(
        en: "'\(name)' was begun on \(host) (\(at)); what went out from there is known only there",
        ja: "「\(name)」は \(host) で配信が始まっています（\(at)）。どこまで送ったかは、そこでしか分かりません"),
      hint: Wording(en: "go on with it on \(host)", ja: "\(host) で続けてください"))
  }

  static func sendWasMissed(_ name: String) -> DaichoError {
    DaichoError(
      "send-was-missed",
      Wording(en: "'\(name)' was not sent in time and given up", ja: "「\(name)」は時刻を過ぎたため配信を見送りました"),
      hint: Wording(
        en: "to mail it after all, copy the campaign to another file",
        ja: "それでも送るには、キャンペーンを別のファイルに写してください"))
  }

  static func behindRemote(_ branch: String, _ count: Int) -> DaichoError {
    DaichoError(
      "behind-remote",
      Wording(
        en: "\(branch) has \(count) commit\(count == 1 ? "" : "s") that are not here",
        ja: "\(branch) に、ここにないコミットが\(count)件あります"),
      hint: Wording(en: "daicho sync", ja: "daicho sync を実行してください"))
  }

  static func claimedElsewhere(_ name: String, host: String) -> DaichoError {
    DaichoError(
      "claimed-elsewhere",
      Wording(
        en: "'\(name)' is sent from another clone, on \(host)", ja: "「\(name)」は別のクローン（\(host)）が配信します"),
      hint: Wording(
        en: "daicho sync brings its journal", ja: "daicho sync で配信の記録を受け取れます"))
  }

  static func journalUnreadable(_ path: String) -> DaichoError {
    DaichoError(
      "journal-unreadable",
      Wording(en: "the journal does not say how the send began", ja: "配信の記録から開始時の情報が読めません"), at: file(path),
      hint: Wording(en: "git log -p -- \(path)", ja: "git log -p -- \(path) で確認してください"))
  }

  static func nobodyToMail(_ name: String, _ reasons: OrderedDictionary<String, Int>) -> DaichoError {
    let list = reasons.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    return DaichoError(
      "nobody-to-mail",
      Wording(
        en: "'\(name)' has nobody to mail\(list.isEmpty ? "" : " (\(list))")",
        ja: "「\(name)」には配信できる宛先がありません\(list.isEmpty ? "" : "（\(list)）")"),
      hint: Wording(en: "daicho campaign check \(name)", ja: "daicho campaign check \(name) で確認できます"))
  }

  static func badRepetition(_ typed: String, _ path: String) -> DaichoError {
    DaichoError(
      "bad-repeat", Wording(en: "repeat '\(typed)' is not understood", ja: "repeat「\(typed)」を読み取れません"),
      at: file(path),
      hint: Wording(
        en: "'monthly on 25', 'yearly on customer.birthday, 7 days before', "
          + "'once per customer, 3 days after last_order', 'once per order, 5 days after delivered'",
        ja: "「monthly on 25」「yearly on customer.birthday, 7 days before」"
          + "「once per customer, 3 days after last_order」「once per order, 5 days after delivered」のように書いてください")
    )
  }

  static func repeatsByItself(_ id: String) -> DaichoError {
    DaichoError(
      "repeats-by-itself",
      Wording(en: "'\(id)' repeats: each occurrence has its own time", ja: "「\(id)」は繰り返しの配信です"),
      hint: Wording(
        en: "daicho campaign run --dry-run says what is due; daicho campaign run sends it",
        ja: "daicho campaign run --dry-run で予定を、daicho campaign run で配信できます"))
  }

  static func noSuchSend(_ name: String) -> DaichoError {
    DaichoError(
      "no-such-send", Wording(en: "'\(name)' has not been sent", ja: "「\(name)」は配信されていません"),
      hint: Wording(en: "daicho campaign list", ja: "daicho campaign list で確認できます"))
  }
}

/// A commit in a sentence.
struct CommitLabel {
  let id: String
  let author: String
  let subject: String
}

extension Wording {
  static let pausedByHand = Wording(en: "paused by hand", ja: "手動で一時停止")
  static let sending = Wording(en: "sending", ja: "配信中")

  static func pausedSenderRefused(_ reply: String) -> Wording {
    Wording(
      en: "the server refuses the sender: \(reply)", ja: "サーバーが差出人を拒否しました：\(reply)")
  }

  static func pausedAfterFailures(_ count: Int) -> Wording {
    Wording(en: "\(count) mails in a row failed", ja: "\(count)通続けて失敗しました")
  }

  static func pausedAtShare(_ failed: Int, of tried: Int) -> Wording {
    Wording(en: "\(failed) of \(tried) mails failed", ja: "\(tried)通のうち\(failed)通が失敗しました")
  }
}

extension Wording {
  /// The send itself went well; its last commit did not.
  static func journalNotCommitted(_ left: Int) -> Wording {
    left == 0
      ? Wording(
        en:
          "every mail has been handed over and is in the journal; the same command makes the missing commit",
        ja: "全員分を送り終え、送信記録にも残っています。同じコマンドをもう一度実行すると、残りの記録（コミット）を完了します")
      : Wording(
        en:
          "what has been handed over is in the journal, and nobody is mailed twice; the same command goes on",
        ja: "送り終えた分は送信記録に残っており、二重には送りません。同じコマンドをもう一度実行すると続きから始めます")
  }
}
