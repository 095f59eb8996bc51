import DaichoModel
import DaichoQuery
import GRDB

/// How many of a segment may be shown advertisements by name, and why not the rest.
package struct AdvertisingSummary: Sendable {
  package let id: String
  package let matching: Int
  package let allowed: Int
  /// Why the others may not, and how many for each reason, most first.
  package let refused: [(reason: Wording, count: Int)]
}

extension WorkspaceIndex {
  /// Columns that are the shop's own in a ledger: `orders`, `events`. By name.
  package func ownColumns(of ledger: String) throws(DaichoError) -> [String] {
    try read { database in
      try String.fetchAll(
        database, sql: "SELECT DISTINCT name FROM ledger_fields WHERE ledger = ? ORDER BY name",
        arguments: [ledger])
    }
  }

  /// Lines of the ledgers that say what another line says, or said before: by file.
  package func supersededLines(of table: LedgerTable) throws(DaichoError) -> [String: Set<Int>] {
    try read { database in
      var lines: [String: Set<Int>] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: "SELECT f.path, t.line FROM \(table.rawValue) t JOIN files f ON f.id = t.file WHERE t.superseded"
      )
      while let row = try rows.next() { lines[row[0], default: []].insert(row[1]) }
      return lines
    }
  }

  package enum LedgerTable: String, Sendable {
    case orders = "order_rows"
    case events
  }

  /// E-mail addresses, folded, and digits of phone numbers of customers who forbid that advertising
  /// platforms learn of them: who uses one too is not made known by it.
  package func handlesKeptFromAdvertising() throws(DaichoError) -> Set<String> {
    try read { database in
      let sql = SQLTemplate(
        schema: """
          SELECT coalesce(v.folded, v.value) FROM customers {row} JOIN field_values v ON v.record = {row}.record
          WHERE v.field IN ('email', 'phone') AND NOT \(Vocabulary.consent("ads"))
          AND (coalesce({row}.do_not_contact, 0) <> 0 OR EXISTS (
            SELECT 1 FROM consents w WHERE w.record = {row}.record AND w.channel = 'ads' AND NOT w.granted))
          """
      ).placed(row: "r", today: self.moment.today, now: self.moment.epoch)
      return try String.fetchSet(database, sql: sql.text, arguments: sql.grdbArguments)
    }
  }

  /// Who of a segment of customers may be made known to an advertising platform: `consent.ads`.
  package func advertisingSummary(_ name: String) throws(DaichoError) -> AdvertisingSummary {
    try read { database in
      let questions = try Questions(database: database, index: self)
      let segment = try questions.segment(name)
      guard segment.entity == Kind.customers.folder else {
        throw DaichoError.segmentOfOtherKind(segment.id, of: segment.entity, asked: .customers)
      }
      let condition = try questions.checked(segment).compiled(in: questions.environment).condition
      func count(_ condition: SQLTemplate) throws -> Int {
        let sql = SQLTemplate(
          schema: "SELECT count(*) FROM customers {row} WHERE \(condition.text)", condition.arguments
        ).placed(row: "r", today: self.moment.today, now: self.moment.epoch)
        try self.derived(database).prepare(for: sql.text)
        return try Int.fetchOne(database, sql: sql.text, arguments: sql.grdbArguments) ?? 0
      }
      let matching = try count(condition)
      var rest = Questions.all([condition, SQLTemplate(schema: "NOT \(Vocabulary.consent("ads"))")])
      let refused = try count(rest)
      var reasons: [(reason: Wording, count: Int)] = []
      for (reason, test) in Vocabulary.reasonsAgainstAdvertising {
        let number = try count(Questions.all([rest, SQLTemplate(schema: test)]))
        if number > 0 { reasons.append((reason, number)) }
        rest = Questions.all([rest, SQLTemplate(schema: "NOT (\(test))")])
      }
      return AdvertisingSummary(
        id: segment.id, matching: matching, allowed: matching - refused,
        refused: reasons.sorted { $0.count > $1.count })
    }
  }
}

extension Vocabulary {
  /// Each holds where the ones before it do not.
  static let reasonsAgainstAdvertising: [(Wording, String)] = [
    (Wording(en: "must not be contacted", ja: "連絡不可"), "coalesce({row}.do_not_contact, 0) <> 0"),
    (
      Wording(en: "another file with this id cannot be read", ja: "同じ ID の読めないファイルあり"),
      "EXISTS (SELECT 1 FROM unreadable u WHERE u.kind = 'customers' AND u.key = {row}.key)"
    ),
    (
      Wording(en: "consent to advertising withdrawn", ja: "広告利用の同意を撤回"),
      "EXISTS (SELECT 1 FROM consents g WHERE g.record = {row}.record AND g.channel = 'ads' AND NOT g.granted)"
    ),
    (Wording(en: "never consented to advertising", ja: "広告利用の同意なし"), "1"),
  ]
}
