import DaichoModel

/// What the page of `audit REF --format html` says, and what hands it over.
extension Wording {
  static let pageOfOneRecord = Wording(
    en: "a page is of one record", ja: "ページにできるのは一件の記録だけです")
  static let nameTheRecord = Wording(
    en: "daicho audit RECORD --format html -o page.html", ja: "daicho audit 記録 --format html -o page.html")

  static func auditOf(_ record: Reference?) -> Wording {
    guard let record else { return Wording(en: "audit", ja: "監査") }
    return Wording(en: "audit of \(record)", ja: "\(record) の監査")
  }

  static let auditPage = Wording(en: "Record of contact", ja: "接触記録")
  static let recordFile = Wording(en: "file", ja: "ファイル")

  static func onlyContactsOf(_ member: String) -> Wording {
    Wording(en: "contacts of \(member) alone", ja: "担当 \(member) の接触のみ")
  }

  static func onlyContactsBy(_ channel: Wording) -> Wording {
    Wording(en: "contacts by \(channel.en) alone", ja: "\(channel.ja)による接触のみ")
  }

  // MARK: Headings

  static let findingsOfRecord = Wording(en: "Altered afterwards, and good to know", ja: "事後の変更・参考")
  static let consentsOfRecord = Wording(en: "Consents", ja: "同意")
  static let contactsOfRecord = Wording(en: "Contacts", ja: "お客様との接触")
  static let mailsOfRecord = Wording(en: "Mails as sent", ja: "送信したメール")
  static let historyOfRecord = Wording(en: "Changes of the record", ja: "記録の変更")
  static let whenHeading = Wording(en: "when", ja: "日時")
  static let whatHeading = Wording(en: "what", ja: "内容")
  static let whyHeading = Wording(en: "why", ja: "理由")
  static let authorHeading = Wording(en: "who", ja: "誰が")
  static let memberHeading = Wording(en: "member", ja: "担当")
  static let channelHeading = Wording(en: "channel", ja: "手段")
  static let viaHeading = Wording(en: "via", ja: "経路")
  static let basisHeading = Wording(en: "basis", ja: "根拠")
  static let proofHeading = Wording(en: "proof", ja: "証跡")
  static let writtenByHeading = Wording(en: "written by", ja: "記録したコミット")
  static let campaignHeading = Wording(en: "campaign", ja: "キャンペーン")
  static let addressHeading = Wording(en: "address", ja: "宛先")
  static let stateHeading = Wording(en: "state", ja: "状態")
  static let reasonHeading = Wording(en: "reason", ja: "理由")
  static let replyHeading = Wording(en: "server", ja: "サーバーの応答")
  static let consentHeading = Wording(en: "consent relied on", ja: "よりどころの同意")
  static let variantHeading = Wording(en: "variant", ja: "バリアント")
  static let couponHeading = Wording(en: "coupon", ja: "クーポン")
  static let commitHeading = Wording(en: "commit", ja: "コミット")

  // MARK: What there is

  static let mayBeReached = Wording(en: "yes", ja: "可")
  static let mayNotBeReached = Wording(en: "no", ja: "不可")
  static let noConsents = Wording(en: "The record has none.", ja: "記録にありません。")
  static let noContactsThen = Wording(en: "None in the logs.", ja: "対応履歴にありません。")
  static let noMails = Wording(en: "None in the journals.", ja: "送信記録にありません。")
  static let noHistory = Wording(en: "No commit has changed it.", ja: "変更したコミットはありません。")
  static let notCommittedYet = Wording(en: "not committed yet", ja: "未コミット")

  static func consentGranted(_ day: String) -> Wording {
    Wording(en: "granted \(day)", ja: "\(day) 同意")
  }

  static func consentWithdrawn(_ day: String) -> Wording {
    Wording(en: "withdrawn \(day)", ja: "\(day) 撤回")
  }

  static func direction(_ word: String) -> Wording {
    switch word {
    case "in": Wording(en: "in", ja: "（受）")
    case "out": Wording(en: "out", ja: "（発）")
    default: Wording(en: word, ja: word)
    }
  }

  /// A channel of a consent.
  static func consentChannel(_ channel: String) -> Wording {
    switch channel {
    case "email": Wording(en: "e-mail", ja: "メール")
    case "line": Wording(en: "LINE", ja: "LINE")
    case "sms": Wording(en: "SMS", ja: "SMS")
    case "post": Wording(en: "post", ja: "郵便")
    case "phone": Wording(en: "phone", ja: "電話")
    case "ads": Wording(en: "advertising platforms", ja: "広告")
    default: Wording(en: channel, ja: channel)
    }
  }

  static func provenByHash(_ hash: String) -> Wording {
    Wording(
      en: "as sent, proven by its hash: SHA-256 \(hash)", ja: "送信した内容そのものです（SHA-256 一致: \(hash)）")
  }

  static func notProven(_ isShown: Bool, _ why: Wording) -> Wording {
    isShown
      ? Wording(en: "not proven to be as sent: \(why.en)", ja: "送信した内容との一致は未確認です: \(why.ja)")
      : Wording(en: "could not be rebuilt: \(why.en)", ja: "再現できませんでした: \(why.ja)")
  }

  // MARK: What it rests on

  static let pageOfLogs = Wording(
    en: "Contacts are what the logs say today; what was altered in them afterwards stands above.",
    ja: "接触は現在の対応履歴によります。事後に変更されたものは上に示しました。")
  static let pageOfProof = Wording(
    en: """
      A mail is proven where all its bytes, made again from the commit that the journal names, have the hash that \
      the journal kept when it was handed over.
      """,
    ja: "「一致」は、送信記録が示すコミットから作り直したメールの全バイトのハッシュが、送信時に記録したハッシュと等しいことを意味します。")
}
