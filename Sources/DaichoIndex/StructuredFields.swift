import DaichoFiles
import DaichoModel
import OrderedCollections

/// Which fields answers give as the JSON they are: those no schema knows, those whose inside belongs to
/// other code, lists of mappings, and the team's own times of day.
///
/// Filters ask `field_values`, which holds the same flattened; there a list of one and a single value are
/// alike, and a number in a text field is text.
struct StructuredFields: Sendable {
  private let settings: WorkspaceSettings
  private let zone: ZoneOffsets
  /// Fields by kind that need none of this: columns, lists of single values.
  private let plain: [Kind: Set<String>]
  /// Members of fields that are mappings with a schema: `address`.
  private let members: [Kind: [String: Set<String>]]

  /// Kinds whose schema has none of these fields, so that what it knows needs no look.
  private let without: Set<Kind>

  init(settings: WorkspaceSettings, zone: ZoneOffsets) {
    self.settings = settings
    self.zone = zone
    var plain: [Kind: Set<String>] = [:]
    var members: [Kind: [String: Set<String>]] = [:]
    for kind in Kind.allCases {
      for field in settings.schema(kind).fields {
        if case .object(let definitions) = field.type {
          members[kind, default: [:]][field.name] = Set(definitions.map(\.name))
        } else if !StructuredFields.isStructured(field) {
          plain[kind, default: []].insert(field.name)
        }
      }
    }
    without = Set(
      Kind.allCases.filter { kind in
        !settings.schema(kind).fields.contains { StructuredFields.isStructured($0) }
      })
    self.plain = plain
    self.members = members
  }

  /// Whether a field of the schema is answered from the table `structures`; consent has one of its own.
  static func isStructured(_ field: FieldDefinition) -> Bool {
    switch field.type {
    case .list(.object) where field.name == "consent" && !field.isCustom: false
    case .structure, .list(.object): true
    case .datetime, .list(.datetime): field.isCustom
    default: false
    }
  }

  func add(_ fields: [RecordField], kind: Kind, to rows: inout RecordRows) {
    let isWithout = without.contains(kind)
    for field in fields {
      if case .object(let found) = field.value, let known = members[kind]?[field.name] {
        for member in found where !known.contains(member.name) {
          append("\(field.name).\(member.name)", member.value, to: &rows)
        }
      } else if isWithout && field.isKnown || plain[kind]?.contains(field.name) ?? false {
        continue
      } else {
        append(field.name, field.value, to: &rows)
      }
    }
  }

  private func append(_ name: String, _ value: FieldValue, to rows: inout RecordRows) {
    guard !rows.structures.contains(where: { $0.field == name }) else { return }
    rows.structures.append((name, json(value).serialized()))
  }

  private func json(_ value: FieldValue) -> JSONValue {
    switch value {
    case .text(let text), .unreadable(let text): .string(text)
    case .integer(let number): .integer(number)
    case .decimal(let number): .decimal(number)
    case .money(let money): .decimal(money.decimal)
    case .boolean(let flag): .bool(flag)
    case .date(let date): .string(date.description)
    case .anniversary(let day): .string(day.description)
    case .datetime(let moment): .string(zone.text(of: moment))
    case .reference(let reference): .string(reference.id.text)
    case .list(let items): .array(items.map(json))
    case .object(let members):
      .object(
        OrderedDictionary(members.map { ($0.name, json($0.value)) }, uniquingKeysWith: { first, _ in first }))
    }
  }
}

extension ZoneOffsets {
  /// ISO 8601: a bare day as it is, a time of day with the offset from UTC that holds then.
  func text(of moment: DateAndTime) -> String {
    guard let minute = moment.minute else { return moment.date.description }
    let offset = offset(at: instant(moment))
    let (hours, minutes) = (abs(offset) / 3600, abs(offset) / 60 % 60)
    return "\(moment.date)T\(padded(minute / 60, 2)):\(padded(minute % 60, 2)):00"
      + "\(offset < 0 ? "-" : "+")\(padded(hours, 2)):\(padded(minutes, 2))"
  }
}
