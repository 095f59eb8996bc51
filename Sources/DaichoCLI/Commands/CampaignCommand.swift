import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoRender
import DaichoWorkspace

struct CampaignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "campaign",
    abstract:
      "Mailings: see each recipient's mail before anyone else does, send it once, and learn what came of it.",
    subcommands: [
      List.self, Preview.self, Check.self, Diff.self, Coupons.self, Approve.self, Send.self, Run.self,
      Pause.self, Status.self, Results.self, Export.self,
    ], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "All campaigns (the default).")

    @OptionGroup var list: ListOptions
    @OptionGroup var past: PastOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global, at: past, paged: list.format == .table)
      let workspace = try session.workspace()
      let isWhole = (list.format == .json || list.format == .jsonl) && list.columns == nil
      let request = ListRequest(
        .campaigns, columns: list.format == .ids ? ["id"] : list.columnNames, showsAllColumns: isWhole,
        sort: list.sortNames, limit: list.limit)
      _ = try RecordList(session: session, workspace: workspace, options: session.options(list))
        .write(request, isWhole: isWhole)
      try session.finish()
    }
  }

  struct Preview: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The mail as a recipient will read it.",
      discussion: """
        daicho campaign preview winter-sale
        daicho campaign preview winter-sale --customer hanako-yamada
        daicho campaign preview winter-sale --output preview.html
        daicho campaign preview winter-sale --output preview.eml
        daicho campaign preview winter-sale --all --output previews

        The first recipient's mail is shown as text, unless said otherwise. .html
        is a page for a browser: subject, preheader and both parts, as a phone and
        as a computer show it, light and dark. .eml is the whole message for a mail
        program. --all writes both for everybody into a folder, with an index.

        Nothing is sent, and the links of a preview unsubscribe nobody.
        """)

    @Argument(help: "The campaign.", completion: Completions.ids([.campaigns]))
    var campaign: String

    @Option(
      name: [.customLong("customer"), .customLong("for")],
      help: ArgumentHelp("Whose mail; the first recipient's, unless said.", valueName: "ref"),
      completion: Completions.ids([.customers]))
    var customer: String?

    @Flag(help: "Every recipient's mail; needs --output FOLDER.")
    var all = false

    @Option(
      name: [.customShort("o"), .long],
      help: ArgumentHelp(
        "Write .html, .eml or .txt there instead of text on the terminal.", valueName: "path"),
      completion: .file())
    var output: String?

    @OptionGroup var global: GlobalOptions

    func run() throws {
      if all, output == nil { throw DaichoError.usage(.allNeedsFolder) }
      if all, customer != nil { throw DaichoError.usage(.allOrOne) }
      if !all, let output { try PreviewWriter.refuseUnknownEnding(output) }
      let session = Session(global, paged: output == nil)
      let workspace = try session.workspace()
      let found = try session.choose(campaign, kinds: [.campaigns])
      let campaign = try workspace.campaign(found)
      let customer = try customer.map { try session.choose($0, kinds: [.customers]) }
      let writer = PreviewWriter(session: session, campaign: campaign)
      var folder = try all ? writer.folder(output ?? ".") : nil
      var empty: [String: Int] = [:]
      var count = 0
      try workspace.preview(campaign, for: customer, limit: all ? nil : 1) {
        preview, total throws(DaichoError) in
        count += 1
        for name in preview.mail.emptyNames { empty[name, default: 0] += 1 }
        if all {
          try folder?.add(preview)
          session.progress(.writingPreviews, done: count, of: total)
        } else if let output {
          try writer.write(preview, to: output)
        } else {
          try writer.show(preview)
        }
      }
      guard count > 0 else { throw DaichoError.nobodyToMail(found.reference.id.text) }
      try folder?.finish(session)
      try session.finish()
      for (name, count) in empty.sorted(by: { $0.key < $1.key }) {
        session.messages.printWarning(.emptyValue(name, for: count))
      }
    }
  }
}
