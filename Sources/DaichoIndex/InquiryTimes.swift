import DaichoInsight
import DaichoModel
import GRDB

/// When each inquiry was opened, answered and resolved: by its fields and its log, and where they are silent by
/// the commits that made it so.
struct InquiryTimes {
  static let table = "inquiry_times"

  var opened: InquiryTime?
  var isResolved: Bool
  var resolved: InquiryTime?
  /// The first answer that is not before the opening.
  var response: InquiryTime?

  var responseHours: Double? {
    guard let opened, let response, response >= opened else { return nil }
    return max(0, response.hours(since: opened))
  }

  var resolutionHours: Double? {
    guard let opened, let resolved, resolved >= opened else { return nil }
    return resolved.hours(since: opened)
  }

  /// By the inquiry's record.
  ///
  /// - Parameter database: with `record_changes` as they are now.
  static func all(_ database: Database, _ moment: Moment) throws -> [Int64: InquiryTimes] {
    func time(_ day: Int?, _ minute: Int?) -> InquiryTime? {
      day.map { day in
        let local = DateAndTime(date: CalendarDate(day: day), minute: minute)
        return InquiryTime(day: day, instant: minute.map { _ in moment.zone.instant(local) })
      }
    }
    func time(at instant: Int64?) -> InquiryTime? {
      instant.map { InquiryTime(day: moment.zone.local($0).date.day, instant: $0) }
    }
    var found: [Int64: InquiryTimes] = [:]
    var replied: [Int64: InquiryTime] = [:]
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT i.record, coalesce(i.status_folded, i.status), coalesce(i.opened, i.created), i.opened_minute,
          i.resolved, i.resolved_minute, o.at, o.reply_at,
          (SELECT CASE WHEN h.is_dated THEN h.at END FROM record_changes h
            WHERE h.path = f.path AND h.field = 'status' AND coalesce(h.new_folded, h.new) = 'resolved'
            ORDER BY h.number DESC LIMIT 1)
        FROM inquiries i JOIN files f ON f.id = i.record LEFT JOIN record_origins o ON o.path = f.path
        """)
    while let row = try rows.next() {
      let status: String? = row[1]
      let resolved = time(row[4], row[5]) ?? (status == "resolved" ? time(at: row[8]) : nil)
      found[row[0]] = InquiryTimes(
        opened: time(row[2], row[3]) ?? time(at: row[6]),
        isResolved: status.map { $0 == "resolved" } ?? (resolved != nil), resolved: resolved)
      if let reply = time(at: row[7]), reply.day <= moment.today.day { replied[row[0]] = reply }
    }
    // A contact that says neither `in` nor `out` answers too, where it is plainly later than the opening.
    let entries = try Row.fetchCursor(
      database,
      sql: """
        SELECT l.record, l.day, l.minute, l.direction FROM log_entries l JOIN inquiries i ON i.record = l.record
        WHERE l.is_contact AND l.direction IS NOT 'in' AND l.day <= ?
        ORDER BY l.record, l.day, l.minute, l.line
        """, arguments: [moment.today.day])
    while let entry = try entries.next() {
      let record: Int64 = entry[0]
      guard let times = found[record], times.response == nil, let opened = times.opened,
        let contact = time(entry[1], entry[2])
      else { continue }
      let isOut = (entry[3] as String?) == "out"
      if isOut ? contact >= opened : opened < contact { found[record]?.response = contact }
    }
    for (record, reply) in replied {
      guard let times = found[record], times.response == nil, let opened = times.opened, reply >= opened
      else {
        continue
      }
      found[record]?.response = reply
    }
    return found
  }
}

extension DerivedTables {
  /// What `meta` says the table holds for: the day, and the commit.
  private static let key = InquiryTimes.table

  func prepareInquiryTimes() throws {
    try prepareHistory(for: ["record_changes"])
    let tip = try String.fetchOne(
      database, sql: "SELECT value FROM meta WHERE key = 'history record_changes'")
    let holdsFor = "\(moment.today.day) \(tip ?? "")"
    func isKept() throws -> Bool {
      try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [Self.key])
        == holdsFor
    }
    if try isTemporary(InquiryTimes.table) { return }
    if try isKept() { return }
    if moment.isRealDay {
      do {
        return try database.inTransaction(.immediate) {
          if try isKept() { return .rollback }
          try database.execute(sql: "DELETE FROM main.\(InquiryTimes.table)")
          try writeInquiryTimes(to: "main")
          try database.execute(
            sql: "INSERT OR REPLACE INTO meta VALUES (?, ?)", arguments: [Self.key, holdsFor])
          return .commit
        }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
        // An index that cannot be written to answers all the same.
      }
    }
    if let create = IndexSchema.lazyTables[InquiryTimes.table] {
      try database.execute(sql: create("temp.\(InquiryTimes.table)"))
    }
    try writeInquiryTimes(to: "temp")
  }

  private func writeInquiryTimes(to schema: String) throws {
    let writer = try RowWriter(
      database, "INSERT INTO \(schema).\(InquiryTimes.table) VALUES (?, ?, ?, ?, ?, ?)")
    for (record, times) in try InquiryTimes.all(database, moment).sorted(by: { $0.key < $1.key }) {
      writer.add(record)
      writer.add(times.opened?.day)
      writer.add(times.response?.day)
      writer.add(times.responseHours)
      writer.add(times.resolved?.day)
      writer.add(times.resolutionHours)
      try writer.insert()
    }
  }
}

extension InquiryTimes {
  /// Called when inquiries have changed.
  static func forget(_ database: Database) throws {
    try database.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: [table])
    try database.execute(sql: "DROP TABLE IF EXISTS temp.\(table)")
  }
}
