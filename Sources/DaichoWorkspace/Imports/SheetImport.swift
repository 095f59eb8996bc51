import DaichoFiles
import DaichoIndex
import DaichoModel

/// Takes a sheet of ours back: the cells that no longer say what `list` says are what somebody has edited.
///
/// A spreadsheet's own changes of form are none, and neither are columns that daicho computes.
struct SheetImport {
  let workspace: Workspace
  let columns: SheetColumns

  private struct EditedRow {
    let found: FoundRecord
    let incoming: IncomingRecord
    let chosen: Set<Int>
  }

  /// - Parameters:
  ///   - match: who a row without an id speaks of.
  ///   - remember: told of new records that later rows may speak of.
  func take(
    _ rows: [IncomingRecord], into target: RecordImport,
    match: (IncomingRecord) throws(DaichoError) -> RecordMatching.Match,
    remember: (IncomingRecord, Int) -> Void
  ) throws(DaichoError) {
    var waiting: [String: Int] = [:]
    var strangers: [IncomingRecord] = []
    for (index, row) in rows.enumerated() {
      guard let id = row.id, !id.isEmpty else {
        strangers.append(row)
        continue
      }
      if let first = waiting.updateValue(index, forKey: RecordID.key(id)) {
        target.refuseRow(row.line, "id", .rowTwice(id, line: rows[first].line))
      }
    }
    for edited in try editedRows(rows, &waiting, target) {
      try target.update(edited.found, edited.incoming, chosen: edited.chosen)
    }
    for index in waiting.values.sorted() { _ = target.add(rows[index]) }
    for row in strangers {
      if let draft = try target.take(row, match(row)) { remember(row, draft) }
    }
  }

  /// The rows of known records whose cells differ from what `list` says now; known ones leave `waiting`.
  private func editedRows(
    _ rows: [IncomingRecord], _ waiting: inout [String: Int], _ target: RecordImport
  ) throws(DaichoError) -> [EditedRow] {
    let names = columns.columns.compactMap { column -> String? in
      guard case .field(_, let type) = column.meaning else { return nil }
      if case .map? = type { return nil }
      return column.name
    }
    var edited: [EditedRow] = []
    var remaining = waiting
    let total = waiting.count
    var done = 0
    try workspace.index.list(ListRequest(columns.kind, columns: names), columns: { _ in }) { row in
      guard let index = remaining.removeValue(forKey: RecordID.key(row.id)), let id = RecordID(row.id)
      else { return }
      done += 1
      if done % 2_000 == 0 { workspace.progress?.progress(.comparingRecords, done: done, of: total) }
      let chosen = SheetImport.edited(rows[index], names, row.cells)
      if chosen.isEmpty, rows[index].consents.isEmpty { return target.countUnchanged() }
      edited.append(
        EditedRow(
          found: FoundRecord(row: 0, reference: Reference(columns.kind, id), path: row.path, title: nil),
          incoming: rows[index], chosen: chosen))
    }
    waiting = remaining
    return edited
  }

  /// Which fields of a row do not say what the list says. Members of a map stand in no cell of the list.
  private static func edited(_ row: IncomingRecord, _ names: [String], _ cells: [JSONValue]) -> Set<Int> {
    var chosen: Set<Int> = []
    var column = 0
    for (index, field) in row.fields.enumerated() {
      guard column < names.count, field.column == names[column] else {
        chosen.insert(index)
        continue
      }
      if !CellAgreement.agrees(field.text, with: cells[column]) { chosen.insert(index) }
      column += 1
    }
    return chosen
  }
}
