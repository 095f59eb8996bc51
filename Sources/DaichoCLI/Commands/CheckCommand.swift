import ArgumentParser
import DaichoModel
import DaichoWorkspace

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find every problem of every file, with its place and what to do.",
    discussion: """
      Errors are what a command would stumble over or get wrong; warnings are worth a look. Exit status 1 when \
      there is an error, or, with --strict, a warning.

      In GitHub Actions: daicho check --format github
      """)

  @Argument(help: "Only these files or folders.", completion: .file())
  var paths: [String] = []

  @Option(help: "How to answer: text, json or github.")
  var format: DiagnosticPrinter.Format = .text

  @Flag(help: "Let warnings fail too.")
  var strict = false

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, paged: format == .text)
    let workspace = try session.workspace()
    let relative = try paths.map { try workspace.relativePath($0, from: session.directory) }
    for path in relative { try workspace.requireFile(path) }
    let found = try workspace.check().filter { diagnostic in
      relative.isEmpty
        || relative.contains {
          $0.isEmpty || diagnostic.location.path == $0 || diagnostic.location.path.hasPrefix($0 + "/")
        }
    }
    try DiagnosticPrinter(format: format, language: session.language, style: session.terminal.style)
      .write(found, to: session.output)
    try session.finish()
    if format == .text { session.messages.printNote(DiagnosticPrinter.summary(found)) }
    if found.contains(where: { $0.severity == .error || strict }) {
      throw CommandLineInterface.Status.attention
    }
  }
}

extension DiagnosticPrinter.Format: ExpressibleByArgument {}
