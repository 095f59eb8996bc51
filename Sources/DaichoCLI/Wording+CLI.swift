import DaichoModel

extension Wording {
  static func didYouMean(_ word: String) -> Wording {
    Wording(en: "did you mean '\(word)'?", ja: "「\(word)」のことですか？")
  }

  static func recordCount(_ count: Int, _ kind: Kind) -> Wording {
    let word = count == 1 ? kind.singular : kind.folder
    return Wording(en: "\(count) \(word)", ja: "\(kind.label.ja) \(count)件")
  }

  static func unreadableFiles(_ count: Int) -> Wording {
    Wording(
      en:
        "\(count) \(count == 1 ? "file" : "files") cannot be read and \(count == 1 ? "is" : "are") left out; see 'daicho check'",
      ja: "読めないファイルが \(count)件あり、除かれています。「daicho check」で確認できます")
  }

  static func foundCount(_ count: Int) -> Wording {
    Wording(en: count == 1 ? "1 record" : "\(count) records", ja: "\(count)件")
  }

  static func segmentCount(_ matching: Int, mailable: Int?) -> Wording {
    guard let mailable else { return Wording(en: "\(matching) match", ja: "該当 \(matching)件") }
    return Wording(
      en: "\(matching) match, \(mailable) can be mailed", ja: "該当 \(matching)人、うち配信できるのは \(mailable)人")
  }

  static func taskState(late: Int) -> Wording {
    if late > 0 { return Wording(en: late == 1 ? "1 day late" : "\(late) days late", ja: "\(late)日遅れ") }
    if late == 0 { return Wording(en: "today", ja: "今日") }
    return Wording(en: late == -1 ? "tomorrow" : "in \(-late) days", ja: late == -1 ? "明日" : "\(-late)日後")
  }

  static func whichOne(_ text: String, _ count: Int) -> Wording {
    Wording(en: "'\(text)' may mean \(count) records", ja: "「\(text)」に当てはまる記録が \(count)件あります")
  }

  static func changeMany(_ count: Int) -> Wording {
    Wording(en: "change \(count) records?", ja: "\(count)件の記録を変更しますか？")
  }

  static func removeRecord(_ reference: Reference) -> Wording {
    Wording(en: "remove \(reference)?", ja: "\(reference) を削除しますか？")
  }

  static let editAgain = Wording(en: "open the editor again?", ja: "もう一度エディターを開きますか？")
  static let nothingChanged = Wording(en: "nothing changed", ja: "変更はありません")
  static let nothingWouldChange = Wording(en: "nothing would change", ja: "変更される内容はありません")
  static let nothingToCommit = Wording(en: "nothing to commit", ja: "記録する変更はありません")

  static func dryRun(_ subject: String) -> Wording {
    Wording(en: "dry run; would commit: \(subject)", ja: "試行のみ。記録する場合の内容: \(subject)")
  }

  static func initialized(_ root: String) -> Wording {
    Wording(
      en: "made a workspace in \(root); next: daicho -C \(root) new customers name=…",
      ja: "\(root) に台帳を作りました。次は: daicho -C \(root) new customers name=…")
  }

  static func entryInFuture(_ moment: DateAndTime) -> Wording {
    Wording(en: "\(moment) is still to come", ja: "\(moment) はまだ先の日時です")
  }

  static func recovered(_ subject: String) -> Wording {
    Wording(
      en: "finished a change that was interrupted: \(subject)", ja: "中断されていた変更を完了しました: \(subject)")
  }

  static func verified(differences: Int) -> Wording {
    differences == 0
      ? Wording(en: "the index equals a full rebuild", ja: "索引は作り直した場合と一致しています")
      : Wording(en: "\(differences) rows differ from a full rebuild", ja: "作り直した場合と \(differences)行が異なります")
  }

  static func emptyValue(_ name: String, for count: Int) -> Wording {
    Wording(
      en: "{{\(name)}} is empty for \(count) of these recipients", ja: "{{\(name)}} が空の宛先が \(count)件あります")
  }

  static let writingPreviews = Wording(en: "writing previews", ja: "プレビューを作成中")

  static func previewsWritten(_ count: Int) -> Wording {
    Wording(en: "\(count) previews written", ja: "プレビューを \(count)件作りました")
  }

  static let commitAnyway = Wording(
    en: "mend it, or commit it as it is with --force", ja: "直すか、そのまま記録するなら --force を付けてください")
}

extension DaichoError {
  /// The files of a new workspace are there, and git does not know who would commit them.
  static func initializedUncommitted(_ root: String, _ reason: DaichoError) -> DaichoError {
    let hint = reason.hint ?? Wording(en: "", ja: "")
    return DaichoError(
      reason.code,
      Wording(
        en: "the files are made but not committed: \(reason.message.en)",
        ja: "ファイルは作りましたが、まだ記録していません。\(reason.message.ja)"),
      hint: Wording(
        en: "\(hint.en) && daicho init '\(root)'", ja: "\(hint.ja)。そのあと daicho init '\(root)' で完了します"))
  }

  static func badToday(_ text: String) -> DaichoError {
    DaichoError(
      "bad-date", Wording(en: "'\(text)' is no date", ja: "「\(text)」は日付として読めません"),
      hint: Wording(en: "write it as 2026-11-20", ja: "2026-11-20 のように書いてください"))
  }

  static func badDate(_ text: String) -> DaichoError {
    DaichoError(
      "bad-date", Wording(en: "'\(text)' is no date", ja: "「\(text)」は日付として読めません"),
      hint: Wording(
        en: "write it as 2026-11-20, 'tomorrow' or '3 days'", ja: "2026-11-20、明日、3日後 のように書いてください"))
  }

  static func emptyText() -> DaichoError {
    DaichoError(
      "empty-text", Wording(en: "there are no words to write", ja: "書き込む内容がありません"),
      hint: Wording(
        en: "say what it was, as in 'Asked about gift boxes'", ja: "「ギフトの相談」のように内容を書いてください"))
  }

  static func noEditor() -> DaichoError {
    DaichoError(
      "no-editor",
      Wording(
        en: "there is no terminal for an editor, and $EDITOR is not set", ja: "端末がなく、環境変数 EDITOR も設定されていません"),
      hint: Wording(
        en: "set $EDITOR, or change the file and run 'daicho commit'",
        ja: "EDITOR を設定するか、ファイルを直接編集して「daicho commit」を実行してください"))
  }

  static func badTask(_ text: String) -> DaichoError {
    DaichoError(
      "bad-task", Wording(en: "'\(text)' is no task", ja: "「\(text)」はタスクとして読めません"),
      hint: Wording(
        en: "write the day and the words, as in '2026-11-27 Send the price list'",
        ja: "「2026-11-27 価格表を送る」のように、日付と内容を書いてください"))
  }

  static func unknownChannel(_ word: String, suggestion: String?) -> DaichoError {
    DaichoError(
      "unknown-channel", Wording(en: "'\(word)' is no channel", ja: "「\(word)」というチャネルはありません"),
      hint: suggestion.map { Wording.didYouMean($0) }
        ?? Wording(
          en: "call, email, meeting, visit, chat, line, sms, letter, fax, note, form or order",
          ja: "電話、メール、打合せ、訪問、チャット、line、sms、手紙、fax、メモ、form、order のどれかです"))
  }

  static func notFound(_ text: String, kinds: [Kind]) -> DaichoError {
    let what = kinds.count == 1 ? kinds[0] : nil
    return DaichoError(
      "not-found",
      Wording(
        en: "no \(what?.singular ?? "record") found for '\(text)'",
        ja: "「\(text)」に当てはまる\(what?.label.ja ?? "記録")が見つかりません"),
      hint: Wording(
        en: "'daicho search \(text)' looks everywhere", ja: "「daicho search \(text)」ですべての内容を探せます"))
  }

  static func notChosen() -> DaichoError {
    DaichoError("not-chosen", Wording(en: "nothing was changed", ja: "何も変更していません"))
  }

  static func stillNamed(_ reference: Reference, by places: [String]) -> DaichoError {
    DaichoError(
      "still-named",
      Wording(en: "other records name \(reference)", ja: "\(reference) はほかの記録から参照されています"),
      hint: Wording(en: "change these first, or give --force", ja: "先にこれらを直すか、--force を付けてください"),
      details: places)
  }

  static func stillInLedgers(_ reference: Reference, _ count: Int, _ files: [String]) -> DaichoError {
    DaichoError(
      "still-named",
      Wording(
        en: "\(count) lines of orders or events name \(reference), and would lose their owner",
        ja: "\(reference) は購入や行動の記録 \(count)行から参照されています"),
      hint: Wording(en: "to remove it even so, give --force", ja: "それでも削除するには --force を付けてください"),
      details: files)
  }

  static func leftUncommitted(_ path: String) -> DaichoError {
    DaichoError(
      "has-errors", Wording(en: "the change has errors and stays uncommitted", ja: "変更に誤りがあるため、記録していません"),
      at: SourceLocation(path: path),
      hint: Wording(en: "mend it, then 'daicho commit \(path)'", ja: "直してから「daicho commit \(path)」を実行してください"))
  }

  static func editorFailed(_ command: String, _ status: Int32) -> DaichoError {
    DaichoError(
      "editor-failed",
      Wording(
        en: "the editor '\(command)' ended with status \(status)",
        ja: "エディター「\(command)」が状態 \(status) で終わりました"),
      hint: Wording(en: "set $EDITOR to one that works", ja: "環境変数 EDITOR に使えるエディターを設定してください"))
  }

  static func nobodyToMail(_ campaign: String) -> DaichoError {
    DaichoError(
      "nobody-to-mail",
      Wording(
        en: "the campaign '\(campaign)' would reach nobody now", ja: "キャンペーン「\(campaign)」の配信対象が一人もいません"),
      hint: Wording(
        en: "see who it is for with 'daicho segment show', or preview for one with --customer",
        ja: "「daicho segment show」で対象を確認するか、--customer で一人を指定してください"))
  }

  static func cannotWrite(_ path: String, _ reason: String) -> DaichoError {
    DaichoError(
      "cannot-write", Wording(en: "cannot write '\(path)': \(reason)", ja: "「\(path)」に書き込めません: \(reason)"))
  }
}
