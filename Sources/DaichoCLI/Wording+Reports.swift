import DaichoModel

/// What frames every report.
extension Wording {
  /// Nothing was tracked or sent that could tell: not the same as 0.
  package static let notMeasured = Wording(en: "not measured", ja: "計測なし")
  static let noData = Wording(en: "no data", ja: "データなし")

  static func chartDescription(
    _ count: Int, most: (name: String, value: String), least: (name: String, value: String)
  ) -> Wording {
    Wording(
      en: "\(count) \(count == 1 ? "value" : "values"); the greatest: \(most.name), \(most.value); "
        + "the least: \(least.name), \(least.value)",
      ja: "値は \(count)個。最大は \(most.name)（\(most.value)）、最小は \(least.name)（\(least.value)）")
  }

  static func axes(_ axes: Chart.Axes) -> Wording {
    Wording(
      en: "down: \(axes.rows.en), across: \(axes.columns.en)", ja: "縦: \(axes.rows.ja)、横: \(axes.columns.ja)")
  }

  static func asOf(_ day: CalendarDate) -> Wording {
    Wording(en: "as of \(LocalizedText.date(day, .en))", ja: "\(LocalizedText.date(day, .ja))現在")
  }

  static func period(_ period: DayPeriod) -> Wording {
    func day(_ day: CalendarDate?, _ language: Language) -> String {
      day.map { LocalizedText.date($0, language) } ?? ""
    }
    let en =
      switch (period.from, period.to) {
      case (nil, _): "until \(day(period.to, .en))"
      case (_, nil): "since \(day(period.from, .en))"
      default: "\(day(period.from, .en)) to \(day(period.to, .en))"
      }
    return Wording(en: en, ja: "\(day(period.from, .ja))〜\(day(period.to, .ja))")
  }

  static func allRows(_ count: Int) -> Wording {
    Wording(en: count == 1 ? "1 row" : "all \(count) rows", ja: "全 \(count)行の表")
  }

  static func onlyOwner(_ name: String) -> Wording { Wording(en: "owner: \(name)", ja: "担当: \(name)") }
  static func onlyTag(_ tag: String) -> Wording { Wording(en: "tag: \(tag)", ja: "タグ: \(tag)") }
  static func onlySegment(_ id: String) -> Wording { Wording(en: "segment: \(id)", ja: "セグメント: \(id)") }
  static func onlyWhere(_ filter: String) -> Wording { Wording(en: "where: \(filter)", ja: "条件: \(filter)") }

  static let pageNeedsFile = Wording(
    en: "a page is not for the terminal", ja: "ページは端末には表示できません")

  static func nameTheFile(_ name: String) -> Wording {
    Wording(
      en: "write it to a file with --output \(name).html", ja: "--output \(name).html を付けてファイルに書き出してください")
  }

  static func notATime(_ typed: String, _ option: String) -> Wording {
    Wording(
      en: "\(option): '\(typed)' is no day and no range of days", ja: "\(option): 「\(typed)」は日付や期間として読めません")
  }

  static let timesAre = Wording(
    en:
      "write a day (2026-11-20), a month (2026-11), a quarter (2026-Q4) or 'last month', 'start of fiscal year'",
    ja: "日（2026-11-20）、月（2026-11）、四半期（2026-Q4）、先月、今年度 などと書いてください")

  /// What stands beside every total of orders; `nil` where daicho.yml says neither.
  static func amountsInclude(tax: String) -> Wording? {
    switch tax {
    case "included": Wording(en: "amounts include tax", ja: "金額は税込みです")
    case "excluded": Wording(en: "amounts are before tax", ja: "金額は税抜きです")
    default: nil
    }
  }

  /// Amounts in a currency that has no rate.
  static func withoutRate(_ count: Int, _ what: Wording) -> Wording {
    Wording(
      en:
        "\(count) \(what.en) in a currency without a rate in daicho.yml: \(count == 1 ? "its amount is" : "their amounts are") left out",
      ja: "daicho.yml に rates のない通貨の\(what.ja)が \(count)件あり、その金額は含まれていません")
  }
}
