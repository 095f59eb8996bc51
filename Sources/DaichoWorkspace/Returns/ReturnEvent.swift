import DaichoDigest
import DaichoIndex
import DaichoMail
import DaichoModel
import OrderedCollections

/// What somebody wants of a channel other than e-mail.
package struct ChannelChoice: Sendable, Hashable {
  package let channel: String
  package let isGranted: Bool

  package init(_ channel: String, isGranted: Bool) {
    self.channel = channel
    self.isGranted = isGranted
  }
}

/// What came back of a mail: one line of `events/*.jsonl`.
package struct ReturnEvent: Sendable, Hashable {
  package enum Kind: String, Sendable {
    case open, click, unsubscribe, resubscribe, bounce, complaint, preference
  }

  package let id: String
  /// Milliseconds since 1970.
  package let at: Int64
  package let kind: Kind
  package let message: MessageKey
  /// `nil` while no journal here knows the mail.
  package private(set) var sent: SentMessage?
  /// Where a click led.
  package var url: String?
  /// Who it was, where it was no person: `scanner`, `prefetch`, `proxy`.
  package var by: String?
  /// No person did it: it counts for nothing.
  package var isAutomatic = false
  /// How it came: `one-click`, `page`, `mail`.
  package var via: String?
  /// Of a preference: how somebody may be reached, or not any more.
  package var choice: ChannelChoice?
  /// Of a bounce: `hard` or `soft`, and what the server said in a code, as `5.1.1`.
  package var bounce: String?
  package var status: String?

  /// The same kind for the same mail within a second is one event, however often it is asked for.
  package init(
    _ kind: Kind, _ message: MessageKey, sent: SentMessage?, at: Int64, link: Int? = nil,
    choice: ChannelChoice? = nil
  ) {
    self.kind = kind
    self.choice = choice
    self.message = message
    self.sent = sent
    self.at = at
    let parts =
      [
        "daicho event", kind.rawValue, message.description, link.map(String.init) ?? "", "\(at / 1000)",
      ] + (choice.map { [$0.channel, "\($0.isGranted)"] } ?? [])
    let hash = Digest.sha256(parts.joined(separator: "\0").utf8).prefix(10)
    id = "\(kind.rawValue)-\(Digest.hexadecimal(hash))"
  }

  /// The event of a mail that came in, the same whenever the mail is read again.
  package init(_ kind: Kind, _ message: MessageKey, sent: SentMessage?, at: Int64, mail: String) {
    self.kind = kind
    self.message = message
    self.sent = sent
    self.at = at
    let parts = ["daicho mail event", kind.rawValue, message.description, mail]
    let hash = Digest.sha256(parts.joined(separator: "\0").utf8).prefix(10)
    id = "\(kind.rawValue)-\(Digest.hexadecimal(hash))"
  }

  /// Whether the line says whom it is about. An unsubscribe binds the address as soon as any journal knows
  /// the mail; the others are worth nothing without.
  package var isComplete: Bool { sent != nil || kind == .unsubscribe || kind == .complaint }

  /// - Parameter zone: the workspace's.
  package func line(_ zone: ZoneOffsets) -> [UInt8] {
    var members: OrderedDictionary<String, JSONValue> = [
      "id": .string(id), "at": .string(zone.timestamp(at)), "kind": .string(kind.rawValue),
    ]
    members["customer"] = sent?.customer.map(JSONValue.string)
    members["email"] = sent?.address.map(JSONValue.string)
    members["campaign"] = sent.map { .string($0.campaign) }
    members["occurrence"] = sent?.occurrence.map(JSONValue.string)
    members["variant"] = sent?.variant.map(JSONValue.string)
    members["url"] = url.map(JSONValue.string)
    members["message_id"] = .string(sent?.messageID ?? message.description)
    members["via"] = via.map(JSONValue.string)
    members["channel"] = choice.map { .string($0.channel) }
    members["granted"] = choice.map { .bool($0.isGranted) }
    members["bounce"] = bounce.map(JSONValue.string)
    members["status"] = status.map(JSONValue.string)
    members["by"] = by.map(JSONValue.string)
    if isAutomatic { members["automatic"] = .bool(true) }
    return Array((JSONValue.object(members).serialized() + "\n").utf8)
  }

  /// The ledger it belongs in: one file a month.
  package func path(_ zone: ZoneOffsets) -> String { "events/\(zone.timestamp(at).prefix(7)).jsonl" }
}
