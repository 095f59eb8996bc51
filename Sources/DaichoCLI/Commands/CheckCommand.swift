import ArgumentParser
import DaichoFiles
import DaichoModel
import DaichoWorkspace

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find every problem of every file, with its place and what to do.",
    discussion: """
      Errors are what a command would stumble over or get wrong; warnings are worth a look. Exit status 1 when \
      there is an error, or, with --strict, a warning.

      daicho check --fix --dry-run    what can be mended without a guess, as a diff
      daicho check --fix              show it, ask, and commit it

      Full-width digits, blanks in addresses, 様 at the end of names, ㈱, dates such as 2026年11月20日, prefectures \
      that a postal code tells, and orders that a spreadsheet saved in CP932. A file that also holds an error \
      nobody can mend without you is left as it is.

      In GitHub Actions: daicho check --format github
      """)

  @Argument(help: "Only these files or folders.", completion: .file())
  var paths: [String] = []

  @Option(help: "How to answer: text, json or github.")
  var format: DiagnosticPrinter.Format = .text

  @Flag(help: "Let warnings fail too.")
  var strict = false

  @Flag(help: "Mend what can be mended without a guess, after a look at it, in one commit.")
  var fix = false

  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    if !fix, write.dryRun || write.yes { throw DaichoError.usage(.onlyWithFix) }
    let session = Session(global, yes: write.yes, paged: format == .text && !fix)
    let workspace = fix ? try session.workspaceForWriting() : try session.workspace()
    let relative = try paths.map { try workspace.relativePath($0, from: session.directory) }
    for path in relative { try workspace.requireFile(path) }
    var found = try findings(workspace, relative)
    let loose = fix ? try within(relative, workspace.writtenLoosely()) : []
    var plan = try fix || format == .text ? workspace.repairs(of: found + loose) : RepairPlan()
    if fix {
      let isMended = try Mending(session: session, workspace: workspace, format: format)
        .run(plan, dryRun: write.dryRun)
      if write.dryRun { return try session.finish() }
      if isMended {
        found = try findings(workspace, relative)
        plan = RepairPlan()
      }
    }
    try DiagnosticPrinter(
      format: format, language: session.language, style: session.terminal.style,
      shortening: RepairRule.codes
    ).write(found, to: session.output)
    try session.finish()
    if format == .text {
      session.messages.printNote(DiagnosticPrinter.summary(found))
      if plan.findings > 0 { session.messages.printHint(.fixable(plan.findings)) }
    }
    if found.contains(where: { $0.severity == .error || strict }) {
      throw CommandLineInterface.Status.attention
    }
  }

  private func findings(_ workspace: Workspace, _ paths: [String]) throws -> [Diagnostic] {
    try within(paths, workspace.check())
  }

  private func within(_ paths: [String], _ found: [Diagnostic]) -> [Diagnostic] {
    if paths.isEmpty { return found }
    return found.filter { diagnostic in
      paths.contains {
        $0.isEmpty || diagnostic.location.path == $0 || diagnostic.location.path.hasPrefix($0 + "/")
      }
    }
  }
}

/// `check --fix`: shows what would be mended, asks, and mends it.
private struct Mending {
  let session: Session
  let workspace: Workspace
  let format: DiagnosticPrinter.Format

  /// Whether anything was changed.
  func run(_ plan: RepairPlan, dryRun: Bool) throws -> Bool {
    for error in plan.leftAlone { session.messages.printWarning(.leftAlone(error), at: error.location) }
    guard !plan.files.isEmpty else {
      session.messages.printNote(.nothingToFix)
      return false
    }
    if dryRun || (session.interaction.isPossible && !session.interaction.assumesYes) { try show(plan) }
    for (rule, count) in plan.counts { session.messages.printNote(.fixes(rule.what, count)) }
    if dryRun {
      session.messages.printNote(.dryRun(workspace.message(of: plan).subject))
      return false
    }
    guard try Confirmation(.mend(plan.total, files: plan.files.count)).ask(session.interaction) else {
      throw DaichoError.notChosen()
    }
    let recorded = try workspace.repair(plan)
    if let commit = recorded.commit {
      let line = "[\(commit.prefix(7))] \(CellText.line(recorded.message.subject))"
      if format == .text { try session.output.writeLine(line) }
    } else {
      session.messages.printNote(.mendedInWorkTree)
    }
    return true
  }

  private func show(_ plan: RepairPlan) throws {
    for file in plan.files {
      guard let diff = try workspace.diff(of: file) else {
        session.messages.printNote(.tooLongToShow(file.path))
        continue
      }
      try session.output.write(TextSafety.visible(diff))
    }
    try session.output.flush()
  }
}

extension DiagnosticPrinter.Format: ExpressibleByArgument {}
