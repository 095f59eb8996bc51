import DaichoFiles
import DaichoIndex
import DaichoModel
import OrderedCollections

/// One mail as the lines of its journal tell it.
package struct JournalMail: Sendable, Hashable {
  /// One time it was handed over, or was about to be.
  package struct Attempt: Sendable, Hashable {
    /// As written, RFC 3339.
    package let at: String
    /// Since 1970, by that.
    package let milliseconds: Int64
    /// That has what is sent, in full.
    package let commit: String?
    /// SHA-256 of the message, in hexadecimal.
    package let contentHash: String?
    /// The journal's line, as it is written.
    let text: String
  }

  /// Relative to the workspace; its newest line.
  package let path: String
  package let line: Int
  package internal(set) var at = ""
  package internal(set) var milliseconds: Int64 = 0
  package internal(set) var campaign = ""
  package internal(set) var occurrence: String?
  package internal(set) var variant: String?
  /// An id.
  package internal(set) var customer: String?
  package internal(set) var address: String?
  package internal(set) var state = ""
  package internal(set) var messageID: String?
  package internal(set) var reason: String?
  package internal(set) var coupon: String?
  /// The one relied on: its day and how it was given.
  package internal(set) var consent: String?
  package internal(set) var occasion: String?
  /// What the server said.
  package internal(set) var reply: String?
  /// The oldest first.
  package internal(set) var attempts: [Attempt] = []

  /// Of a list that was handed over; `nil` where daicho mails itself.
  package var channel: SendChannel? { occurrence.flatMap(SendChannel.init(rawValue:)) }

  /// As people read it: `birthday-coupon@2026-11-24`.
  package var name: String { campaign + (occurrence.map { "@" + $0 } ?? "") }

  /// - Parameter lines: that are about the mail, in the order of the journal.
  init?(_ lines: [PickedLines.Line], path: String) {
    guard let last = lines.last else { return nil }
    self.path = path
    line = last.number
    for line in lines { read(line.text) }
    if state.isEmpty { return nil }
  }

  /// Nothing makes an accepted mail another again; what a line does not repeat stays as it was.
  private mutating func read(_ text: String) {
    guard case .object(let members)? = try? JSONReader.read(text) else { return }
    func member(_ name: String) -> String? {
      if case .string(let text)? = members[name], !text.isEmpty { text } else { nil }
    }
    guard let state = member("state"), let at = member("at"), let milliseconds = RFC3339.milliseconds(at)
    else { return }
    if campaign.isEmpty { campaign = member("campaign") ?? "" }
    occurrence = occurrence ?? member("occurrence")
    variant = variant ?? member("variant")
    customer = customer ?? member("customer")
    address = address ?? member("address")
    messageID = messageID ?? member("message_id")
    coupon = coupon ?? member("coupon")
    consent = consent ?? member("consent")
    occasion = occasion ?? member("occasion")
    if self.state == "accepted", state != "accepted" { return }
    (self.state, self.at, self.milliseconds) = (state, at, milliseconds)
    (reason, reply) = (member("reason"), member("reply"))
    if state == "attempting" || member("content_hash") != nil {
      attempts.append(
        Attempt(
          at: at, milliseconds: milliseconds, commit: member("commit"), contentHash: member("content_hash"),
          text: text))
    }
  }
}

extension Workspace {
  /// The mails at these places of journals, the oldest first.
  func journalMails(_ places: [(place: LedgerPlace, messageID: String?)]) throws(DaichoError) -> [JournalMail]
  {
    var byPath: OrderedDictionary<String, [(place: LedgerPlace, messageID: String?)]> = [:]
    for mail in places { byPath[mail.place.path, default: []].append(mail) }
    var mails: [JournalMail] = []
    for (path, places) in byPath {
      let ids = places.compactMap(\.messageID)
      let lines = try PickedLines.holding(ids, path: path) { () throws(DaichoError) in
        try files.stream(at: path)
      }
      for id in ids {
        let own = lines.filter { $0.text.contains(id) }
        if let mail = JournalMail(own, path: path) { mails.append(mail) }
      }
      let nameless = Set(places.filter { $0.messageID == nil }.map(\.place.line))
      for line in try PickedLines.numbered(nameless, in: files.stream(at: path), path: path) {
        if let mail = JournalMail([line], path: path) { mails.append(mail) }
      }
    }
    return mails.sorted { ($0.milliseconds, $0.path, $0.line) < ($1.milliseconds, $1.path, $1.line) }
  }
}
