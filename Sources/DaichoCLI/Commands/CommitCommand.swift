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
      daicho commit --interactive                shows each file's changes, and asks

      The message says what changed, field by field, unless you give one; of people and companies only the \
      fields' names. Files with errors are refused, unless --force is given. Files that are none of the \
      workspace's kinds are left alone, and named.
      """)

  @Argument(help: "Files or folders of the workspace.", completion: .file())
  var paths: [String] = []

  @Option(name: [.customShort("m"), .long], help: "The subject of the commit.")
  var message: String?

  @Flag(help: "Commit even what 'check' has errors about.")
  var force = false

  @Flag(name: [.customShort("i"), .long], help: "Show what changed in each file, and ask which to commit.")
  var interactive = false

  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    let relative = try paths.map { try workspace.relativePath($0, from: session.directory) }
    let (all, strays) = try workspace.handEdits(relative)
    let edits = interactive ? try chosen(all, session, workspace) : all
    guard !edits.isEmpty else {
      session.messages.printNote(.nothingToCommit)
      return tell(strays, session)
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
    tell(strays, session)
  }

  /// Those the person says yes to, until they have had enough.
  private func chosen(
    _ edits: [HandEdit], _ session: Session, _ workspace: Workspace
  ) throws(DaichoError) -> [HandEdit] {
    let interaction = session.interaction
    if interaction.assumesYes { return edits }
    guard interaction.isPossible else { throw .usage(.interactiveNeedsTerminal) }
    let language = session.language
    var chosen: [HandEdit] = []
    for (number, edit) in edits.enumerated() {
      let place = "\(edit.path) (\(number + 1)/\(edits.count))"
      session.messages.printNote(Wording(same: CellText.line(place)))
      for line in try workspace.changes(of: edit) {
        session.messages.printNote(Wording(same: "  " + CellText.line(line)))
      }
      let choice: Choice = try CommitCommand.ask(interaction, language)
      if choice == .enough { break }
      if choice == .yes { chosen.append(edit) }
    }
    return chosen
  }

  /// What a person says to one of several.
  private enum Choice {
    case yes, no, enough
  }

  /// Until the answer is one of the three.
  private static func ask(_ interaction: Interaction, _ language: Language) throws(DaichoError) -> Choice {
    while let typed = try interaction.ask("\(Wording.commitThis(language)) [y/n/q]") {
      switch TextFolding.fold(typed) {
      case "y", "yes", "はい": return .yes
      case "n", "no", "いいえ": return .no
      case "q", "quit": return .enough
      default: continue
      }
    }
    return .enough
  }

  private func tell(_ strays: [String], _ session: Session) {
    guard !strays.isEmpty else { return }
    session.messages.printNote(.straysLeft(strays.count))
    for path in strays.prefix(10) { session.messages.printNote(Wording(same: "  " + CellText.line(path))) }
    if strays.count > 10 { session.messages.printNote(.andMoreFiles(strays.count - 10)) }
    session.messages.printHint(.commitByName(CellText.line(strays[0])))
  }
}
