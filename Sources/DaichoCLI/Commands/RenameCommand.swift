import ArgumentParser
import DaichoModel
import DaichoWorkspace

struct RenameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename",
    abstract: "Give a record another id, wherever it is named, and commit it.",
    discussion: """
      daicho rename yamada-hanako hanako-yamada

      References in other records follow. Orders and events are append-only and stay: the old id is kept \
      under 'ids.daicho', so that they still find their customer.
      """,
    aliases: ["mv"])

  @Argument(help: "The record.", completion: Completions.ids(Kind.allCases))
  var reference: String

  @Argument(help: "Its new id.")
  var id: String

  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    let found = try session.choose(reference)
    try session.report(workspace.rename(found, to: id, dryRun: write.dryRun))
  }
}
