import DaichoFiles
import DaichoModel
import DaichoQuery
import Foundation
import GRDB

/// A question for records of one kind.
package struct ListRequest: Sendable {
  package var kind: Kind
  /// All of them must hold.
  package var filters: [String]
  /// Ids of segments the records must be in.
  package var segments: [String]
  /// Names of columns; `nil`: those the kind shows in a table, or all of them.
  package var columns: [String]?
  package var showsAllColumns: Bool
  /// Names of columns, most significant first; a leading `-` means descending.
  package var sort: [String]
  package var limit: Int?
  /// What stands before the line and column of an error in `filters`: an option, or the file they are from.
  package var filterPlace = "--where"
  /// Only records that have this score.
  package var score: ScoreFile?
  /// Only these records.
  package var ids: [String]?

  package init(
    _ kind: Kind, filters: [String] = [], segments: [String] = [], columns: [String]? = nil,
    showsAllColumns: Bool = false, sort: [String] = [], limit: Int? = nil
  ) {
    self.kind = kind
    self.filters = filters
    self.segments = segments
    self.columns = columns
    self.showsAllColumns = showsAllColumns
    self.sort = sort
    self.limit = limit
  }

  /// The keys of ids as a JSON array: ids hold nothing that JSON would escape.
  static func keys(of ids: [String]) -> String {
    "[" + ids.compactMap { RecordID($0)?.key }.map { "\"\($0)\"" }.joined(separator: ",") + "]"
  }
}

/// A row of an answer.
package struct ListRow: Sendable {
  package let id: String
  package let path: String
  package let cells: [JSONValue]
}

extension ListColumn {
  /// What the column sorts by: what filters compare, where there is that.
  fileprivate func sortValue(_ compared: SQLTemplate?) -> SQLTemplate {
    switch content {
    case .json:
      compared ?? SQLTemplate(schema: "json_extract(\(value.text), '$')", value.arguments)
    case .moment:
      // `DAY MINUTE` as one number.
      SQLTemplate(
        schema:
          "CAST(\(value.text) AS INTEGER) * 1440 + CAST(substr(\(value.text), instr(\(value.text), ' ') + 1) "
          + "AS INTEGER) * (instr(\(value.text), ' ') > 0)",
        value.arguments + value.arguments + value.arguments + value.arguments)
    case .moneyWithCurrency:
      compared ?? SQLTemplate(schema: "CAST(\(value.text) AS INTEGER)", value.arguments)
    default: compared ?? value
    }
  }
}

extension WorkspaceIndex {
  /// The columns of the answer, then each of its rows as it is read.
  package func list(
    _ request: ListRequest, columns: ([ListColumn]) throws -> Void, row: (ListRow) throws -> Void
  ) throws(DaichoError) {
    try read { database in
      let questions = try Questions(database: database, index: self)
      let catalogue = questions.catalogue(request.kind, try questions.vocabulary(for: request))
      let unknown = request.showsAllColumns ? try questions.structureNames(request.kind) : []
      let names =
        request.columns
        ?? (request.showsAllColumns ? catalogue.allColumns(unknown: unknown) : catalogue.tableColumns)
      let chosen = try names.flatMap(catalogue.expanded).map(catalogue.column)
      let condition = try questions.condition(of: request)
      let statement = try statement(request, condition, chosen, catalogue)
      try columns(chosen)
      let reader = CellReader(settings: self.settings, zone: self.moment.zone)
      try derived(database).prepare(for: statement.text)
      let rows = try Row.fetchCursor(database, sql: statement.text, arguments: statement.grdbArguments)
      while let next = try rows.next() {
        let cells = chosen.indices.map { reader.cell(next, at: $0 + 2, chosen[$0].content) }
        try row(ListRow(id: next[0], path: next[1], cells: cells))
      }
    }
  }

  private func statement(
    _ request: ListRequest, _ condition: SQLTemplate, _ columns: [ListColumn], _ catalogue: ColumnCatalogue
  ) throws -> SQLTemplate {
    var order: [SQLTemplate] = []
    for key in request.sort {
      let isDescending = key.hasPrefix("-")
      let column = try catalogue.column(isDescending ? String(key.dropFirst()) : key)
      if let place = columns.firstIndex(where: { $0.key == column.key && $0.isScore }) {
        // What is shown is not computed again to sort by it.
        order.append(SQLTemplate(schema: "\(place + 3) \(isDescending ? "DESC" : "ASC") NULLS LAST"))
        continue
      }
      let value = column.sortValue(
        catalogue.entity.fields[column.key].flatMap { $0.list == nil ? $0.folded ?? $0.value : nil })
      order.append(
        SQLTemplate(
          schema:
            "\(value.text) \(isDescending ? "DESC" : "ASC") NULLS LAST", value.arguments))
    }
    // With a filter and no limit the table is read in its own order and the few that are left are sorted:
    // in the order of the ids, every row is a jump. The plus keeps SQLite from choosing that.
    let readsAll = request.limit == nil && condition.text != "1"
    order.append(readsAll ? "+{row}.key" : "{row}.key")
    let selected = [SQLTemplate(schema: "{row}.id"), SQLTemplate(schema: "f.path")] + columns.map(\.value)
    let parts: [SQLTemplate] = [
      "SELECT ",
      SQLTemplate(schema: selected.map(\.text).joined(separator: ",\n  "), selected.flatMap(\.arguments)),
      SQLTemplate(schema: "\nFROM \(request.kind.folder) {row} JOIN files f ON f.id = {row}.record\nWHERE "),
      condition,
      "\nORDER BY ",
      SQLTemplate(schema: order.map(\.text).joined(separator: ", "), order.flatMap(\.arguments)),
      SQLTemplate(schema: "\nLIMIT \(request.limit ?? -1)"),
    ]
    let whole = SQLTemplate(schema: parts.map(\.text).joined(), parts.flatMap(\.arguments))
    return whole.placed(row: "r", today: moment.today, now: moment.epoch)
  }
}

/// Reads cells of a row as JSON values.
struct CellReader {
  let settings: WorkspaceSettings
  let zone: ZoneOffsets

  func cell(_ row: Row, at index: Int, _ content: ListColumn.Content) -> JSONValue {
    if case .list(let item) = content {
      guard let text = row[index] as String? else { return .array([]) }
      return .array(text.split(separator: "\u{1F}").map { value(String($0), item) })
    }
    guard !row.hasNull(atIndex: index) else { return .null }
    switch content {
    case .text: return .string(row[index])
    case .number: return number(row, index)
    case .boolean: return .bool(row[index])
    case .day: return .string(CalendarDate(day: row[index]).description)
    case .money: return money(row, index)
    case .instant: return .string(instant(row[index]))
    case .moneyWithCurrency, .dayOfYear, .moment: return value(row[index], content)
    case .json:
      let text: String = row[index]
      return (try? JSONReader.read(text)) ?? .null
    case .list: return .null
    }
  }

  private func number(_ row: Row, _ index: Int) -> JSONValue {
    if let whole = Int64.fromDatabaseValue(row[index] as DatabaseValue),
      case .int64 = (row[index] as DatabaseValue).storage
    {
      return .integer(whole)
    }
    let value: Double = row[index]
    guard value.isFinite else { return .null }
    if value == value.rounded(), value.magnitude < 1e15 { return .integer(Int64(value)) }
    return .number("\(value)")
  }

  private func money(_ row: Row, _ index: Int) -> JSONValue {
    let value: Double = row[index]
    guard value.isFinite, value.magnitude < 9e18 else { return .null }
    let minor = Int64(value.rounded(.toNearestOrAwayFromZero))
    return .decimal(Money(minor: minor, currency: settings.currency).decimal)
  }

  /// ISO 8601 in the workspace's time zone.
  private func instant(_ epoch: Int64) -> String { zone.timestamp(epoch) }

  /// A value that came as text.
  private func value(_ text: String, _ content: ListColumn.Content) -> JSONValue {
    switch content {
    case .number: .number(text)
    case .boolean: .bool(text == "1")
    case .day: Int(text).map { .string(CalendarDate(day: $0).description) } ?? .null
    case .dayOfYear:
      Int(text).map { .string("\(padded($0 / 100, 2))-\(padded($0 % 100, 2))") } ?? .null
    case .money:
      Int64(text).map { .decimal(Money(minor: $0, currency: settings.currency).decimal) } ?? .null
    case .moneyWithCurrency: moneyWithCurrency(text)
    case .moment: moment(text)
    default: .string(text)
    }
  }

  private func moment(_ text: String) -> JSONValue {
    let parts = text.split(separator: " ").map { Int($0) }
    guard let day = parts.first ?? nil else { return .null }
    let local = DateAndTime(date: CalendarDate(day: day), minute: parts.count > 1 ? parts[1] : nil)
    return .string(zone.text(of: local))
  }

  private func moneyWithCurrency(_ text: String) -> JSONValue {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let minor = Int64(parts[0]) else { return .null }
    let currency = Currency(String(parts[1])) ?? settings.currency
    return .decimal(Money(minor: minor, currency: currency).decimal)
  }
}
