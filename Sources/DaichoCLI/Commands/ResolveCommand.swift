import ArgumentParser
import DaichoModel
import DaichoWorkspace

struct ResolveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Merge by field what a merge has left in conflict.",
    discussion: """
      daicho resolve                              every file in conflict
      daicho resolve customers/hanako-yamada.md   this one

      A merge made without daicho, on a host's web page or by plain git, leaves conflict markers around \
      whole lines. This merges such a file again, field by field and log entry by log entry: what only one \
      side has changed is taken, and markers stay only around what both have changed. Those are listed with \
      their lines; keep one version of each, delete the markers, and run it again.

      A file without markers counts as resolved and is staged, as 'git add' does. A file that one side has \
      removed is resolved only when you name it: as it stands, or removed if you have removed it.

      Nothing is committed: 'daicho sync' or 'git commit' finishes a merge, 'daicho commit' takes a file \
      that was committed with its markers. The exit status is 1 while something is left.
      """)

  @Argument(help: "Files or folders of the workspace.", completion: .file())
  var paths: [String] = []

  @Flag(help: "Show what would change and change nothing.")
  var dryRun = false

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global)
    let workspace = try session.workspaceForWriting()
    let relative = try paths.map { try workspace.relativePath($0, from: session.directory) }
    let resolution = try workspace.resolve(relative, dryRun: dryRun)
    if let diff = resolution.diff { try session.output.write(TextSafety.visible(diff)) }
    for path in resolution.resolved { try session.output.writeLine(session.line(.resolved(path))) }
    try session.finish()
    if resolution.resolved.isEmpty, resolution.conflicts.isEmpty {
      session.messages.printNote(.nothingInConflict)
    }
    try session.attend(to: resolution.conflicts, hint: .decideAndResolve)
  }
}

extension Session {
  func line(_ wording: Wording) -> String { CellText.line(wording(language)) }

  /// Lists what a person has to decide; then the command ends with status 1.
  func attend(to conflicts: [OpenConflict], hint: Wording) throws {
    guard !conflicts.isEmpty else { return }
    for conflict in conflicts { messages.printWarning(.conflict(conflict.what), at: conflict.location) }
    messages.printHint(hint)
    throw CommandLineInterface.Status.attention
  }
}
