import DaichoInsight
import DaichoModel
import DaichoQuery
import GRDB

extension WorkspaceIndex {
  /// Inquiries by type, channel, product and owner.
  package func inquiriesReport(_ request: ReportRequest) throws(DaichoError) -> InquiryFigures {
    try read { database in
      let questions = try Questions(database: database, index: self)
      let condition = try questions.condition(of: request, .inquiries)
      try self.derived(database).prepare(for: "record_changes")
      let times = try InquiryTimes.all(database, self.moment)
      var found: [SalesInquiry] = []
      let rows = try self.reportRows(
        SQLTemplate(
          schema: """
            SELECT {row}.record, {row}.type, {row}.channel,
              coalesce((SELECT p.name FROM products p WHERE p.key = {row}.product_key), {row}.product),
              {row}.owner
            FROM inquiries {row} WHERE \(condition.text)
            """, condition.arguments), database)
      while let row = try rows.next() {
        let times = times[row[0]]
        let owner: String? = row[4]
        found.append(
          SalesInquiry(
            type: row[1], channel: row[2], product: row[3],
            owner: owner.map { self.settings.member(typed: $0)?.id ?? $0 }, opened: times?.opened,
            isResolved: times?.isResolved ?? false, resolved: times?.resolved, response: times?.response))
      }
      return InquiryFigures(found, period: request.period)
    }
  }
}
