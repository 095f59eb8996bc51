import DaichoIndex
import DaichoInsight
import DaichoModel

/// What the report on lifetime value says in words.
extension Wording {
  static func lifetimeValueHeadline(
    _ figures: LifetimeValueFigures, _ models: PredictionModels, _ currency: Currency
  ) -> Wording {
    guard figures.customers > 0 else {
      return models.customers > 0
        ? Wording(en: "none of these customers has ordered", ja: "該当する顧客に注文した人はいません")
        : Wording(en: "no customer has ordered yet", ja: "注文した顧客はまだいません")
    }
    guard figures.forecasts > 0 else {
      let spent = money(Double(figures.historicTotal), currency)
      return Wording(
        en: "\(count(figures.customers)) \(figures.customers == 1 ? "customer has" : "customers have") spent "
          + "\(spent.en); what is to come cannot be foreseen yet",
        ja: "顧客 \(count(figures.customers))人の累計購入額は\(spent.ja)。今後の予測はまだできません")
    }
    let orders = number(figures.orders)
    var headline = Wording(
      en: "about \(orders) orders are to be expected in the next \(PurchaseModel.horizon) days",
      ja: "今後\(PurchaseModel.horizon)日間の注文の見込みは約\(orders)件")
    if !figures.predicted.sorted.isEmpty {
      let revenue = money(figures.revenue, currency)
      headline = Wording(
        en: "about \(orders) orders worth \(revenue.en) are to be expected in the next "
          + "\(PurchaseModel.horizon) days",
        ja: headline.ja + "、\(revenue.ja)")
    }
    guard figures.repeatBuyers > 0 else { return headline }
    let alive = number(figures.repeatBuyersAlive)
    let share = figures.repeatBuyersAlive / Double(figures.repeatBuyers)
    return Wording(
      en: "\(headline.en); of \(count(figures.repeatBuyers)) repeat buyers about \(alive) "
        + "(\(percent(share))) are still customers",
      ja: "\(headline.ja)。リピート客 \(count(figures.repeatBuyers))人のうち、離れていないのは約\(alive)人（\(percent(share))）")
  }

  /// `¥2,000 – ¥5,000`
  static func band(_ band: LifetimeValueFigures.Band, _ currency: Currency) -> Wording {
    let from = band.from.map { money(Double($0), currency) }
    let to = band.to.map { money(Double($0), currency) }
    return switch (from, to) {
    case (let from?, let to?): Wording(en: "\(from.en) – \(to.en)", ja: "\(from.ja)〜\(to.ja)")
    case (let from?, nil): Wording(en: "\(from.en) or more", ja: "\(from.ja)以上")
    case (nil, let to?): Wording(en: "under \(to.en)", ja: "\(to.ja)未満")
    case (nil, nil): Wording(en: "all", ja: "すべて")
    }
  }

  static func lifetimeValueNotes(
    _ figures: LifetimeValueFigures, _ models: PredictionModels, _ settings: WorkspaceSettings
  ) -> [Wording] {
    let currency = settings.currency
    var notes: [Wording] = []
    if let spread = spread(figures.historic, Wording(en: "spent so far", ja: "累計購入額"), currency) {
      notes.append(spread)
    }
    if let spread = spread(figures.predicted, Wording(en: "12 months to come", ja: "今後12か月"), currency) {
      notes.append(spread)
    }
    switch models.orders {
    case .success(let model):
      notes.append(ofModel(model, models))
      notes.append(
        Wording(
          en: "who ordered on one day only counts as alive: the model sees people leave after a repeat order",
          ja: "1日しか購入していない顧客は「離れていない」と数えます（モデル上、離れるのはリピート購入の後です）"))
    case .failure(let missing):
      notes.append(
        Wording(
          en: "not enough data to predict orders: \(missing.reason.en)",
          ja: "注文を予測するにはデータが足りません: \(missing.reason.ja)"))
    }
    switch (models.values, models.orders) {
    case (.success(let model), .success):
      notes.append(ofModel(model, models.correlation, currency))
      if let correlation = models.correlation, correlation.magnitude > Wording.strongCorrelation {
        notes.append(
          Wording(
            en: "order values depend on how often people buy, which Gamma-Gamma takes them not to: "
              + "read amounts to come with care",
            ja: "注文金額が購入頻度と関係しています。Gamma-Gamma モデルの前提に反するため、予測額は目安としてください"))
      }
    case (.failure(let missing), .success):
      notes.append(
        Wording(
          en: "not enough data to predict order values: \(missing.reason.en)",
          ja: "注文金額を予測するにはデータが足りません: \(missing.reason.ja)"))
    case (_, .failure): break
    }
    if let tax = amountsInclude(tax: settings.tax) { notes.append(tax) }
    return notes
  }

  /// From here on the models' independence is doubtful.
  private static let strongCorrelation = 0.3

  private static func spread(
    _ distribution: LifetimeValueFigures.Distribution, _ what: Wording, _ currency: Currency
  ) -> Wording? {
    guard let median = distribution.percentile(50), let high = distribution.percentile(90) else { return nil }
    let (middle, top) = (money(median, currency), money(high, currency))
    var text = Wording(
      en: "\(what.en): median \(middle.en), 90th percentile \(top.en)",
      ja: "\(what.ja): 中央値 \(middle.ja)、90パーセンタイル \(top.ja)")
    if let share = distribution.shareOfTopTenth {
      text = Wording(
        en: text.en + "; the top tenth of customers hold \(percent(share)) of it",
        ja: text.ja + "。上位1割の顧客が全体の\(percent(share))")
    }
    return text
  }

  private static func ofModel(_ model: BetaGeometricModel, _ models: PredictionModels) -> Wording {
    let parameters =
      "r \(decimal(model.r)), α \(decimal(model.alpha)), a \(decimal(model.a)), b \(decimal(model.b))"
    let likelihood = decimal(model.logLikelihood, digits: 1)
    return Wording(
      en: "BG/NBD, in weeks: \(parameters); log-likelihood \(likelihood); "
        + "from \(count(models.customers)) customers, \(count(models.repeatBuyers)) of them repeat buyers",
      ja: "BG/NBD（週単位）: \(parameters)、対数尤度 \(likelihood)。"
        + "顧客 \(count(models.customers))人、うちリピート客 \(count(models.repeatBuyers))人から推定")
  }

  private static func ofModel(
    _ model: GammaGammaModel, _ correlation: Double?, _ currency: Currency
  ) -> Wording {
    let mean = money(model.populationMean, currency)
    let parameters = "p \(decimal(model.p)), q \(decimal(model.q))"
    let v = money(model.v, currency)
    let related = correlation.map { decimal($0, digits: 2) }
    return Wording(
      en: "Gamma-Gamma: \(parameters), v \(v.en); mean order value \(mean.en)"
        + (related.map { "; correlation of frequency and value \($0)" } ?? ""),
      ja: "Gamma-Gamma: \(parameters), v \(v.ja)。平均注文額 \(mean.ja)"
        + (related.map { "、購入頻度と金額の相関 \($0)" } ?? ""))
  }

  // MARK: Numbers

  private static func money(_ minor: Double, _ currency: Currency) -> Wording {
    guard minor.isFinite, minor.magnitude < 9e18 else { return Wording(same: "∞") }
    let money = Money(minor: Int64(minor.rounded(.toNearestOrAwayFromZero)), currency: currency)
    return Wording(en: LocalizedText.money(money, .en), ja: LocalizedText.money(money, .ja))
  }

  private static func count(_ number: Int) -> String { LocalizedText.grouped(String(number)) }

  /// An expected number of people or orders: whole from 10 on.
  private static func number(_ value: Double) -> String { decimal(value, digits: value < 10 ? 1 : 0) }

  private static func percent(_ share: Double) -> String {
    CellText(language: .en).text(.fraction(share), format: .percent)
  }

  private static func decimal(_ value: Double, digits: Int = 3) -> String {
    CellText(language: .en).text(.fraction(value, digits: digits), format: .number(fractionDigits: digits))
  }
}
