import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the records of a kind.",
    discussion: """
      daicho list customers --where 'last_order older than 90 days'
      daicho list deals --where 'stage = negotiation' --sort -amount
      daicho list customers --segment lapsed-regulars --format csv
      daicho list products --where 'stock <= reorder_at' --format ids
      daicho list deals --where 'state = open' --group-by owner,stage
      daicho list customers --group-by tags --columns orders.total,orders.count --sort -orders.total
      daicho list customers --format csv --excel > customers.csv
                                   (to edit in Excel and take back with 'daicho import customers --update')

      KIND is customers, companies, deals, inquiries, products, segments, scores, campaigns, journeys or \
      forms, in singular or plural, in English or Japanese. Columns and sort keys are the names filters use.

      With --group-by the answer is a line for each group: how many, and the sums of the columns that \
      --columns names (of customers orders.total, of deals amount, unless said). A record counts in each of \
      its tags; who has none is a group, too.
      """,
    aliases: ["ls"])

  @Argument(help: "What to list.", completion: .list(Kind.allCases.map(\.folder)))
  var kind: Kind

  @OptionGroup var selection: SelectionOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Count, and add up, by these fields instead.", valueName: "fields"))
  var groupBy: String?

  @Flag(
    help: "With --format csv: a sheet that Excel opens without harm, with every field that can be edited.")
  var excel = false

  @OptionGroup var list: ListOptions
  @OptionGroup var past: PastOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    if excel, list.format != .csv { throw DaichoError.usage(.excelNeedsCSV) }
    let session = Session(global, at: past, paged: list.format == .table)
    let workspace = try session.workspace()
    if let groupBy {
      if excel || list.format == .ids { throw DaichoError.usage(.groupsAreNoRecords) }
      return try GroupList(session: session, workspace: workspace)
        .write(kind, selection, by: ListOptions.names(groupBy), list)
    }
    let isForMachines = list.format == .json || list.format == .jsonl
    var columns = list.format == .ids ? ["id"] : list.columnNames
    if excel {
      // Without its id no row finds its record again.
      columns = try columns.map { $0.contains("id") ? $0 : ["id"] + $0 } ?? workspace.sheetColumns(kind)
    }
    let request = ListRequest(
      kind, filters: selection.filters, segments: selection.segments, columns: columns,
      showsAllColumns: isForMachines && list.columns == nil, sort: list.sortNames, limit: list.limit)
    var options = try session.options(list)
    options.isForExcel = excel
    let count = try RecordList(session: session, workspace: workspace, options: options)
      .write(request, isWhole: isForMachines && list.columns == nil)
    try session.finish()
    if list.format == .table { session.messages.printNote(.recordCount(count, kind)) }
    let unreadable = try workspace.index.unreadableCount(of: kind)
    if unreadable > 0 { session.messages.printWarning(.unreadableFiles(unreadable)) }
  }
}

/// Writes the answer to a list request.
struct RecordList {
  let session: Session
  let workspace: Workspace
  let options: OutputOptions
  /// `nil`: the session's.
  var output: OutputSink?

  /// - Parameter isWhole: whole records, with `kind` and `path`.
  /// - Returns: how many rows.
  func write(_ request: ListRequest, isWhole: Bool) throws -> Int {
    var writer: ResultWriter?
    let kind = JSONValue.string(request.kind.folder)
    try workspace.index.list(request) { columns in
      var shown = columns.map { $0.outputColumn(workspace.settings.currency) }
      if isWhole {
        let lead = ["kind", "id", "path"].map { OutputColumn.machineOnly($0) }
        shown = lead + shown
        if !columns.contains(where: { $0.key == "currency" }), columns.contains(where: \.isMoney) {
          shown.append(.machineOnly("currency"))
        }
      }
      writer = ResultWriter(columns: shown, options: options, to: output ?? session.output)
    } row: { row in
      let lead = isWhole ? [kind, .string(row.id), .string(row.path)] : []
      let tail: [JSONValue] = isWhole ? [.string(workspace.settings.currency.code)] : []
      try writer?.append(OutputRow(id: row.id, lead + row.cells + tail))
    }
    try writer?.finish()
    return writer?.count ?? 0
  }
}

extension ListColumn {
  var isMoney: Bool { content == .money || content == .moneyWithCurrency }

  func outputColumn(_ currency: Currency) -> OutputColumn {
    switch content {
    case .money: .money(key, heading, currency)
    case .moneyWithCurrency: .money(key, heading, currency, besides: "currency")
    case .number: .number(key, heading)
    case .moment, .instant: OutputColumn(key, heading, format: .moment)
    default: OutputColumn(key, heading)
    }
  }
}

extension Kind: ExpressibleByArgument {
  package init?(argument: String) { self.init(typed: argument) }
}
