import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoWorkspace
import OrderedCollections

/// One record as `show` shows it.
struct RecordView {
  let session: Session
  let workspace: Workspace
  let record: OpenRecord

  private func cells() throws -> [(column: ListColumn, cell: JSONValue)] {
    var columns: [ListColumn] = []
    var cells: [JSONValue] = []
    let request = ListRequest(
      record.reference.kind, filters: ["id == \"\(record.reference.id.text)\""], showsAllColumns: true)
    try workspace.index.list(request, columns: { columns = $0 }) { row in
      if row.path == record.path { cells = row.cells }
    }
    return Array(zip(columns, cells))
  }

  // MARK: JSON

  func writeJSON(indent: Int?) throws {
    var object: OrderedDictionary<String, JSONValue> = [
      "kind": .string(record.reference.kind.folder), "id": .string(record.reference.id.text),
      "path": .string(record.path),
    ]
    let cells = try cells()
    for (column, cell) in cells {
      RecordView.insert(cell, at: column.key.split(separator: ".")[...], into: &object)
    }
    if object["currency"] == nil, cells.contains(where: { $0.column.isMoney }) {
      object["currency"] = .string(workspace.settings.currency.code)
    }
    object["log"] = .array(record.log.filter { !$0.isTask }.map(RecordView.entry))
    object["tasks"] = .array(record.log.filter(\.isTask).map(RecordView.task))
    object["body"] = .string(String(decoding: record.bytes[record.record.body], as: UTF8.self))
    try session.output.writeLine(JSONValue.object(object).serialized(indent: indent))
  }

  static func insert(
    _ value: JSONValue, at path: ArraySlice<Substring>,
    into object: inout OrderedDictionary<String, JSONValue>
  ) {
    guard let first = path.first.map(String.init) else { return }
    guard path.count > 1 else {
      object[first] = value
      return
    }
    var inner: OrderedDictionary<String, JSONValue> = [:]
    if case .object(let present)? = object[first] { inner = present }
    insert(value, at: path.dropFirst(), into: &inner)
    object[first] = .object(inner)
  }

  static func entry(_ entry: LogEntry) -> JSONValue {
    .object([
      "date": .string(entry.date.description), "time": .optional(entry.minute.map(RecordView.time)),
      "channel": .optional(entry.channel?.rawValue), "direction": .optional(entry.direction?.rawValue),
      "members": .array(entry.members.map { .string($0.id ?? $0.typed) }), "text": .string(entry.text),
      "tags": .array(entry.tags.map(JSONValue.string)), "contact": .bool(entry.isContact),
      "line": .integer(entry.line),
    ])
  }

  static func task(_ entry: LogEntry) -> JSONValue {
    .object([
      "due": .string(entry.date.description), "time": .optional(entry.minute.map(RecordView.time)),
      "members": .array(entry.members.map { .string($0.id ?? $0.typed) }), "text": .string(entry.text),
      "tags": .array(entry.tags.map(JSONValue.string)), "done": .bool(entry.isDone),
      "line": .integer(entry.line),
    ])
  }

  static func time(_ minute: Int) -> String { "\(padded(minute / 60, 2)):\(padded(minute % 60, 2))" }

  // MARK: Text

  func writeText() throws {
    let language = session.language
    let style = session.terminal.style
    let text = CellText(language: language)
    let title = record.found.title ?? record.reference.id.text
    try session.output.writeLine(style(CellText.line(title), .bold) + "  " + style(record.path, .dim))
    let shown = try cells().flatMap { column, cell -> [(String, String)] in
      let output = column.outputColumn(workspace.settings.currency)
      let values = RecordView.facts(cell).map { text.text($0, format: output.format, currency: currency) }
        .filter { !$0.isEmpty }
      return values.enumerated().map { ($0.offset == 0 ? output.heading(language) : "", $0.element) }
    }
    let width = shown.map { TextWidth.columns($0.0) }.max() ?? 0
    for (heading, value) in shown {
      try session.output.writeLine("  \(style(TextWidth.pad(heading, to: width), .dim))  \(value)")
    }
    try writeProse()
    try writeLog(style)
  }

  /// A list of facts, consents for one, is a line each.
  static func facts(_ cell: JSONValue) -> [JSONValue] {
    guard case .array(let items) = cell,
      items.contains(where: { if case .object = $0 { true } else { false } })
    else { return [cell] }
    return items
  }

  private func writeProse() throws {
    let prose = TextSafety.visible(record.prose)
    guard !prose.isEmpty else { return }
    try session.output.writeLine()
    for line in prose.split(separator: "\n", omittingEmptySubsequences: false) {
      try session.output.writeLine(line.isEmpty ? "" : "  " + line)
    }
  }

  private var currency: Currency? {
    record.record.value("currency").flatMap { Currency($0.plainText) }
  }

  private func writeLog(_ style: Style) throws {
    let open = record.log.filter { $0.isTask && !$0.isDone }
    if !open.isEmpty { try session.output.writeLine() }
    for task in open {
      let isLate = task.date < workspace.moment.today
      let due = isLate ? style(task.date.description, .red) : task.date.description
      try session.output.writeLine("  [ ] \(due)\(who(task))  \(CellText.line(task.text))")
    }
    let entries = record.log.filter { !$0.isTask }.sorted {
      ($0.date, $0.minute ?? 0) > ($1.date, $1.minute ?? 0)
    }
    if !entries.isEmpty { try session.output.writeLine() }
    for entry in entries {
      let head = [entry.channel?.rawValue, entry.direction?.rawValue].compactMap(\.self).joined(
        separator: " ")
      let time = entry.minute.map { " " + RecordView.time($0) } ?? ""
      try session.output.writeLine(
        "  \(entry.date)\(time) \(style(head, .cyan))\(who(entry))  \(CellText.line(entry.text))")
    }
  }

  private func who(_ entry: LogEntry) -> String {
    entry.members.map { " @" + CellText.line($0.id ?? $0.typed) }.joined()
  }
}
