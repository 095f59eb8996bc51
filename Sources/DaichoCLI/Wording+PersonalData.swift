import DaichoModel
import DaichoWorkspace

/// What `show-my-data` says.
extension Wording {
  static func personalDataOf(_ person: Reference) -> Wording {
    Wording(en: "what the register holds on \(person)", ja: "\(person) の保有データ")
  }

  static let personalData = Wording(en: "Personal data", ja: "保有する個人データ")

  static func heldOn(_ shop: String, _ day: CalendarDate) -> Wording {
    Wording(
      en: "Held in the register of \(shop) as of \(LocalizedText.date(day, .en)).",
      ja: "\(LocalizedText.date(day, .ja))現在、\(shop)の台帳にあるもの。")
  }

  static let readBeforeHandingOver = Wording(
    en: """
      To be read before it is handed over: logs, notes and the record of a company may tell of other people. \
      Take this paragraph out then.
      """,
    ja: "お渡しする前に必ず読んでください。対応履歴やメモ、会社の記録には、ほかの方の情報が含まれることがあります。確認後、この段落は削除してください。")

  // MARK: Sections

  static let ownRecord = Wording(en: "The record", ja: "記録")
  static let logOfRecord = Wording(en: "Log", ja: "対応履歴")
  static let tasksOfRecord = Wording(en: "Tasks", ja: "タスク")
  static let reachOfPerson = Wording(en: "May be contacted by", ja: "連絡の可否")
  static let theirCompany = Wording(en: "Company", ja: "会社")
  static let theirDeals = Wording(en: "Deals", ja: "商談")
  static let theirInquiries = Wording(en: "Inquiries", ja: "問い合わせ")
  static let theirOrders = Wording(en: "Order lines", ja: "注文明細")
  static let theirEvents = Wording(en: "Events", ja: "行動の記録")
  static let theirMails = Wording(en: "Mails", ja: "送信したメール")
  static let derivedData = Wording(en: "Derived from the above", ja: "以上から算出されるもの")
  static let segmentsOfPerson = Wording(en: "In these segments today", ja: "該当するセグメント")
  static let mentionsOfPerson = Wording(en: "Also named in", ja: "ほかに名前のある場所")
  static let mentionsNote = Wording(
    en: "Lines of other files that hold the id, an e-mail address or a phone number.",
    ja: "ID・メールアドレス・電話番号を含む、ほかのファイルの行です。")
  static let notCoveredHeading = Wording(en: "What this does not cover", ja: "ここに含まれないもの")
  static let recordUnreadable = Wording(
    en: "The file cannot be read as a record; this is its text.", ja: "記録として読めないため、ファイルの本文をそのまま示します。")

  static func scoreOf(_ name: String) -> Wording { Wording(en: "score: \(name)", ja: "スコア: \(name)") }

  // MARK: Columns

  static let dateHeading = Wording(en: "date", ja: "日付")
  static let orderHeading = Wording(en: "order", ja: "注文")
  static let lineHeading = Wording(en: "line", ja: "行")
  static let skuHeading = Wording(en: "sku", ja: "SKU")
  static let quantityHeading = Wording(en: "quantity", ja: "数量")
  static let amountHeading = Wording(en: "amount", ja: "金額")
  static let otherHeading = Wording(en: "other", ja: "その他")
  static let whereHeading = Wording(en: "where", ja: "場所")
  static let subjectHeading = Wording(en: "subject", ja: "件名")
  static let replacedLine = Wording(en: "(replaced by a later line)", ja: "（後の行で置き換え済み）")

  // MARK: Its limits

  static func notCovered(_ data: PersonalData) -> [Wording] {
    var all = [
      Wording(
        en: "backups, other clones of this repository, and files outside the register",
        ja: "バックアップ、このリポジトリの別のコピー、台帳の外のファイル"),
      Wording(
        en: "what the mail server, the shop system and the host of the repository keep of their own",
        ja: "メールサーバー、ショップシステム、リポジトリのホストが独自に保存しているもの"),
      Wording(
        en: "earlier versions of other files: what once named the person and does so no more",
        ja: "ほかのファイルの過去の版（以前は名前があり、今はないもの）"),
      Wording(
        en: "texts that name the person by name alone, without their id, an address or a number",
        ja: "ID・アドレス・電話番号なしに、名前だけで書かれた箇所"),
    ]
    if data.unreadableFiles > 0 {
      all.append(
        Wording(
          en: data.unreadableFiles == 1
            ? "1 file that cannot be read; 'daicho check' names it"
            : "\(data.unreadableFiles) files that cannot be read; 'daicho check' names them",
          ja: "読めないファイル \(data.unreadableFiles)件（daicho check で確認できます）"))
    }
    if !data.unreadable.isEmpty {
      let names = data.unreadable.joined(separator: ", ")
      all.append(
        Wording(
          en: "segments and scores whose rules cannot be read: \(names)", ja: "規則を読めないセグメントとスコア: \(names)"))
    }
    return all
  }
}
