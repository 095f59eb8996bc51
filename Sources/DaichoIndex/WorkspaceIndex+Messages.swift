import DaichoModel
import GRDB

/// A mail that the journal knows.
package struct SentMessage: Sendable, Hashable {
  package let campaign: String
  package let occurrence: String?
  package let variant: String?
  /// A customer's id, as the journal has it.
  package let customer: String?
  package let address: String?
  /// `KEY@domain`.
  package let messageID: String
  /// Of its newest line in the journal, milliseconds since 1970.
  package let at: Int64
  /// The journal's file, relative to the workspace.
  package let path: String
}

/// How a mail was handed over, as the journal has it.
package struct HandedOverMail: Sendable, Hashable {
  package let campaign: String
  package let variant: String?
  package let coupon: String?
  package let customer: String
  package let address: String
  /// That has the campaign as it was sent.
  package let commit: String
  /// Milliseconds since 1970.
  package let at: Int64
}

extension WorkspaceIndex {
  /// The last time that the mail whose Message-ID begins with `key` was handed over; `nil` where it never was.
  package func handedOverMail(withKey key: String) throws(DaichoError) -> HandedOverMail? {
    try read { database in
      for mark in ["", "<"] {
        let row = try Row.fetchOne(
          database,
          sql: """
            SELECT s.campaign, s.variant, s.coupon, p.handle, s.address, s.commit_id, s.at
            FROM sends s JOIN parties p ON p.id = s.party
            WHERE s.message_id > ? AND s.message_id < ? AND s.commit_id IS NOT NULL AND s.address IS NOT NULL
            ORDER BY s.at DESC, s.id DESC LIMIT 1
            """, arguments: ["\(mark)\(key)@", "\(mark)\(key)A"])
        guard let row else { continue }
        return HandedOverMail(
          campaign: row[0], variant: row[1], coupon: row[2], customer: row[3], address: row[4],
          commit: row[5], at: row[6])
      }
      return nil
    }
  }

  /// The mail whose Message-ID begins with `key`.
  ///
  /// - Parameters:
  ///   - key: a message's key as text; 24 letters and digits, nothing else.
  ///   - refreshed: look at the files first.
  package func sentMessage(withKey key: String, refreshed: Bool) throws(DaichoError) -> SentMessage? {
    try read(refreshed: refreshed) { database in
      for mark in ["", "<"] {
        let row = try Row.fetchOne(
          database,
          sql: """
            SELECT s.campaign, s.occurrence, s.variant, p.handle, s.address, s.message_id, s.at, f.path
            FROM sends s JOIN files f ON f.id = s.file LEFT JOIN parties p ON p.id = s.party
            WHERE s.message_id > ? AND s.message_id < ? ORDER BY s.at DESC, s.id DESC LIMIT 1
            """, arguments: ["\(mark)\(key)@", "\(mark)\(key)A"])
        guard let row else { continue }
        let handle = row[3] as String?
        let address = row[4] as String?
        return SentMessage(
          campaign: row[0], occurrence: row[1], variant: row[2], customer: handle == address ? nil : handle,
          address: address, messageID: (row[5] as String).filter { $0 != "<" && $0 != ">" }, at: row[6],
          path: row[7])
      }
      return nil
    }
  }

  /// Whether mail to an address is held back by an unsubscribe, a hard bounce or a complaint.
  package func isBlocked(_ address: String, refreshed: Bool) throws(DaichoError) -> Bool {
    try read(refreshed: refreshed) { database in
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM blocked_addresses WHERE address = ?)",
        arguments: [TextFolding.fold(address)]) ?? false
    }
  }
}
