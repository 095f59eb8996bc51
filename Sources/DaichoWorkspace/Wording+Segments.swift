import DaichoModel

extension DaichoError {
  static func noSuchMoment(_ text: String, hint: Wording?) -> DaichoError {
    DaichoError(
      "no-such-moment",
      Wording(
        en: "'\(text)' is neither a day nor a commit", ja: "「\(text)」は日付でもコミットでもありません"),
      hint: hint
        ?? Wording(
          en: "write a day (2026-11-20), or a commit, branch or tag (git log --oneline)",
          ja: "日付（2026-11-20）か、コミット・ブランチ・タグ（git log --oneline）を指定してください"))
  }

  static func segmentOfOtherKindThen(_ id: String, _ old: Kind, _ new: Kind) -> DaichoError {
    DaichoError(
      "segment-kind-changed",
      Wording(
        en: "the segment '\(id)' was one of \(old.folder) and is one of \(new.folder)",
        ja: "セグメント「\(id)」の対象が、\(old.label.ja)から\(new.label.ja)に変わっています"),
      hint: Wording(en: "choose a later moment", ja: "対象が変わった後の時点を指定してください"))
  }
}

extension Wording {
  static func historyBeginsLater(_ day: CalendarDate) -> Wording {
    Wording(
      en: "no commit is as old as \(day): the files as they are now, asked as of that day",
      ja: "\(day) にはまだコミットがないため、今のファイルを、その日のものとして調べました")
  }

  static func ruleOfOtherSide(_ id: String) -> Wording {
    Wording(
      en: "the segment '\(id)' is not in both: the one rule was asked on both sides",
      ja: "セグメント「\(id)」が片方にしかないため、同じ条件を両方に使いました")
  }
}
