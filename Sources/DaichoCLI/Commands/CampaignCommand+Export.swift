import ArgumentParser
import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoWorkspace
import OrderedCollections

extension CampaignCommand {
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Hand a campaign's people over for letters, calls, LINE or SMS: everybody once.",
      discussion: """
        daicho campaign export winter-sale --channel post --dry-run
        daicho campaign export winter-sale --channel post -o ../labels.html --labels 3x8
        daicho campaign export winter-sale --channel sms -o ../sms.csv
        daicho campaign export winter-sale --channel post --again -o ../labels.csv

        The audience, exclusions, control group and approval are those of the mail; the consent is the \
        channel's own, 'consent.post' for letters. A household gets one letter, a number one call. Whom the \
        list has is kept in sends/winter-sale@post.jsonl: a second export is refused, unless --again asks for \
        the same list.
        """)

    @Argument(help: "The campaign.", completion: Completions.ids([.campaigns]))
    var campaign: String

    @Option(help: "line, post, phone or sms.")
    var channel: SendChannel

    @Option(help: "csv, or html for sheets of address labels; as the file's name ends, else csv.")
    var format: ChannelFormat?

    @Option(help: ArgumentHelp("Of address labels, columns by rows: 2x6 or 3x8; 2x6, unless said."))
    var labels: AddressLabels.Grid?

    @Flag(help: "The list of an earlier export once more, without those who may not be reached any more.")
    var again = false

    @Flag(help: "Tell who would be on the list and who not; write and record nothing.")
    var dryRun = false

    @Flag(name: [.customShort("y"), .long], help: "Do not ask.")
    var yes = false

    @OptionGroup var export: ExportOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let format = self.format ?? (export.output?.hasSuffix(".html") == true ? .html : .csv)
      if format == .html, channel != .post { throw DaichoError.usage(.labelsArePost) }
      if labels != nil, format != .html { throw DaichoError.usage(.labelsNeedHTML) }
      let session = Session(global, yes: yes)
      let workspace = try session.workspaceForWriting()
      let campaign = try workspace.campaign(try session.choose(campaign, kinds: [.campaigns]))
      if dryRun { return try tellPlan(campaign, session, workspace) }
      let output = try ExportOutput(export, session: session, workspace: workspace)
      if !again, try isFirst(campaign, workspace) {
        let people = try plan(campaign, workspace).people
        if people > 0 {
          let question = Confirmation(.exportQuestion(campaign.id.text, channel, people))
          guard try question.ask(session.interaction) else { throw CommandLineInterface.Status.attention }
        }
      }
      let result = try workspace.export(campaign, to: channel, again: again, try session.sendOptions())
      let name = result.report.name.text
      switch format {
      case .csv:
        let writer = CSVWriter()
        try output.sink.write(writer.row(ChannelRow.columns(channel)))
        for row in result.rows { try output.sink.write(writer.row(row.cells)) }
      case .html:
        let page = AddressLabels(
          labels ?? .twoBySix, title: Wording.labelsTitle(name)(session.language),
          language: session.language.rawValue)
        try page.write(result.rows.compactMap(\.label)) { try output.sink.write($0) }
      }
      try output.finish(.recordCount(result.rows.count, .customers), workspace: workspace)
      for (reason, count) in result.leftOut {
        session.messages.printNote(.leftOut(count, .notMailed(reason)))
      }
      let held = result.report.reasons["holdout"] ?? 0
      if held > 0, !again { session.messages.printNote(.leftOut(held, .notMailed("holdout"))) }
      for recorded in result.report.recorded { session.tell(recorded, dryRun: false) }
      if result.report.isPushed == false { session.messages.printNote(.sendNotPushed) }
    }

    private func isFirst(_ campaign: Campaign, _ workspace: Workspace) throws -> Bool {
      if case .notStarted = try workspace.sendStatus(SendName(campaign.id, channel)).state {
        true
      } else {
        false
      }
    }

    private func plan(
      _ campaign: Campaign, _ workspace: Workspace
    ) throws -> (people: Int, held: Int, leftOut: [(reason: String, count: Int)]) {
      let audience = try workspace.audience(of: campaign, by: channel)
      let held = audience.recipients.count { campaign.holdsOut($0.splitKey) }
      var counts: [String: Int] = [:]
      for one in audience.leftOut { counts[one.obstacle.code, default: 0] += 1 }
      let leftOut = counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.map { ($0.key, $0.value) }
      return (audience.recipients.count - held, held, leftOut)
    }

    private func tellPlan(_ campaign: Campaign, _ session: Session, _ workspace: Workspace) throws {
      let name = SendName(campaign.id, channel)
      if try isFirst(campaign, workspace) {
        let plan = try plan(campaign, workspace)
        try session.output.writeLine(
          Wording.exportPlan(name.text, plan.people, held: plan.held)(session.language))
        for (reason, count) in plan.leftOut {
          try session.output.writeLine(Wording.leftOut(count, .notMailed(reason))(session.language))
        }
      } else {
        try session.show(try workspace.sendStatus(name), format: .table)
      }
      try session.finish()
    }
  }

  enum ChannelFormat: String, ExpressibleByArgument, CaseIterable {
    case csv, html
  }
}

extension SendChannel: ExpressibleByArgument {}
extension AddressLabels.Grid: ExpressibleByArgument {}
