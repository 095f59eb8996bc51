import ArgumentParser
import DaichoModel
import DaichoWorkspace

extension ExportCommand {
  struct Orders: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Order lines.",
      discussion: """
        daicho export orders -o orders.csv
        daicho export orders --from 2026-04-01 --to 2026-09-30 -o half-year.csv

        Every order line once, as the ledgers have it, by file and line: where two rows are about the same \
        line, the one that holds.
        """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var sheet: SheetOptions
    @OptionGroup var export: ExportOptions
    @OptionGroup var global: GlobalOptions

    func run() throws { try LedgerExport(.orders, ledger, sheet, export, global).run() }
  }

  struct Events: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Opens, clicks, forms, unsubscribes and other events.",
      discussion: """
        daicho export events --from 2026-11-01 -o events.jsonl
        """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var sheet: SheetOptions
    @OptionGroup var export: ExportOptions
    @OptionGroup var global: GlobalOptions

    func run() throws { try LedgerExport(.events, ledger, sheet, export, global).run() }
  }

  struct Sends: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The journal of mails sent.",
      discussion: """
        daicho export sends -o sends.csv
        """)

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var sheet: SheetOptions
    @OptionGroup var export: ExportOptions
    @OptionGroup var global: GlobalOptions

    func run() throws { try LedgerExport(.sends, ledger, sheet, export, global).run() }
  }

  struct LedgerOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: ArgumentHelp("From this day on.", valueName: "date"))
    var from: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Up to and with this day.", valueName: "date"))
    var to: String?

    var choice: LedgerChoice {
      get throws(DaichoError) {
        let (from, to) = (try date(from, "--from"), try date(to, "--to"))
        if let from, let to, to < from { throw .usage(.endsBeforeStart) }
        return LedgerChoice(from: from, to: to)
      }
    }

    private func date(_ typed: String?, _ option: String) throws(DaichoError) -> CalendarDate? {
      guard let typed else { return nil }
      guard let date = CalendarDate(typed: typed) else { throw .usage(.badValue(typed, for: option)) }
      return date
    }
  }
}

/// One run of `export orders`, `events` or `sends`.
private struct LedgerExport {
  let ledger: Ledger
  let options: ExportCommand.LedgerOptions
  let sheet: SheetOptions
  let export: ExportOptions
  let global: GlobalOptions

  init(
    _ ledger: Ledger, _ options: ExportCommand.LedgerOptions, _ sheet: SheetOptions, _ export: ExportOptions,
    _ global: GlobalOptions
  ) {
    self.ledger = ledger
    self.options = options
    self.sheet = sheet
    self.export = export
    self.global = global
  }

  func run() throws {
    let choice = try options.choice
    let format = try sheet.format(for: export.output)
    let session = Session(global)
    let workspace = try session.workspace()
    let output = try ExportOutput(export, session: session, workspace: workspace)
    let columns = try workspace.columns(of: ledger).map { OutputColumn.machineOnly($0) }
    var writer = ResultWriter(
      columns: columns, options: OutputOptions(format: format, language: session.language, isRaw: sheet.raw),
      to: output.sink)
    let totals = try workspace.rows(of: ledger, choice) { row in
      try writer.append(OutputRow(id: row.id, row.cells))
    }
    try writer.finish()
    try output.finish(.rowCount(totals.rows), workspace: workspace)
    if totals.unreadable > 0 { session.messages.printWarning(.unreadableRows(totals.unreadable)) }
  }
}
