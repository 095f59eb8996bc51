import DaichoFiles
import DaichoIndex
import DaichoModel

/// Finds who the rows of a file speak of: customers of the register, and new ones of the same file.
final class PersonMatching {
  private let matcher: CustomerMatcher
  /// Customers of the register by the key of their id.
  private let people: [String: FoundRecord]
  /// The matcher's numbers of new customers.
  private var drafts: [Int32: Int] = [:]

  init(_ index: WorkspaceIndex) throws(DaichoError) {
    matcher = try CustomerMatcher(index)
    try matcher.loadAll()
    var people: [String: FoundRecord] = [:]
    for found in try index.all(.customers) where people[found.reference.id.key] == nil {
      people[found.reference.id.key] = found
    }
    self.people = people
  }

  func match(_ incoming: IncomingRecord) throws(DaichoError) -> RecordMatching.Match {
    for evidence in PersonMatching.evidence(incoming) {
      guard let (number, _) = try matcher.match(evidence) else { continue }
      if let draft = drafts[number] { return .draft(draft) }
      if let found = people[RecordID.key(matcher.id(number))] { return .known(found) }
    }
    return .new
  }

  /// The id of the customer with this e-mail address.
  func id(ofAddress email: String) throws(DaichoError) -> String? {
    guard let (number, _) = try matcher.match(CustomerEvidence(emails: [email])), drafts[number] == nil
    else { return nil }
    return matcher.id(number)
  }

  func remember(_ incoming: IncomingRecord, as draft: Int) {
    for evidence in PersonMatching.evidence(incoming) { drafts[matcher.add(evidence)] = draft }
  }

  /// One for each id that another system has of the person, and one for what else is known.
  private static func evidence(_ incoming: IncomingRecord) -> [CustomerEvidence] {
    let ids = incoming.fields.filter {
      $0.path.names.first == "ids" && $0.path.names.count == 2 && !$0.text.isEmpty
    }
    let names = [incoming.text("name"), incoming.text("kana")].compactMap(\.self)
    let systems = ids.map { CustomerEvidence(system: $0.path.names[1], systemID: $0.text) }
    return systems + [
      CustomerEvidence(emails: incoming.texts("email"), phones: incoming.texts("phone"), names: names)
    ]
  }
}
