import DaichoModel
import DaichoQuery
import GRDB

/// How a segment comes out: how many, and of them how many can be mailed and why not the rest.
package struct SegmentSummary: Sendable {
  package let id: String
  package let kind: Kind
  package let text: String
  package let matching: Int
  /// Only of customers.
  package let mailable: Int?
  /// Why the others cannot be mailed, and how many for each reason, most first.
  package let unmailable: [(reason: Wording, count: Int)]
}

/// What a filter does, clause by clause.
package struct FilterExplanation: Sendable {
  package struct Clause: Sendable {
    package let source: String
    /// Records that fulfil this clause alone.
    package let alone: Int
    /// Records left after it and all before.
    package let left: Int
  }

  package let kind: Kind
  package let total: Int
  package let clauses: [Clause]
  /// The days behind relative dates.
  package let notes: [Wording]
  package let sql: String
  package let arguments: [String]
}

extension WorkspaceIndex {
  package func segmentIDs() throws(DaichoError) -> [String] {
    try read { try String.fetchAll($0, sql: "SELECT id FROM segments ORDER BY key") }
  }

  /// - Parameter withReasons: `false`: how many can be mailed, and not why the rest cannot, which takes longer.
  package func segmentSummary(
    _ name: String, withReasons: Bool = true
  ) throws(DaichoError) -> SegmentSummary {
    try read { database in
      let questions = try Questions(database: database, index: self)
      let segment = try questions.segment(name)
      guard let kind = Kind(rawValue: segment.entity) else {
        throw DaichoError.unknownSegment(name, suggestion: nil)
      }
      let condition = try questions.checked(segment).compiled(in: questions.environment).condition
      guard kind == .customers else {
        return SegmentSummary(
          id: segment.id, kind: kind, text: segment.text, matching: try self.count(condition, kind, database),
          mailable: nil, unmailable: [])
      }
      let tests = withReasons ? Vocabulary.reasonsAgainstMail : []
      let counts = try self.mailReasons(condition, tests.map(\.1), database)
      let reasons = tests.indices.compactMap { index in
        counts[index + 1].map { (reason: tests[index].0, count: $0) }
      }
      return SegmentSummary(
        id: segment.id, kind: kind, text: segment.text, matching: counts.values.reduce(0, +),
        mailable: counts[0] ?? 0, unmailable: reasons.sorted { $0.count > $1.count })
    }
  }

  /// How many customers fulfil the condition, by the first reason against mail to them: 0 where there is none,
  /// else its place among `tests`, from 1, or -1. In one pass, as the condition may cost much.
  private func mailReasons(
    _ condition: SQLTemplate, _ tests: [String], _ database: Database
  ) throws -> [Int: Int] {
    let cases = tests.enumerated().map { "WHEN \($1) THEN \($0 + 1)" }.joined(separator: "\n")
    let sql = SQLTemplate(
      schema: """
        WITH members AS MATERIALIZED (SELECT {row}.record FROM customers {row} WHERE \(condition.text)),
        reasons AS MATERIALIZED (SELECT CASE WHEN \(Vocabulary.mailable) THEN 0
        \(cases) ELSE -1 END AS reason FROM members m JOIN customers {row} ON {row}.record = m.record)
        SELECT reason, count(*) FROM reasons GROUP BY reason
        """, condition.arguments
    ).placed(row: "r", today: moment.today, now: moment.epoch)
    try derived(database).prepare(for: sql.text)
    var counts: [Int: Int] = [:]
    for row in try Row.fetchAll(database, sql: sql.text, arguments: sql.grdbArguments) {
      counts[row[0]] = row[1]
    }
    return counts
  }

  package func explain(segment name: String) throws(DaichoError) -> FilterExplanation {
    try read { database in
      let questions = try Questions(database: database, index: self)
      let segment = try questions.segment(name)
      return try self.explanation(of: questions.checked(segment), questions, database)
    }
  }

  package func explain(filter text: String, of kind: Kind) throws(DaichoError) -> FilterExplanation {
    try read { database in
      let questions = try Questions(database: database, index: self)
      return try self.explanation(of: questions.checked(text, kind, place: "--where"), questions, database)
    }
  }

  private func explanation(
    of filter: CheckedFilter, _ questions: Questions, _ database: Database
  ) throws -> FilterExplanation {
    let compiled = filter.compiled(in: questions.environment)
    let kind = Kind(rawValue: filter.entity.name) ?? .customers
    var clauses: [FilterExplanation.Clause] = []
    var soFar: [SQLTemplate] = []
    for clause in compiled.clauses {
      soFar.append(clause.condition)
      clauses.append(
        FilterExplanation.Clause(
          source: clause.source, alone: try count(clause.condition, kind, database),
          left: try count(Questions.all(soFar), kind, database)))
    }
    let statement = compiled.statement()
    return FilterExplanation(
      kind: kind, total: try count("1", kind, database), clauses: clauses, notes: compiled.notes,
      sql: statement.sql, arguments: statement.arguments.map(\.shown))
  }

  private func count(_ condition: SQLTemplate, _ kind: Kind, _ database: Database) throws -> Int {
    let sql = SQLTemplate(
      schema:
        "SELECT count(*) FROM \(kind.folder) {row} WHERE \(condition.text)", condition.arguments
    ).placed(row: "r", today: moment.today, now: moment.epoch)
    try derived(database).prepare(for: sql.text)
    return try Int.fetchOne(database, sql: sql.text, arguments: sql.grdbArguments) ?? 0
  }
}

extension Vocabulary {
  static let mailable = "(\(primaryAddress) IS NOT NULL AND \(consent("email")))"

  /// Each holds where the ones before it do not.
  static let reasonsAgainstMail = reasons(against: "email")

  /// As `reasonsAgainstMail`, each at the same place; of a channel that is not e-mail those about the address
  /// never hold.
  static func reasons(against channel: String) -> [(Wording, String)] {
    let isMail = channel == "email"
    return [
      (Wording(en: "no e-mail address", ja: "メールアドレスなし"), isMail ? "\(primaryAddress) IS NULL" : "0"),
      (Wording(en: "must not be contacted", ja: "連絡不可"), "coalesce({row}.do_not_contact, 0) <> 0"),
      (
        Wording(en: "another file with this id cannot be read", ja: "同じ ID の読めないファイルあり"),
        "EXISTS (SELECT 1 FROM unreadable u WHERE u.kind = 'customers' AND u.key = {row}.key)"
      ),
      (
        Wording(en: "consent withdrawn", ja: "同意を撤回"),
        """
        EXISTS (SELECT 1 FROM consents g WHERE g.record = {row}.record AND g.channel = '\(channel)' AND NOT g.granted
        AND g.day >= coalesce((SELECT max(h.day) FROM consents h WHERE h.record = {row}.record
          AND h.channel = '\(channel)' AND h.granted AND h.day <= {today}), -1000000))
        """
      ),
      (
        Wording(en: "never consented", ja: "同意なし"),
        """
        NOT EXISTS (SELECT 1 FROM consents g WHERE g.record = {row}.record AND g.channel = '\(channel)' AND g.granted
        AND g.day <= {today})
        """
      ),
      (
        Wording(en: "unsubscribed, bounced or complained", ja: "配信停止・エラー・苦情"),
        isMail
          ? "\(primaryAddress) IN (SELECT b.address FROM blocked_addresses b)" : Vocabulary.isRefused(channel)
      ),
    ]
  }
}

extension SQLTemplate {
  var grdbArguments: StatementArguments {
    StatementArguments(
      arguments.map { value -> (any DatabaseValueConvertible)? in
        switch value {
        case .null: nil
        case .integer(let number): number
        case .real(let number): number
        case .text(let text): text
        }
      })
  }
}

extension SQLValue {
  fileprivate var shown: String {
    switch self {
    case .null: "NULL"
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .text(let text): "'\(text)'"
    }
  }
}
