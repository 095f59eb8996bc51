import ArgumentParser
import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoWorkspace

extension CampaignCommand {
  struct Coupons: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "coupons",
      abstract: "Each recipient's coupon code, as a table for the shop system.",
      discussion: """
        daicho campaign coupons birthday-coupon --format csv > codes.csv
        daicho campaign coupons birthday-coupon --columns code,percent,expires --format csv

        The codes are those that the recipients of now will find in their mails: to be in the shop before the \
        mails are. Codes of each recipient's own are made with the workspace's key, which must be on this machine.
        """)

    @Argument(help: "The campaign.", completion: Completions.ids([.campaigns]))
    var campaign: String

    @Option(
      help: ArgumentHelp("Of a campaign that repeats: which time.", valueName: "name"))
    var occurrence: String?

    @Option(help: "Only these of customer, code, percent, expires, variant.")
    var columns: String?

    @Option(help: "How to answer: table, json, jsonl, csv, tsv or ids.")
    var format: OutputFormat = .table

    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global, paged: format == .table)
      let workspace = try session.workspace()
      let campaign = try workspace.campaign(session.choose(campaign, kinds: [.campaigns]))
      guard let coupon = campaign.coupon else { throw DaichoError.campaignWithoutCoupon(campaign) }
      let chosen = try chosenColumns()
      let recipients = try workspace.recipients(of: campaign).filter { !campaign.holdsOut($0.foldedAddress) }
      var key: WorkspaceKey?
      if case .each = coupon.codes { key = try workspace.keys(from: session.keyStore).current.key }
      // What has been given stays given; the rest is as the next send will give it.
      let given = try workspace.givenCoupons(of: campaign.id, occurrence: occurrence)
      let others = recipients.map(\.foldedAddress).filter { given.own[$0] == nil }
      let new = try CouponBook(workspace, campaign, key: key)
        .codes(for: others, occurrence: occurrence, alreadyGiven: given.all)
      let codes = given.own.merging(
        zip(others, new).compactMap { address, code in code.map { (address, $0) } }
      ) { first, _ in first }
      let rows = recipients.map { recipient in
        let code = codes[recipient.foldedAddress]
        let cells: [String: JSONValue] = [
          "customer": .string(recipient.id), "code": .optional(code),
          "percent": coupon.percent.map { .decimal($0) } ?? .null,
          "expires": .optional(coupon.expires?.description),
          "variant": .optional(campaign.variant(of: recipient.foldedAddress)?.name),
        ]
        return OutputRow(id: code ?? "", chosen.map { cells[$0.key] ?? .null })
      }
      try OutputTable(columns: chosen, rows: rows).write(session.options(format), to: session.output)
      try session.finish()
    }

    private static let all = [
      OutputColumn("customer", Wording(en: "customer", ja: "顧客")),
      OutputColumn("code", Wording(en: "code", ja: "コード")),
      OutputColumn("percent", Wording(en: "percent", ja: "割引率")),
      OutputColumn("expires", Wording(en: "expires", ja: "期限")),
      OutputColumn("variant", Wording(en: "variant", ja: "パターン")),
    ]

    private func chosenColumns() throws(DaichoError) -> [OutputColumn] {
      guard let columns else { return Coupons.all }
      var chosen: [OutputColumn] = []
      for name in columns.split(separator: ",").map({ $0.filter { !$0.isWhitespace } }) {
        guard let column = Coupons.all.first(where: { $0.key == name }) else {
          throw DaichoError.usage(.noCouponColumn(name), hint: .couponColumns)
        }
        chosen.append(column)
      }
      return chosen
    }
  }
}

extension DaichoError {
  fileprivate static func campaignWithoutCoupon(_ campaign: Campaign) -> DaichoError {
    DaichoError(
      "no-coupon", Wording(en: "the campaign has no coupon", ja: "このキャンペーンにはクーポンがありません"),
      at: SourceLocation(path: campaign.found.path),
      hint: Wording(
        en: "write 'coupon: {prefix: WINTER, percent: 10, expires: 2026-12-31}' in its front matter",
        ja: "先頭の項目に「coupon: {prefix: WINTER, percent: 10, expires: 2026-12-31}」のように書いてください"))
  }
}
