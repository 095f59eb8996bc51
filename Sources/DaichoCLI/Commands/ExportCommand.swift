import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Take data out: lists, ledgers, contacts, calendars, audiences, or everything.",
    discussion: """
      daicho export list customers -o customers.csv
      daicho export orders --from 2026-04-01 --to 2026-09-30 -o half-year.csv
      daicho export contacts --where 'phone is set' -o contacts.vcf
      daicho export tasks @sato -o tasks.ics
      daicho export birthdays -o birthdays.ics
      daicho export audience lapsed-regulars --for meta -o audience.csv
      daicho export everything ../register-2026-11-20

      Files are readable by you alone, and appear when they are whole. A file that is there already is kept, \
      unless --force is given.
      """,
    subcommands: [
      List.self, Orders.self, Events.self, Sends.self, Contacts.self, Tasks.self, Birthdays.self,
      Audience.self,
      Everything.self,
    ])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The records of a kind, with all their fields.",
      discussion: """
        daicho export list customers -o customers.csv
        daicho export list customers --segment wholesale --columns name,email,orders.total -o wholesale.csv
        daicho export list deals --where 'stage = won' -o won.json

        Like 'daicho list', but to a file, as CSV, and with every field unless --columns says which.
        """)

    @Argument(help: "What to export.", completion: .list(Kind.allCases.map(\.folder)))
    var kind: Kind

    @OptionGroup var selection: SelectionOptions

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Columns, by field name: 'name,orders.count,address.city'.", valueName: "names"))
    var columns: String?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Sort by these fields; '-' before one for descending.", valueName: "fields"))
    var sort: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Export this many at most.", valueName: "n"))
    var limit: Int?

    @OptionGroup var sheet: SheetOptions
    @OptionGroup var export: ExportOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      if let limit, limit < 0 { throw DaichoError.usage(.negative("--limit")) }
      let names = columns.map(ListOptions.names)
      if let names, names.isEmpty { throw DaichoError.usage(.noColumns) }
      let format = try sheet.format(for: export.output)
      let session = Session(global)
      let workspace = try session.workspace()
      let output = try ExportOutput(export, session: session, workspace: workspace)
      let request = ListRequest(
        kind, filters: selection.filters, segments: selection.segments, columns: names,
        showsAllColumns: names == nil,
        sort: sort.map(ListOptions.names) ?? [], limit: limit)
      let options = OutputOptions(format: format, language: session.language, isRaw: sheet.raw)
      let count = try RecordList(
        session: session, workspace: workspace, options: options, output: output.sink
      ).write(request, isWhole: names == nil)
      try output.finish(.recordCount(count, kind), workspace: workspace)
      let unreadable = try workspace.index.unreadableCount(of: kind)
      if unreadable > 0 { session.messages.printWarning(.unreadableFiles(unreadable)) }
    }
  }
}
