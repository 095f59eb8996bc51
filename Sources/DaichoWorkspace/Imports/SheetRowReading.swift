import DaichoFiles
import DaichoIndex
import DaichoModel
import OrderedCollections

/// Reads the rows of a sheet of ours.
struct SheetRowReading {
  let columns: SheetColumns

  /// `nil` for a row without a value.
  func incoming(_ source: ImportSource, _ target: RecordImport) -> IncomingRecord? {
    var incoming = IncomingRecord(line: source.line)
    var isEmpty = true
    for (index, column) in columns.columns.enumerated() {
      let text = SpreadsheetText.read(source.text(index) ?? "")
      if !text.isEmpty { isEmpty = false }
      switch column.meaning {
      case .id: incoming.id = CellReading.trimmed(text)
      case .field(let path, .map?): takeMap(text, path, column.name, target, &incoming)
      case .field(let path, let type):
        incoming.fields.append(.init(path: path, type: type, column: column.name, text: text))
      case .body: incoming.body = text
      case .consent: takeConsents(text, column.name, target, &incoming)
      case .computed, .unknown: continue
      }
    }
    return isEmpty ? nil : incoming
  }

  /// `ids` as `list` gives it whole: a JSON object.
  private func takeMap(
    _ text: String, _ path: FieldPath, _ column: String, _ target: RecordImport,
    _ incoming: inout IncomingRecord
  ) {
    if CellReading.trimmed(text).isEmpty { return }
    guard case .object(let members)? = try? JSONReader.read(text) else {
      return target.refuseRow(incoming.line, column, .notJSON(column))
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
    _ text: String, _ column: String, _ target: RecordImport, _ incoming: inout IncomingRecord
  ) {
    let bare = CellReading.trimmed(text)
    if bare.isEmpty { return }
    let list = bare.hasPrefix("[") ? bare : "[" + bare.replacing("}; {", with: "}, {") + "]"
    guard case .array(let items)? = try? JSONReader.read(list) else {
      return target.refuseRow(incoming.line, column, .notJSON(column))
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

  func tellIgnored(_ target: RecordImport, _ settings: WorkspaceSettings) {
    let ignored = columns.ignored
    if !ignored.computed.isEmpty {
      target.remark("computed-columns", nil, nil, .computedColumns(ignored.computed))
    }
    for name in ignored.unknown {
      let known = settings.schema(columns.kind).fields.map(\.name)
      target.remark(
        "unknown-column", nil, nil, .unknownColumnIgnored(name),
        hint: Suggestion.nearest(toField: name, in: known).map(Wording.didYouMean) ?? .defineField)
    }
  }
}
