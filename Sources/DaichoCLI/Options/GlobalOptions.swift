import ArgumentParser
import DaichoModel

/// What every command takes.
struct GlobalOptions: ParsableArguments {
  @Option(
    name: .customShort("C"),
    help: ArgumentHelp("Work in this folder instead of the current one.", valueName: "dir"))
  var directory: [String] = []

  @Option(parsing: .unconditional, help: ArgumentHelp("Answer as if it were this day.", valueName: "date"))
  var today: String?

  @Option(help: "Colour: auto, always or never.")
  var color: ColorChoice = .auto

  @Option(
    help: ArgumentHelp("The language of messages, en or ja; the workspace's, unless said.", valueName: "lang")
  )
  var locale: Language?
}

extension Language: ExpressibleByArgument {}

extension ColorChoice: ExpressibleByArgument {}

/// For commands that write.
struct WriteOptions: ParsableArguments {
  @Flag(help: "Show what would change and change nothing.")
  var dryRun = false

  @Flag(name: [.customShort("y"), .long], help: "Do not ask.")
  var yes = false
}

/// For commands that answer with a list.
struct ListOptions: ParsableArguments {
  @Option(help: "How to answer: table, json, jsonl, csv, tsv or ids.")
  var format: OutputFormat = .table

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Columns to show, by field name: 'name,orders.count,address.city'.", valueName: "names"))
  var columns: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Sort by these fields; '-' before one for descending.", valueName: "fields"))
  var sort: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Show this many at most.", valueName: "n"))
  var limit: Int?

  @Flag(help: "CSV and TSV values exactly as they are, without the guard against formulas.")
  var raw = false

  func refuseNonsense() throws(DaichoError) {
    if let limit, limit < 0 { throw .usage(.negative("--limit")) }
    if let columnNames, columnNames.isEmpty { throw .usage(.noColumns) }
  }

  var columnNames: [String]? { columns.map(ListOptions.names) }
  var sortNames: [String] { sort.map(ListOptions.names) ?? [] }

  static func names(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
  }
}

extension OutputFormat: ExpressibleByArgument {
  package init?(argument: String) { self.init(rawValue: argument) }
}
