import DaichoInsight
import DaichoModel
import DaichoQuery
import GRDB

extension WorkspaceIndex {
  /// How deals move through their stages, by what commits changed.
  ///
  /// - Parameter request: its period is of a deal's beginning: `created`, or else its first commit.
  package func velocityReport(
    _ request: ReportRequest
  ) throws(DaichoError) -> (figures: VelocityFigures, withoutHistory: Int) {
    let passages = try passages(request)
    let deals = passages.filter { deal in
      request.period.isAlways || deal.began.map(request.period.contains) ?? false
    }
    let used = Set(deals.map(\.pipeline))
    let shown =
      settings.pipelines.count == 1
      ? settings.pipelines : settings.pipelines.filter { used.contains($0.name) }
    return (
      VelocityFigures(deals.filter { !$0.visits.isEmpty }, pipelines: shown, today: moment.today.day),
      deals.count { $0.visits.isEmpty }
    )
  }

  /// The ways of the deals that fulfil the request's conditions, whatever its period.
  func passages(_ request: ReportRequest) throws(DaichoError) -> [DealPassage] {
    try read { database in
      let questions = try Questions(database: database, index: self)
      let condition = try questions.condition(of: request, .deals)
      let rows = try self.reportRows(
        SQLTemplate(
          schema: """
            SELECT {row}.record, {row}.pipeline, {row}.stage, {row}.state, {row}.amount_base, {row}.created, o.day
            FROM deals {row} JOIN files f ON f.id = {row}.record LEFT JOIN record_origins o ON o.path = f.path
            WHERE \(condition.text)
            """, condition.arguments), database)
      var deals: [DealPassage] = []
      var stages: [String?] = []
      var places: [Int64: Int] = [:]
      while let row = try rows.next() {
        places[row[0]] = deals.count
        stages.append(row[2])
        deals.append(
          DealPassage(
            pipeline: self.pipelineName(row[1]),
            state: (row[3] as String?).flatMap(SalesDeal.State.init(rawValue:)) ?? .open, amount: row[4],
            began: (row[5] as Int?) ?? row[6], visits: []))
      }
      try self.addVisits(to: &deals, places, database)
      for (index, stage) in stages.enumerated() {
        guard let stage else { continue }
        deals[index].end(in: stage, today: self.moment.today.day)
      }
      return deals
    }
  }

  private func addVisits(
    to deals: inout [DealPassage], _ places: [Int64: Int], _ database: Database
  ) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT f.id, CASE WHEN h.is_dated THEN h.day END, h.field, h.new, h.is_later
        FROM record_changes h JOIN files f ON f.path = h.path
        WHERE h.field IN ('stage', 'close') ORDER BY f.id, h.number
        """)
    while let row = try rows.next() {
      guard let place = places[row[0]] else { continue }
      if row[2] == "close" {
        if row[4] { deals[place].pushes += 1 }
      } else if let stage = row[3] as String?, deals[place].visits.last?.stage != stage {
        deals[place].visits.append(DealPassage.Visit(stage: stage, from: row[1]))
      }
    }
  }
}
