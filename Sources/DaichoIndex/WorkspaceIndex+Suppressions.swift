import DaichoModel
import GRDB

/// What the register knows of events and of addresses that must not be mailed.
extension WorkspaceIndex {
  /// Where events are: the file of each id, and its line.
  package func eventPlaces() throws(DaichoError) -> [String: (path: String, line: Int)] {
    try read { database in
      var places: [String: (path: String, line: Int)] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT e.event_id, f.path, e.line FROM events e JOIN files f ON f.id = e.file
          WHERE e.event_id IS NOT NULL AND NOT e.superseded
          """)
      while let row = try rows.next() { places[row[0]] = (row[1], row[2]) }
      return places
    }
  }

  /// The last day on which something bound an address, by the folded address.
  package func blockedDays() throws(DaichoError) -> [String: CalendarDate] {
    try days("SELECT address, max(day) FROM blocked_addresses GROUP BY address")
  }

  /// The last day on which somebody with an address has consented to mail, by the folded address.
  package func grantedDays() throws(DaichoError) -> [String: CalendarDate] {
    try days(
      """
      SELECT coalesce(v.folded, v.value), max(c.day) FROM consents c
      JOIN field_values v ON v.record = c.record AND v.field = 'email'
      WHERE c.channel = 'email' AND c.granted GROUP BY 1
      """)
  }

  /// The folded addresses of customers.
  package func knownAddresses() throws(DaichoError) -> Set<String> {
    try read { database in
      try String.fetchSet(
        database,
        sql: """
          SELECT coalesce(v.folded, v.value) FROM field_values v JOIN customers k ON k.record = v.record
          WHERE v.field = 'email'
          """)
    }
  }

  private func days(_ sql: String) throws(DaichoError) -> [String: CalendarDate] {
    try read { database in
      var days: [String: CalendarDate] = [:]
      let rows = try Row.fetchCursor(database, sql: sql)
      while let row = try rows.next() {
        guard let address = row[0] as String? else { continue }
        days[address] = CalendarDate(day: row[1])
      }
      return days
    }
  }
}
