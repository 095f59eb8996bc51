import DaichoFiles
import DaichoModel
import GRDB

/// Writes parsed files into the tables, through one prepared statement a table.
final class IndexInserter {
  let database: Database
  private let files: RowWriter
  private let diagnostics: RowWriter
  private let values: RowWriter
  private let structures: RowWriter
  private let unreadable: RowWriter
  private let prose: RowWriter
  private let entries: RowWriter
  private let consents: RowWriter
  private let words: RowWriter
  private let parties: RowWriter
  private let orders: RowWriter
  private let events: RowWriter
  private let sends: RowWriter
  private let ledgerFields: RowWriter
  private var records: [Kind: RowWriter] = [:]

  private var lastWords = LastWords()
  private var wordIDs: [String: Int64] = [:]
  private var partyIDs: [String: Int64] = [:]
  private var nextWord: Int64
  private var nextParty: Int64
  private var nextOrder: Int64
  private var nextEvent: Int64
  private var nextSend: Int64
  /// Parties that were not known before, to be resolved.
  private(set) var newParties: [(id: Int64, handle: String)] = []
  private let isCold: Bool

  /// - Parameter isCold: the tables are empty, so nothing needs to be looked up in them.
  init(_ database: Database, isCold: Bool) throws {
    self.database = database
    self.isCold = isCold
    func writer(_ table: String, _ width: Int) throws -> RowWriter {
      let marks = Array(repeating: "?", count: width).joined(separator: ", ")
      return try RowWriter(database, "INSERT INTO \(table) VALUES (\(marks))")
    }
    func next(_ table: String) throws -> Int64 {
      isCold ? 1 : (try Int64.fetchOne(database, sql: "SELECT max(id) FROM \(table)") ?? 0) + 1
    }
    files = try writer("files", 3)
    diagnostics = try writer("diagnostics", 9)
    values = try writer("field_values", 6)
    structures = try writer("structures", 3)
    unreadable = try writer("unreadable", 4)
    prose = try writer("prose", 3)
    entries = try writer("log_entries", 12)
    consents = try writer("consents", 8)
    words = try writer("words", 3)
    parties = try writer("parties", 4)
    orders = try writer("order_rows", 20)
    events = try writer("events", 15)
    sends = try writer("sends", 15)
    ledgerFields = try writer("ledger_fields", 3)
    (nextWord, nextParty) = (try next("words"), try next("parties"))
    (nextOrder, nextEvent, nextSend) = (try next("order_rows"), try next("events"), try next("sends"))
  }

  func insertFile(_ id: Int64, path: String, kind: String) throws {
    files.add(id)
    files.add(path)
    files.add(kind)
    try files.insert()
  }

  func insert(_ found: [Diagnostic], file: Int64) throws {
    for diagnostic in found {
      diagnostics.add(file)
      diagnostics.add(diagnostic.location.position?.line)
      diagnostics.add(diagnostic.location.position?.column)
      diagnostics.add(diagnostic.severity.rawValue)
      diagnostics.add(diagnostic.code)
      diagnostics.add(diagnostic.message.en)
      diagnostics.add(diagnostic.message.ja)
      diagnostics.add(diagnostic.suggestion?.en)
      diagnostics.add(diagnostic.suggestion?.ja)
      try diagnostics.insert()
    }
  }

  func insert(_ rows: RecordRows, file: Int64) throws {
    let kind = rows.reference.kind
    guard let table = KindTable.all[kind] else { return }
    if rows.isUnreadable { return try insertUnreadable(rows.reference, file: file) }
    let writer = try records[kind] ?? RowWriter(database, table.insertStatement)
    records[kind] = writer
    writer.add(file)
    writer.add(rows.reference.id.text)
    writer.add(rows.reference.id.key)
    for cell in rows.cells { writer.add(cell) }
    try writer.insert()
    for value in rows.values {
      values.add(file)
      values.add(value.field)
      values.add(value.position)
      values.add(value.cell)
      values.add(value.folded)
      values.add(value.isHandle)
      try values.insert()
    }
    for (position, consent) in rows.consents.enumerated() {
      consents.add(file)
      consents.add(position)
      consents.add(consent.channel)
      consents.add(consent.granted)
      consents.add(consent.day)
      consents.add(consent.via)
      consents.add(consent.basis)
      consents.add(consent.proof)
      try consents.insert()
    }
    for structure in rows.structures {
      structures.add(file)
      structures.add(structure.field)
      structures.add(structure.json)
      try structures.insert()
    }
    if let text = rows.prose {
      prose.add(file)
      prose.add(text)
      prose.add(rows.foldedProse)
      try prose.insert()
    }
    for row in rows.entries { try insert(row, file: file) }
  }

  private func insertUnreadable(_ reference: Reference, file: Int64) throws {
    unreadable.add(file)
    unreadable.add(reference.kind.folder)
    unreadable.add(reference.id.text)
    unreadable.add(reference.id.key)
    try unreadable.insert()
  }

  private func insert(_ row: RecordRows.Entry, file: Int64) throws {
    entries.add(file)
    entries.add(row.line)
    entries.add(row.day)
    entries.add(row.minute)
    entries.add(row.channel)
    entries.add(row.direction)
    entries.add(row.member)
    entries.add(row.isContact)
    entries.add(row.isTask)
    entries.add(row.isDone)
    entries.add(row.text)
    entries.add(row.folded)
    try entries.insert()
  }

  // MARK: Ledgers

  func insert(_ row: OrderLineRow, file: Int64) throws -> (id: Int64, party: Int64) {
    let (id, party) = (nextOrder, try self.party(row.customer))
    nextOrder += 1
    orders.add(id)
    orders.add(file)
    orders.add(row.line)
    orders.add(row.order)
    orders.add(row.orderLine)
    orders.add(row.key)
    orders.add(party)
    orders.add(row.day)
    orders.add(row.amount)
    orders.add(try word(row.currency, like: &lastWords.currency))
    orders.add(row.quantity)
    orders.add(try word(row.sku, like: &lastWords.sku))
    orders.add(try word(row.status, like: &lastWords.status))
    orders.add(try word(row.type, like: &lastWords.type))
    orders.add(try word(row.channel, like: &lastWords.channel))
    orders.add(try word(row.coupon, like: &lastWords.coupon))
    orders.add(try word(row.subscription, like: &lastWords.subscription))
    orders.add(row.others)
    orders.add(row.counts)
    orders.add(false)
    try orders.insert()
    return (id, party)
  }

  func insert(_ row: EventRow, file: Int64) throws {
    let party = try (row.customer ?? row.email).map { try self.party($0) }
    events.add(nextEvent)
    nextEvent += 1
    events.add(file)
    events.add(row.line)
    events.add(row.id)
    events.add(row.at)
    events.add(row.day)
    events.add(row.kind)
    events.add(party)
    events.add(row.email.map(TextFolding.fold))
    events.add(row.visitor)
    events.add(row.campaign)
    events.add(row.url)
    events.add(row.others)
    events.add(row.blocks)
    events.add(false)
    try events.insert()
  }

  func insert(_ row: SendRow, file: Int64) throws {
    let party = try (row.customer ?? row.address).map { try self.party($0) }
    sends.add(nextSend)
    nextSend += 1
    sends.add(file)
    sends.add(row.line)
    sends.add(row.at)
    sends.add(row.day)
    sends.add(row.campaign)
    sends.add(row.occurrence)
    sends.add(row.variant)
    sends.add(party)
    sends.add(row.address)
    sends.add(row.state)
    sends.add(row.messageID)
    sends.add(row.reason)
    sends.add(row.coupon)
    sends.add(row.commit)
    try sends.insert()
  }

  func insert(ledgerFields names: Set<String>, of ledger: String, file: Int64) throws {
    for name in names.sorted() {
      ledgerFields.add(file)
      ledgerFields.add(ledger)
      ledgerFields.add(name)
      try ledgerFields.insert()
    }
  }

  // MARK: Interned text

  /// What a column held in the row before: neighbours are mostly alike.
  private struct LastWord {
    var text = ""
    var id: Int64?
  }

  private struct LastWords {
    var currency = LastWord()
    var sku = LastWord()
    var status = LastWord()
    var type = LastWord()
    var channel = LastWord()
    var coupon = LastWord()
    var subscription = LastWord()
  }

  private func word(_ text: String?, like last: inout LastWord) throws -> Int64? {
    guard let text else { return nil }
    if let id = last.id, last.text == text { return id }
    let id = try word(text)
    last = LastWord(text: text, id: id)
    return id
  }

  private func word(_ text: String?) throws -> Int64? {
    guard let text else { return nil }
    if let id = wordIDs[text] { return id }
    if !isCold,
      let id = try Int64.fetchOne(
        database.cachedStatement(sql: "SELECT id FROM words WHERE text = ?"), arguments: [text])
    {
      wordIDs[text] = id
      return id
    }
    let folded = TextFolding.fold(text)
    words.add(nextWord)
    words.add(text)
    words.add(folded == text ? nil : folded)
    try words.insert()
    wordIDs[text] = nextWord
    nextWord += 1
    return nextWord - 1
  }

  private func party(_ handle: String) throws -> Int64 {
    if let id = partyIDs[handle] { return id }
    if !isCold,
      let id = try Int64.fetchOne(
        database.cachedStatement(sql: "SELECT id FROM parties WHERE handle = ?"), arguments: [handle])
    {
      partyIDs[handle] = id
      return id
    }
    let id = nextParty
    nextParty += 1
    partyIDs[handle] = id
    newParties.append((id, handle))
    if !isCold {
      parties.add(id)
      parties.add(handle)
      parties.add(TextFolding.fold(handle))
      parties.addNull()
      try parties.insert()
    }
    return id
  }

  /// Cold only: the parties with what they turned out to be.
  func insertParties(_ records: [Int64?]) throws {
    for (party, record) in zip(newParties, records) {
      parties.add(party.id)
      parties.add(party.handle)
      parties.add(TextFolding.fold(party.handle))
      parties.add(record)
      try parties.insert()
    }
  }
}
