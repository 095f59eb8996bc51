import DaichoInsight
import DaichoModel
import DaichoQuery
import GRDB

/// The deals a report is about.
package struct SalesDeals: Sendable {
  package var deals: [SalesDeal] = []
  /// Those whose amount is in a currency without a rate: their amounts are left out.
  package var withoutRate = 0
}

extension WorkspaceIndex {
  /// Deals by stage.
  ///
  /// - Parameter request: its period is of the expected close: with one, deals without a close date are
  ///   left out.
  package func pipelineReport(
    _ request: ReportRequest
  ) throws(DaichoError) -> (figures: PipelineFigures, withoutRate: Int) {
    let found = try salesDeals(request)
    let deals =
      request.period.isAlways
      ? found.deals : found.deals.filter { $0.close.map(request.period.contains) ?? false }
    let used = Set(deals.map(\.pipeline))
    let all = settings.pipelines
    let shown = all.count == 1 ? all : all.filter { used.contains($0.name) }
    return (PipelineFigures(deals, pipelines: shown, today: moment.today.day), found.withoutRate)
  }

  /// Deals that fulfil the request's conditions, whatever its period.
  func salesDeals(_ request: ReportRequest) throws(DaichoError) -> SalesDeals {
    try read { database in
      let questions = try Questions(database: database, index: self)
      let condition = try questions.condition(of: request, .deals)
      let sql = SQLTemplate(
        schema: """
          SELECT {row}.pipeline, {row}.stage, {row}.state, {row}.amount, {row}.amount_base, {row}.weight,
            {row}.created, {row}.close, min(l.day), max(CASE WHEN l.day <= {today} THEN l.day END),
            \(Vocabulary.stageSince), \(Vocabulary.closePushed)
          FROM deals {row} LEFT JOIN log_entries l ON l.record = {row}.record AND NOT l.is_task
          WHERE \(condition.text) GROUP BY {row}.record
          """, condition.arguments
      )
      var found = SalesDeals()
      let rows = try self.reportRows(sql, database)
      while let row = try rows.next() {
        let written: Int64? = row[3]
        let amount: Int64? = row[4]
        if written != nil, amount == nil { found.withoutRate += 1 }
        found.deals.append(
          SalesDeal(
            pipeline: self.pipelineName(row[0]), stage: row[1] ?? "",
            state: (row[2] as String?).flatMap(SalesDeal.State.init(rawValue:)) ?? .open, amount: amount,
            probability: row[5], created: row[6], firstEntry: row[8], lastEntry: row[9], close: row[7],
            stageSince: row[10], pushes: row[11]))
      }
      return found
    }
  }

  /// As daicho.yml has it: deals that name no pipeline are in the default one.
  func pipelineName(_ written: String?) -> String {
    settings.pipeline(named: written.flatMap { $0.isEmpty ? nil : $0 })?.name ?? written ?? ""
  }
}
