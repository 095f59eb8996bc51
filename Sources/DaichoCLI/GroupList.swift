import DaichoIndex
import DaichoModel
import DaichoWorkspace
import OrderedCollections

/// The answer of `list --group-by`.
struct GroupList {
  let session: Session
  let workspace: Workspace

  func write(
    _ kind: Kind, _ selection: SelectionOptions, by fields: [String], _ list: ListOptions
  ) throws {
    guard !fields.isEmpty else { throw DaichoError.usage(.noGroupFields) }
    let options = try session.options(list)
    let records = ListRequest(
      kind, filters: selection.filters, segments: selection.segments,
      columns: list.columnNames ?? GroupRequest.usualSums(kind), sort: list.sortNames, limit: list.limit)
    let answer = try workspace.index.groups(GroupRequest(records, by: fields))
    let currency = workspace.settings.currency
    let columns =
      answer.fields.map { OutputColumn($0.key, $0.heading, format: $0.groupFormat) }
      + [OutputColumn.number("count", Wording(en: "count", ja: "件数"))]
      + answer.sums.map { $0.outputColumn(currency) }
    let none = JSONValue.string(Wording.noValue(session.language))
    let rows = answer.groups.map { group in
      let values = list.format == .table ? group.values.map { $0 == .null ? none : $0 } : group.values
      return OutputRow(id: "", values + [.integer(group.count)] + group.sums)
    }
    var report = Report(
      "list", asOf: workspace.moment.today, currency: currency,
      table: OutputTable(columns: columns, rows: rows),
      details: ["kind": .string(kind.folder), "group_by": .array(answer.fields.map { .string($0.key) })])
    report.totals["count"] = .integer(answer.total.count)
    for (column, sum) in zip(answer.sums, answer.total.sums) { report.totals[column.key] = sum }
    try report.write(options, to: session.output)
    try session.finish()
    guard list.format == .table else { return }
    session.messages.printNote(.groupCount(answer.groupCount, answer.total.count, kind))
    if answer.overlaps { session.messages.printNote(.groupsOverlap) }
    for (column, count) in zip(answer.sums, answer.unconverted) where count > 0 {
      session.messages.printWarning(.amountsWithoutRate(column.key, count))
    }
  }
}

extension ListColumn {
  /// Of the values that groups have in common.
  fileprivate var groupFormat: OutputColumn.Format {
    switch content {
    case .moment, .instant: .moment
    case .number: .number(fractionDigits: 2)
    default: .text
    }
  }
}
