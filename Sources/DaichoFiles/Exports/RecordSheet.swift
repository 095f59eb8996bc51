import DaichoModel
import OrderedCollections

/// The records of one kind as rows of a spreadsheet, and a file made of such a row again.
///
/// A column is a field, `address.city` and `ids.shopify` the members of one; then the text below the
/// fields, where a cell can hold it.
package struct RecordSheet: Sendable {
  package let kind: Kind
  private let schema: KindSchema

  package static let id = "id"
  package static let path = "path"
  package static let body = "body"
  /// Names the file that holds a text too long for a cell.
  package static let bodyFile = "body_file"
  private static let reserved: Set<String> = [id, path, body, bodyFile]
  /// Before the name of a field that is called as one of our own columns is.
  private static let fieldPrefix = "fields."

  package init(_ kind: Kind, settings: WorkspaceSettings) {
    self.kind = kind
    schema = settings.schema(kind)
  }

  // MARK: Rows of records

  package typealias Cells = OrderedDictionary<String, String>

  /// The fields of a record by column; none for a list of nothing.
  package func cells(_ record: Record) -> Cells {
    var cells: Cells = [:]
    for field in record.fields {
      let type = schema[field.name]?.type
      guard let type, let members = RecordSheet.members(of: field.value, type) else {
        cells[RecordSheet.column(field.name)] = SheetCell.text(field.value, type)
        continue
      }
      for member in members {
        cells["\(field.name).\(member.name)"] = SheetCell.text(member.value, type.member(member.name))
      }
    }
    return cells.filter { !$0.value.isEmpty }
  }

  /// Objects and maps have a column a member.
  private static func members(of value: FieldValue, _ type: FieldType) -> [FieldValue.Member]? {
    guard case .object(let members) = value, !members.isEmpty else { return nil }
    switch type {
    case .object, .map: return members
    default: return nil
    }
  }

  private static func column(_ field: String) -> String {
    reserved.contains(field) || field.hasPrefix(fieldPrefix) ? fieldPrefix + field : field
  }

  /// All columns of a kind, in the schema's order, then those that files hold besides, by name.
  package func columns(used: Set<String>) -> [String] {
    var names: [String] = []
    for field in schema.fields {
      let column = RecordSheet.column(field.name)
      switch field.type {
      case .object(let members):
        names += members.map { "\(field.name).\($0.name)" }
        if used.contains(column) { names.append(column) }
      case .map: if used.contains(column) { names.append(column) }
      default: names.append(column)
      }
      names += used.filter { $0.hasPrefix(field.name + ".") && !names.contains($0) }.sorted()
    }
    let known = Set(names)
    return names + used.subtracting(known).sorted()
  }

  /// Whether a cell of a spreadsheet holds the text: Excel takes 32,767 characters, and our own reader
  /// takes longer ones for a quote that was forgotten.
  package static func fitsCell(_ text: String) -> Bool {
    text.utf16.count <= 32_000 && text.utf8.count <= 60_000
  }

  // MARK: Files of rows

  /// The text of a record's file with these fields and this body.
  package func file(_ cells: Cells, body: [UInt8]) throws(DaichoError) -> [UInt8] {
    var fields: OrderedDictionary<String, [(name: String, text: String)]> = [:]
    for (column, text) in cells where !text.isEmpty {
      let (field, member) = split(column)
      fields[field, default: []].append((member ?? "", text))
    }
    let order = Dictionary(
      schema.fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let sorted = fields.enumerated().sorted {
      (order[$0.element.key] ?? .max, $0.offset) < (order[$1.element.key] ?? .max, $1.offset)
    }
    var lines = ["---"]
    for (field, parts) in sorted.map({ ($0.element.key, $0.element.value) }) {
      guard let written = self.lines(field, parts) else {
        throw DaichoError("cell-unreadable", .cellUnreadable(field))
      }
      lines += written
    }
    lines.append("---")
    return Array((lines.joined(separator: "\n") + "\n").utf8) + body
  }

  private func lines(_ field: String, _ parts: [(name: String, text: String)]) -> [String]? {
    let type = schema[field]?.type
    guard parts.count > 1 || parts.first?.name.isEmpty == false else {
      guard let text = parts.first?.text, let reading = SheetCell.read(text, type) else { return [] }
      return YAMLText.entry(field, reading, type, indent: 0)
    }
    guard let key = ScalarWriter.key(field) else { return nil }
    var lines = [key + ":"]
    for (name, text) in parts {
      let memberType = type?.member(name)
      guard let reading = SheetCell.read(text, memberType) else { continue }
      guard let written = YAMLText.entry(name, reading, memberType, indent: 2) else { return nil }
      lines += written
    }
    return lines
  }

  /// `address.city` is the member `city` of `address`; a field may have a dot in its own name.
  private func split(_ column: String) -> (field: String, member: String?) {
    if column.hasPrefix(RecordSheet.fieldPrefix) {
      return (String(column.dropFirst(RecordSheet.fieldPrefix.count)), nil)
    }
    guard let dot = column.firstIndex(of: ".") else { return (column, nil) }
    switch schema[String(column[..<dot])]?.type {
    case .object, .map: return (String(column[..<dot]), String(column[column.index(after: dot)...]))
    default: return (column, nil)
    }
  }
}

/// Cells as YAML.
private enum YAMLText {
  static func entry(_ name: String, _ reading: SheetCell.Reading, _ type: FieldType?, indent: Int)
    -> [String]?
  {
    let writer = BlockWriter(indent: indent)
    switch reading {
    case .value(let value): return writer.entry(name, value, type)
    case .json(.string(let text)): return writer.entry(name, .text(text), type)
    case .json(.array(let items)) where items.contains(where: isObject):
      guard let key = ScalarWriter.key(name) else { return nil }
      let pad = String(repeating: " ", count: indent)
      var lines = [pad + key + ":"]
      for item in items {
        guard let text = flow(item, type?.element) else { return nil }
        lines.append("\(pad)  - \(text)")
      }
      return lines
    case .json(let value):
      guard let key = ScalarWriter.key(name), let text = flow(value, type) else { return nil }
      return [String(repeating: " ", count: indent) + key + ": " + text]
    }
  }

  private static func isObject(_ value: JSONValue) -> Bool {
    if case .object = value { true } else { false }
  }

  /// On one line; numbers and booleans bare, texts quoted where they look like such.
  private static func flow(_ value: JSONValue, _ type: FieldType?) -> String? {
    switch value {
    case .null: return "~"
    case .bool(let flag): return flag ? "true" : "false"
    case .number(let digits): return digits
    case .string(let text): return ScalarWriter.inline(text, ScalarWriter.look(type), inFlow: true)
    case .array(let items):
      var parts: [String] = []
      for item in items {
        guard let part = flow(item, type?.element) else { return nil }
        parts.append(part)
      }
      return "[\(parts.joined(separator: ", "))]"
    case .object(let members):
      var parts: [String] = []
      for (name, member) in members {
        guard let key = ScalarWriter.key(name), let part = flow(member, type?.member(name)) else {
          return nil
        }
        parts.append("\(key): \(part)")
      }
      return "{\(parts.joined(separator: ", "))}"
    }
  }
}
