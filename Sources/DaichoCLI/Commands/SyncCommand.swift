import ArgumentParser
import DaichoModel
import DaichoWorkspace

struct SyncCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Exchange changes with your teammates.",
    discussion: """
      daicho sync                  with the branch's own remote, or 'origin'
      daicho sync --remote shop    with this one
      daicho sync --dry-run        what would be committed, come in and go out
      daicho sync --format json    the same for a script

      Commits what you changed by hand, fetches what the others have done, merges the two field by field, \
      and sends the result. Where two people have changed the same field, nothing is sent: the file holds \
      both versions between markers. Keep one, run 'daicho resolve', then 'daicho sync' again.

      Files that are none of the workspace's own stay as they are, and so do changes you have staged; where \
      somebody else has changed such a file, sync stops before it touches anything.

      The address is git's (git remote add origin ADDRESS): ssh with the keys of your agent or in ~/.ssh, \
      https with DAICHO_GIT_TOKEN for the host in DAICHO_GIT_HOST or with the credential helper of your \
      own git configuration, or a folder. The host's ssh key must be in ~/.ssh/known_hosts.
      """)

  @Option(help: ArgumentHelp("The remote; the branch's own, or 'origin', unless said.", valueName: "name"))
  var remote: String?

  @Flag(help: "Show what would come and go and change nothing.")
  var dryRun = false

  @Option(help: ArgumentHelp("Give up when the remote says nothing for so long.", valueName: "seconds"))
  var timeout = 60

  @Option(help: "How to tell what was done: table or json.")
  var format: OutputFormat = .table

  @OptionGroup var global: GlobalOptions

  func run() throws {
    guard (1...86_400).contains(timeout) else { throw DaichoError.usage(.noTimeout(timeout)) }
    guard format == .table || format == .json else { throw DaichoError.usage(.tableOrJSON(format.rawValue)) }
    let session = Session(global)
    let workspace = try session.workspaceForWriting()
    let person = RemoteIdentity(environment: session.environment)
    let report = try workspace.sync(
      SyncOptions(
        remote: remote, dryRun: dryRun, access: try person.access(patience: .seconds(timeout)),
        rewrites: try person.rewrites()))
    if format == .json {
      try session.output.writeLine(SyncAnswer(report, dryRun: dryRun).json.serialized(indent: 2))
    } else {
      try session.tell(report, dryRun: dryRun)
    }
    try session.finish()
    try session.attend(to: report.conflicts, hint: dryRun ? .wouldConflict : .decideAndSync)
  }
}

extension Session {
  /// What was done, in plain words.
  func tell(_ report: SyncReport, dryRun: Bool) throws {
    if report.setUpDriver { messages.printNote(.mergeDriverSetUp) }
    if let recorded = report.recorded {
      if let diff = recorded.diff { try output.write(TextSafety.visible(diff)) }
      let subject = CellText.line(recorded.message.subject)
      if let commit = recorded.commit { try output.writeLine("[\(commit.prefix(7))] \(subject)") }
      if dryRun { try output.writeLine(line(.wouldCommit(subject))) }
    }
    if !report.left.isEmpty { messages.printNote(.leftAlone(report.left)) }
    let place = "\(report.remote)/\(report.branch)"
    try list(report.received, .cameIn(report.received, from: place, dryRun: dryRun))
    if let merge = report.merge, !report.received.isEmpty || !dryRun {
      try output.writeLine(line(.merged(merge)))
    }
    try list(report.sent, .wentOut(report.sent.count, to: place, dryRun: dryRun))
    if report.received.isEmpty, report.sent.isEmpty, report.conflicts.isEmpty {
      messages.printNote(.upToDate(place))
    }
  }

  private func list(_ commits: [SyncReport.Commit], _ heading: Wording) throws {
    guard !commits.isEmpty else { return }
    try output.writeLine(line(heading))
    for commit in commits.prefix(10) {
      try output.writeLine("  \(commit.id.prefix(7)) \(CellText.line(commit.subject))")
    }
    if commits.count > 10 { try output.writeLine("  " + line(.andMore(commits.count - 10))) }
  }
}
