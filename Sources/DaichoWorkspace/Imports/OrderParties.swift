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
  private let tombstones: Tombstones
  /// Those whom nobody is to know any more.
  private var forgotten: Set<Int32> = []
  /// By the tickets of the file that is being taken.
  private var byTicket: [Int32] = []

  init(_ workspace: Workspace) throws(DaichoError) {
    matcher = try CustomerMatcher(workspace.index)
    schema = workspace.settings.schema(.customers)
    tombstones = try workspace.tombstones()
  }

  /// Goes on to another file: ids of one shop mean nothing in another.
  func begin() { byTicket.removeAll(keepingCapacity: true) }

  /// The next tickets of the file.
  func admit(_ tickets: [PartyTicket]) throws(DaichoError) {
    for ticket in tickets { byTicket.append(try party(ticket)) }
  }

  /// The customer's number in the matcher; -1 where the row tells of nobody.
  func party(ofTicket ticket: Int32) -> Int32 { ticket < 0 ? -1 : byTicket[Int(ticket)] }

  private func party(_ ticket: PartyTicket) throws(DaichoError) -> Int32 {
    if let match = try matcher.match(ticket.evidence, by: ticket.keys) { return match.customer }
    if let token = tombstones.token(of: ticket.evidence) {
      let known = try matcher.resolve(Array(token.utf8)[...])
      let number = known ?? matcher.add(CustomerEvidence(), id: token)
      if number >= 0 { forgotten.insert(number) }
      return number
    }
    guard ticket.isTellable else { return -1 }
    let number = matcher.add(ticket.evidence)
    strangers[number] = Stranger(evidence: ticket.evidence, incoming: incoming(ticket))
    return number
  }

  /// Whether only the token may be told of a customer.
  func isForgotten(_ party: Int32) -> Bool { forgotten.contains(party) }

  // MARK: New people

  /// What a new record of them says.
  private func incoming(_ ticket: PartyTicket) -> IncomingRecord {
    let evidence = ticket.evidence
    var record = IncomingRecord(line: ticket.line)
    func add(_ field: String, _ text: String?, _ column: String = "") {
      guard let text, !text.isEmpty, let path = FieldPath(field) else { return }
      record.fields.append(
        IncomingRecord.Field(
          path: path, type: OrderParties.type(of: path, schema), column: column, text: text))
    }
    add("name", ticket.name)
    add("email", evidence.emails.joined(separator: ", "))
    add("phone", evidence.phones.joined(separator: ", "))
    if let system = evidence.system { add("ids.\(system)", evidence.systemID) }
    add("source", evidence.system)
    for detail in ticket.details { add(detail.field, detail.text, detail.column) }
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
  func agreement(_ ledger: ArraySlice<UInt8>, _ party: Int32) throws(DaichoError) -> Agreement {
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
