import ArgumentParser
import DaichoFiles
import DaichoModel
import DaichoWorkspace

struct ImportSuppressionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suppressions", abstract: "Bring in addresses that must not be mailed.",
    discussion: """
      daicho import suppressions unsubscribed.csv
      daicho import suppressions bounces.txt --kind bounce

      A list of addresses, one a line, or a CSV file with a column of them; its dates and reasons are read \
      where it has them. Each address is bound from its date on, or from today, whether or not a customer \
      has it: only a later consent frees it.
      """)

  @Option(help: "What every line is: unsubscribe, bounce or complaint; else as the file says.")
  var kind: SuppressionKind?

  @OptionGroup var options: ImportFileOptions
  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let run = EventImportRun(options: options, write: write, kind: .suppressions)
    try run.run(global) { workspace, file in
      try workspace.planSuppressions(file, map: options.map, kind: kind?.rawValue)
    }
  }
}

struct ImportEventsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events", abstract: "Bring in opens, clicks, views, form posts and other events.",
    discussion: """
      daicho import events clicks.csv
      daicho import events tracker.jsonl --dry-run

      JSON lines as in events/, or a CSV file with at (or date), kind, and email, customer or visitor; other \
      columns are kept. An event is known by its 'id'; without one an id is made of what the row says, so \
      that the same file twice brings nothing twice.
      """)

  @OptionGroup var options: ImportFileOptions
  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let run = EventImportRun(options: options, write: write, kind: .events)
    try run.run(global) { workspace, file in try workspace.planEvents(file, map: options.map) }
  }
}

enum SuppressionKind: String, ExpressibleByArgument, CaseIterable {
  case unsubscribe, bounce, complaint
}
