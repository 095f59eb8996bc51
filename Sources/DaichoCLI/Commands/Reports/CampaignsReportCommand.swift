import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct CampaignsReportCommand: ListedReport {
  static let configuration = CommandConfiguration(
    commandName: "campaigns",
    abstract: "What every campaign came to: sent, opened, clicked, left, bought.",
    discussion: """
      daicho report campaigns
      daicho report campaigns --from 'this fiscal year'
      daicho report campaigns --where 'tags has sale' --format csv

      The figures of 'daicho campaign results' for each, all occurrences together. A period is of the days on \
      which mails went out; conditions are of campaigns.
      """)

  static let question = Wording(
    en: "what every mailing came to: opens, clicks, people lost, revenue",
    ja: "各配信の開封・クリック・配信停止・売上")

  @OptionGroup var options: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try options.answer(global) { workspace, request in
      Report(
        results: try workspace.index.campaignResults(for: request), workspace.settings, request,
        workspace.moment.today)
    }
  }
}

extension Report {
  fileprivate init(
    results: [CampaignResults], _ settings: WorkspaceSettings, _ request: ReportRequest, _ today: CalendarDate
  ) {
    let currency = settings.currency
    func count(_ key: String, _ en: String, _ ja: String) -> OutputColumn {
      .number(key, Wording(en: en, ja: ja), fractionDigits: 0)
    }
    func share(_ part: Int, of whole: Int) -> JSONValue {
      whole > 0 ? .fraction(Double(part) / Double(whole)) : .null
    }
    let table = OutputTable(
      columns: [
        OutputColumn("campaign", Wording(en: "campaign", ja: "キャンペーン")),
        OutputColumn("last_sent", Wording(en: "last sent", ja: "最終配信")),
        count("sent", "sent", "送信"), count("failed", "failed", "失敗"),
        count("in_doubt", "in doubt", "不明"), count("skipped", "skipped", "見送り"),
        count("opened", "opened", "開封"), .percent("open_rate", Wording(en: "open rate", ja: "開封率")),
        count("clicked", "clicked", "クリック"), .percent("click_rate", Wording(en: "click rate", ja: "クリック率")),
        count("unsubscribed", "unsubscribed", "配信停止"), count("bounced", "bounced", "不達"),
        count("complained", "complained", "苦情"), count("orders", "orders", "注文"),
        .money("revenue", Wording(en: "revenue", ja: "売上"), currency),
      ],
      rows: results.map { result in
        let all = result.all
        return OutputRow(
          id: result.id,
          [
            .string(result.id), .optional(result.lastDay.map { CalendarDate(day: $0).description }),
            .integer(all.accepted), .integer(all.states["failed"] ?? 0),
            .integer(all.states["in_doubt"] ?? 0), .integer(all.states["skipped"] ?? 0),
            .integer(all.opened), share(all.opened, of: all.accepted), .integer(all.clicked),
            share(all.clicked, of: all.accepted), .integer(all.unsubscribed), .integer(all.bounced),
            .integer(all.complained), .integer(all.orders), .minor(all.revenue, currency),
          ])
      })
    func sum(_ path: KeyPath<CampaignResults.Group, Int>) -> Int {
      results.reduce(0) { $0 + $1.all[keyPath: path] }
    }
    let revenue = results.reduce(Int64(0)) { $0.addingSaturating($1.all.revenue) }
    self.init(
      "campaigns", title: Wording(en: "Campaigns", ja: "キャンペーンの結果"), asOf: today,
      period: request.period.isAlways ? nil : request.period, currency: currency,
      headline: .campaignsHeadline(
        results.count, sent: sum(\.accepted), revenue: Money(minor: revenue, currency: currency)),
      table: table,
      totals: results.isEmpty
        ? [:]
        : [
          "sent": .integer(sum(\.accepted)), "opened": .integer(sum(\.opened)),
          "clicked": .integer(sum(\.clicked)), "unsubscribed": .integer(sum(\.unsubscribed)),
          "orders": .integer(sum(\.orders)), "revenue": .minor(revenue, currency),
        ],
      details: ["window_days": .integer(settings.attributionDays)],
      charts: [
        Chart(
          Wording(en: "Open and click rates", ja: "開封率とクリック率"), .bars, of: table, label: "campaign",
          values: ["open_rate", "click_rate"])
      ],
      notes: results.isEmpty
        ? []
        : [.attributionNote(days: settings.attributionDays)]
          + [Wording.amountsInclude(tax: settings.tax)].compactMap(\.self))
  }
}

extension Wording {
  fileprivate static func campaignsHeadline(_ count: Int, sent: Int, revenue: Money) -> Wording {
    Wording(
      en:
        "\(count) campaign\(count == 1 ? "" : "s"), \(sent) mails, \(LocalizedText.money(revenue, .en)) owed to them",
      ja: "\(count)件のキャンペーン、\(sent)通、そこからの売上 \(LocalizedText.money(revenue, .ja))")
  }
}
