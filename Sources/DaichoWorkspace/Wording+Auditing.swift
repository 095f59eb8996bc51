import DaichoModel

extension DaichoError {
  static func noAllowedSigners(_ path: String) -> DaichoError {
    DaichoError(
      "no-allowed-signers",
      Wording(
        en: "git's gpg.ssh.allowedSignersFile cannot be read: \(path)",
        ja: "gpg.ssh.allowedSignersFile のファイルを読めません：\(path)"),
      hint: Wording(
        en: "make the file, or 'git config --unset gpg.ssh.allowedSignersFile' to ask for presence alone",
        ja: "ファイルを用意するか、署名の有無だけでよければ git config --unset gpg.ssh.allowedSignersFile を実行してください"))
  }
}

extension Wording {
  static let logWasAltered = Wording(en: "an entry of the log was altered", ja: "対応履歴の記載が変更されました")
  static let logWasRemoved = Wording(en: "an entry of the log was removed", ja: "対応履歴の記載が削除されました")
  static let recordBecameUnreadable = Wording(
    en: "the record cannot be read since", ja: "記録が読めなくなりました")
  static let prohibitionWasChanged = Wording(
    en: "do_not_contact was changed", ja: "do_not_contact（連絡禁止）が変更されました")
  static let consentWasAdded = Wording(en: "a consent was recorded", ja: "同意の事実が記録されました")
  static let consentWasAltered = Wording(
    en: "a recorded consent was altered", ja: "記録済みの同意が変更されました")
  static let consentWasRemoved = Wording(
    en: "a recorded consent was removed", ja: "記録済みの同意が削除されました")
  static let recordWasRemoved = Wording(en: "a record was removed", ja: "記録が削除されました")
  static let ledgerWasRemoved = Wording(en: "a ledger was removed", ja: "台帳ファイルが削除されました")

  static func ledgerLostLines(_ count: Int) -> Wording {
    Wording(
      en: count == 1
        ? "a line of a ledger was altered or removed" : "\(count) lines of a ledger were altered or removed",
      ja: "台帳の\(count)行が変更または削除されました")
  }

  static func madeOutside(_ subject: String) -> Wording {
    Wording(en: "made outside daicho: \(subject)", ja: "daicho 以外で作られたコミット：\(subject)")
  }

  static func summary(_ subject: String) -> Wording { Wording(en: subject, ja: subject) }

  static let datesDiffer = Wording(
    en: "written on another day than its author's date says", ja: "作成者の日付と実際のコミット日が違います")
  static let isUnsigned = Wording(en: "not signed", ja: "署名がありません")
  static let signatureIsFalse = Wording(
    en: "the signature does not fit the commit", ja: "署名がコミットの内容と合いません")
  static let signerIsUnknown = Wording(
    en: "signed with a key that allowed_signers did not allow then", ja: "許可されていない鍵で署名されています")

  static func cannotVerify(_ kind: String) -> Wording {
    Wording(en: "a signature that cannot be verified here: \(kind)", ja: "ここでは検証できない署名です：\(kind)")
  }

  static func historyIsCut(_ count: Int) -> Wording {
    Wording(
      en: "history ends early at \(count == 1 ? "a commit" : "\(count) commits"): a shallow clone",
      ja: "履歴が\(count)か所で途切れています（浅いクローン）")
  }

  static func objectsAreMissing(_ count: Int) -> Wording {
    Wording(
      en: "\(count) commits or versions are missing from the repository", ja: "リポジトリに\(count)件の版が欠けています")
  }
}
