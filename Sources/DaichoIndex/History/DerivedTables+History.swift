import DaichoFiles
import DaichoModel
import GRDB

/// What commits tell of deals, inquiries and people's lifecycle, for filters and reports: see the manual's page
/// "DerivedHistory".
extension DerivedTables {
  /// Tables that follow from history alone, not from orders or the day, by the first of those filled at once.
  private static let ofHistory: [String: [String]] = [
    "record_changes": ["record_changes", "record_origins"], "lifecycle_changes": ["lifecycle_changes"],
  ]
  static let historyTables = Set(ofHistory.values.joined())

  func prepareHistory(for tables: [String]) throws {
    for (first, all) in Self.ofHistory where all.contains(where: tables.contains) {
      try prepareHistory(first, all)
    }
  }

  private func prepareHistory(_ first: String, _ tables: [String]) throws {
    guard let history else { return }
    var tip = try history.read { try HistoryStore.fact(.tip, in: $0) }
    if let horizon = history.horizon { tip = "\(tip ?? "") \(horizon)" }
    // Of the commit that the tables hold for.
    let key = "history \(first)"
    func isKept() throws -> Bool {
      try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key]) == tip
    }
    if try isTemporary(first) { return }
    if try isKept() { return }
    let isOfPeople = first == "lifecycle_changes"
    let pasts =
      isOfPeople
      ? try history.pasts(of: [.customers], fields: ["lifecycle"], zone: moment.zone)
      : try history.pasts(of: [.deals, .inquiries], zone: moment.zone)
    func write(to schema: String) throws {
      if isOfPeople { try writeLifecycles(pasts, to: schema) } else { try writeChanges(pasts, to: schema) }
    }
    do {
      try database.inTransaction(.immediate) {
        if try isKept() { return .rollback }
        for table in tables { try database.execute(sql: "DELETE FROM main.\(table)") }
        try write(to: "main")
        try database.execute(sql: "INSERT OR REPLACE INTO meta VALUES (?, ?)", arguments: [key, tip])
        return .commit
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
      for table in tables {
        if let create = IndexSchema.lazyTables[table] { try database.execute(sql: create("temp.\(table)")) }
      }
      try write(to: "temp")
    }
  }

  private func day(_ instant: Int64) -> Int { moment.zone.local(instant).date.day }

  private func writeChanges(_ pasts: [String: RecordPast], to schema: String) throws {
    let changes = try RowWriter(
      database, "INSERT INTO \(schema).record_changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    let origins = try RowWriter(database, "INSERT INTO \(schema).record_origins VALUES (?, ?, ?, ?, ?)")
    func folded(_ text: String?) -> String? {
      text.map(TextFolding.fold).flatMap { $0 == text ? nil : $0 }
    }
    for (path, past) in pasts.sorted(by: { $0.key < $1.key }) {
      for (number, change) in past.changes.lazy.filter({ $0.part == .field }).enumerated() {
        changes.add(path)
        changes.add(number)
        changes.add(day(change.at))
        changes.add(change.at)
        changes.add(change.field)
        changes.add(change.old)
        changes.add(folded(change.old))
        changes.add(change.new)
        changes.add(folded(change.new))
        changes.add(change.author)
        changes.add(change.isLaterDate)
        changes.add(change.isDated)
        try changes.insert()
      }
      let reply = past.firstReply
      origins.add(path)
      origins.add(past.began.map(day))
      origins.add(past.began)
      origins.add(reply.map(day))
      origins.add(reply)
      try origins.insert()
    }
  }

  /// The first row of a person is their beginning, where it is known; what nobody wrote is `lead`.
  private func writeLifecycles(_ pasts: [String: RecordPast], to schema: String) throws {
    let writer = try RowWriter(database, "INSERT INTO \(schema).lifecycle_changes VALUES (?, ?, ?, ?, ?, ?)")
    for (path, past) in pasts.sorted(by: { $0.key < $1.key }) {
      var number = 0
      func write(_ old: String?, _ new: String?, at instant: Int64) throws {
        writer.add(path)
        writer.add(number)
        writer.add(day(instant))
        writer.add(instant)
        writer.add(old)
        writer.add(new)
        try writer.insert()
        number += 1
      }
      func word(_ text: String?) -> String { text.map(TextFolding.fold) ?? "lead" }
      if let began = past.began {
        try write(nil, word(past.changes.first { $0.isFirst }?.new), at: began)
      }
      for change in past.changes where !change.isFirst && word(change.old) != word(change.new) {
        try write(word(change.old), word(change.new), at: change.at)
      }
    }
  }
}

extension RecordPast {
  /// When a commit first says that an inquiry was answered: by an entry of the log, or by its status, which then
  /// waits for the customer.
  var firstReply: Int64? {
    changes.first { change in
      !change.isFirst
        && (change.isReply || change.field == "status" && change.new.map(TextFolding.fold) == "waiting")
    }?.at
  }
}
