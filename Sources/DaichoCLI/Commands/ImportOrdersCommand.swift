import ArgumentParser
import DaichoFiles
import DaichoModel
import DaichoWorkspace

struct ImportOrdersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orders",
    abstract: "Bring in orders: new rows are added, changed ones replaced, the same ones left alone.",
    discussion: """
      daicho import orders orders_export.csv
      daicho import orders november-1.csv november-2.csv --map base-orders
      daicho import orders 受注.csv --dry-run
      daicho import orders old-export.txt --encoding euc-jp
      daicho import orders --guess 受注.csv          (or several files)

      Rows go to orders/YYYY-MM.csv by their day; a row is known by its order and line, so files that \
      overlap do no harm. Customers are found by the shop's own id, any e-mail address, or phone and name; \
      the others are created, unless --customers says otherwise. If one row cannot be read, nothing is \
      imported. All of it is one commit.
      """)

  @OptionGroup var source: ImportOptions

  @Option(
    help: ArgumentHelp(
      "People nobody knows: create them, only match (their rows stay without a customer), or skip their rows.",
      valueName: "create|match|skip"))
  var customers: UnknownCustomers = .create

  @Option(help: "How to tell what was done: table or json.")
  var format: OutputFormat = .table

  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    guard format == .table || format == .json else { throw DaichoError.usage(.tableOrJSON(format.rawValue)) }
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    let files = try source.sources(session)
    if source.guess {
      return try session.guess(files, kind: .orders, write, in: workspace)
    }
    let mapped = try files.map { try workspace.mapped($0, kind: .orders, named: source.map) }
    let result = try workspace.importOrders(mapped, unknown: customers, dryRun: write.dryRun)
    if format == .json {
      try session.output.writeLine(result.json.serialized(indent: 2))
      return try session.finish()
    }
    try session.report(result)
  }
}

extension UnknownCustomers: ExpressibleByArgument {}
