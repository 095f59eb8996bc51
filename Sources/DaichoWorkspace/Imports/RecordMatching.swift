import DaichoIndex
import DaichoModel

/// Finds the record a row speaks of, by what its kind is known by.
enum RecordMatching {
  /// Who a row speaks of.
  enum Match {
    case known(FoundRecord)
    /// A new record that an earlier row has made.
    case draft(Int)
    case new
  }

  case people(PersonMatching)
  /// By one of their fields, folded, or by id.
  case byField(String?, known: [String: FoundRecord], ids: [String: FoundRecord], drafts: [String: Int])

  init(_ kind: Kind, index: WorkspaceIndex) throws(DaichoError) {
    let field: String? =
      switch kind {
      case .products: "sku"
      case .companies: "name"
      default: nil
      }
    var ids: [String: FoundRecord] = [:]
    for found in try index.all(kind) { ids[found.reference.id.key] = found }
    let known = try field.map { field throws(DaichoError) in try index.records(kind, byField: field) } ?? [:]
    self = .byField(field, known: known, ids: ids, drafts: [:])
  }

  func match(_ incoming: IncomingRecord) throws(DaichoError) -> Match {
    switch self {
    case .people(let people): return try people.match(incoming)
    case .byField(let field, let known, let ids, let drafts):
      if let id = incoming.id, !id.isEmpty, let found = ids[RecordID.key(id)] { return .known(found) }
      guard let key = RecordMatching.key(incoming, field) else { return .new }
      if let found = known[key] { return .known(found) }
      return drafts[key].map(Match.draft) ?? .new
    }
  }

  mutating func remember(_ incoming: IncomingRecord, _ draft: Int) {
    switch self {
    case .people(let people): people.remember(incoming, as: draft)
    case .byField(let field, let known, let ids, var drafts):
      guard let key = RecordMatching.key(incoming, field) else { return }
      // Let go of here, or the dictionaries would be copied.
      self = .byField(nil, known: [:], ids: [:], drafts: [:])
      drafts[key] = draft
      self = .byField(field, known: known, ids: ids, drafts: drafts)
    }
  }

  private static func key(_ incoming: IncomingRecord, _ field: String?) -> String? {
    if let field, let text = incoming.text(field) {
      return field == "name" ? TextFolding.companyName(text) : TextFolding.fold(text)
    }
    return incoming.id.flatMap { $0.isEmpty ? nil : "\u{1F}" + RecordID.key($0) }
  }
}
