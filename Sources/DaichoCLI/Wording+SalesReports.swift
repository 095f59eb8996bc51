import DaichoModel

/// What the reports of the sales team say in a sentence.
extension Wording {
  static func pipelineHeadline(deals: Int, amount: Money, rotting: Int) -> Wording {
    if deals == 0 { return Wording(en: "no open deals", ja: "進行中の商談はありません") }
    func money(_ language: Language) -> String { LocalizedText.money(amount, language) }
    let still =
      rotting == 0
      ? Wording(en: "none has stalled", ja: "止まっている商談はありません")
      : Wording(en: "\(rotting) \(rotting == 1 ? "has" : "have") stalled", ja: "うち停滞 \(rotting)件")
    return Wording(
      en: "\(deals) open \(deals == 1 ? "deal" : "deals") worth \(money(.en)); \(still.en)",
      ja: "進行中の商談: \(deals)件、\(money(.ja))。\(still.ja)")
  }

  private static func english(_ count: Int, _ word: String) -> String {
    "\(count) \(word)\(count == 1 ? "" : "s")"
  }

  private static func text(_ amount: Money, _ language: Language) -> String {
    LocalizedText.money(amount, language)
  }

  // MARK: Forecast

  static func forecastHeadline(open: Int, expected: Money, won: Money, slipped: Int) -> Wording {
    let late =
      slipped == 0
      ? Wording(en: "", ja: "")
      : Wording(
        en: "; \(slipped) \(slipped == 1 ? "has" : "have") slipped", ja: "期日を過ぎた商談 \(slipped)件")
    return Wording(
      en: "\(text(won, .en)) won, \(text(expected, .en)) expected with "
        + "\(english(open, "open deal"))\(late.en)",
      ja: "受注 \(text(won, .ja))、進行中 \(open)件を加えた見込み \(text(expected, .ja))。\(late.ja)")
  }

  static func slippedNote(_ count: Int, _ amount: Money) -> Wording {
    Wording(
      en:
        "slipped, close date gone by and still open: \(english(count, "deal")), \(text(amount, .en)); in no month",
      ja: "完了予定日を過ぎて進行中の商談 \(count)件（\(text(amount, .ja))）は、どの月にも含めていません")
  }

  static func undatedNote(_ count: Int, _ amount: Money) -> Wording {
    Wording(
      en: "open without a close date: \(english(count, "deal")), \(text(amount, .en)); in no month",
      ja: "完了予定日のない進行中の商談 \(count)件（\(text(amount, .ja))）は、どの月にも含めていません")
  }

  static func wonUndatedNote(_ count: Int, _ amount: Money) -> Wording {
    Wording(
      en: "won without a close date: \(english(count, "deal")), \(text(amount, .en)); in no month",
      ja: "完了日のない受注 \(count)件（\(text(amount, .ja))）は、どの月にも含めていません")
  }

  // MARK: Leads

  static func lifecycle(_ stage: String) -> Wording {
    switch stage {
    case "subscriber": Wording(en: stage, ja: "購読者")
    case "lead": Wording(en: stage, ja: "見込み客")
    case "qualified": Wording(en: stage, ja: "見極め済み")
    case "customer": Wording(en: stage, ja: "顧客")
    case "former": Wording(en: stage, ja: "離れた顧客")
    default: Wording(same: stage)
    }
  }

  /// Of a funnel: those at a stage or beyond it.
  static func lifecycleReached(_ stage: String) -> Wording {
    let name = lifecycle(stage)
    return stage == "customer" ? name : Wording(en: "\(name.en) or further", ja: "\(name.ja)以上")
  }

  static func leadsHeadline(people: Int, customers: Int, conversion: Double?) -> Wording {
    guard people > 0, let conversion else { return Wording(en: "nobody", ja: "該当する人はいません") }
    let rate = CellText(language: .en).text(.fraction(conversion), format: .percent)
    return Wording(
      en: "\(customers) of \(people) people became customers: \(rate)",
      ja: "\(people)人のうち顧客になったのは \(customers)人（\(rate)）")
  }

  // MARK: Activity

  static func channel(_ channel: String) -> Wording {
    let ja: String =
      switch channel {
      case "call": "電話"
      case "email": "メール"
      case "meeting": "打合せ"
      case "visit": "訪問"
      case "chat": "チャット"
      case "line": "LINE"
      case "sms": "SMS"
      case "letter": "手紙"
      case "fax": "FAX"
      default: channel
      }
    return Wording(en: channel, ja: ja)
  }

  static func activityHeadline(contacts: Int, kept: Int, missed: Int) -> Wording {
    let tasks =
      kept + missed == 0
      ? Wording(en: "no tasks were due", ja: "期限の来たタスクはありません")
      : Wording(
        en: "\(kept) of \(english(kept + missed, "task")) kept, \(missed) overdue",
        ja: "タスクは \(kept + missed)件中 \(kept)件完了、期限切れ \(missed)件")
    return Wording(
      en: "\(english(contacts, "contact")) with customers; \(tasks.en)",
      ja: "お客様との接触 \(contacts)件。\(tasks.ja)")
  }

  // MARK: Inquiries

  /// Types, and the channels that everybody writes alike.
  static let inquiryWords: [String: Wording] = [
    "question": Wording(en: "question", ja: "質問"), "request": Wording(en: "request", ja: "依頼"),
    "complaint": Wording(en: "complaint", ja: "苦情"), "praise": Wording(en: "praise", ja: "お褒め"),
    "return": Wording(en: "return", ja: "返品"), "phone": Wording(en: "phone", ja: "電話"),
    "email": Wording(en: "email", ja: "メール"), "chat": Wording(en: "chat", ja: "チャット"),
    "line": Wording(en: "line", ja: "LINE"), "web": Wording(en: "web", ja: "ウェブ"),
  ]

  static func inquiriesHeadline(open: Int, opened: Int, response: Double?) -> Wording {
    let digits = response.map {
      CellText(language: .en).text(.fraction($0, digits: 1), format: .number(fractionDigits: 1))
    }
    let wait = digits.map {
      Wording(en: "; half were answered within \($0) hours", ja: "返信までの中央値は \($0)時間")
    }
    return Wording(
      en: "\(opened) \(opened == 1 ? "inquiry" : "inquiries") opened, \(open) open\(wait?.en ?? "")",
      ja: "受付 \(opened)件、未解決 \(open)件。\(wait?.ja ?? "")")
  }

  static let inquiriesCountOnce = Wording(
    en: "every inquiry counts once under each of type, channel, product and owner",
    ja: "どの問い合わせも、種別・チャネル・商品・担当のそれぞれで 1件と数えています")

  // MARK: Campaigns

  static func returnHeadline(campaigns: Int, measured: Int, revenue: Money, cost: Money) -> Wording {
    if campaigns == 0 { return Wording(en: "no campaigns", ja: "キャンペーンはありません") }
    if measured == 0 {
      return Wording(
        en: "\(english(campaigns, "campaign")): nothing was sent or tracked, so nothing is measured",
        ja: "キャンペーン \(campaigns)件。配信や計測の記録がないため、効果は計測できていません")
    }
    return Wording(
      en: "\(text(revenue, .en)) from \(english(measured, "campaign")) that cost \(text(cost, .en))",
      ja: "費用 \(text(cost, .ja)) に対して売上 \(text(revenue, .ja))（計測できたキャンペーン \(measured)件）")
  }

  static func attributionNote(days: Int) -> Wording {
    Wording(
      en:
        "an order is owed to the last click in the \(days) days before it, else the last open, else its coupon",
      ja: "注文は、その前 \(days)日間の最後のクリック、なければ最後の開封、なければクーポンのキャンペーンのものと数えています")
  }
}
