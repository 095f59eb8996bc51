import DaichoModel
import DaichoQuery
import GRDB

/// How a score comes out: how many have it, and how many have reached its threshold.
package struct ScoreSummary: Sendable {
  package let score: ScoreFile
  package let having: Int
  /// `nil` without a threshold.
  package let over: Int?
}

/// One record's score, rule by rule.
package struct ScoreAnswer: Sendable {
  package struct Rule: Sendable {
    /// `each:`, else `when:`.
    package let isEach: Bool
    package let text: String
    package let points: Double
    package let max: Double?
    /// In days.
    package let halfLife: Double?
    /// Of an `each:` rule; of a `when:` rule 1 where it holds, else 0.
    package let items: Int
    /// What the items count for together, each by its age.
    package let weight: Double
    /// Its points, ten times over: they add up to the score exactly.
    package let tenths: Int64

    /// Whether `max` cut its points.
    package var isCapped: Bool {
      guard let max else { return false }
      return points < 0 ? points * weight < max : points * weight > max
    }

    init(_ rule: ScoreDefinition.Rule, items: Int, weight: Double, tenths: Int64) {
      isEach = rule.form == .each
      (text, points, max, halfLife) = (rule.text.text, rule.points, rule.max, rule.halfLife)
      (self.items, self.weight, self.tenths) = (items, weight, tenths)
    }
  }

  package let score: ScoreFile
  package let record: FoundRecord
  /// `nil`: the record is none of those the score is of.
  package let points: Double?
  package let rules: [Rule]
  package let isHandedOff: Bool
  /// The days behind relative dates.
  package let notes: [Wording]
}

/// A record on the other side of a score's threshold than its file says.
package struct ThresholdCrossing: Sendable {
  package enum Direction: Sendable { case up, down }

  package let record: FoundRecord
  package let points: Double
  package let direction: Direction
  package let owner: String?
  /// As shown, of customers.
  package let lifecycle: String?
  /// Of the record, or of the customer it is about.
  package let mustNotBeContacted: Bool
  package let isFormer: Bool
}

extension WorkspaceIndex {
  package func scores() throws(DaichoError) -> [ScoreFile] {
    try read { try Questions(database: $0, index: self).scores }
  }

  /// `unknown-score` when there is none called `name`.
  package func score(_ name: String) throws(DaichoError) -> ScoreFile {
    try read { try Questions(database: $0, index: self).score(name) }
  }

  package func summary(of score: ScoreFile) throws(DaichoError) -> ScoreSummary {
    try read { database in
      let questions = try Questions(database: database, index: self)
      let scored = try self.scored(score, questions)
      let statement = SQLTemplate(
        schema: "\(scored.text) SELECT count(points), coalesce(sum(points >= ?), 0) FROM scored",
        scored.arguments + [.real(score.threshold ?? 0)])
      try self.derived(database).prepare(for: statement.text)
      let row = try Row.fetchOne(database, sql: statement.text, arguments: statement.grdbArguments)
      return ScoreSummary(
        score: score, having: row?[0] ?? 0, over: score.threshold == nil ? nil : row?[1] ?? 0)
    }
  }

  /// `WITH scored AS (record, points, marked)` of the records that have the score, each computed once.
  private func scored(_ score: ScoreFile, _ questions: Questions) throws(DaichoError) -> SQLTemplate {
    let points = try questions.checkedScore(score.id.key).compiled(in: questions.environment)
    return SQLTemplate(
      schema: """
        WITH scored AS MATERIALIZED (
        SELECT {row}.record AS record, \(points.text) AS points, \(HandOffMark.isSet) AS marked
        FROM \(score.kind.folder) {row})
        """, points.arguments + [.text(score.id.key)]
    ).placed(row: "r", today: moment.today, now: moment.epoch)
  }

  // MARK: Explaining

  package func explain(_ score: ScoreFile, of record: FoundRecord) throws(DaichoError) -> ScoreAnswer {
    try read { database in
      let questions = try Questions(database: database, index: self)
      let checked = try questions.checkedScore(score.id.key)
      func values(_ templates: [SQLTemplate]) throws -> Row? {
        let statement = SQLTemplate(
          schema: """
            SELECT \(templates.map(\.text).joined(separator: ", "))
            FROM \(score.kind.folder) {row} WHERE {row}.key = ? ORDER BY {row}.record LIMIT 1
            """, templates.flatMap(\.arguments) + [.text(record.reference.id.key)]
        ).placed(row: "r", today: self.moment.today, now: self.moment.epoch)
        try self.derived(database).prepare(for: statement.text)
        return try Row.fetchOne(database, sql: statement.text, arguments: statement.grdbArguments)
      }
      let explained = checked.explained(in: questions.environment)
      let mark = SQLTemplate(schema: HandOffMark.isSet, [.text(score.id.key)])
      let whole = try values([checked.compiled(in: questions.environment), mark])
      var rules: [ScoreAnswer.Rule] = []
      for (rule, form) in zip(explained.rules, checked.definition.rules) {
        guard let row = try values([rule.items, rule.weight, rule.tenths]) else { continue }
        rules.append(ScoreAnswer.Rule(form, items: row[0], weight: row[1], tenths: row[2]))
      }
      return ScoreAnswer(
        score: score, record: record, points: whole?[0], rules: rules, isHandedOff: whole?[1] ?? false,
        notes: explained.notes)
    }
  }

  // MARK: Crossings

  /// The records that have reached the threshold since they were last below it, and those that were
  /// handed off and have fallen below it; by path.
  package func crossings(of score: ScoreFile) throws(DaichoError) -> [ThresholdCrossing] {
    guard let threshold = score.threshold else { return [] }
    return try read { database in
      let questions = try Questions(database: database, index: self)
      let scored = try self.scored(score, questions)
      let facts = try self.handOffFacts(score.kind, questions)
      let statement = SQLTemplate(
        schema: """
          \(scored.text)
          SELECT s.record, s.points, s.marked, \(facts.text) FROM scored s
          JOIN \(score.kind.folder) r ON r.record = s.record JOIN files f ON f.id = s.record
          WHERE (NOT s.marked AND s.points >= ?) OR (s.marked AND s.points < ?) ORDER BY f.path
          """,
        scored.arguments + facts.arguments + [.real(threshold), .real(threshold)])
      let lookup = Lookup(database: database)
      try self.derived(database).prepare(for: statement.text)
      return try Row.fetchAll(database, sql: statement.text, arguments: statement.grdbArguments)
        .compactMap { row in
          guard let record = try lookup.record(row[0]) else { return nil }
          return ThresholdCrossing(
            record: record, points: row[1], direction: row[2] ? .down : .up, owner: row[3],
            lifecycle: row[4], mustNotBeContacted: row[5], isFormer: row[6])
        }
    }
  }

  /// Owner, lifecycle as shown, whether contact is forbidden, whether the customer is a former one.
  private func handOffFacts(_ kind: Kind, _ questions: Questions) throws -> SQLTemplate {
    let owner = KindTable.all[kind]?.column("owner") == nil ? "NULL" : "{row}.owner"
    var (lifecycle, forbidden, former): (SQLTemplate, String, String) = ("NULL", "0", "0")
    if kind == .customers {
      lifecycle =
        try questions.vocabulary(withUnknownFields: false).entity(kind).fields["lifecycle"]?.value ?? "NULL"
      forbidden = "coalesce({row}.do_not_contact, 0)"
      former = "coalesce({row}.lifecycle = 'former', 0)"
    } else if KindTable.all[kind]?.column("customer") != nil {
      func ofCustomer(_ test: String) -> String {
        "EXISTS (SELECT 1 FROM customers c WHERE c.key = {row}.customer_key AND \(test))"
      }
      forbidden = ofCustomer("coalesce(c.do_not_contact, 0)")
      former = ofCustomer("c.lifecycle = 'former'")
    }
    return SQLTemplate(
      schema: "\(owner), \(lifecycle.text), \(forbidden), \(former)", lifecycle.arguments
    ).placed(row: "r", today: moment.today, now: moment.epoch)
  }
}

/// The front matter field that remembers a hand-off: the ids of the scores whose threshold the record was
/// last seen to have reached.
package enum HandOffMark {
  package static let field = "handed_off"

  /// Whether it names the score `?`.
  static let isSet = """
    EXISTS (SELECT 1 FROM field_values m WHERE m.record = {row}.record AND m.field = '\(field)'
    AND coalesce(m.folded, m.value) = ?)
    """
}
