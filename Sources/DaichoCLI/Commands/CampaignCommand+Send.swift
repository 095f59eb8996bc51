import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace
import Foundation

extension CampaignCommand {
  struct Approve: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say that a campaign may be sent as it is, and to how many.",
      discussion: """
        daicho campaign approve winter-sale
        daicho campaign approve winter-sale --dry-run

        Checks the campaign, shows how many it would reach and who would not be mailed, asks, and commits \
        status: approved with the audience's size. An edit of the text, the segment, the exclusions or the \
        layout after that voids the approval, and an audience that has grown by over 20 % stops the send.
        """)

    @Argument(help: "The campaign.", completion: Completions.ids([.campaigns]))
    var campaign: String

    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global, yes: write.yes)
      let workspace = try session.workspaceForWriting()
      let campaign = try workspace.campaign(try session.choose(campaign, kinds: [.campaigns]))
      let count = try session.examine(campaign, workspace)
      if !write.dryRun {
        let question = Confirmation(.approveQuestion(campaign.id.text, count))
        guard try question.ask(session.interaction) else { throw CommandLineInterface.Status.attention }
      }
      let approving = try workspace.approve(campaign, audience: count, dryRun: write.dryRun)
      if let diff = approving.recorded?.diff { try session.output.write(TextSafety.visible(diff)) }
      try session.finish()
      if let recorded = approving.recorded {
        session.tell(recorded, dryRun: write.dryRun)
      } else {
        session.messages.printNote(.approvedAlready(count))
      }
    }
  }

  struct Send: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Mail an approved campaign: everybody once.",
      discussion: """
        daicho campaign send winter-sale --dry-run             who would be mailed, and who not
        daicho campaign send winter-sale --test me@example.com one mail, to look at
        daicho campaign send winter-sale
        daicho campaign send winter-sale --limit 200           the first 200; the next send goes on
        daicho campaign send winter-sale --resume              after a pause

        The list is frozen when the send begins, and every mail is written into sends/winter-sale.jsonl before \
        it is handed over and after the server has answered. Stop it with ^C or 'daicho campaign pause', pull \
        the plug: the next send goes on, and nobody is mailed twice. A mail that was being handed over at that \
        moment is in doubt; it is not mailed again, unless --retry-in-doubt asks for it.

        Before each mail, consent, prohibitions, suppression and exclusions are looked at again. A remote is \
        fetched first, and only one clone can send a campaign. Servers that put mail off are tried again after \
        5, 10, 20 minutes, for --retry-for; what is left then goes out with the next send.

        Exit status 1 when a mail failed, is in doubt or is left.
        """)

    @Argument(help: "The campaign.", completion: Completions.ids([.campaigns]))
    var campaign: String

    @Flag(help: "Tell who would be mailed, and send nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("Send one mail to this address, and to nobody else.", valueName: "address"))
    var test: String?

    @Option(
      name: [.customLong("customer"), .customLong("for")],
      help: ArgumentHelp("Whose mail --test sends; the first recipient's, unless said.", valueName: "ref"),
      completion: Completions.ids([.customers]))
    var customer: String?

    @OptionGroup var sending: SendingOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let options = try sending.checked()
      let session = Session(global, yes: sending.yes)
      let workspace = try session.workspaceForWriting()
      let found = try session.choose(campaign, kinds: [.campaigns])
      let campaign = try workspace.campaign(found)
      if let test { return try sendTest(campaign, to: test, session, workspace) }
      if customer != nil { throw DaichoError.usage(.customerNeedsTest) }
      if let hint = try workspace.repetition(of: campaign) { throw hint }
      let status = try workspace.sendStatus(SendName(campaign.id))
      if case .notStarted = status.state {
        let count = try session.examine(campaign, workspace, skipsKnownMails: !dryRun)
        if dryRun { return try session.finish() }
        let question = Confirmation(.sendQuestion(campaign.id.text, count))
        guard try question.ask(session.interaction) else { throw CommandLineInterface.Status.attention }
      } else if dryRun {
        try session.show(status, format: sending.format)
        return try session.finish()
      }
      if case .finished = status.state, !sending.retryInDoubt, workspace.hasFinished(status.name) {
        // The send was stopped in its last step, and opening the workspace has taken that.
        try session.tell(status, format: sending.format)
        session.messages.printNote(.finishedBefore)
        if status.needsAttention { throw CommandLineInterface.Status.attention }
        return
      }
      let report = try workspace.send(
        campaign, as: SendName(campaign.id), try session.sendOptions(sending, options))
      try session.tell(report, format: sending.format)
      if report.needsAttention { throw CommandLineInterface.Status.attention }
    }

    private func sendTest(
      _ campaign: Campaign, to address: String, _ session: Session, _ workspace: Workspace
    ) throws {
      let customer = try customer.map { try session.choose($0, kinds: [.customers]) }
      let options = try session.sendOptions(sending, sending.checked())
      let reply = try workspace.sendTest(campaign, to: address, for: customer, options)
      try session.finish()
      session.messages.printNote(.testSent(reply))
    }
  }

  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Send what is due: approved campaigns whose send_at has come, and repeating ones.",
      discussion: """
        daicho campaign run
        daicho campaign run --dry-run          what is due now, and what is next
        */5 * * * *  daicho -C /srv/tsubame campaign run        (in a crontab)

        A campaign that is later than its late_limit (2 hours, unless it says otherwise) is not sent any more: \
        a morning greeting is not mailed at night. That it was missed is recorded, and 'daicho today' shows it.

        It does not ask, and prints nothing when nothing is due. What was put off before is tried again.
        """)

    @Flag(help: "Tell what is due and what is next, and send nothing.")
    var dryRun = false

    @OptionGroup var sending: SendingOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let options = try sending.checked()
      let session = Session(global, yes: true)
      let workspace = try session.workspaceForWriting()
      let due = try workspace.dueSends()
      if dryRun {
        try session.show(due, format: sending.format)
        return try session.finish()
      }
      let outcome = try workspace.run(due, try session.sendOptions(sending, options))
      for report in outcome.reports { try session.tell(report, format: sending.format) }
      for failure in outcome.failures { session.messages.print(failure) }
      try session.finish()
      if outcome.needsAttention { throw CommandLineInterface.Status.attention }
    }
  }

  struct Pause: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Stop a send before its next mail, from another terminal or before it begins.",
      discussion: """
        daicho campaign pause winter-sale
        daicho campaign pause winter-sale --reason 'wrong price'
        daicho campaign send winter-sale --resume

        Neither 'send' nor 'run' goes on until somebody says --resume.
        """)

    @Argument(help: "The campaign.", completion: Completions.ids([.campaigns]))
    var campaign: String

    @Option(help: ArgumentHelp("Why, for whoever looks at the status.", valueName: "text"))
    var reason: String?

    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global)
      let workspace = try session.workspace()
      let found = try session.choose(campaign, kinds: [.campaigns])
      try workspace.pause(found.reference.id, reason: reason ?? Wording.pausedByPerson(session.language))
      try session.finish()
      session.messages.printNote(.pausedNow(found.reference.id.text))
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How a send stands: sent, put off, failed, in doubt, left out, to come.",
      discussion: """
        daicho campaign status winter-sale
        daicho campaign status birthday-coupon --occurrence 2026-11-24
        daicho campaign status winter-sale --format json
        """)

    @Argument(help: "The campaign.", completion: Completions.ids([.campaigns]))
    var campaign: String

    @Option(
      help: ArgumentHelp("Of a repeating campaign, which; the last one, unless said.", valueName: "name"))
    var occurrence: String?

    @Option(help: "How to answer: table or json.")
    var format: OutputFormat = .table

    @OptionGroup var global: GlobalOptions

    func run() throws {
      guard format == .table || format == .json else {
        throw DaichoError.usage(.tableOrJSON(format.rawValue))
      }
      let session = Session(global)
      let workspace = try session.workspace()
      let found = try session.choose(campaign, kinds: [.campaigns])
      let name = try workspace.sendName(of: found.reference.id, occurrence: occurrence)
      let report = try workspace.sendStatus(name)
      try session.show(report, format: format)
      try session.finish()
    }
  }
}

/// What sending by hand and by cron have in common.
struct SendingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Hand over at most so many mails, then stop.", valueName: "n"))
  var limit: Int?

  @Flag(help: "Go on with a campaign that was paused.")
  var resume = false

  @Flag(help: "Hand over once more what is in doubt: some may get it twice.")
  var retryInDoubt = false

  @Option(
    help: ArgumentHelp("Try so long what a server puts off: '1 hour', '0 minutes'.", valueName: "time"))
  var retryFor = "1 hour"

  @Flag(help: "Do not ask base_url whether it answers with this workspace's key.")
  var trustBaseUrl = false

  @Flag(name: [.customShort("y"), .long], help: "Do not ask.")
  var yes = false

  @Option(help: "How to answer: table or json.")
  var format: OutputFormat = .table

  /// - Returns: the patience of `--retry-for`.
  func checked() throws(DaichoError) -> Duration {
    if let limit, limit < 0 { throw .usage(.negative("--limit")) }
    guard format == .table || format == .json else { throw .usage(.tableOrJSON(format.rawValue)) }
    guard let patience = TimeSpan(typed: retryFor)?.duration else { throw .usage(.badPatience(retryFor)) }
    return patience
  }
}

extension Session {
  /// Shows what is to be known of a campaign before it is sent; ends the command where there are errors.
  ///
  /// - Returns: who would be mailed, those held out among them.
  func examine(
    _ campaign: Campaign, _ workspace: Workspace, skipsKnownMails: Bool = false
  ) throws -> Int {
    let examination = try workspace.examine(campaign, skipsKnownMails: skipsKnownMails)
    try ExaminationText(session: self).write(examination, of: campaign)
    if examination.hasErrors {
      try finish()
      throw CommandLineInterface.Status.attention
    }
    return (examination.recipients ?? 0) + examination.heldOut
  }

  func sendOptions(_ sending: SendingOptions, _ retryFor: Duration) throws -> SendOptions {
    var options = try sendOptions()
    options.limit = sending.limit
    options.retriesInDoubt = sending.retryInDoubt
    options.resumes = sending.resume
    options.trustsBaseURL = sending.trustBaseUrl
    options.retryFor = retryFor
    return options
  }

  func sendOptions() throws -> SendOptions {
    let person = RemoteIdentity(environment: environment)
    let interruption = Interruption()
    Session.stopOnSignals(interruption)
    return SendOptions(
      remote: SyncOptions(
        access: try person.access(patience: .seconds(60)), rewrites: try person.rewrites()),
      surroundings: surroundings(isOffline: false), clock: Session.clock,
      host: ProcessInfo.processInfo.hostName, process: ProcessInfo.processInfo.processIdentifier,
      interruption: interruption)
  }

  static let clock = SendClock(
    now: { Session.epoch },
    monotonic: {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }, sleep: { Thread.sleep(forTimeInterval: $0 / .seconds(1)) },
    random: {
      var generator = SystemRandomNumberGenerator()
      let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    })

  /// The first ^C or SIGTERM asks; the second one ends the process, as ever.
  private static func stopOnSignals(_ interruption: Interruption) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if interruption.isAsked {
          signal(number, SIG_DFL)
          raise(number)
        }
        interruption.ask()
      }
      source.resume()
      signalSources.append(source)
    }
  }

  // Unsafe: only appended to, by the one thread of a command, so that the sources live as long as it does.
  nonisolated(unsafe) private static var signalSources: [any DispatchSourceSignal] = []
}
