import DaichoFiles
import DaichoModel
import GRDB

/// Fills empty tables from every file: reading and parsing on all cores, inserting on this thread.
struct ColdLoad {
  let database: Database
  let parser: FileParser
  let progress: (any WorkProgress)?

  /// Files of records that are read together.
  private static let chunk = 128

  private struct Job: Sendable {
    let files: ArraySlice<IndexedFile>
  }

  func run(_ files: [IndexedFile]) throws {
    // Records first: whom an order belongs to is then known when it is read.
    let records = files.filter { if case .record = $0.content { true } else { false } }
    let ledgers = files.filter { if case .record = $0.content { false } else { true } }
    let inserter = try IndexInserter(database, isCold: true)
    var directory = PartyDirectory()
    var done = 0
    func report() { progress?.progress(.indexing, done: done, of: files.count) }

    let parser = parser
    let reader = ParallelReader(inputs: ColdLoad.jobs(records)) { job in
      let read = parser.files.reading()
      return job.files.map { parser.parse($0, read) }
    }
    try reader.forEach { parsed in
      for file in parsed {
        done += 1
        try inserter.insertFile(Int64(done), path: file.file.path, kind: file.file.kindName)
        try inserter.insert(file.diagnostics, file: Int64(done))
        guard case .record(let rows) = file.content else { continue }
        try inserter.insert(rows, file: Int64(done))
        directory.add(rows, record: Int64(done), path: file.file.path)
      }
      report()
    }
    var orders = OrderLoad()
    try ColdLoad.eachPart(of: ledgers, parser) { item in
      switch item {
      case .begin(let file):
        done += 1
        try inserter.insertFile(Int64(done), path: file.path, kind: file.kindName)
      case .part(.orders(let rows)):
        for row in rows {
          let inserted = try inserter.insert(row, file: Int64(done))
          orders.add(row, id: inserted.id, party: inserted.party)
        }
      case .part(.events(let rows)):
        for row in rows {
          try inserter.insert(row, file: Int64(done))
          orders.addEvent(row.id)
        }
      case .part(.sends(let rows)): for row in rows { try inserter.insert(row, file: Int64(done)) }
      case .end(let file, let summary):
        try inserter.insert(summary.diagnostics, file: Int64(done))
        try inserter.insert(ledgerFields: summary.fields, of: file.kindName, file: Int64(done))
        report()
      }
    }
    let resolved = inserter.newParties.map { directory.record(for: $0.handle) }
    try inserter.insertParties(resolved)
    try orders.finish(database, partyRecords: resolved)
  }

  private static func jobs(_ files: [IndexedFile]) -> [Job] {
    stride(from: 0, to: files.count, by: chunk).map { start in
      Job(files: files[start..<min(start + chunk, files.count)])
    }
  }

  private enum LedgerItem: Sendable {
    case begin(IndexedFile)
    case part(LedgerPart)
    case end(IndexedFile, LedgerSummary)
  }

  /// Reads the ledgers on another thread, in pieces of a bounded size.
  private static func eachPart(
    of ledgers: [IndexedFile], _ parser: FileParser, _ consume: (LedgerItem) throws -> Void
  ) throws {
    try Conveyor<LedgerItem>.run(capacity: 8) { belt in
      for file in ledgers {
        guard belt.put(.begin(file)) else { return }
        let summary = parser.ledger(file) { belt.put(.part($0)) }
        guard belt.put(.end(file, summary)) else { return }
      }
    } consume: {
      try consume($0)
    }
  }
}

/// Gathers, while lines stream by, what their totals will need and which keys occur twice.
private struct OrderLoad {
  private struct Line {
    let id: Int64
    let party: Int64
    let order: Int
    let day: Int32
    let isSubscription: Bool
    let amount: Int64?
    let key: Int64
  }

  private var lines: [Line] = []
  private var keys: Set<Int64> = []
  private var doubled: Set<Int64> = []
  private var events: Set<String> = []
  private var doubledEvents: Set<String> = []

  mutating func add(_ row: OrderLineRow, id: Int64, party: Int64) {
    if !keys.insert(row.key).inserted { doubled.insert(row.key) }
    guard row.counts else { return }
    lines.append(
      Line(
        id: id, party: party, order: Int(StableHash.of(row.order)), day: Int32(clamping: row.day),
        isSubscription: row.subscription != nil, amount: row.amount, key: row.key))
  }

  mutating func addEvent(_ id: String?) {
    if let id, !events.insert(id).inserted { doubledEvents.insert(id) }
  }

  /// Parties are numbered from 1; `partyRecords` are theirs in that order.
  mutating func finish(_ database: Database, partyRecords: [Int64?]) throws {
    let keeping = LedgerKeeping(database: database)
    var dropped: Set<Int64> = []
    if !doubled.isEmpty || !doubledEvents.isEmpty {
      try database.execute(sql: "CREATE INDEX load_keys ON order_rows (key)")
      try database.execute(sql: "CREATE INDEX load_events ON events (event_id)")
      let keys = try NumberSet("doubled_keys", doubled, in: database)
      try keeping.settleOrders(keys: keys)
      try keys.drop()
      try keeping.settleEvents(ids: doubledEvents)
      dropped = try Int64.fetchSet(database, sql: "SELECT id FROM order_rows WHERE superseded")
      try database.execute(sql: "DROP INDEX load_keys; DROP INDEX load_events")
    }
    var totals = OrderTotals()
    totals.reserve(lines.count)
    for line in lines where !dropped.contains(line.id) {
      guard let record = partyRecords[Int(line.party) - 1] else { continue }
      totals.add(
        OrderTotals.Line(
          record: record, order: line.order, day: line.day, isSubscription: line.isSubscription,
          amount: line.amount))
    }
    lines = []
    keys = []
    try keeping.insert(totals: totals.rows())
  }
}
