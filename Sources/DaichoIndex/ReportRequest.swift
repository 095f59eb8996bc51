import DaichoModel
import DaichoQuery
import GRDB

/// What a report is to tell of: a period, and which of its records.
package struct ReportRequest: Sendable, Hashable {
  package var period: DayPeriod
  /// All of them must hold.
  package var filters: [String]
  /// Ids of segments the records must be in.
  package var segments: [String]
  /// The id of a member.
  package var owner: String?
  /// All of them must be there.
  package var tags: [String]

  package init(
    period: DayPeriod = .always, filters: [String] = [], segments: [String] = [], owner: String? = nil,
    tags: [String] = []
  ) {
    self.period = period
    self.filters = filters
    self.segments = segments
    self.owner = owner
    self.tags = tags
  }

  /// Whether it asks of all records.
  package var isUnconditional: Bool { filters.isEmpty && segments.isEmpty && owner == nil && tags.isEmpty }

  /// As filters that records of one kind are to fulfil.
  package var conditions: [String] {
    filters + (owner.map { ["owner = \(ReportRequest.quoted($0))"] } ?? [])
      + tags.map { "tags has \(ReportRequest.quoted($0))" }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

extension Questions {
  /// What `request` asks of records of a kind, over `{row}`; `1` where it asks nothing.
  ///
  /// A segment of customers may be asked of deals and inquiries too: it is then their customer's.
  func condition(of request: ReportRequest, _ kind: Kind) throws(DaichoError) -> SQLTemplate {
    var parts: [SQLTemplate] = []
    for name in request.segments {
      let segment = try segment(name)
      let condition = try checked(segment).compiled(in: environment).condition
      if segment.entity == kind.folder {
        parts.append(condition)
      } else if segment.entity == Kind.customers.folder, kind == .deals || kind == .inquiries {
        let ofCustomer = condition.placed(row: "owning", today: index.moment.today, now: index.moment.epoch)
        parts.append(
          SQLTemplate(
            schema: """
              {row}.customer_key IN (SELECT owning.key FROM customers owning WHERE \(ofCustomer.text))
              """, ofCustomer.arguments))
      } else {
        throw .segmentOfOtherKind(segment.id, of: segment.entity, asked: kind)
      }
    }
    for text in request.conditions {
      parts.append(try checked(text, kind, place: "--where").compiled(in: environment).condition)
    }
    return parts.isEmpty ? "1" : Questions.all(parts)
  }
}

extension WorkspaceIndex {
  /// The rows of a statement, with what it names brought up to today.
  func reportRows(_ template: SQLTemplate, _ database: Database) throws -> RowCursor {
    let sql = template.placed(row: "r", today: moment.today, now: moment.epoch)
    try derived(database).prepare(for: sql.text)
    return try Row.fetchCursor(database, sql: sql.text, arguments: sql.grdbArguments)
  }

  /// The days that two words of `--from` and `--to` mean: a day, a month (`2026-11`), or whatever filters
  /// take for a range (`last quarter`): from its first day, to its last. `nil` where a word is no time.
  package func day(typed text: String, isEnd: Bool) -> CalendarDate? {
    let environment = QueryEnvironment(
      today: moment.today, now: moment.epoch, fiscalYearStart: settings.fiscalYearStart)
    let days = DaySpan(typed: text)?.days(in: environment)
    return isEnd ? days?.upperBound : days?.lowerBound
  }
}
