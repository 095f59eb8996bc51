import ArgumentParser
import DaichoFiles
import DaichoModel

/// What every subcommand of `import` takes.
struct ImportOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The files, in their order.", valueName: "file"), completion: .file())
  var files: [String]

  @Option(
    help: ArgumentHelp("The map to read them by: imports/NAME.yml, or a built-in one.", valueName: "name"))
  var map: String?

  @Flag(help: "Propose a map for the file, write it to imports/ for review, and import nothing.")
  var guess = false

  @OptionGroup var bytes: EncodingOptions
}

extension ImportOptions {
  /// The files, looked at.
  func sources(_ session: Session) throws(DaichoError) -> [SourceFile] {
    try files.map { typed throws(DaichoError) in try session.sourceFile(typed, bytes.encoding) }
  }
}
