import ArgumentParser
import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct ConsentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consent",
    abstract:
      "Write down that somebody agrees to be contacted, or no longer does; show who has, and the proof.",
    discussion: """
      daicho consent hanako-yamada                              what they have said, and what holds now
      daicho consent hanako-yamada grant --via 'form at the till' --basis consent
      daicho consent hanako-yamada grant --channel line --date 2026-11-02
      daicho consent hanako-yamada withdraw --channel post
      daicho consent list --channel email                       everybody's, with its proof

      Each is a dated fact in the customer's file; the newest of a channel holds, and on one day the \
      withdrawal. Channels: email, line, sms, post, phone, ads.
      """,
    subcommands: [One.self, List.self], defaultSubcommand: One.self)

  enum Action: String, ExpressibleByArgument, CaseIterable {
    case show, grant, withdraw
  }

  enum Channel: String, ExpressibleByArgument, CaseIterable {
    case email, line, sms, post, phone, ads
  }

  enum Basis: String, ExpressibleByArgument, CaseIterable {
    case consent, customer, businessCard = "business_card"
  }

  struct One: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "one", abstract: "Show or change one customer's consent (the default).")

    @Argument(help: "The customer.", completion: Completions.ids([.customers]))
    var reference: String

    @Argument(help: "show, grant or withdraw.")
    var action: Action = .show

    @Option(help: "email, line, sms, post, phone or ads; when showing, only this one.")
    var channel: Channel?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("The day it was said; today, unless given.", valueName: "day"))
    var date: String?

    @Option(help: "How it was said: 'newsletter form', 'at the till'.")
    var via: String?

    @Option(help: "consent, customer or business_card.")
    var basis: Basis?

    @Option(help: "What shows it: a document, a log, a photo's name.")
    var proof: String?

    @Option(help: "How to answer: table, json, jsonl, csv, tsv or ids.")
    var format: OutputFormat = .table

    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      if action == .show { return try show() }
      let session = Session(global, yes: write.yes)
      let workspace = try session.workspaceForWriting()
      let found = try session.choose(reference, kinds: [.customers])
      var day = workspace.moment.today
      if let date {
        guard let typed = TypedTime.day(date, workspace.moment.today) else { throw DaichoError.badDate(date) }
        day = typed
      }
      let change = ConsentChange(
        isGranted: action == .grant, channel: (channel ?? .email).rawValue, day: day, via: via,
        basis: basis?.rawValue, proof: proof)
      let changed = try workspace.change(
        change, of: found, by: workspace.actingMember(nil), dryRun: write.dryRun)
      try session.report(changed.recorded)
      if let obstacle = changed.obstacle { session.messages.printWarning(obstacle) }
    }

    private func show() throws {
      let session = Session(global, paged: format == .table)
      let workspace = try session.workspace()
      let found = try session.choose(reference, kinds: [.customers])
      let lines = try workspace.index.consentLines(of: found.reference.id, channel: channel?.rawValue)
      try ConsentTable(lines).write(session, format)
      try session.finish()
      guard format == .table else { return }
      let open = try workspace.index.openChannels(of: found.reference.id)
      for binding in try workspace.bindings(of: found) {
        session.messages.printNote(.boundSince(binding.kind, binding.day))
      }
      for refusal in try workspace.index.refusedChannels(of: found.reference.id) {
        session.messages.printNote(.refusedOnPage(refusal.channel, refusal.day))
      }
      session.messages.printNote(.openChannels(KindSchema.channels.filter(open.contains)))
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what everybody has agreed to: of each channel the fact that holds.",
      discussion: """
        daicho consent list --channel email
        daicho consent list --all --format csv      the whole history, as a proof

        An unsubscribe, a bounce or do_not_contact may still stand against a consent: what 'send' will check \
        is 'daicho list customers --where consent.email'.
        """)

    @Option(help: "Only this channel.")
    var channel: Channel?

    @Flag(help: "Every fact, not only the newest of each channel.")
    var all = false

    @Option(help: "How to answer: table, json, jsonl, csv, tsv or ids.")
    var format: OutputFormat = .table

    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global, paged: format == .table)
      let lines = try session.workspace().index.consentLines(channel: channel?.rawValue, isNewestOnly: !all)
      try ConsentTable(lines, withNames: true).write(session, format)
      try session.finish()
      if format == .table {
        session.messages.printNote(.consentCount(lines.count { $0.isGranted }, lines.count { !$0.isGranted }))
      }
    }
  }
}

/// Facts of consent, one a row.
private struct ConsentTable {
  private let lines: [WorkspaceIndex.ConsentLine]
  private let withNames: Bool

  init(_ lines: [WorkspaceIndex.ConsentLine], withNames: Bool = false) {
    self.lines = lines
    self.withNames = withNames
  }

  func write(_ session: Session, _ format: OutputFormat) throws(DaichoError) {
    var columns = [
      withNames
        ? OutputColumn("customer", Wording(en: "customer", ja: "顧客")) : OutputColumn.machineOnly("customer")
    ]
    if withNames { columns.append(OutputColumn("name", Wording(en: "name", ja: "名前"))) }
    columns += [
      OutputColumn("channel", Wording(en: "channel", ja: "チャネル")),
      OutputColumn("state", Wording(en: "state", ja: "状態")).reading([
        "granted": Wording(en: "granted", ja: "同意"), "withdrawn": Wording(en: "withdrawn", ja: "撤回"),
      ]),
      OutputColumn("date", Wording(en: "date", ja: "日付")), OutputColumn("via", Wording(en: "via", ja: "方法")),
      OutputColumn("basis", Wording(en: "basis", ja: "根拠")),
      OutputColumn("proof", Wording(en: "proof", ja: "証拠")),
    ]
    let rows = lines.map { line in
      var cells: [JSONValue] = [.string(line.customer)]
      if withNames { cells.append(.optional(line.name)) }
      cells += [
        .string(line.channel), .string(line.isGranted ? "granted" : "withdrawn"),
        .optional(line.day?.description), .optional(line.via), .optional(line.basis), .optional(line.proof),
      ]
      return OutputRow(id: line.customer, cells)
    }
    try OutputTable(columns: columns, rows: rows).write(session.options(format), to: session.output)
  }
}
