import DaichoModel
import DaichoQuery
import GRDB

/// How a customer may be reached by one channel, and what they themselves can change about it.
package struct ChannelPreference: Sendable, Hashable {
  package let channel: String
  /// What a filter calls `consent.CHANNEL`.
  package let isOpen: Bool
  /// Whether the customer's file alone would allow it: then they can take it up again.
  package let isConsented: Bool
}

extension WorkspaceIndex {
  /// Of every channel, e-mail first, as for the primary address; `nil` where there is no such customer.
  ///
  /// - Parameter refreshed: look at the files first.
  package func preferences(
    of customer: String, refreshed: Bool
  ) throws(DaichoError) -> [ChannelPreference]? {
    let channels = KindSchema.channels
    return try read(refreshed: refreshed) { database in
      let columns = channels.flatMap {
        [Vocabulary.consent($0), Vocabulary.consent($0, heedsEvents: false)]
      }
      let sql = SQLTemplate(
        schema: "SELECT \(columns.joined(separator: ", ")) FROM customers {row} WHERE {row}.key = ?",
        [.text(RecordID.key(customer))]
      ).placed(row: "r", today: moment.today, now: moment.epoch)
      let row = try Row.fetchOne(database, sql: sql.text, arguments: sql.grdbArguments)
      return row.map { row in
        channels.enumerated().map { place, channel in
          ChannelPreference(channel: channel, isOpen: row[2 * place], isConsented: row[2 * place + 1])
        }
      }
    }
  }

  /// What a customer has refused on their preference page, and when.
  package func refusedChannels(
    of customer: RecordID
  ) throws(DaichoError) -> [(channel: String, day: CalendarDate)] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT x.channel, max(x.day) FROM refused_channels x JOIN customers k ON k.record = x.record
          WHERE k.key = ? AND x.channel IS NOT NULL GROUP BY x.channel ORDER BY x.channel
          """, arguments: [customer.key]
      ).map { (channel: $0[0], day: CalendarDate(day: $0[1])) }
    }
  }

  /// What binds an address, the kinds alone: `unsubscribe`, `bounce`, `complaint`.
  package func bindingKinds(of address: String, refreshed: Bool) throws(DaichoError) -> Set<String> {
    try read(refreshed: refreshed) { database in
      try String.fetchSet(
        database, sql: "SELECT kind FROM blocked_addresses WHERE address = ?",
        arguments: [TextFolding.fold(address)])
    }
  }
}
