import DaichoInsight
import DaichoModel

/// What the reports on orders say in a sentence.
extension Wording {
  static let noOrders = Wording(en: "no orders that count", ja: "集計できる注文はありません")

  // MARK: Sales

  static func salesHeadline(_ total: Sales.Row, _ currency: Currency) -> Wording {
    guard total.orders > 0 else { return .noOrders }
    let revenue = money(total.revenue, currency)
    let people = count(total.customers, "customer", "customers")
    let orders = count(total.orders, "order", "orders")
    guard let share = total.repeatRate else {
      return Wording(
        en: "\(revenue.en) from \(orders)", ja: "売上 \(revenue.ja)（注文 \(total.orders)件）")
    }
    return Wording(
      en: "\(revenue.en) from \(orders) of \(people); \(percent(share)) of them have ordered at least twice",
      ja: "売上 \(revenue.ja)（注文 \(total.orders)件、顧客 \(total.customers)人）。うち2回以上買った人: \(percent(share))")
  }

  static func unmatchedOrders(_ count: Int, _ revenue: Int64, _ currency: Currency) -> Wording {
    let amount = money(revenue, currency)
    return Wording(
      en: "\(self.count(count, "order", "orders")) (\(amount.en)) of customers who are not in the register: "
        + "in the revenue, in no other figure; 'daicho check' names them",
      ja: "登録のない顧客の注文 \(count)件（\(amount.ja)）は、売上と注文数だけに含まれます。どの注文かは daicho check でわかります")
  }

  static func linesWithoutRate(_ count: Int) -> Wording {
    .withoutRate(count, Wording(en: count == 1 ? "order line" : "order lines", ja: "注文明細"))
  }

  static let firstTimeCustomers = Wording(en: "first order", ja: "新規")
  static let returningCustomers = Wording(en: "returning", ja: "リピーター")
  static let unmatchedCustomers = Wording(en: "unmatched", ja: "未登録")

  // MARK: RFM

  static func rfmHeadline(_ table: RFMTable, _ currency: Currency) -> Wording {
    guard table.total.customers > 0 else { return .noOrders }
    let (atRisk, cantLose) = (table[.atRisk], table[.cantLose])
    let both = atRisk.revenue.addingClamped(cantLose.revenue)
    let revenue = money(both, currency)
    let share = table.share(of: RFMTable.Cell(customers: 0, revenue: both)).map(percent)
    return Wording(
      en: "at risk of leaving: \(count(atRisk.customers, "customer", "customers"))"
        + (cantLose.customers > 0 ? ", and \(cantLose.customers) you can't lose" : "")
        + " (so far \(revenue.en)" + (share.map { ", \($0) of the revenue)" } ?? ")"),
      ja: "離脱しそう: \(atRisk.customers)人" + (cantLose.customers > 0 ? "、失えない: \(cantLose.customers)人" : "")
        + "（これまでの購入額 \(revenue.ja)" + (share.map { "、全体の \($0)）" } ?? "）"))
  }

  static func rfmThresholds(_ what: Wording, _ values: [Wording], isFixed: Bool) -> Wording {
    let (en, ja) = (values.map(\.en).joined(separator: " · "), values.map(\.ja).joined(separator: "・"))
    return Wording(
      en: "\(what.en): \(en) (\(isFixed ? "fixed in daicho.yml" : "20, 40, 60 and 80 % of the customers"))",
      ja: "\(what.ja): \(ja)（\(isFixed ? "daicho.yml で固定" : "下から 20・40・60・80% の値")）")
  }

  static let rfmRecency = Wording(en: "days since the last order", ja: "最終注文からの日数")
  static let rfmFrequency = Wording(en: "orders", ja: "注文回数")
  static let rfmMonetary = Wording(en: "amount", ja: "購入額")

  static func withoutCompanies(_ lines: Int) -> Wording {
    Wording(
      en: "\(count(lines, "order line", "order lines")) of companies not looked at: RFM is about people",
      ja: "会社の注文明細 \(lines)件は含みません（RFM は個人の顧客が対象です）")
  }

  // MARK: Cohorts

  /// - Parameter share: of those whose next month has begun, the part that ordered in it.
  static func cohortsHeadline(_ share: Double?, customers: Int) -> Wording {
    guard customers > 0 else { return .noOrders }
    guard let share else {
      return Wording(
        en: "\(count(customers, "customer", "customers")), all of this month: nobody could return yet",
        ja: "顧客 \(customers)人。みな今月が初回で、再購入はこれからです")
    }
    return Wording(
      en: "\(percent(share)) of new customers ordered again in the month after their first order",
      ja: "初回の翌月にまた買った人: \(percent(share))")
  }

  static let cohortMap = Wording(en: "Customers who ordered, by months since", ja: "経過月ごとの購入者の割合")
  static let firstOrderIn = Wording(en: "first order in", ja: "初回の月")
  static let monthsSince = Wording(en: "months since", ja: "経過月数")

  // MARK: Products

  static func productsHeadline(reorder names: [String], best: (name: String, share: Double?)?) -> Wording {
    let seller = best.map { best in
      let share = best.share.map(percent)
      return Wording(
        en: "best seller: \(best.name)" + (share.map { " (\($0) of the revenue)" } ?? ""),
        ja: "いちばんの売れ筋: \(best.name)" + (share.map { "（売上の \($0)）" } ?? ""))
    }
    guard !names.isEmpty else { return seller ?? Wording(en: "nothing sold", ja: "売れた商品はありません") }
    let shown = names.prefix(3)
    let more = names.count > 3 ? (en: ", …", ja: "、ほか") : (en: "", ja: "")
    return Wording(
      en: "reorder now: \(count(names.count, "product", "products")) "
        + "(\(shown.joined(separator: ", "))\(more.en))" + (seller.map { "; \($0.en)" } ?? ""),
      ja: "発注が必要: \(names.count)点（\(shown.joined(separator: "、"))\(more.ja)）"
        + (seller.map { "。\($0.ja)" } ?? ""))
  }

  static func stockLasts(_ days: Int, pace: Int) -> Wording {
    Wording(
      en: "days of stock: at the pace of the last \(pace) days; 'soon' is less than \(days) days",
      ja: "在庫日数は直近\(pace)日の売れ行きから。「まもなく」は\(days)日分未満です")
  }

  // MARK: Recommendations

  static func recommendationReason(
    _ reason: Recommender.Recommendation.Reason, goesWith name: String?
  ) -> Wording {
    let other = name ?? ""
    return switch reason {
    case .boughtTogether(let rule):
      Wording(
        en: "\(percent(rule.confidence)) of orders with \(other) have it, too",
        ja: "\(other)の注文の \(percent(rule.confidence)) で一緒に買われています")
    case .related: Wording(en: "related to \(other)", ja: "\(other)の関連商品")
    case .bestOfCategory(let category):
      Wording(en: "a best seller of \(category)", ja: "\(category)の売れ筋")
    case .bestOfShop: Wording(en: "a best seller", ja: "店の売れ筋")
    }
  }

  static func rulesFound(_ rules: Int, baskets: Int, leftOut: Int) -> Wording {
    let rest =
      leftOut > 0
      ? (
        en: "; \(count(leftOut, "order", "orders")) of more than \(Baskets.largest) products left out",
        ja: "。商品が\(Baskets.largest)種を超える注文 \(leftOut)件は除きました"
      ) : (en: "", ja: "")
    return Wording(
      en:
        "\(count(rules, "rule", "rules")) from \(count(baskets, "order", "orders")) with products\(rest.en)",
      ja: "商品のある注文 \(baskets)件から \(rules)件の組み合わせ\(rest.ja)")
  }

  static let nothingToRecommend = Wording(
    en: "nothing to recommend: no orders with products that are on sale",
    ja: "おすすめできる商品がありません（販売中の商品の注文がありません）")

  // MARK: Parts of sentences

  private static func count(_ number: Int, _ one: String, _ many: String) -> String {
    "\(LocalizedText.grouped(String(number))) \(number == 1 ? one : many)"
  }

  static func money(_ amount: Int64, _ currency: Currency) -> Wording {
    let money = Money(minor: amount, currency: currency)
    return Wording(en: LocalizedText.money(money, .en), ja: LocalizedText.money(money, .ja))
  }

  private static func percent(_ share: Double) -> String {
    CellText(language: .en).text(.fraction(share), format: .percent)
  }
}

extension Int64 {
  fileprivate func addingClamped(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}
