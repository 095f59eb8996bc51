import DaichoModel
import DaichoQuery
import GRDB

/// A line of a ledger.
package struct LedgerPlace: Sendable, Hashable {
  package let path: String
  package let line: Int
  /// Another line says the same, or says it later.
  package let isSuperseded: Bool
}

/// Where the ledgers tell of one person.
package struct LedgerPlaces: Sendable {
  package var orders: [LedgerPlace] = []
  package var events: [LedgerPlace] = []
  /// Of each mail the newest line, and its Message-ID where the journal has one.
  package var mails: [(place: LedgerPlace, messageID: String?)] = []
}

extension WorkspaceIndex {
  /// The lines that are about a customer: by any of their ids, by their addresses where the line names nobody
  /// else, and of visits those of the visitors they are known as.
  ///
  /// - Parameter addresses: folded.
  package func ledgerPlaces(
    of customer: Reference, addresses: Set<String>
  ) throws(DaichoError) -> LedgerPlaces {
    try read { database in
      let records = try Int64.fetchAll(
        database,
        sql: """
          SELECT record FROM customers WHERE key = ?1
          UNION SELECT record FROM unreadable WHERE kind = 'customers' AND key = ?1
          """, arguments: [customer.id.key])
      let ids = "[" + records.map(String.init).joined(separator: ",") + "]"
      let emails = JSONValue.array(addresses.sorted().map(JSONValue.string)).serialized()
      var places = LedgerPlaces()
      places.orders = try Row.fetchAll(
        database,
        sql: """
          SELECT f.path, o.line, o.superseded FROM parties p JOIN order_rows o ON o.party = p.id
            JOIN files f ON f.id = o.file
          WHERE p.record IN (SELECT value FROM json_each(?)) ORDER BY o.day, f.path, o.line
          """, arguments: [ids]
      ).map { LedgerPlace(path: $0[0], line: $0[1], isSuperseded: $0[2]) }
      places.events = try WorkspaceIndex.events(of: ids, emails, database)
      places.mails = try Row.fetchAll(
        database,
        sql: """
          SELECT f.path, s.line, s.message_id FROM parties p JOIN sends s ON s.party = p.id
            JOIN files f ON f.id = s.file
          WHERE p.record IN (SELECT value FROM json_each(?)) ORDER BY s.at, f.path, s.line
          """, arguments: [ids]
      ).map { (LedgerPlace(path: $0[0], line: $0[1], isSuperseded: false), $0[2]) }
      return places
    }
  }

  private static func events(
    of records: String, _ emails: String, _ database: Database
  ) throws -> [LedgerPlace] {
    let own = """
      SELECT e.id FROM parties p JOIN events e ON e.party = p.id
      WHERE p.record IN (SELECT value FROM json_each(?1))
      UNION SELECT e.id FROM events e LEFT JOIN parties p ON p.id = e.party
      WHERE e.email IN (SELECT value FROM json_each(?2))
        AND (p.record IS NULL OR p.folded = e.email OR p.record IN (SELECT value FROM json_each(?1)))
      """
    let visitors = try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT visitor FROM events WHERE id IN (\(own)) AND visitor IS NOT NULL
        """, arguments: [records, emails])
    let known = JSONValue.array(visitors.map(JSONValue.string)).serialized()
    let visits =
      visitors.isEmpty
      ? ""
      : """
       UNION SELECT e.id FROM events e WHERE e.party IS NULL AND e.visitor IN (SELECT value FROM json_each(?3))
      """
    return try Row.fetchAll(
      database,
      sql: """
        SELECT f.path, e.line, e.superseded FROM events e JOIN files f ON f.id = e.file
        WHERE e.id IN (\(own)\(visits)) ORDER BY e.at, f.path, e.line
        """,
      arguments: visitors.isEmpty ? [records, emails] : [records, emails, known]
    ).map { LedgerPlace(path: $0[0], line: $0[1], isSuperseded: $0[2]) }
  }
}

/// An entry of a log that is a contact.
package struct ContactRow: Sendable, Hashable {
  package let record: FoundRecord
  package let line: Int
  package let day: CalendarDate
  /// Since midnight.
  package let minute: Int?
  package let channel: String
  package let direction: String?
  package let member: String?
  package let text: String
}

extension WorkspaceIndex {
  /// The contacts that `auditedContacts` counts, the newest first.
  package func contacts(
    of path: String, in period: DayPeriod, member: String? = nil, channel: String? = nil
  ) throws(DaichoError) -> [ContactRow] {
    try read { database in
      let lookup = Lookup(database: database)
      return try Row.fetchAll(
        database,
        sql: """
          SELECT l.record, l.line, l.day, l.minute, l.channel, l.direction, l.member, l.text FROM log_entries l
          WHERE l.is_contact AND l.day BETWEEN ?1 AND ?2 AND (?3 IS NULL OR l.member = ?3)
            AND (?4 IS NULL OR l.channel = ?4) AND l.record IN (\(WorkspaceIndex.auditedRecords))
          ORDER BY l.day DESC, coalesce(l.minute, -1) DESC, l.record, l.line DESC
          """,
        arguments: [
          period.firstDay, min(period.lastDay, self.moment.today.day), member, channel, path,
        ]
      ).compactMap { row in
        guard let record = try lookup.record(row[0]) else { return nil }
        return ContactRow(
          record: record, line: row[1], day: CalendarDate(day: row[2]), minute: row[3], channel: row[4],
          direction: row[5], member: row[6], text: row[7])
      }
    }
  }
}

/// A segment that a record is in.
package struct HeldSegment: Sendable, Hashable {
  package let id: String
  package let rule: String
}

extension WorkspaceIndex {
  /// The segments that a record is in today, by id, and those of whose rules nobody can tell.
  package func segments(
    holding record: Reference
  ) throws(DaichoError) -> (holding: [HeldSegment], unreadable: [String]) {
    try read { database in
      let questions = try Questions(database: database, index: self)
      var holding: [HeldSegment] = []
      var unreadable: [String] = []
      for segment in questions.segments.values.sorted(by: { $0.id < $1.id })
      where segment.entity == record.kind.folder {
        let compiled = Result { () throws(DaichoError) in
          try questions.checked(segment).compiled(in: questions.environment).condition
        }
        guard case .success(let condition) = compiled else {
          unreadable.append(segment.id)
          continue
        }
        let sql = SQLTemplate(
          schema: """
            SELECT EXISTS (SELECT 1 FROM \(record.kind.folder) {row} WHERE {row}.key = ? AND (\(condition.text)))
            """, [.text(record.id.key)] + condition.arguments
        ).placed(row: "r", today: self.moment.today, now: self.moment.epoch)
        try self.derived(database).prepare(for: sql.text)
        if try Bool.fetchOne(database, sql: sql.text, arguments: sql.grdbArguments) ?? false {
          holding.append(HeldSegment(id: segment.id, rule: segment.text))
        }
      }
      return (holding, unreadable)
    }
  }

  /// Texts of records, folded, that hold one of these: values, prose, entries of logs. A text may hold one
  /// as a part of a longer word.
  ///
  /// - Parameter texts: folded.
  package func texts(
    holding texts: [String], exceptIn own: Set<String>
  ) throws(DaichoError) -> [(path: String, text: String)] {
    guard !texts.isEmpty else { return [] }
    return try read { database in
      func holds(_ column: String) -> String {
        texts.indices.map { "instr(\(column), ?\($0 + 1)) > 0" }.joined(separator: " OR ")
      }
      var sources = [
        "SELECT record, coalesce(folded, value) AS text FROM field_values",
        "SELECT record, coalesce(folded, text) AS text FROM log_entries",
        "SELECT record, coalesce(folded, text) AS text FROM prose",
        "SELECT record, lower(json) AS text FROM structures",
      ]
      for kind in Kind.allCases {
        let columns = (KindTable.all[kind]?.columns ?? []).compactMap { column -> String? in
          switch column.storage {
          case .text: "coalesce(\"\(column.name)_folded\", \"\(column.name)\", '')"
          case .reference: "coalesce(\"\(column.name)_key\", '')"
          default: nil
          }
        }
        guard !columns.isEmpty else { continue }
        sources.append(
          "SELECT record, \(columns.joined(separator: " || char(31) || ")) AS text FROM \(kind.folder)")
      }
      var found: [(path: String, text: String)] = []
      for source in sources {
        let rows = try Row.fetchCursor(
          database,
          sql: """
            SELECT f.path, x.text FROM (\(source)) x JOIN files f ON f.id = x.record WHERE \(holds("x.text"))
            """, arguments: StatementArguments(texts))
        while let row = try rows.next() {
          let path: String = row[0]
          if !own.contains(path), let text = row[1] as String? { found.append((path, text)) }
        }
      }
      return found
    }
  }

  /// Lines of ledgers that hold one of these texts and are of somebody else, or of nobody.
  ///
  /// - Parameter texts: byte for byte.
  package func ledgerLines(
    holding texts: [String], except own: LedgerPlaces
  ) throws(DaichoError) -> [(path: String, line: Int)] {
    guard !texts.isEmpty else { return [] }
    return try read { database in
      func holds(_ column: String) -> String {
        texts.indices.map { "instr(\(column), ?\($0 + 1)) > 0" }.joined(separator: " OR ")
      }
      let sources = [
        "SELECT file, line FROM order_rows WHERE others IS NOT NULL AND (\(holds("others")))",
        "SELECT file, line FROM events WHERE \(holds("coalesce(email, '')")) OR \(holds("coalesce(others, '')"))",
        "SELECT file, line FROM sends WHERE \(holds("coalesce(address, '')"))",
      ]
      let known = Set(
        (own.orders + own.events + own.mails.map(\.place)).map { "\($0.path):\($0.line)" })
      return try sources.flatMap { source in
        try Row.fetchAll(
          database,
          sql: "SELECT f.path, x.line FROM (\(source)) x JOIN files f ON f.id = x.file ORDER BY 1, 2",
          arguments: StatementArguments(texts)
        ).map { (path: $0[0] as String, line: $0[1] as Int) }
      }.filter { !known.contains("\($0.path):\($0.line)") }
    }
  }
}
