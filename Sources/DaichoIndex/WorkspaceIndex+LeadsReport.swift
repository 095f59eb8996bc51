import DaichoInsight
import DaichoModel
import DaichoQuery
import GRDB

extension WorkspaceIndex {
  /// People by lifecycle and source.
  ///
  /// - Parameter request: its period is of `created`: with one, people without that date are left out.
  package func leadsReport(_ request: ReportRequest) throws(DaichoError) -> LeadFigures {
    try read { database in
      let questions = try Questions(database: database, index: self)
      let condition = try questions.condition(of: request, .customers)
      let lifecycle = try questions.value("lifecycle", of: .customers)
      let customerOn = try questions.value("customer_on", of: .customers)
      let period =
        request.period.isAlways
        ? "1" : "{row}.created BETWEEN \(request.period.firstDay) AND \(request.period.lastDay)"
      let sql = SQLTemplate(
        schema: """
          SELECT coalesce({row}.source_folded, {row}.source), min({row}.source), \(lifecycle.text), count(*),
            sum(\(Vocabulary.qualifiedOn) IS NOT NULL)
          FROM customers {row} WHERE \(period) AND (\(condition.text)) GROUP BY 1, 3
          """, lifecycle.arguments + condition.arguments)
      var figures = LeadFigures()
      let rows = try self.reportRows(sql, database)
      while let row = try rows.next() {
        figures.add(
          people: row[3], lifecycle: row[2] ?? "lead", source: row[1], key: row[0], onceQualified: row[4] ?? 0
        )
      }
      let moved = SQLTemplate(
        schema: """
          SELECT x.source, x.qualified - x.began, x.customer - x.began FROM (
            SELECT coalesce({row}.source_folded, {row}.source) AS source, \(Vocabulary.movedToQualified) AS qualified,
              CASE WHEN \(lifecycle.text) = 'customer' THEN \(customerOn.text) END AS customer,
              coalesce({row}.created, \(Vocabulary.personBegan)) AS began
            FROM customers {row} WHERE \(period) AND (\(condition.text))) x
          WHERE x.qualified >= x.began OR x.customer >= x.began
          """, lifecycle.arguments + customerOn.arguments + condition.arguments)
      let ways = try self.reportRows(moved, database)
      while let row = try ways.next() {
        figures.add(qualifiedAfter: row[1], customerAfter: row[2], key: row[0])
      }
      return figures
    }
  }
}

extension Questions {
  /// The SQL of a field or metric, over `{row}`.
  func value(_ name: String, of kind: Kind) throws(DaichoError) -> SQLTemplate {
    let vocabulary = Vocabulary(settings: index.settings, segments: segments, scores: scores)
    return vocabulary.entity(kind).fields[name]?.value ?? "NULL"
  }
}
