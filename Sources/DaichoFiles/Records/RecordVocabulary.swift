import DaichoModel

/// What daicho.yml defines, laid out for looking up while records are read.
final class RecordVocabulary: Sendable {
  let settings: WorkspaceSettings
  private let schemas: [Kind: KindSchema]
  private let memberIDs: Set<String>
  private let senderIDs: Set<String>

  init(_ settings: WorkspaceSettings) {
    self.settings = settings
    schemas = Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0, settings.schema($0)) })
    memberIDs = Set(settings.members.map(\.id))
    senderIDs = Set(settings.senders.map(\.id))
  }

  func schema(_ kind: Kind) -> KindSchema { schemas[kind] ?? KindSchema.builtIn(kind) }

  func isSender(_ id: String) -> Bool { senderIDs.contains(id) }

  /// The id of the member a person typed: `sato`, `@sato`, `佐藤`.
  func memberID(typed word: String) -> String? {
    if memberIDs.contains(word) { return word }
    let bare = word.utf8.first == UInt8(ascii: "@") ? String(word.dropFirst()) : word
    return settings.member(typed: bare)?.id
  }
}
