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
      let period =
        request.period.isAlways
        ? "1" : "{row}.created BETWEEN \(request.period.firstDay) AND \(request.period.lastDay)"
      let sql = SQLTemplate(
        schema: """
          SELECT coalesce({row}.source_folded, {row}.source), min({row}.source), \(lifecycle.text), count(*)
          FROM customers {row} WHERE \(period) AND (\(condition.text)) GROUP BY 1, 3
          """, lifecycle.arguments + condition.arguments)
      var figures = LeadFigures()
      let rows = try self.reportRows(sql, database)
      while let row = try rows.next() {
        figures.add(people: row[3], lifecycle: row[2] ?? "lead", source: row[1], key: row[0])
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
