import DaichoInsight
import DaichoModel
import DaichoQuery
import GRDB

extension WorkspaceIndex {
  /// Inquiries by type, channel and product.
  package func inquiriesReport(_ request: ReportRequest) throws(DaichoError) -> InquiryFigures {
    try read { database in
      let questions = try Questions(database: database, index: self)
      let condition = try questions.condition(of: request, .inquiries)
      var found: [SalesInquiry] = []
      var places: [Int64: Int] = [:]
      // History is asked only where the records leave something open.
      let isAsked = try Bool.fetchOne(
        database,
        sql: """
          SELECT EXISTS (SELECT 1 FROM inquiries WHERE resolved IS NULL
            AND coalesce(status_folded, status) = 'resolved')
          """)
      let rows = try self.reportRows(
        SQLTemplate(
          schema: """
            SELECT {row}.record, {row}.type, {row}.channel,
              coalesce((SELECT p.name FROM products p WHERE p.key = {row}.product_key), {row}.product),
              {row}.status_folded, {row}.status, coalesce({row}.opened, {row}.created), {row}.opened_minute,
              {row}.resolved, {row}.resolved_minute, \(isAsked == true ? Vocabulary.resolvedAt : "NULL")
            FROM inquiries {row} WHERE \(condition.text)
            """, condition.arguments), database)
      while let row = try rows.next() {
        let status = (row[4] as String?) ?? (row[5] as String?)
        let committed = status == "resolved" ? (row[10] as Int64?) : nil
        let resolved =
          self.inquiryTime(row[8], row[9])
          ?? committed.map { InquiryTime(day: self.moment.zone.local($0).date.day, instant: $0) }
        places[row[0]] = found.count
        found.append(
          SalesInquiry(
            type: row[1], channel: row[2], product: row[3], opened: self.inquiryTime(row[6], row[7]),
            isResolved: status.map { $0 == "resolved" } ?? (resolved != nil), resolved: resolved))
      }
      try self.addResponses(to: &found, places, database)
      return InquiryFigures(found, period: request.period)
    }
  }

  /// The first contact that went out after each was opened. A contact that says neither `in` nor `out`
  /// answers too, where it is plainly later than the opening.
  private func addResponses(
    to found: inout [SalesInquiry], _ places: [Int64: Int], _ database: Database
  ) throws {
    let entries = try Row.fetchCursor(
      database,
      sql: """
        SELECT l.record, l.day, l.minute, l.direction FROM log_entries l JOIN inquiries i ON i.record = l.record
        WHERE l.is_contact AND l.direction IS NOT 'in' AND l.day <= ?
        ORDER BY l.record, l.day, l.minute, l.line
        """, arguments: [moment.today.day])
    while let entry = try entries.next() {
      guard let index = places[entry[0]], found[index].response == nil, let opened = found[index].opened,
        let time = inquiryTime(entry[1], entry[2])
      else { continue }
      let isOut = (entry[3] as String?) == "out"
      if isOut ? time >= opened : opened < time { found[index].response = time }
    }
  }

  private func inquiryTime(_ day: Int?, _ minute: Int?) -> InquiryTime? {
    day.map { day in
      let local = DateAndTime(date: CalendarDate(day: day), minute: minute)
      return InquiryTime(day: day, instant: minute.map { _ in moment.zone.instant(local) })
    }
  }
}
