import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace
import OrderedCollections

extension CampaignCommand {
  struct Results: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "What a campaign came to: sent, opened, clicked, left, bought; by variant and against the control group.",
      discussion: """
        daicho campaign results winter-sale
        daicho campaign results birthday-coupon --occurrence 2026-11-24
        daicho campaign results winter-sale --format json

        Opens and clicks are people, each once, without machines. An order is owed to the campaign its \
        customer clicked on last within 'attribution' (7 days) before it; without a click to the one opened \
        last; without either to the one whose coupon it names. With a holdout, everybody's orders in the days \
        after the mail are compared with those of the people who were not mailed.
        """)

    @Argument(help: "The campaign.", completion: Completions.ids([.campaigns]))
    var campaign: String

    @Option(
      help: ArgumentHelp("Of a repeating campaign, which; all together, unless said.", valueName: "name"))
    var occurrence: String?

    @Option(help: "How to answer: table, json, jsonl, csv or tsv.")
    var format: OutputFormat = .table

    @OptionGroup var past: PastOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global, at: past, paged: format == .table)
      let workspace = try session.workspace()
      let id = try session.choose(campaign, kinds: [.campaigns]).reference.id
      let name = try workspace.sendName(of: id, occurrence: occurrence)
      guard let results = try workspace.index.campaignResults(id.text, occurrence: occurrence) else {
        throw DaichoError.nothingSent(id.text)
      }
      let view = ResultsView(
        results: results, currency: workspace.settings.currency,
        status: occurrence != nil || name.occurrence == nil ? try workspace.sendStatus(name) : nil)
      if format == .json {
        try session.output.writeLine(view.json.serialized(indent: 2))
      } else {
        try view.table.write(session.options(format), to: session.output)
      }
      try session.finish()
      if format == .table {
        for note in view.notes { session.messages.printNote(note) }
      }
    }
  }
}

/// The results of a campaign as an answer.
struct ResultsView {
  let results: CampaignResults
  let currency: Currency
  let status: SendReport?

  private var groups: [(label: String, group: CampaignResults.Group)] {
    results.variants.map { ($0.variant ?? "", $0) } + [("", results.all)]
  }

  private static func share(_ part: Int, of whole: Int) -> JSONValue {
    whole > 0 ? .fraction(Double(part) / Double(whole)) : .null
  }

  var table: OutputTable {
    let count = { (key: String, heading: Wording) in OutputColumn.number(key, heading, fractionDigits: 0) }
    let columns = [
      OutputColumn("variant", Wording(en: "variant", ja: "案"), absent: Wording(en: "all", ja: "全体")),
      count("sent", Wording(en: "sent", ja: "送信")),
      count("failed", Wording(en: "failed", ja: "失敗")),
      count("in_doubt", Wording(en: "in doubt", ja: "不明")),
      count("skipped", Wording(en: "skipped", ja: "見送り")),
      count("opened", Wording(en: "opened", ja: "開封")),
      .percent("open_rate", Wording(en: "open rate", ja: "開封率")),
      count("clicked", Wording(en: "clicked", ja: "クリック")),
      .percent("click_rate", Wording(en: "click rate", ja: "クリック率")),
      count("unsubscribed", Wording(en: "unsubscribed", ja: "配信停止")),
      count("bounced", Wording(en: "bounced", ja: "不達")),
      count("complained", Wording(en: "complained", ja: "苦情")),
      count("orders", Wording(en: "orders", ja: "注文")),
      .money("revenue", Wording(en: "revenue", ja: "売上"), currency),
    ]
    return OutputTable(
      columns: columns,
      rows: groups.map { label, group in
        OutputRow(
          id: label,
          [
            group.variant.map(JSONValue.string) ?? .null, .integer(group.accepted),
            .integer(group.states["failed"] ?? 0), .integer(group.states["in_doubt"] ?? 0),
            .integer(group.states["skipped"] ?? 0), .integer(group.opened),
            ResultsView.share(group.opened, of: group.accepted), .integer(group.clicked),
            ResultsView.share(group.clicked, of: group.accepted), .integer(group.unsubscribed),
            .integer(group.bounced), .integer(group.complained), .integer(group.orders),
            .minor(group.revenue, currency),
          ])
      })
  }

  private func json(_ group: CampaignResults.Group) -> OrderedDictionary<String, JSONValue> {
    var members: OrderedDictionary<String, JSONValue> = [
      "recipients": .integer(group.recipients), "sent": .integer(group.accepted),
    ]
    for state in ["deferred", "failed", "in_doubt", "skipped", "queued"] {
      members[state] = .integer(group.states[state] ?? 0)
    }
    members["reasons"] = .object(
      OrderedDictionary(
        uniqueKeysWithValues: group.reasons.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) }))
    members["opened"] = .integer(group.opened)
    members["open_rate"] = ResultsView.share(group.opened, of: group.accepted)
    members["clicked"] = .integer(group.clicked)
    members["click_rate"] = ResultsView.share(group.clicked, of: group.accepted)
    members["unsubscribed"] = .integer(group.unsubscribed)
    members["bounced"] = .integer(group.bounced)
    members["complained"] = .integer(group.complained)
    members["orders"] = .integer(group.orders)
    members["revenue"] = .minor(group.revenue, currency)
    members["buyers"] = .integer(group.buyers)
    return members
  }

  var json: JSONValue {
    var members: OrderedDictionary<String, JSONValue> = [
      "campaign": .string(results.id), "occurrence": .optional(results.occurrence),
      "currency": .string(currency.code), "window_days": .integer(results.windowDays),
    ]
    if let status { members["state"] = .string(status.state.word) }
    members.merge(json(results.all)) { first, _ in first }
    members["not_mailed"] = .object((status?.start?.notMailed ?? [:]).mapValues { .integer($0) })
    members["variants"] = .array(
      results.variants.map { group in
        var own: OrderedDictionary<String, JSONValue> = ["variant": .optional(group.variant)]
        own.merge(json(group)) { first, _ in first }
        return .object(own)
      })
    members["comparisons"] = .array(comparisons.map(\.json))
    if let control = results.control {
      members["control"] = .object([
        "people": .integer(control.people), "buyers": .integer(control.buyers),
        "revenue": .minor(control.revenue, currency), "lift": lift?.json ?? .null,
      ])
    }
    return .object(members)
  }

  // MARK: Comparisons

  /// One share of two groups, told apart or not.
  struct Comparison {
    let measure: Measure
    let names: (String, String)
    let difference: ProportionDifference

    enum Measure: String {
      case opened, clicked, bought
    }

    var json: JSONValue {
      .object([
        "measure": .string(measure.rawValue), "first": .string(names.0), "second": .string(names.1),
        "difference": .fraction(difference.difference),
        "interval": .array([
          .fraction(difference.interval.lowerBound), .fraction(difference.interval.upperBound),
        ]), "verdict": .string(difference.verdict.rawValue),
      ])
    }

    var note: Wording { .comparison(measure.rawValue, names, difference) }
  }

  /// Each two variants, by opens and by clicks, of the mails that were accepted.
  var comparisons: [Comparison] {
    var found: [Comparison] = []
    for (place, first) in results.variants.enumerated() {
      for second in results.variants.dropFirst(place + 1) {
        let names = (first.variant ?? "", second.variant ?? "")
        for (measure, part) in [
          (Comparison.Measure.opened, \CampaignResults.Group.opened), (.clicked, \.clicked),
        ] {
          guard let a = Proportion(first[keyPath: part], of: first.accepted),
            let b = Proportion(second[keyPath: part], of: second.accepted),
            let difference = ProportionDifference(a, minus: b)
          else { continue }
          found.append(Comparison(measure: measure, names: names, difference: difference))
        }
      }
    }
    return found
  }

  /// What difference the mail made: who bought of those who were mailed, against the control group.
  var lift: Comparison? {
    guard let control = results.control,
      let mailed = Proportion(results.all.buyers, of: results.all.accepted),
      let held = Proportion(control.buyers, of: control.people),
      let difference = ProportionDifference(mailed, minus: held)
    else { return nil }
    return Comparison(measure: .bought, names: ("mailed", "control"), difference: difference)
  }

  var notes: [Wording] {
    var notes = comparisons.map(\.note)
    if let lift { notes.append(lift.note) }
    if let status, status.left > 0 { notes.append(.sendLeft(results.id, status.left, inDoubt: 0)) }
    notes.append(.attributionNote(days: results.windowDays))
    return notes
  }
}
