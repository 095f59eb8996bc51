import DaichoModel
import GRDB

/// Contacts of one member by one channel.
package struct AuditedContacts: Sendable, Hashable {
  /// `nil` where the entries name nobody.
  package let member: String?
  package let channel: String
  package let contacts: Int
  /// Customers, deals, inquiries and companies in whose logs they are.
  package let records: Int
  package let first: CalendarDate
  package let last: CalendarDate
}

extension WorkspaceIndex {
  /// The record at the path `?5`, and the deals and inquiries of a customer whose file that is.
  static let auditedRecords = """
    SELECT id FROM files WHERE path = ?5
    UNION ALL SELECT d.record FROM deals d JOIN customers c ON d.customer_key = c.key
      JOIN files f ON f.id = c.record WHERE f.path = ?5
    UNION ALL SELECT i.record FROM inquiries i JOIN customers c ON i.customer_key = c.key
      JOIN files f ON f.id = c.record WHERE f.path = ?5
    """

  /// Contacts as the logs have them now, by member and channel, those of nobody last.
  ///
  /// - Parameters:
  ///   - path: of one record, for what its own log, its deals' and its inquiries' hold.
  ///   - period: of the days they were on; they end today.
  package func auditedContacts(
    of path: String? = nil, in period: DayPeriod, member: String? = nil, channel: String? = nil
  ) throws(DaichoError) -> [AuditedContacts] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT l.member, l.channel, count(*), count(DISTINCT l.record), min(l.day), max(l.day)
          FROM log_entries l
          WHERE l.is_contact AND l.day BETWEEN ?1 AND ?2 AND (?3 IS NULL OR l.member = ?3)
            AND (?4 IS NULL OR l.channel = ?4)
            AND (?5 IS NULL OR l.record IN (\(WorkspaceIndex.auditedRecords)))
          GROUP BY 1, 2 ORDER BY l.member IS NULL, l.member, 3 DESC, l.channel
          """,
        arguments: [
          period.firstDay, min(period.lastDay, self.moment.today.day), member, channel, path,
        ]
      ).map { row in
        AuditedContacts(
          member: row[0], channel: row[1], contacts: row[2], records: row[3],
          first: CalendarDate(day: row[4]), last: CalendarDate(day: row[5]))
      }
    }
  }
}
