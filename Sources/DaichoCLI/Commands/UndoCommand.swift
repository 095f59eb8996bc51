import ArgumentParser
import DaichoModel
import DaichoWorkspace

struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take back one change, as a new commit.",
    discussion: """
      daicho undo                     the last change you made with daicho
      daicho undo 4f2a91c             this one
      daicho undo --dry-run           what that would do

      Taken back is what the commit changed, field by field and entry by entry: what was changed later, \
      elsewhere in the same files, stays. A record that was made goes, one that was removed returns, one that \
      was renamed gets its old id back everywhere. What was changed again since is refused, and then nothing \
      is undone. Mails that were sent and what others did stay on record.

      Undoing an undo brings the change back.
      """)

  @Argument(help: "The commit; the last one daicho made for you, unless said.")
  var commit: String?

  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    let undo = try workspace.planUndo(commit)
    if !write.dryRun, !write.yes {
      session.messages.printNote(.aboutToUndo(undo))
      for path in undo.paths.prefix(20) { session.messages.printNote(Wording(same: "  " + path)) }
      if undo.paths.count > 20 { session.messages.printNote(.andMoreFiles(undo.paths.count - 20)) }
      guard try Confirmation(.undoIt).ask(session.interaction) else { throw DaichoError.notChosen() }
    }
    try session.report(workspace.undo(undo, dryRun: write.dryRun))
  }
}
