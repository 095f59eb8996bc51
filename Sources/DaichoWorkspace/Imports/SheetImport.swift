import DaichoFiles
import DaichoIndex
import DaichoModel
import OrderedCollections

/// Takes a sheet of ours back: the cells that no longer say what `list` says are what somebody has edited.
///
/// A spreadsheet's own changes of form are none, and neither are columns that daicho computes.
struct SheetImport {
  let workspace: Workspace
  let kind: Kind
  let columns: SheetColumns
  let rows: [SheetRow]

  struct SheetRow {
    let line: Int
    /// As the columns are.
    let cells: [String]
  }

  /// - Parameter match: who a row without an id speaks of.
  func run(
    _ target: RecordImport, match: (IncomingRecord) throws(DaichoError) -> RecordMatch
  ) throws(DaichoError) {
    tellIgnored(target)
    var waiting: [String: (row: Int, incoming: IncomingRecord)] = [:]
    var strangers: [IncomingRecord] = []
    for (index, row) in rows.enumerated() {
      guard let incoming = incoming(row, target) else { continue }
      guard let id = incoming.id, !id.isEmpty else {
        strangers.append(incoming)
        continue
      }
      let key = RecordID.key(id)
      if let first = waiting[key] {
        target.refuseRow(row.line, "id", .rowTwice(id, line: first.incoming.line))
      } else {
        waiting[key] = (index, incoming)
      }
    }
    for edited in try editedCells(&waiting, target) {
      try target.update(edited.found, edited.incoming, chosen: edited.chosen)
    }
    let new = waiting.values.sorted { $0.row < $1.row }.map(\.incoming)
    for incoming in new { _ = target.add(incoming) }
    for incoming in strangers { try target.take(incoming, match) }
  }

  // MARK: Rows

  private func incoming(_ row: SheetRow, _ target: RecordImport) -> IncomingRecord? {
    var incoming = IncomingRecord(line: row.line)
    var isEmpty = true
    for (column, cell) in zip(columns.columns, row.cells) {
      let text = SpreadsheetText.read(cell)
      if !text.isEmpty { isEmpty = false }
      switch column.meaning {
      case .id: incoming.id = CellReading.trimmed(text)
      case .field(let path, .map?):
        takeMap(text, path, column.name, row.line, target, &incoming)
      case .field(let path, let type):
        incoming.fields.append(.init(path: path, type: type, column: column.name, text: text))
      case .consent: takeConsents(text, column.name, row.line, target, &incoming)
      case .computed, .unknown: continue
      }
    }
    return isEmpty ? nil : incoming
  }

  /// `ids` as `list` gives it whole: a JSON object.
  private func takeMap(
    _ text: String, _ path: FieldPath, _ column: String, _ line: Int, _ target: RecordImport,
    _ incoming: inout IncomingRecord
  ) {
    if CellReading.trimmed(text).isEmpty { return }
    guard case .object(let members)? = try? JSONReader.read(text) else {
      return target.refuseRow(line, column, .notJSON(column))
    }
    for (name, value) in members {
      guard let inner = FieldPath(names: path.names + [name]) else { continue }
      let text: String =
        switch value {
        case .string(let text): text
        case .null: ""
        default: value.serialized()
        }
      incoming.fields.append(.init(path: inner, type: .text, column: column, text: text))
    }
  }

  private func takeConsents(
    _ text: String, _ column: String, _ line: Int, _ target: RecordImport, _ incoming: inout IncomingRecord
  ) {
    let bare = CellReading.trimmed(text)
    if bare.isEmpty { return }
    let list = bare.hasPrefix("[") ? bare : "[" + bare.replacing("}; {", with: "}, {") + "]"
    guard case .array(let items)? = try? JSONReader.read(list) else {
      return target.refuseRow(line, column, .notJSON(column))
    }
    for item in items {
      guard case .object(let members) = item else { continue }
      func text(_ name: String) -> String? {
        if case .string(let text)? = members[name], !text.isEmpty { text } else { nil }
      }
      guard let channel = text("channel") else { continue }
      for (name, isGranted) in [("granted", true), ("withdrawn", false)] {
        guard let day = text(name).flatMap(CellReading.day) else { continue }
        incoming.consents.append(
          ConsentFact(
            channel: channel, isGranted: isGranted, day: day, via: text("via"), basis: text("basis"),
            proof: text("proof")))
      }
    }
  }

  // MARK: What was edited

  private struct EditedRow {
    let found: FoundRecord
    let incoming: IncomingRecord
    let chosen: Set<Int>
  }

  /// The rows of known records whose cells differ from what `list` says now; they leave `waiting`.
  private func editedCells(
    _ waiting: inout [String: (row: Int, incoming: IncomingRecord)], _ target: RecordImport
  ) throws(DaichoError) -> [EditedRow] {
    let names = columns.columns.compactMap { column -> String? in
      if case .field(_, let type) = column.meaning {
        if case .map? = type { return nil }
        return column.name
      }
      return nil
    }
    var edited: [EditedRow] = []
    var done = 0
    let total = waiting.count
    let request = ListRequest(kind, columns: names)
    var remaining = waiting
    try workspace.index.list(request, columns: { _ in }) { row in
      let key = RecordID.key(row.id)
      guard let (_, incoming) = remaining[key] else { return }
      remaining[key] = nil
      done += 1
      if done % 2_000 == 0 { workspace.progress?.progress(.comparingRecords, done: done, of: total) }
      var chosen: Set<Int> = []
      var column = 0
      for (index, field) in incoming.fields.enumerated() {
        // The members of a map column stand in no cell of the list.
        guard column < names.count, field.column == names[column] else {
          chosen.insert(index)
          continue
        }
        if !CellAgreement.agrees(field.text, with: row.cells[column]) { chosen.insert(index) }
        column += 1
      }
      if chosen.isEmpty, incoming.consents.isEmpty { return target.countUnchanged() }
      guard let id = RecordID(row.id) else { return }
      edited.append(
        EditedRow(
          found: FoundRecord(row: 0, reference: Reference(kind, id), path: row.path, title: nil),
          incoming: incoming, chosen: chosen))
    }
    waiting = remaining
    return edited
  }

  private func tellIgnored(_ target: RecordImport) {
    let ignored = columns.ignored
    if !ignored.computed.isEmpty {
      target.remark("computed-columns", nil, nil, .computedColumns(ignored.computed))
    }
    for name in ignored.unknown {
      let known = workspace.settings.schema(kind).fields.map(\.name)
      target.remark(
        "unknown-column", nil, nil, .unknownColumnIgnored(name),
        hint: Suggestion.nearest(toField: name, in: known).map(Wording.didYouMean) ?? .defineField)
    }
  }
}

/// Who a row speaks of.
enum RecordMatch {
  case known(FoundRecord)
  /// A new record that an earlier row has made.
  case draft(Int)
  case new
  /// Several, or one that the row contradicts.
  case unclear(Wording)
}
