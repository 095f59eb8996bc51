import DaichoModel
import GRDB

/// Fills empty tables from every file: reading and parsing on all cores, inserting on this thread.
struct ColdLoad {
  let database: Database
  let parser: FileParser
  let progress: (any ProgressReporting)?

  /// Files of records that are read together.
  private static let chunk = 128

  private struct Job: Sendable {
    let firstID: Int64
    let files: ArraySlice<IndexedFile>
  }

  func run(_ files: [IndexedFile]) throws {
    // Records first: whom an order belongs to is then known when it is read.
    let records = files.filter { if case .record = $0.content { true } else { false } }
    let ledgers = files.filter { if case .record = $0.content { false } else { true } }
    let all = records + ledgers
    let inserter = try IndexInserter(database, isCold: true)
    var directory = PartyDirectory()
    var orders = OrderLoad()
    var done = 0
    let parser = parser
    let reader = ParallelReader(inputs: ColdLoad.jobs(all, records: records.count)) { job in
      job.files.map { parser.parse($0) }
    }
    try reader.forEach { parsed in
      for file in parsed {
        let id = Int64(done + 1)
        done += 1
        try inserter.insertFile(id, path: file.file.path, kind: file.file.kindName)
        try inserter.insert(file.diagnostics, file: id)
        switch file.content {
        case .record(let rows):
          try inserter.insert(rows, file: id)
          directory.add(rows, record: id, path: file.file.path)
        case .orders(let rows, let names):
          try inserter.insert(ledgerFields: names, of: "orders", file: id)
          for row in rows {
            let inserted = try inserter.insert(row, file: id)
            orders.add(row, id: inserted.id, party: inserted.party)
          }
        case .events(let rows, let names):
          try inserter.insert(ledgerFields: names, of: "events", file: id)
          for row in rows {
            try inserter.insert(row, file: id)
            orders.addEvent(row.id)
          }
        case .sends(let rows): for row in rows { try inserter.insert(row, file: id) }
        case .nothing: break
        }
      }
      progress?.progress(.indexing, done: done, of: all.count)
    }
    let resolved = inserter.newParties.map { directory.record(for: $0.handle) }
    try inserter.insertParties(resolved)
    try orders.finish(database, partyRecords: resolved)
  }

  private static func jobs(_ files: [IndexedFile], records: Int) -> [Job] {
    var jobs: [Job] = []
    var start = 0
    while start < files.count {
      let end = start < records ? min(start + chunk, records) : start + 1
      jobs.append(Job(firstID: Int64(start + 1), files: files[start..<end]))
      start = end
    }
    return jobs
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
      try keeping.settleOrders(keys: doubled)
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
