import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct ForgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Erase a person, from history too.",
    discussion: """
      daicho forget hanako-yamada --dry-run           what would change; nothing is written
      daicho forget hanako-yamada                     the same, a question, and then it is done
      daicho forget hanako-yamada --keep-statutory 2031-11-30
                                                      what proves her consent stays until then
      daicho forget hanako-yamada --copy ~/before.bundle --delete-copy-by 2026-12-31

      Every commit that holds anything of theirs is made anew without it: names, addresses, phone numbers, ids, \
      the words of their log, in all files, messages, branches, tags, notes and stashes. What is left is an \
      anonymous record under a token, with dates, amounts and choices, so that sums and counts of past reports \
      stay as they are. Authors, dates and everything else about history stay.

      It cannot be undone. Other clones and hosts still have the old history: the command says what is to be \
      done about them. Whoever is forgotten stays so: imports, returned mail and syncs that bring them back \
      are known by keyed hashes.
      """)

  @Argument(help: "The customer.", completion: Completions.ids([.customers]))
  var reference: String?

  @Option(
    help: ArgumentHelp(
      "Instead: somebody who was forgotten has come back of their own accord.", valueName: "address"))
  var lift: String?

  @Option(
    help: ArgumentHelp(
      "Keep the consents and the address they were given for until this day.", valueName: "date"))
  var keepStatutory: String?

  @Option(
    help: ArgumentHelp("Write all of the old history into this file first.", valueName: "file"),
    completion: .file())
  var copy: String?

  @Option(help: ArgumentHelp("The day by which that copy has to be gone.", valueName: "date"))
  var deleteCopyBy: String?

  @Option(
    help: ArgumentHelp("Why, for the record: a ticket's number, the day of the request.", valueName: "text"))
  var reason: String?

  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    if let lift {
      guard reference == nil else { throw DaichoError.usage(.liftNamesNobody) }
      return try session.report(
        workspace.liftErasure(of: lift, reason: reason, by: nil, dryRun: write.dryRun))
    }
    guard let reference else { throw DaichoError.usage(.whoIsForgotten) }
    var options = try options(workspace)
    options.reason = reason
    if !write.dryRun { _ = try workspace.keyRing(from: session.keyStore) }
    let found = try session.choose(reference, kinds: [.customers])
    var generator = SystemRandomNumberGenerator()
    let plan = try workspace.planErasure(of: found, using: &generator)
    let report = ErasureReport(session)
    try report.show(plan)
    if write.dryRun { return try session.finish() }
    guard try Confirmation(.forgetForGood(found.reference.id.text)).ask(session.interaction) else {
      throw DaichoError.notChosen()
    }
    try report.show(workspace.erase(plan, options, keys: session.keyStore))
    try session.output.flush()
  }

  private func options(_ workspace: Workspace) throws -> ErasureOptions {
    var options = ErasureOptions()
    func day(_ text: String, _ option: String) throws -> CalendarDate {
      guard let day = CalendarDate(typed: text) else { throw DaichoError.usage(.badDay(text, option)) }
      guard day > workspace.moment.today else { throw DaichoError.usage(.dayHasPassed(day, option)) }
      return day
    }
    options.keepProofUntil = try keepStatutory.map { try day($0, "--keep-statutory") }
    if let copy {
      guard let deleteCopyBy else { throw DaichoError.usage(.copyNeedsEnd) }
      let path = copy.hasPrefix("/") ? copy : Session.directory([copy])
      try workspace.refuseKey(at: path)
      options.copy = (path, try day(deleteCopyBy, "--delete-copy-by"))
    } else if deleteCopyBy != nil {
      throw DaichoError.usage(.endWithoutCopy)
    }
    return options
  }
}
