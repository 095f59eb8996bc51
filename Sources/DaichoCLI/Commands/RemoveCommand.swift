import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct RemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm",
    abstract: "Remove a record and commit it.",
    discussion: """
      History keeps it: 'git revert' of the commit brings it back. Refuses while other records name it, unless \
      --force is given.
      """)

  @Argument(help: "The record.", completion: Completions.ids(Kind.allCases))
  var reference: String

  @Flag(help: "Remove it even though other records name it.")
  var force = false

  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    let found = try session.choose(reference)
    let references = try workspace.index.references(to: found.reference)
    if !references.isEmpty, !force {
      throw DaichoError.stillNamed(found.reference, by: references.map { "  \($0.path): \($0.field)" })
    }
    let lines = try workspace.index.ledgerLines(naming: found.reference)
    if !lines.isEmpty, !force {
      let files = Dictionary(grouping: lines, by: \.path).sorted { $0.key < $1.key }
      throw DaichoError.stillInLedgers(
        found.reference, lines.count, files.map { "  \($0.key): \($0.value.count)" })
    }
    if !write.dryRun {
      guard try Confirmation(.removeRecord(found.reference)).ask(session.interaction) else {
        throw DaichoError.notChosen()
      }
    }
    try session.report(workspace.remove(found, dryRun: write.dryRun))
  }
}
