import ArgumentParser
import DaichoModel
import DaichoWorkspace

struct CommitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "commit",
    abstract: "Commit what you changed by hand.",
    discussion: """
      daicho commit                              everything of the workspace
      daicho commit customers/hanako-yamada.md   this file only
      daicho commit -m 'Prices of 2027' products

      The message says what changed, field by field, unless you give one. Files with errors are refused, \
      unless --force is given. Other files of the repository are left alone.
      """)

  @Argument(help: "Files or folders of the workspace.", completion: .file())
  var paths: [String] = []

  @Option(name: [.customShort("m"), .long], help: "The subject of the commit.")
  var message: String?

  @Flag(help: "Commit even what 'check' has errors about.")
  var force = false

  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    let relative = try paths.map { try workspace.relativePath($0, from: session.directory) }
    let edits = try workspace.handEdits(relative)
    guard !edits.isEmpty else {
      session.messages.printNote(.nothingToCommit)
      return
    }
    if !force {
      let changed = Set(edits.map(\.path))
      let errors = try workspace.check().filter {
        $0.severity == .error && changed.contains($0.location.path)
      }
      for edit in edits { try workspace.requireFields(edit) }
      if let first = errors.first {
        throw DaichoError(
          "has-errors", first.message, at: first.location, hint: .commitAnyway,
          details: errors.dropFirst().map { "\($0.location): \($0.message(session.language))" })
      }
    }
    try session.report(workspace.commit(edits, message: message, dryRun: write.dryRun))
  }
}
