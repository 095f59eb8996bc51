import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct SQLCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Ask the index in SQL. It can only be read.",
    discussion: """
      daicho sql 'SELECT date, sum(amount) FROM orders GROUP BY date'
      daicho sql "SELECT name FROM sqlite_master WHERE type = 'view'"

      The tables and views are described in the manual's page on the index.
      """)

  @Argument(help: "One SELECT statement.")
  var query: String

  @Option(help: "How to answer: table, json, jsonl, csv or tsv.")
  var format: OutputFormat = .table

  @Flag(help: "CSV and TSV values exactly as they are, without the guard against formulas.")
  var raw = false

  @OptionGroup var past: PastOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    guard query.contains(where: { !$0.isWhitespace }) else { throw DaichoError.usage(.emptySQL) }
    let session = Session(global, at: past, paged: format == .table)
    let workspace = try session.workspace()
    let options = OutputOptions(
      format: format, language: session.language, style: session.terminal.style,
      width: session.terminal.width,
      isRaw: raw)
    var writer: ResultWriter?
    try workspace.index.sql(query) { names in
      let columns = names.map { OutputColumn($0, Wording(en: $0, ja: $0)) }
      writer = ResultWriter(columns: columns, options: options, to: session.output)
    } row: { cells in
      var id = ""
      if case .string(let text)? = cells.first { id = text } else { id = cells.first?.serialized() ?? "" }
      try writer?.append(OutputRow(id: id, cells))
    }
    try writer?.finish()
    try session.finish()
  }
}
