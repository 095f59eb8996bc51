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
  let kind: Kind
  let isOpen: Bool
  let fields: [FieldDefinition]
  private let types: [String: FieldType]

  init(_ schema: KindSchema) {
    kind = schema.kind
    isOpen = schema.isOpen
    fields = schema.fields
    types = Dictionary(schema.fields.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
  }

  func type(of name: String) -> FieldType? { types[name] }
}
