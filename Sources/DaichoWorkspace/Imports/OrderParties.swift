import DaichoFiles
import DaichoIndex
import DaichoModel

/// Who bought, for every row of an import: a customer of the register, somebody new, or nobody known.
final class OrderParties {
  let matcher: CustomerMatcher
  /// Those without a record, by their number in the matcher.
  private(set) var strangers: [Int32: Stranger] = [:]

  struct Stranger {
    let evidence: CustomerEvidence
    let incoming: IncomingRecord
  }

  private let schema: KindSchema
  private var known = HashTable()
  private let hash = QuickHash()
  /// Of one source: its columns about the customer.
  private var columns: [Int] = []
  private var map: ImportMap?

  init(_ workspace: Workspace) throws(DaichoError) {
    matcher = try CustomerMatcher(workspace.index)
    schema = workspace.settings.schema(.customers)
  }

  /// Goes on to another file.
  func begin(_ map: ImportMap) {
    self.map = map
    columns = map.columns.indices.filter { map.columns[$0].name.hasPrefix("customer.") }
    // Ids of one shop mean nothing in another.
    known = HashTable()
  }

  /// The customer's number in the matcher; -1 where the row tells of nobody.
  func party(_ source: ImportSource) throws(DaichoError) -> Int32 {
    var all: UInt64 = 1
    var isEmpty = true
    for column in columns {
      let bytes = source.bytes(column)
      if !bytes.isEmpty { isEmpty = false }
      all = hash.combine(all, hash(bytes, salt: UInt64(column)))
    }
    if isEmpty { return -1 }
    if let party = known[all] { return party }
    let party = try look(source)
    known.set(party, for: all)
    return party
  }

  private func look(_ source: ImportSource) throws(DaichoError) -> Int32 {
    func text(_ name: String) -> String? { source.text("customer." + name) }
    let emails = (text("email").map(OrderParties.items) ?? []).compactMap(OrderParties.address)
    let phones = (text("phone").map(OrderParties.items) ?? []).map(TextFolding.fold).filter {
      TextFolding.phoneDigits($0).utf8.count >= 6
    }
    let parts = [text("family_name"), text("given_name")].compactMap(\.self).joined(separator: " ")
    let name = text("name") ?? (parts.isEmpty ? nil : parts)
    let evidence = CustomerEvidence(
      system: map?.shop ?? map?.id, systemID: text("id"), emails: emails, phones: phones,
      names: [name].compactMap(\.self))
    if let match = try matcher.match(evidence) { return match.customer }
    let isTellable = evidence.systemID != nil || !emails.isEmpty || (!phones.isEmpty && name != nil)
    guard isTellable else { return -1 }
    let number = matcher.add(evidence)
    strangers[number] = Stranger(evidence: evidence, incoming: incoming(source, evidence, name))
    return number
  }

  private static func items(_ text: String) -> [String] {
    text.split { $0 == "," || $0 == ";" || $0 == "、" || $0.isNewline }.map(String.init)
  }

  /// As mail can be sent to it; what is no address tells nobody.
  private static func address(_ text: String) -> String? {
    let trimmed = text.filter { !$0.isWhitespace }
    if EmailSyntax.check(trimmed) != .invalid { return trimmed }
    return EmailSyntax.repaired(trimmed)
  }

  // MARK: New people

  /// What a new record of them says. Consent is never part of it: to buy is not to agree to mail.
  private func incoming(_ source: ImportSource, _ evidence: CustomerEvidence, _ name: String?)
    -> IncomingRecord
  {
    var record = IncomingRecord(line: source.line)
    func add(_ field: String, _ text: String?, _ column: String = "") {
      guard let text, !text.isEmpty, let path = FieldPath(field) else { return }
      record.fields.append(
        IncomingRecord.Field(
          path: path, type: OrderParties.type(of: path, schema), column: column, text: text))
    }
    add("name", name)
    add("email", evidence.emails.joined(separator: ", "))
    add("phone", evidence.phones.joined(separator: ", "))
    if let system = evidence.system { add("ids.\(system)", evidence.systemID) }
    add("source", evidence.system)
    let done: Set<String> = ["id", "name", "email", "phone", "consent", "do_not_contact"]
    for column in columns {
      let field = String(source.map.columns[column].name.dropFirst("customer.".count))
      guard !done.contains(field), !field.hasPrefix("consent.") else { continue }
      add(field, source.text(column), source.map.columns[column].name)
    }
    return record
  }

  private static func type(of path: FieldPath, _ schema: KindSchema) -> FieldType? {
    var type = path.names.first.flatMap { schema[$0]?.type }
    for name in path.names.dropFirst() {
      switch type {
      case .object(let members)?: type = members.first { $0.name == name }?.type
      case .map(let element)?: type = element
      default: return nil
      }
    }
    return type
  }

  // MARK: What the ledgers say

  enum Agreement { case same, keeps, differs }

  /// How the customer of a ledger's row and that of the file's row go together. Whom only the ledger knows,
  /// it keeps.
  func agreement(_ ledger: UnsafeRawBufferPointer, _ party: Int32) throws(DaichoError) -> Agreement {
    if party < 0 { return .keeps }
    guard let stranger = strangers[party] else {
      let isID = matcher.withID(of: party) { $0.count == ledger.count && $0.elementsEqual(ledger) }
      if isID { return .same }
      guard !ledger.isEmpty, let other = try matcher.resolve(ledger) else { return .differs }
      return other == party ? .same : other < 0 ? .keeps : .differs
    }
    if ledger.isEmpty { return .differs }
    if try matcher.resolve(ledger) != nil { return .keeps }
    let text = String(decoding: ledger, as: UTF8.self)
    return CustomerMatcher.names(text, stranger.evidence) ? .same : .differs
  }

  /// What the ledger is to say of a customer: the id, or of somebody without a record the address.
  func text(_ party: Int32) -> [UInt8] {
    if party < 0 { return [] }
    guard let stranger = strangers[party] else { return matcher.withID(of: party) { Array($0) } }
    if let id = created[party] { return Array(id.utf8) }
    return Array((stranger.evidence.emails.first ?? stranger.evidence.systemID ?? "").utf8)
  }

  private var created: [Int32: String] = [:]

  func setID(_ id: RecordID, of party: Int32) { created[party] = id.text }
}
