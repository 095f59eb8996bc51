import DaichoModel

/// What daicho.yml defines, laid out for looking up while records are read.
final class RecordVocabulary: Sendable {
  let settings: WorkspaceSettings
  private let schemas: [Kind: RecordSchema]
  private let memberIDs: Set<String>
  private let senderIDs: Set<String>

  init(_ settings: WorkspaceSettings) {
    self.settings = settings
    schemas = Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0, RecordSchema(settings.schema($0))) })
    memberIDs = Set(settings.members.map(\.id))
    senderIDs = Set(settings.senders.map(\.id))
  }

  func schema(_ kind: Kind) -> RecordSchema {
    schemas[kind] ?? RecordSchema(KindSchema.builtIn(kind))
  }

  func isSender(_ id: String) -> Bool { senderIDs.contains(id) }

  /// The id of the member a person typed: `sato`, `@sato`, `佐藤`.
  func memberID(typed word: String) -> String? {
    if memberIDs.contains(word) { return word }
    let bare = word.utf8.first == UInt8(ascii: "@") ? String(word.dropFirst()) : word
    return settings.member(typed: bare)?.id
  }
}

/// A kind's schema for the hot path, where copying a whole definition with its label costs more than
/// reading the value.
final class RecordSchema: Sendable {
  /// What is looked at beside a field's type.
  enum Check: Sendable {
    case none, honorific, name, currency, address
  }

  struct Rule: Sendable {
    let type: FieldType
    let check: Check
  }

  let kind: Kind
  let isOpen: Bool
  let fields: [FieldDefinition]
  private let rules: [String: Rule]

  init(_ schema: KindSchema) {
    kind = schema.kind
    isOpen = schema.isOpen
    fields = schema.fields
    rules = Dictionary(
      schema.fields.map { field in
        (field.name, Rule(type: field.type, check: RecordSchema.check(schema.kind, field.name)))
      }, uniquingKeysWith: { first, _ in first })
  }

  func rule(_ name: String) -> Rule? { rules[name] }

  private static func check(_ kind: Kind, _ name: String) -> Check {
    switch (kind, name) {
    case (.customers, "name"), (.companies, "name"): .name
    case (.customers, "family_name"), (.customers, "given_name"), (.customers, "kana"), (.companies, "kana"):
      .honorific
    case (.customers, "address"), (.companies, "address"): .address
    case (.deals, "currency"), (.products, "currency"): .currency
    default: .none
    }
  }
}
