import DaichoFiles
import DaichoModel

/// The rows of a file from elsewhere, in the register's fields, as a map says.
struct MappedRows {
  let source: ImportSource
  private let schema: KindSchema
  private let fields: [(column: Int, path: FieldPath, type: FieldType?, heading: String)]
  private let consents: ConsentColumns
  private let id: Int?
  private let body: Int?
  private let makesName: Bool
  private let origin: FieldPath?

  init(_ source: ImportSource, schema: KindSchema, today: CalendarDate) {
    self.source = source
    self.schema = schema
    var fields: [(column: Int, path: FieldPath, type: FieldType?, heading: String)] = []
    for (index, column) in source.map.columns.enumerated() {
      guard !["id", "body"].contains(column.name), !ConsentColumns.isConsent(column.name),
        let path = FieldPath(column.name)
      else { continue }
      fields.append(
        (index, path, Workspace.type(of: path, in: schema), column.value.headings.first ?? column.name))
    }
    self.fields = fields
    consents = ConsentColumns(source.map, today: today)
    id = source.index(of: "id")
    body = source.index(of: "body")
    makesName = schema.kind == .customers && source.index(of: "name") == nil
    origin = schema["source"] != nil && source.index(of: "source") == nil ? FieldPath("source") : nil
  }

  /// The current row, with what it says that cannot be used. A value that only says so is no fact.
  func record(_ remark: (Wording) -> Void) -> IncomingRecord {
    var incoming = IncomingRecord(line: source.line)
    incoming.id = id.flatMap(source.text).map(MappedRows.plain)
    incoming.body = body.flatMap(source.text) ?? ""
    for field in fields {
      guard var text = text(field.column, field.type), !text.isEmpty else { continue }
      if field.type == .prohibition {
        // A plain no forbids nothing, and need not be written.
        if CellReading.truth(text) == false { continue }
        if CellReading.truth(text) == true { text = "true" }
      }
      incoming.fields.append(
        .init(path: field.path, type: field.type, column: field.heading, text: text))
    }
    if makesName { addName(&incoming) }
    if let origin, let shop = source.map.shop {
      incoming.fields.append(
        .init(path: origin, type: .text, column: "", text: shop, isOnlyForNew: true))
    }
    consents.read(source, into: &incoming, remark)
    return incoming
  }

  private func text(_ column: Int, _ type: FieldType?) -> String? {
    switch type {
    case .date?: return source.date(column)?.description
    case .integer?, .decimal?, .money?:
      return source.text(column) == nil ? nil : source.number(column)?.description
    case .datetime?:
      guard let text = source.text(column) else { return nil }
      return CellReading.moment(text)?.description ?? source.date(column)?.description
    default: return source.text(column).map(MappedRows.plain)
    }
  }

  /// Shopify writes `'123` and `'+81…` so that no spreadsheet makes numbers of them.
  static func plain(_ text: String) -> String {
    guard text.utf8.first == UInt8(ascii: "'"), let next = text.utf8.dropFirst().first,
      (0x30...0x39).contains(next) || "+-=@".utf8.contains(next)
    else { return text }
    return String(text.dropFirst())
  }

  private func addName(_ incoming: inout IncomingRecord) {
    let (family, given) = (incoming.text("family_name") ?? "", incoming.text("given_name") ?? "")
    guard let path = FieldPath("name"), !(family + given).isEmpty else { return }
    let isLatin = (family + given).unicodeScalars.allSatisfy { $0.value < 0x250 }
    let name = (isLatin ? [given, family] : [family, given]).filter { !$0.isEmpty }.joined(separator: " ")
    incoming.fields.append(.init(path: path, type: .text, column: "", text: name, isOnlyForNew: true))
  }
}

/// The columns of a map that speak of consent: `consent.email.granted`, `.withdrawn` (days),
/// `.opted_in`, `.opted_out` (yes or no), `.via`, `.basis`, `.proof`.
struct ConsentColumns {
  private struct Channel {
    var parts: [String: Int] = [:]
    /// What the file calls the column of a refusal.
    var heading = ""
  }

  private var channels: [(name: String, columns: Channel)] = []
  private let today: CalendarDate

  static func isConsent(_ name: String) -> Bool { name.hasPrefix("consent.") }

  init(_ map: ImportMap, today: CalendarDate) {
    self.today = today
    for (index, column) in map.columns.enumerated() where ConsentColumns.isConsent(column.name) {
      let words = column.name.split(separator: ".").map(String.init)
      guard words.count == 3 else { continue }
      if !channels.contains(where: { $0.name == words[1] }) { channels.append((words[1], Channel())) }
      guard let place = channels.firstIndex(where: { $0.name == words[1] }) else { continue }
      channels[place].columns.parts[words[2]] = index
      if words[2] == "opted_out" {
        channels[place].columns.heading = column.value.headings.first ?? column.name
      }
    }
  }

  /// A grant needs its day and how it came; a refusal without a day holds from today.
  func read(_ source: ImportSource, into incoming: inout IncomingRecord, _ remark: (Wording) -> Void) {
    for (name, channel) in channels {
      func text(_ part: String) -> String? { channel.parts[part].flatMap(source.text) }
      let optedOut = text("opted_out")
      let optedIn = text("opted_in").flatMap { CellReading.truth($0) }
      let isOut = optedOut.map { CellReading.truth($0) != false }
      if isOut != false, let day = channel.parts["withdrawn"].flatMap(source.date) {
        incoming.consents.append(
          ConsentFact(channel: name, isGranted: false, day: day, via: text("via"), proof: text("proof")))
      } else if isOut == true {
        incoming.consents.append(
          ConsentFact(
            channel: name, isGranted: false, day: today, via: text("via"),
            proof: "\(channel.heading): \(optedOut ?? "")", isUndated: true))
      }
      if let day = channel.parts["granted"].flatMap(source.date), optedIn != false {
        if let via = text("via"), !via.isEmpty {
          incoming.consents.append(
            ConsentFact(
              channel: name, isGranted: true, day: day, via: via, basis: text("basis"), proof: text("proof")))
        } else {
          remark(.consentWithoutSource(name))
        }
      } else if optedIn == true {
        remark(.consentWithoutDay(name))
      }
    }
  }
}
