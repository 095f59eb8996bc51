import DaichoModel

extension Wording {
  static let rebuildingMails = Wording(en: "rebuilding mails", ja: "配信メールを再現中")
}

extension MailAsSent.Doubt {
  /// Why, for people.
  package var reason: Wording {
    switch self {
    case .notHandedOver: Wording(en: "it was not handed over", ja: "送信されていません")
    case .otherChannel:
      Wording(en: "it left as a list, not as a mail", ja: "メールではなくリストとして渡されました")
    case .noCommit: Wording(en: "the journal names no commit", ja: "記録にコミットの指定がありません")
    case .commitMissing:
      Wording(
        en: "this repository does not have the commit that the journal names",
        ja: "記録にあるコミットがこのリポジトリにありません")
    case .campaignMissing:
      Wording(en: "the commit does not have the campaign", ja: "コミットにこのキャンペーンがありません")
    case .recordMissing:
      Wording(en: "the commit does not have the recipient's record", ja: "コミットに宛先の顧客の記録がありません")
    case .keyMissing:
      Wording(
        en: "this machine does not hold the key of the links: all but they is what the commit gives",
        ja: "リンクの署名鍵がこの機械にないため、リンク以外をコミットから再現しました")
    case .noHash:
      Wording(
        en: "what the commit gives; the journal has no hash to compare it with",
        ja: "コミットから再現しましたが、照合するハッシュが記録にありません")
    case .notCompared:
      Wording(
        en: "it shows figures of the whole register, which 'daicho audit' looks up",
        ja: "台帳全体の数値を含むメールです。daicho audit で再現できます")
    case .differs:
      Wording(
        en: """
          what the commit gives differs from what was sent: values were not in a commit then, or another version \
          of daicho wrote it
          """, ja: "コミットから再現した内容が、送信したものと一致しません（当時の値が未コミット、または daicho の版の違い）")
    case .unrenderable:
      Wording(en: "the commit's templates and settings make no mail", ja: "コミットのテンプレートや設定ではメールを作れません")
    }
  }
}
