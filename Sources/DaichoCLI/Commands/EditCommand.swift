import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace
import Foundation

struct EditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Open a record in your editor, check it, and commit the change.",
    discussion: """
      The editor is $VISUAL, $EDITOR or vi. What you save is checked; with an error in it you may go back to \
      the editor or keep it uncommitted.
      """)

  @Argument(help: "The record.", completion: Completions.ids(Kind.allCases))
  var reference: String

  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    let found = try session.choose(reference)
    // A link that leads out of the workspace is refused here.
    let before = try workspace.open(found)
    while true {
      try Editor(environment: session.environment, canAsk: session.interaction.isPossible)
        .open("\(workspace.root)/\(found.path)")
      try workspace.requireKept(before)
      let problems = try workspace.check().filter { $0.location.path == found.path }
      let printer = DiagnosticPrinter(
        format: .text, language: session.language, style: session.errorTerminal.style)
      let errors = OutputSink(descriptor: STDERR_FILENO)
      try printer.write(problems, to: errors)
      try errors.finish()
      guard problems.contains(where: { $0.severity == .error }) else { break }
      guard session.interaction.isPossible, try Confirmation(.editAgain).ask(session.interaction) else {
        throw DaichoError.leftUncommitted(found.path)
      }
    }
    let edits = try workspace.handEdits([found.path]).edits
    guard !edits.isEmpty else {
      session.messages.printNote(.nothingChanged)
      return
    }
    try session.report(workspace.commit(edits, message: nil, dryRun: write.dryRun))
  }
}

/// The person's own editor, run on a file.
struct Editor {
  let environment: [String: String]
  /// Whether a person sits at a terminal, where vi would do.
  let canAsk: Bool

  /// Waits until it is closed. `editor-failed` when it cannot be run or ends badly.
  func open(_ path: String) throws {
    let chosen = ["VISUAL", "EDITOR"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    guard let command = chosen ?? (canAsk ? "vi" : nil) else { throw DaichoError.noEditor() }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    // The path is an argument of the shell, never a part of its program.
    process.arguments = ["-c", "\(command) \"$1\"", "daicho-edit", path]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw DaichoError.editorFailed(command, process.terminationStatus)
    }
  }
}
