import DaichoInsight
import DaichoModel
import DaichoQuery
import GRDB

extension WorkspaceIndex {
  /// Contacts and tasks by member.
  ///
  /// - Parameter request: its period is of the days contacts were on and tasks are due on; contacts end
  ///   today. Its conditions are of the customer whose log, deal or inquiry holds them; with any, the logs
  ///   of companies are left out.
  package func activityReport(_ request: ReportRequest) throws(DaichoError) -> ActivityFigures {
    try read { database in
      let questions = try Questions(database: database, index: self)
      let condition = try questions.condition(of: request, .customers)
      let today = self.moment.today.day
      var figures = ActivityFigures(members: self.settings.members.map(\.id))
      let scope = request.isUnconditional ? "1" : "l.record IN (SELECT record FROM logs)"
      func rows(_ columns: String, _ kind: String, until last: Int) throws -> RowCursor {
        let sql = SQLTemplate(
          schema: """
            WITH chosen AS MATERIALIZED (SELECT {row}.record, {row}.key FROM customers {row} WHERE \(condition.text)),
            logs AS (SELECT record FROM chosen
              UNION ALL SELECT d.record FROM deals d JOIN chosen c ON d.customer_key = c.key
              UNION ALL SELECT i.record FROM inquiries i JOIN chosen c ON i.customer_key = c.key)
            SELECT l.member, \(columns) FROM log_entries l
            WHERE l.\(kind) AND l.day BETWEEN \(request.period.firstDay) AND \(last) AND \(scope)
            GROUP BY 1, 2
            """, condition.arguments)
        return try self.reportRows(sql, database)
      }
      let contacts = try rows(
        "l.channel, count(*), max(l.day)", "is_contact", until: min(request.period.lastDay, today))
      while let row = try contacts.next() {
        figures.add(contacts: row[2], channel: row[1] ?? "", last: row[3], of: row[0])
      }
      let tasks = try rows(
        "l.is_done, sum(l.day < \(today)), sum(l.day >= \(today))", "is_task", until: request.period.lastDay)
      while let row = try tasks.next() {
        let (past, coming) = (row[2] as Int, row[3] as Int)
        if row[1] as Bool {
          figures.add(kept: past + coming, missed: 0, pending: 0, of: row[0])
        } else {
          figures.add(kept: 0, missed: past, pending: coming, of: row[0])
        }
      }
      return figures
    }
  }
}
