import DaichoFiles
import DaichoModel

/// Everything the index keeps of one record, made on a reading thread and inserted on the writing one.
struct RecordRows: Sendable {
  struct Value: Sendable {
    let field: String
    let position: Int
    let cell: Cell
    let folded: String?
    let isHandle: Bool
  }

  struct Consent: Sendable {
    let channel: String
    let granted: Bool
    let day: Int
    let via: String?
    let basis: String?
    let proof: String?
  }

  struct Entry: Sendable {
    let line: Int
    let day: Int
    let minute: Int?
    let channel: String?
    let direction: String?
    let member: String?
    let isContact: Bool
    let isTask: Bool
    let isDone: Bool
    let text: String
    let folded: String?
  }

  var reference: Reference
  var cells: [Cell]
  var values: [Value] = []
  var consents: [Consent] = []
  var entries: [Entry] = []
  /// JSON of what `cells` and `values` do not hold as it was written.
  var structures: [(field: String, json: String)] = []
  /// The file could not be read: its id is taken, and that is all that is known.
  var isUnreadable = false
  /// The body without its log.
  var prose: String?
  var foldedProse: String?
  var diagnostics: [Diagnostic] = []

  /// A consent withdrawn on a day that cannot be read: in doubt, it holds forever.
  static let forever = 9_999_999
}

/// Turns a record into rows, by the settings of the workspace.
struct RecordRowMaker: Sendable {
  let settings: WorkspaceSettings
  let structures: StructuredFields

  init(settings: WorkspaceSettings, zone: ZoneOffsets) {
    self.settings = settings
    structures = StructuredFields(settings: settings, zone: zone)
  }

  /// A file that cannot be read still holds its id.
  static func unreadable(_ reference: Reference) -> RecordRows {
    var rows = RecordRows(reference: reference, cells: [])
    rows.isUnreadable = true
    return rows
  }

  func rows(of record: Record, reference: Reference, log: [LogEntry], prose: String?) -> RecordRows {
    guard let table = KindTable.all[reference.kind] else {
      return RecordRows(reference: reference, cells: [])
    }
    var rows = RecordRows(
      reference: reference,
      cells: Array(repeating: .null, count: table.width + table.computed.count))
    for field in record.fields {
      if field.name == "consent", table.kind == .customers {
        addConsents(field.value, to: &rows)
      } else {
        add(field.name, field.value, table: table, to: &rows)
      }
    }
    structures.add(record.fields, kind: table.kind, to: &rows)
    if table.kind == .deals { addState(of: record, table: table, to: &rows) }
    rows.entries = log.map(row)
    rows.prose = prose
    rows.foldedProse = prose.flatMap(folded)
    return rows
  }

  private func row(_ entry: LogEntry) -> RecordRows.Entry {
    RecordRows.Entry(
      line: entry.line, day: entry.date.day, minute: entry.minute, channel: entry.channel?.rawValue,
      direction: entry.direction?.rawValue, member: entry.members.first.map { $0.id ?? $0.typed },
      isContact: entry.isContact, isTask: entry.isTask, isDone: entry.isDone, text: entry.text,
      folded: folded(entry.text))
  }

  private func add(_ field: String, _ value: FieldValue, table: KindTable, to rows: inout RecordRows) {
    if case .object(let members) = value {
      for member in members { add("\(field).\(member.name)", member.value, table: table, to: &rows) }
      return
    }
    guard let index = table.column(field) else {
      let isHandle =
        (table.kind == .customers || table.kind == .companies)
        && (field == "email" || field == "phone" || field.hasPrefix("ids."))
      for (position, item) in value.items.enumerated() {
        addValue(field, position, item, isHandle: isHandle, to: &rows)
      }
      return
    }
    let offset = table.offsets[index]
    switch (table.columns[index].storage, value) {
    case (.text, .text(let text)):
      rows.cells[offset] = .text(text)
      let isCompany = table.kind == .companies && field == "name"
      if let folded = isCompany ? companyName(text) : folded(text) {
        rows.cells[offset + 1] = .text(folded)
      }
    case (.integer, .integer(let value)): rows.cells[offset] = .integer(value)
    case (.integer, .boolean(let value)): rows.cells[offset] = .integer(value ? 1 : 0)
    case (.real, .decimal(let value)): rows.cells[offset] = .real(value.double)
    case (.real, .integer(let value)): rows.cells[offset] = .real(Double(value))
    case (.money, .money(let money)):
      rows.cells[offset] = .integer(money.minor)
      if let base = settings.inBaseCurrency(money) { rows.cells[offset + 1] = .integer(base) }
    case (.day, .date(let date)): rows.cells[offset] = .integer(Int64(date.day))
    case (.dayAndMinute, .datetime(let value)):
      rows.cells[offset] = .integer(Int64(value.date.day))
      if let minute = value.minute { rows.cells[offset + 1] = .integer(Int64(minute)) }
    case (.anniversary, .anniversary(let value)):
      rows.cells[offset] = .integer(Int64(value.month * 100 + value.day))
      if let year = value.year { rows.cells[offset + 1] = .integer(Int64(year)) }
    case (.reference, .reference(let reference)):
      rows.cells[offset] = .text(reference.id.text)
      rows.cells[offset + 1] = .text(reference.id.key)
    default: break
    }
  }

  private func addValue(
    _ field: String, _ position: Int, _ value: FieldValue, isHandle: Bool, to rows: inout RecordRows
  ) {
    let cell: Cell
    var folded: String?
    switch value {
    case .list(let items):
      for (inner, item) in items.enumerated() {
        addValue("\(field).\(position)", inner, item, isHandle: false, to: &rows)
      }
      return
    case .object(let members):
      for member in members {
        addValue("\(field).\(position).\(member.name)", 0, member.value, isHandle: false, to: &rows)
      }
      return
    case .text(let text), .unreadable(let text):
      cell = .text(text)
      folded = field == "phone" ? TextFolding.phoneDigits(text) : self.folded(text)
    case .integer(let number): cell = .integer(number)
    case .boolean(let flag): cell = .integer(flag ? 1 : 0)
    case .decimal(let number): cell = .real(number.double)
    case .money(let money): cell = settings.inBaseCurrency(money).map(Cell.integer) ?? .null
    case .date(let date): cell = .integer(Int64(date.day))
    case .datetime(let value): cell = .integer(Int64(value.date.day))
    case .anniversary(let day): cell = .integer(Int64(day.month * 100 + day.day))
    case .reference(let reference):
      cell = .text(reference.id.text)
      folded = reference.id.key == reference.id.text ? nil : reference.id.key
    }
    rows.values.append(
      RecordRows.Value(field: field, position: position, cell: cell, folded: folded, isHandle: isHandle))
  }

  private func addConsents(_ value: FieldValue, to rows: inout RecordRows) {
    for fact in value.items {
      guard let channel = fact["channel"]?.plainText, !channel.isEmpty else { continue }
      for (granted, moment) in [(true, fact["granted"]), (false, fact["withdrawn"])] {
        guard let moment else { continue }
        let day: Int
        switch moment {
        case .date(let date): day = date.day
        case .datetime(let value): day = value.date.day
        default:
          if granted { continue }
          day = RecordRows.forever
        }
        rows.consents.append(
          RecordRows.Consent(
            channel: channel, granted: granted, day: day, via: fact["via"]?.plainText,
            basis: fact["basis"]?.plainText, proof: fact["proof"]?.plainText))
      }
    }
  }

  private func addState(of record: Record, table: KindTable, to rows: inout RecordRows) {
    let pipeline = settings.pipeline(named: record.value("pipeline")?.plainText)
    let name = record.value("stage").map { TextFolding.fold($0.plainText) }
    let stage = pipeline?.stages.first { TextFolding.fold($0.name) == name }
    let state = stage.map { $0.isWon ? "won" : $0.isLost ? "lost" : "open" } ?? "open"
    rows.cells[table.width] = .text(state)
    let written: Double? =
      switch record.value("probability") {
      case .decimal(let value): value.double
      case .integer(let value): Double(value)
      default: nil
      }
    if let weight = state == "open" ? written ?? stage?.probability.double : stage?.probability.double {
      rows.cells[table.width + 1] = .real(weight)
    }
  }

  /// Companies compare without their legal form.
  private func companyName(_ text: String) -> String? {
    let name = TextFolding.companyName(text)
    return name == text ? nil : name
  }

  /// `nil` where folding changes nothing: then the column stays empty.
  private func folded(_ text: String) -> String? {
    if TextFolding.isFolded(text) { return nil }
    let folded = TextFolding.fold(text)
    return folded.utf8.elementsEqual(text.utf8) ? nil : folded
  }
}
