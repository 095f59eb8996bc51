import DaichoModel
import DaichoQuery

/// What the filter language can ask of the index: each kind's fields, metrics and collections, as SQL.
package struct Vocabulary: Sendable {
  let settings: WorkspaceSettings
  /// Fields that no schema names but files hold, by kind. Only read when a filter uses an unknown name.
  let unknownFields: [Kind: Set<String>]
  /// Those of them that are answered as the JSON they are, by the names they have in files.
  let structures: [Kind: Set<String>]
  /// Columns of the shop's own in the ledgers: `orders`, `events`.
  let ledgerFields: [String: Set<String>]
  let segments: [String: SegmentDefinition]
  let scores: [ScoreFile]

  package init(
    settings: WorkspaceSettings, unknownFields: [Kind: Set<String>] = [:],
    structures: [Kind: Set<String>] = [:], ledgerFields: [String: Set<String>] = [:],
    segments: [String: SegmentDefinition] = [:], scores: [ScoreFile] = []
  ) {
    self.settings = settings
    self.unknownFields = unknownFields
    self.structures = structures
    self.ledgerFields = ledgerFields
    self.segments = segments
    self.scores = scores
  }

  package var schema: QuerySchema {
    QuerySchema(
      entities: Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0.folder, entity($0)) }),
      segments: segments,
      scores: Dictionary(scores.map { ($0.id.key, $0.definition) }, uniquingKeysWith: { first, _ in first }))
  }

  package func entity(_ kind: Kind) -> QueryEntity {
    var fields: [String: QueryField] = [:]
    for field in recordFields(kind) + metrics(kind) + scoreFields(kind) { fields[field.name] = field }
    return QueryEntity(
      name: kind.folder, table: kind.folder, fields: fields,
      collections: Dictionary(uniqueKeysWithValues: collections(kind).map { ($0.name, $0) }),
      references: references(kind), unknownField: unknownField(kind))
  }

  var money: ValueType { .money(minorDigits: settings.currency.minorDigits) }

  // MARK: Fields of the files

  private func recordFields(_ kind: Kind) -> [QueryField] {
    var fields: [QueryField] = [
      QueryField(
        "id", .text, value: "{row}.id", folded: "{row}.key", form: .reference(kind)),
      QueryField("path", .text, value: "(SELECT f.path FROM files f WHERE f.id = {row}.record)"),
    ]
    for column in KindTable.all[kind]?.columns ?? [] { fields.append(field(of: column, kind: kind)) }
    for definition in KindSchema.builtIn(kind).fields where !isColumn(definition, kind) {
      fields += valueFields(definition.name, definition.type)
    }
    for definition in settings.customFields[kind] ?? [] {
      fields += valueFields(definition.name, definition.type)
    }
    if kind == .deals {
      fields.append(
        QueryField("state", .text, value: "{row}.state", choices: ["open", "won", "lost"]))
    }
    return fields
  }

  private func isColumn(_ definition: FieldDefinition, _ kind: Kind) -> Bool {
    if case .object = definition.type { return true }
    return KindTable.all[kind]?.column(definition.name) != nil
  }

  private func field(of column: KindTable.Column, kind: Kind) -> QueryField {
    let name = column.name
    let value = SQLTemplate(schema: "{row}.\"\(name)\"")
    switch column.storage {
    case .text:
      let isCompanyName = kind == .companies && column.field == "name"
      return QueryField(
        column.field, .text, value: value,
        folded: SQLTemplate(schema: "coalesce({row}.\"\(name)_folded\", {row}.\"\(name)\")"),
        form: isCompanyName ? .companyName : .folded, choices: choices(of: column.type))
    case .integer where column.type == .prohibition:
      // What nobody wrote does not forbid; `is set` still asks what is written.
      return QueryField(
        column.field, .boolean, value: SQLTemplate(schema: "coalesce({row}.\"\(name)\", 0)"),
        isPresent: SQLTemplate(schema: "{row}.\"\(name)\" IS NOT NULL"))
    case .integer:
      let isFlag = column.type == .boolean
      return QueryField(column.field, isFlag ? .boolean : .number, value: value)
    case .real: return QueryField(column.field, .number, value: value)
    case .money: return QueryField(column.field, money, value: SQLTemplate(schema: "{row}.\"\(name)_base\""))
    case .day, .dayAndMinute: return QueryField(column.field, .date, value: value)
    case .anniversary: return QueryField(column.field, .anniversary, value: value)
    case .reference:
      let target: Kind = if case .reference(let kind) = column.type { kind } else { .customers }
      return QueryField(
        column.field, .text, value: value, folded: SQLTemplate(schema: "{row}.\"\(name)_key\""),
        form: .reference(target))
    }
  }

  private func choices(of type: FieldType) -> [String] {
    switch type {
    case .choice(let choices): choices
    case .member: settings.members.map(\.id)
    case .pipeline: settings.pipelines.map(\.name)
    case .stage: settings.pipelines.flatMap { $0.stages.map(\.name) }
    default: []
    }
  }

  /// Fields whose values are rows of `field_values`.
  private func valueFields(_ name: String, _ type: FieldType) -> [QueryField] {
    switch type {
    case .object(let members):
      return members.flatMap { valueFields("\(name).\($0.name)", $0.type) }
    case .list(.object), .map, .structure: return []
    case .list, .tags:
      return [
        QueryField(
          name, valueType(type.element), value: "{item}.value",
          folded: "coalesce({item}.folded, {item}.value)", form: form(type.element),
          list: SQLTemplate(
            schema:
              "field_values {item} WHERE {item}.record = {row}.record AND {item}.field = ?", [.text(name)]),
          choices: choices(of: type.element))
      ]
    default:
      return [
        QueryField(
          name, valueType(type), value: stored(name, "value"),
          folded: stored(name, "coalesce(v.folded, v.value)"),
          form: form(type), choices: choices(of: type))
      ]
    }
  }

  private func stored(_ name: String, _ expression: String) -> SQLTemplate {
    let column = expression == "value" ? "v.value" : expression
    return SQLTemplate(
      schema:
        """
        (SELECT \(column) FROM field_values v
        WHERE v.record = {row}.record AND v.field = ? AND v.position = 0)
        """, [.text(name)])
  }

  private func valueType(_ type: FieldType) -> ValueType {
    switch type {
    case .integer, .decimal, .percent: .number
    case .money: money
    case .boolean, .prohibition: .boolean
    case .date, .datetime: .date
    case .anniversary: .anniversary
    default: .text
    }
  }

  private func form(_ type: FieldType) -> TextForm {
    switch type {
    case .phone: .phoneDigits
    case .reference(let kind): .reference(kind)
    default: .folded
    }
  }

  private func unknownField(_ kind: Kind) -> @Sendable (String) -> QueryField? {
    let known = unknownFields[kind] ?? []
    return { name in
      if kind == .customers || kind == .companies, name.hasPrefix("ids.") || known.contains(name) {
        return Vocabulary.dynamicField(name)
      }
      return known.contains(name) ? Vocabulary.dynamicField(name) : nil
    }
  }

  private static func dynamicField(_ name: String) -> QueryField {
    let bound: [SQLValue] = [.text(name)]
    let scope = "field_values {item} WHERE {item}.record = {row}.record AND {item}.field = ?"
    return QueryField(
      name, .dynamic, value: "{item}.value", folded: "coalesce({item}.folded, {item}.value)",
      day: """
        CASE WHEN {item}.value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' \
        THEN CAST(julianday({item}.value) - 2440587.5 AS INTEGER) END
        """,
      numeric: "CASE WHEN typeof({item}.value) IN ('integer', 'real') THEN {item}.value END",
      list: SQLTemplate(schema: scope, bound))
  }

  // MARK: Scores

  /// Each by its id, and as names are looked up without regard to case.
  private func scoreFields(_ kind: Kind) -> [QueryField] {
    scores.filter { $0.kind == kind }.flatMap { score in
      Set([score.id.text, score.id.key]).map { QueryField("score.\($0)", score: score.id.key) }
    }
  }

  // MARK: References

  private func references(_ kind: Kind) -> [String: QueryReference] {
    var found: [String: QueryReference] = [:]
    for column in KindTable.all[kind]?.columns ?? [] {
      guard case .reference(let target) = column.type else { continue }
      let name = column.name
      found[column.field] = QueryReference(
        entity: target.folder, join: SQLTemplate(schema: "{target}.key = {row}.\"\(name)_key\""))
    }
    return found
  }
}
