import ArgumentParser
import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct SuppressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suppress",
    abstract: "Bind an address, so that no mail goes there, or show those that are bound.",
    discussion: """
      daicho suppress hanako-yamada --reason 'asked by phone'
      daicho suppress old@example.jp --kind bounce
      daicho suppress list
      daicho suppress list --format csv > suppressions.csv

      Unsubscribes, hard bounces and complaints bind an address by themselves; this is for what reaches you \
      otherwise. It is the address that is bound, whoever uses it, until a later consent of theirs or \
      'daicho unsuppress'. Lists of other services come in with 'daicho import suppressions'.
      """,
    subcommands: [Add.self, List.self], defaultSubcommand: Add.self)

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Bind an address (the default).")

    @Argument(
      help: "An address, or the customer whose addresses are meant.",
      completion: Completions.ids([.customers]))
    var reference: String

    @Option(help: "Why, in your words; kept in the events ledger.")
    var reason: String?

    @Option(help: "unsubscribe, bounce or complaint.")
    var kind: SuppressionKind = .unsubscribe

    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global, yes: write.yes)
      let workspace = try session.workspaceForWriting()
      let target = try session.suppressionTarget(reference)
      try session.report(
        workspace.suppress(
          target, kind: kind.rawValue, reason: reason, by: workspace.actingMember(nil), dryRun: write.dryRun))
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the addresses that are bound, since when and why.",
      discussion: """
        As CSV it is what 'daicho import suppressions' reads.
        """)

    @Option(help: "Only unsubscribe, bounce or complaint.")
    var kind: SuppressionKind?

    @Option(help: "How to answer: table, json, jsonl, csv, tsv or ids.")
    var format: OutputFormat = .table

    @OptionGroup var global: GlobalOptions

    private static let columns = [
      OutputColumn("email", Wording(en: "address", ja: "アドレス")),
      OutputColumn("date", Wording(en: "since", ja: "停止日")),
      OutputColumn("kind", Wording(en: "kind", ja: "種別")).reading([
        "unsubscribe": Wording(en: "unsubscribe", ja: "配信停止"), "bounce": Wording(en: "bounce", ja: "不達"),
        "complaint": Wording(en: "complaint", ja: "苦情"),
      ]),
      OutputColumn("reason", Wording(en: "reason", ja: "理由")),
      OutputColumn("via", Wording(en: "by way of", ja: "経路")),
      OutputColumn("campaign", Wording(en: "campaign", ja: "キャンペーン")),
      OutputColumn("customers", Wording(en: "customers", ja: "顧客")),
    ]

    func run() throws {
      let session = Session(global, paged: format == .table)
      var seen: Set<String> = []
      // The latest of each address says since when.
      let bindings = try session.workspace().index.bindings().filter { binding in
        (kind.map { $0.rawValue == binding.kind } ?? true) && seen.insert(binding.address).inserted
      }
      let rows = bindings.map { binding in
        OutputRow(
          id: binding.address,
          [
            .string(binding.address), .string(binding.day.description), .string(binding.kind),
            .optional(binding.reason), .optional(binding.via), .optional(binding.campaign),
            .array(binding.customers.map(JSONValue.string)),
          ])
      }
      try OutputTable(columns: List.columns, rows: rows).write(session.options(format), to: session.output)
      try session.finish()
      if format == .table { session.messages.printNote(.boundCount(rows.count)) }
    }
  }
}

struct UnsuppressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unsuppress",
    abstract: "Free an address that was bound by mistake, or whose bounces are over.",
    discussion: """
      daicho unsuppress hanako-yamada --reason 'mailbox works again'
      daicho unsuppress hanako@example.jp

      What somebody has said themselves, by an unsubscribe link or a complaint, cannot be taken back for \
      them: write their new consent down instead, 'daicho consent REF grant'.
      """)

  @Argument(
    help: "An address, or the customer whose addresses are meant.", completion: Completions.ids([.customers]))
  var reference: String

  @Option(help: "Why, in your words; kept in the events ledger.")
  var reason: String?

  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    let target = try session.suppressionTarget(reference)
    try session.report(
      workspace.unsuppress(target, reason: reason, by: workspace.actingMember(nil), dryRun: write.dryRun))
  }
}

extension Session {
  /// An address as it is, known or not; anything else is one customer.
  fileprivate func suppressionTarget(_ text: String) throws(DaichoError) -> SuppressionTarget {
    let address = EmailSyntax.check(text) == .invalid ? EmailSyntax.repaired(text) : text
    if let address, text.contains("@") || text.contains("＠") { return .address(address) }
    return try workspace().suppressionTarget(choose(text, kinds: [.customers]))
  }
}
