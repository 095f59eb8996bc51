import DaichoModel
import DaichoQuery
import GRDB

/// A customer whom a mailing is for, and what stands against mailing them.
package struct AudienceRow: Sendable {
  package let id: String
  package let path: String
  package let name: String?
  /// The primary e-mail address, as written.
  package let address: String?
  /// As it is compared.
  package let foldedAddress: String?
  /// The newest consent to e-mail that was granted up to today.
  package let consentDay: CalendarDate?
  package let consentVia: String?
  package let consentBasis: String?
  /// The first reason against mail to them; `nil` for whoever can be mailed.
  package let obstacle: MailObstacle?
  /// The first of the segments left out that they are in.
  package let excludedBy: String?
}

/// Why somebody cannot be mailed: the code is stable and machine-readable.
package struct MailObstacle: Sendable, Hashable {
  package let code: String
  package let reason: Wording

  package init(_ code: String, _ reason: Wording) {
    self.code = code
    self.reason = reason
  }
}

extension WorkspaceIndex {
  /// Everybody in the request's segments who fulfils its filters, by id, mailable or not.
  ///
  /// - Parameters:
  ///   - excluded: ids of segments of customers.
  ///   - channel: by which they are to be reached: whose consent counts.
  package func audience(
    of request: ListRequest, excluding excluded: [String], channel: String = "email",
    row: (AudienceRow) throws -> Void
  ) throws(DaichoError) {
    try read { database in
      let questions = try Questions(database: database, index: self)
      let condition = try questions.condition(of: request)
      var cases: [SQLTemplate] = []
      var names: [String] = []
      for name in excluded {
        let only = ListRequest(.customers, segments: [name])
        let condition = try questions.condition(of: only)
        names.append(try questions.segment(name).id)
        cases.append(
          SQLTemplate(schema: "WHEN \(condition.text) THEN \(names.count)", condition.arguments))
      }
      let tests = Vocabulary.reasons(against: channel)
      let isReachable = channel == "email" ? Vocabulary.mailable : Vocabulary.consent(channel)
      let reasons = tests.enumerated().map { "WHEN \($1.1) THEN \($0 + 1)" }.joined(separator: "\n")
      let exclusion = cases.isEmpty ? "NULL" : "CASE " + cases.map(\.text).joined(separator: "\n") + " END"
      let sql = SQLTemplate(
        schema: """
          SELECT {row}.id, f.path, {row}.name, \(WorkspaceIndex.writtenAddress), \(Vocabulary.primaryAddress),
          \(WorkspaceIndex.consent("day", channel)), \(WorkspaceIndex.consent("via", channel)),
          \(WorkspaceIndex.consent("basis", channel)),
          CASE WHEN \(isReachable) THEN 0 \(reasons) ELSE -1 END, \(exclusion)
          FROM customers {row} JOIN files f ON f.id = {row}.record WHERE \(condition.text)
          ORDER BY +{row}.key, f.path LIMIT \(request.limit ?? -1)
          """, cases.flatMap(\.arguments) + condition.arguments
      ).placed(row: "r", today: self.moment.today, now: self.moment.epoch)
      try derived(database).prepare(for: sql.text)
      let rows = try Row.fetchCursor(database, sql: sql.text, arguments: sql.grdbArguments)
      while let next = try rows.next() {
        let obstacle: Int = next[8]
        let place = next[9] as Int?
        try row(
          AudienceRow(
            id: next[0], path: next[1], name: next[2], address: next[3], foldedAddress: next[4],
            consentDay: (next[5] as Int?).map { CalendarDate(day: $0) }, consentVia: next[6],
            consentBasis: next[7],
            obstacle: obstacle == 0 ? nil : MailObstacle(number: obstacle),
            excludedBy: place.flatMap { names.indices.contains($0 - 1) ? names[$0 - 1] : nil }))
      }
    }
  }

  private static let writtenAddress = """
    (SELECT a.value FROM field_values a WHERE a.record = {row}.record AND a.field = 'email' AND a.position = 0)
    """

  private static func consent(_ column: String, _ channel: String) -> String {
    """
    (SELECT g.\(column) FROM consents g WHERE g.record = {row}.record AND g.channel = '\(channel)' AND g.granted
    AND g.day <= {today} ORDER BY g.day DESC, g.position DESC LIMIT 1)
    """
  }
}

extension MailObstacle {
  private static let codes = [
    "no-address", "do-not-contact", "unreadable-twin", "consent-withdrawn", "no-consent", "suppressed",
  ]

  /// - Parameter number: a place among `Vocabulary.reasonsAgainstMail`, from 1.
  fileprivate init(number: Int) {
    let tests = Vocabulary.reasonsAgainstMail
    guard tests.indices.contains(number - 1), MailObstacle.codes.indices.contains(number - 1) else {
      self.init("not-mailable", Wording(en: "cannot be mailed", ja: "配信できません"))
      return
    }
    self.init(MailObstacle.codes[number - 1], tests[number - 1].0)
  }
}
