import ArgumentParser

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Bring data in.",
    discussion: """
      daicho import everything ../register-2026-11-20
      """,
    subcommands: [Everything.self])
}
