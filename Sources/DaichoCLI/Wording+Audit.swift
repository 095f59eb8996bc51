import DaichoModel

extension Wording {
  static let auditedContacts = Wording(en: "Contacts", ja: "お客様との接触")
  static let noContacts = Wording(en: "none", ja: "ありません")

  static func needsAttention(_ count: Int) -> Wording {
    Wording(en: "Needs attention: \(count)", ja: "要確認：\(count)件")
  }

  static func goodToKnow(_ count: Int) -> Wording {
    Wording(en: "Good to know: \(count)", ja: "参考：\(count)件")
  }

  static func auditedCommits(_ commits: Int, outside: Int, signed: Int) -> Wording {
    Wording(
      en: "\(commits) commits looked at, \(outside) made outside daicho, \(signed) signed",
      ja: "コミット\(commits)件を確認（うち daicho 以外\(outside)件、署名あり\(signed)件）")
  }

  static func verifiedAgainst(_ file: String) -> Wording {
    Wording(en: "signatures verified against \(file)", ja: "署名は \(file) で検証しました")
  }

  static let nothingNeedsAttention = Wording(en: "Nothing needs attention.", ja: "要確認の事項はありません。")

  static func noContactChannel(_ text: String) -> Wording {
    Wording(
      en: "'\(text)' is no channel of contact: call, email, meeting, visit, chat, line, sms, letter or fax",
      ja: "「\(text)」は接触の手段ではありません：call, email, meeting, visit, chat, line, sms, letter, fax")
  }
}
