import DaichoModel
import GRDB

/// What keeps mail from an address: one event that binds it.
package struct AddressBinding: Sendable, Hashable {
  /// Folded.
  package let address: String
  package let day: CalendarDate
  /// Milliseconds since 1970 UTC.
  package let at: Int64
  /// unsubscribe, bounce or complaint.
  package let kind: String
  package let reason: String?
  /// What wrote the event: `hand`, `import`; `nil` for what came from mail itself.
  package let via: String?
  package let campaign: String?
  /// Ids of the customers who use the address.
  package let customers: [String]

  /// Whether the person has said so, and not one of us for them.
  package var isTheirOwn: Bool { kind != "bounce" && via != "hand" }
}

extension WorkspaceIndex {
  /// All bindings in force, by address and the latest first.
  ///
  /// - Parameter addresses: folded; only of these.
  package func bindings(of addresses: Set<String>? = nil) throws(DaichoError) -> [AddressBinding] {
    try read { database in
      let users = try database.makeStatement(
        sql: """
          SELECT k.id FROM field_values v JOIN customers k ON k.record = v.record
          WHERE v.field = 'email' AND coalesce(v.folded, v.value) = ? ORDER BY k.id
          """)
      var found: [AddressBinding] = []
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT b.address, b.day, e.at, b.kind, json_extract(e.others, '$.reason'),
            json_extract(e.others, '$.via'), e.campaign
          FROM blocked_addresses b JOIN events e ON e.id = b.event ORDER BY b.address, e.at DESC, e.id
          """)
      while let row = try rows.next() {
        guard let address = row[0] as String?, addresses?.contains(address) ?? true else { continue }
        found.append(
          AddressBinding(
            address: address, day: CalendarDate(day: row[1]), at: row[2], kind: row[3], reason: row[4],
            via: row[5], campaign: row[6], customers: try String.fetchAll(users, arguments: [address])))
      }
      return found
    }
  }

  /// When one of the addresses, folded, was last bound or freed: milliseconds since 1970 UTC.
  package func lastTurn(of addresses: Set<String>) throws(DaichoError) -> Int64? {
    try read { database in
      let statement = try database.makeStatement(
        sql: "SELECT max(at) FROM events WHERE email = ? AND (blocks OR kind = 'release')")
      return try addresses.compactMap { try Int64.fetchOne(statement, arguments: [$0]) }.max()
    }
  }

  /// Whether each channel may be used to reach a customer now.
  package func openChannels(of customer: RecordID) throws(DaichoError) -> Set<String> {
    var request = ListRequest(.customers)
    request.filters = ["id == \"\(customer.text)\""]
    request.columns = KindSchema.channels.map { "consent.\($0)" }
    var open: Set<String> = []
    try list(request, columns: { _ in }) { row in
      for (channel, cell) in zip(KindSchema.channels, row.cells) where cell == .bool(true) {
        open.insert(channel)
      }
    }
    return open
  }

  /// A dated fact of a customer's `consent:`.
  package struct ConsentLine: Sendable, Hashable {
    package let customer: String
    package let name: String?
    package let channel: String
    package let isGranted: Bool
    /// `nil`: withdrawn for ever, its day cannot be read.
    package let day: CalendarDate?
    package let via: String?
    package let basis: String?
    package let proof: String?
  }

  /// The facts of all customers, by id and in the order of their files.
  ///
  /// - Parameters:
  ///   - customer: only theirs.
  ///   - isNewestOnly: of each channel the one that decides: the latest up to today, on one day the withdrawal.
  package func consentLines(
    of customer: RecordID? = nil, channel: String? = nil, isNewestOnly: Bool = false
  ) throws(DaichoError) -> [ConsentLine] {
    let today = moment.today.day
    return try read { database in
      let newest = """
        AND NOT EXISTS (SELECT 1 FROM consents n WHERE n.record = c.record AND n.channel = c.channel
          AND (n.day <= :today OR NOT n.granted) AND (n.day > c.day OR n.day = c.day
            AND (n.granted < c.granted OR n.granted = c.granted AND n.position > c.position)))
        AND (c.day <= :today OR NOT c.granted)
        """
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT k.id, k.name, c.channel, c.granted, c.day, c.via, c.basis, c.proof
          FROM consents c JOIN customers k ON k.record = c.record
          WHERE (:id IS NULL OR k.key = :id) AND (:channel IS NULL OR c.channel = :channel)
          \(isNewestOnly ? newest : "")
          ORDER BY k.id, c.position, c.granted DESC
          """,
        arguments: isNewestOnly
          ? ["id": customer?.key, "channel": channel, "today": today]
          : ["id": customer?.key, "channel": channel])
      var found: [ConsentLine] = []
      while let row = try rows.next() {
        let day: Int = row[4]
        found.append(
          ConsentLine(
            customer: row[0], name: row[1], channel: row[2], isGranted: row[3],
            day: day == RecordRows.forever ? nil : CalendarDate(day: day), via: row[5], basis: row[6],
            proof: row[7]))
      }
      return found
    }
  }
}
