import DaichoModel

extension DaichoError {
  static func nothingToUndo(_ author: String?) -> DaichoError {
    DaichoError(
      "nothing-to-undo",
      author.map {
        Wording(
          en: "daicho has made no commit for \($0) here", ja: "\($0) が daicho で記録したコミットはありません")
      } ?? Wording(en: "there is no commit yet", ja: "まだコミットがありません"),
      hint: Wording(
        en: "name the commit: 'daicho history' lists them", ja: "コミットを指定してください（daicho history で確認できます）"))
  }

  static func notInHistory(_ commit: String) -> DaichoError {
    DaichoError(
      "not-in-history",
      Wording(
        en: "the commit \(commit.prefix(7)) is not part of this branch's history",
        ja: "コミット \(commit.prefix(7)) はこのブランチの履歴にありません"),
      hint: Wording(
        en: "name one that 'daicho history' lists", ja: "daicho history にあるコミットを指定してください"))
  }

  static func mergeNotUndone(_ commit: String) -> DaichoError {
    DaichoError(
      "merge-not-undone",
      Wording(
        en: "the commit \(commit.prefix(7)) is a merge: which side to take back is not plain",
        ja: "コミット \(commit.prefix(7)) はマージのため、どちら側を取り消すか決められません"),
      hint: Wording(
        en: "undo the commits it brought, one by one, or use 'git revert -m 1 \(commit.prefix(7))'",
        ja: "取り込まれたコミットをひとつずつ取り消すか、git revert -m 1 \(commit.prefix(7)) を使ってください"))
  }

  static func firstNotUndone(_ commit: String) -> DaichoError {
    DaichoError(
      "first-not-undone",
      Wording(
        en: "before the commit \(commit.prefix(7)) there was nothing to go back to",
        ja: "コミット \(commit.prefix(7)) より前には戻る先がありません"),
      hint: Wording(en: "remove what should go: daicho rm REF", ja: "不要な記録は daicho rm REF で削除できます"))
  }

  static func nothingInCommit(_ commit: String) -> DaichoError {
    DaichoError(
      "nothing-to-undo",
      Wording(
        en: "the commit \(commit.prefix(7)) changed no file", ja: "コミット \(commit.prefix(7)) はファイルを変えていません"))
  }

  static func outsideCommit(_ path: String) -> DaichoError {
    DaichoError(
      "outside-commit",
      Wording(
        en: "that commit changed files outside of the workspace, too: '\(path)'",
        ja: "そのコミットは台帳の外のファイルも変えています: 「\(path)」"),
      hint: Wording(en: "use 'git revert' for it", ja: "git revert を使ってください"))
  }

  static func staysOnRecord(_ path: String, _ reason: Wording) -> DaichoError {
    DaichoError("stays-on-record", reason, at: SourceLocation(path: path), hint: .staysHint)
  }

  static func changedSince(_ path: String, _ fields: [String?]) -> DaichoError {
    var seen: Set<String> = []
    let names = fields.compactMap(\.self).filter { seen.insert($0).inserted }
    let what =
      names.isEmpty
      ? Wording(en: "this was changed, renamed or removed again since", ja: "その後さらに変更・改名・削除されています")
      : Wording(
        en: "changed again since: \(names.joined(separator: ", "))",
        ja: "その後さらに変更された項目: \(names.joined(separator: "、"))")
    return DaichoError(
      "changed-since", what, at: SourceLocation(path: path),
      hint: Wording(
        en:
          "nothing was undone. Undo the later change first ('daicho history'), or set the value: daicho set",
        ja: "何も取り消していません。後の変更を先に取り消すか（daicho history）、daicho set で値を直してください"))
  }

  static func stillNamed(_ reference: Reference, by path: String) -> DaichoError {
    DaichoError(
      "still-named",
      Wording(
        en: "others have come to name \(reference) since", ja: "その後、ほかの記録が \(reference) を参照しています"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "change these first; 'daicho rm' removes it all the same",
        ja: "先にそちらを直してください。それでも削除するなら daicho rm を使ってください"))
  }
}

extension Wording {
  static let sendsStay = Wording(
    en: "a mail that is sent cannot be called back, and its journal keeps anyone from being mailed twice",
    ja: "送ったメールは取り消せません。配信記録は二重送信を防ぐために残ります")

  static let eventsStay = Wording(
    en: "what others did is kept as it was: an unsubscribe or a bounce that vanished would let us mail them",
    ja: "相手の行動の記録は残ります。配信停止や不達の記録が消えると、送ってはいけない相手に送ってしまいます")

  static let erasureStays = Wording(
    en: "an erasure cannot be undone: the data are in no object any more",
    ja: "消去は取り消せません。データはもうどこにも残っていません")

  static let linkStays = Wording(
    en: "that commit changed a link or a submodule", ja: "そのコミットはリンクまたはサブモジュールを変えています")

  static let staysHint = Wording(
    en: "correct the records by hand where they are wrong: daicho set, daicho consent",
    ja: "記録に誤りがあれば daicho set や daicho consent で直してください")

}
