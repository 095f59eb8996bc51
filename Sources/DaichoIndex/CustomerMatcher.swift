import DaichoFiles
import DaichoModel
import GRDB
import GRDBSQLite

/// What a file from elsewhere tells of a person, to find out who it is.
package struct CustomerEvidence: Sendable, Hashable {
  /// The system the file comes from, a key of `ids`.
  package var system: String?
  /// Its own id of the person.
  package var systemID: String?
  package var emails: [String]
  package var phones: [String]
  package var names: [String]

  package init(
    system: String? = nil, systemID: String? = nil, emails: [String] = [], phones: [String] = [],
    names: [String] = []
  ) {
    self.system = system
    self.systemID = systemID
    self.emails = emails
    self.phones = phones
    self.names = names
  }

  package var isEmpty: Bool {
    (systemID ?? "").isEmpty && emails.isEmpty && phones.isEmpty && names.isEmpty
  }
}

/// Who is who: customers by the id another system has of them, by any e-mail address they ever had, by phone
/// number and name together. Of several with one address the one of that name, else the first by path.
///
/// Whoever is not known yet can be `added`, so that the next row finds them.
package final class CustomerMatcher {
  package enum Ground: Sendable { case id, email, phoneAndName }

  private let index: WorkspaceIndex
  package let keys = CustomerKeys()
  private var table = HashTable()
  private var isComplete = false
  /// The customers in the table: their ids and rows.
  private var idBytes: [UInt8] = []
  private var idEnds: [Int] = []
  private var records: [Int64] = []
  private var numbers: [Int64: Int32] = [:]

  /// Refreshes the index.
  package init(_ index: WorkspaceIndex) throws(DaichoError) {
    self.index = index
    try index.read { _ in }
  }

  package var count: Int { idEnds.count }

  /// The id of a customer by its number here.
  package func id(_ number: Int32) -> String {
    withID(of: number) { String(decoding: $0, as: UTF8.self) }
  }

  package func withID<Result>(of number: Int32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let index = Int(number)
    let start = index == 0 ? 0 : idEnds[index - 1]
    return idBytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<idEnds[index]])) }
  }

  // MARK: Matching

  /// Who it is, as a number here, and by what.
  package func match(_ evidence: CustomerEvidence) throws(DaichoError) -> (customer: Int32, by: Ground)? {
    try match(evidence, by: keys.of(evidence))
  }

  /// The same, with the keys at hand.
  package func match(
    _ evidence: CustomerEvidence, by keys: [CustomerKeys.Key]
  ) throws(DaichoError) -> (customer: Int32, by: Ground)? {
    if !isComplete { try look(for: evidence) }
    for key in keys {
      if let found = table[key.hash] { return (found, key.ground) }
    }
    return nil
  }

  /// Whom the `customer` of a ledger means; `nil` for nobody, -1 for a company.
  package func resolve(_ text: ArraySlice<UInt8>) throws(DaichoError) -> Int32? {
    let written = text.withUnsafeBytes { keys.hash($0, .handle) }
    if let found = table[written] { return found }
    let handle = String(decoding: text, as: UTF8.self)
    let folded = TextFolding.fold(handle)
    if let found = table[keys.hash(RecordID.key(handle), .id)] ?? table[keys.hash(folded, .handle)] {
      table.set(found, for: written)
      return found
    }
    let asked = text.withUnsafeBytes { keys.hash($0, .asked) }
    if table[asked] != nil { return nil }
    let found: (Int64, String, Bool)? = try index.read(refreshed: false) { database in
      guard let record = try PartyDirectory.record(for: handle, in: database) else { return nil }
      let id = try String.fetchOne(
        database, sql: "SELECT id FROM customers WHERE record = ?", arguments: [record])
      return (record, id ?? "", id != nil)
    }
    guard let (record, id, isCustomer) = found else {
      table.set(0, for: asked)
      return nil
    }
    let number = isCustomer ? self.number(of: record, id: id) : -1
    table.set(number, for: written)
    return number
  }

  /// Makes a person known who has no record yet.
  package func add(_ evidence: CustomerEvidence, id: String = "") -> Int32 {
    let number = append(id: id, record: -1)
    for key in keys.of(evidence) where table[key.hash] == nil { table.set(number, for: key.hash) }
    return number
  }

  /// Whether a ledger's text is one of the handles of the evidence.
  package static func names(_ text: String, _ evidence: CustomerEvidence) -> Bool {
    let folded = TextFolding.fold(text)
    return evidence.emails.contains { TextFolding.fold($0) == folded }
      || evidence.systemID.map { TextFolding.fold($0) == folded } ?? false
  }

  // MARK: Filling the table

  private func append(id: String, record: Int64) -> Int32 {
    idBytes += id.utf8
    idEnds.append(idBytes.count)
    records.append(record)
    return Int32(clamping: idEnds.count - 1)
  }

  private func number(of record: Int64, id: String) -> Int32 {
    if let number = numbers[record] { return number }
    let number = append(id: id, record: record)
    numbers[record] = number
    return number
  }

  private static let columns = """
    SELECT k.record, k.id, v.field, coalesce(v.folded, v.value),
      coalesce(k.name_folded, k.name, coalesce(k.family_name, '') || coalesce(k.given_name, ''))
    FROM customers k
    """

  /// Reads all customers at once: for files of many rows.
  package func loadAll() throws(DaichoError) {
    guard !isComplete else { return }
    try index.read(refreshed: false) { database in
      try load(
        database, CustomerMatcher.columns + " LEFT JOIN field_values v ON v.record = k.record AND v.is_handle"
      )
    }
    isComplete = true
    numbers = [:]
  }

  private func look(for evidence: CustomerEvidence) throws(DaichoError) {
    var handles = evidence.emails.map(CustomerKeys.address) + evidence.phones.map(TextFolding.phoneDigits)
    if let id = evidence.systemID { handles.append(TextFolding.fold(id)) }
    let new = handles.filter { handle in
      let asked = keys.hash(handle, .asked)
      if handle.isEmpty || table[asked] != nil { return false }
      return true
    }
    guard !new.isEmpty else { return }
    try index.read(refreshed: false) { database in
      for handle in new {
        let matching = """
          WHERE k.record IN (SELECT record FROM field_values WHERE coalesce(folded, value) = ? AND is_handle)
          """
        try load(
          database,
          CustomerMatcher.columns + " JOIN field_values v ON v.record = k.record AND v.is_handle " + matching,
          handle)
      }
    }
    for handle in new { table.set(0, for: keys.hash(handle, .asked)) }
  }

  /// Steps through the C statement: half of the time GRDB's rows take.
  private func load(_ database: Database, _ sql: String, _ argument: String? = nil) throws {
    let statement = try database.makeStatement(sql: sql)
    let handle = statement.sqliteStatement
    if let argument {
      let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      sqlite3_bind_text(handle, 1, argument, -1, copied)
    }
    var last: (record: Int64, number: Int32, name: String) = (-1, -1, "")
    while true {
      let code = sqlite3_step(handle)
      if code == SQLITE_DONE { break }
      guard code == SQLITE_ROW else {
        sqlite3_reset(handle)
        throw DatabaseError(resultCode: ResultCode(rawValue: code))
      }
      let record = sqlite3_column_int64(handle, 0)
      if record != last.record {
        let id = CustomerMatcher.text(handle, 1)
        let number = number(of: record, id: id)
        last = (record, number, CustomerKeys.tight(CustomerMatcher.text(handle, 4)))
        try insert(number, keys.hash(RecordID.key(id), .id), database)
      }
      guard sqlite3_column_type(handle, 2) != SQLITE_NULL else { continue }
      try insert(
        last.number, field: CustomerMatcher.text(handle, 2), CustomerMatcher.text(handle, 3), last.name,
        database)
    }
    sqlite3_reset(handle)
  }

  private func insert(
    _ number: Int32, field: String, _ value: String, _ name: String, _ database: Database
  ) throws {
    switch field {
    case "email":
      try insert(number, keys.hash(value, .email), database)
      if !name.isEmpty { try insert(number, keys.pair(value, name, .emailAndName), database) }
      try insert(number, keys.hash(value, .handle), database)
    case "phone":
      if !name.isEmpty { try insert(number, keys.pair(value, name, .phoneAndName), database) }
    default:
      if field.hasPrefix("ids.") {
        try insert(number, keys.system(String(field.dropFirst(4)), value), database)
      }
      try insert(number, keys.hash(value, .handle), database)
    }
  }

  /// Of two customers with one handle, the first by path.
  private func insert(_ number: Int32, _ hash: UInt64, _ database: Database) throws {
    if let other = table[hash], other != number, other >= 0, records[Int(other)] >= 0 {
      let sql = "SELECT path FROM files WHERE id = ?"
      let paths = try [other, number].map { number in
        try String.fetchOne(database, sql: sql, arguments: [records[Int(number)]]) ?? ""
      }
      if paths[0] <= paths[1] { return }
    }
    table.set(number, for: hash)
  }

  private static func text(_ handle: OpaquePointer, _ column: Int32) -> String {
    guard let bytes = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }
}
