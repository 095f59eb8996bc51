import DaichoMail
import DaichoModel
import OrderedCollections

/// The lines of a campaign's journal, `sends/CAMPAIGN[@OCCURRENCE].jsonl`.
struct JournalLine {
  private var members: OrderedDictionary<String, JSONValue> = [:]

  /// With its line feed.
  var bytes: [UInt8] { Array((JSONValue.object(members).serialized() + "\n").utf8) }

  private init(_ name: SendName, at: String) {
    members["at"] = .string(at)
    members["campaign"] = .string(name.campaign)
    members["occurrence"] = name.occurrence.map(JSONValue.string)
  }

  /// - Parameter at: RFC 3339.
  static func started(_ start: SendStart, _ name: SendName) -> JournalLine {
    var line = JournalLine(name, at: start.at)
    line.members["state"] = .string("started")
    line.members["recipients"] = .integer(start.recipients)
    line.members["commit"] = .string(start.commit)
    line.members["revision"] = .string(start.revision)
    line.members["host"] = .string(start.host)
    line.members["clone"] = .string(start.clone)
    line.members["links"] = .array(start.links.map(JSONValue.string))
    line.members["not_mailed"] = .object(start.notMailed.mapValues { .integer($0) })
    return line
  }

  /// About the whole run: paused, resumed, finished, missed.
  static func run(_ state: String, _ name: SendName, at: String, reason: String? = nil) -> JournalLine {
    var line = JournalLine(name, at: at)
    line.members["state"] = .string(state)
    line.members["reason"] = reason.map(JSONValue.string)
    return line
  }

  /// As the list is frozen: everything that was decided about the mail.
  static func queued(_ entry: SendEntry, _ name: SendName, at: String) -> JournalLine {
    var line = mail(entry, .queued, name, at: at)
    line.members["state"] = .string(entry.state.rawValue)
    line.members["reason"] = entry.reason.map(JSONValue.string)
    line.members["consent"] = entry.consent.map(JSONValue.string)
    line.members["coupon"] = entry.coupon.map(JSONValue.string)
    line.members["occasion"] = entry.occasion.map(JSONValue.string)
    return line
  }

  /// On the list that is handed over: what was decided, and the commit whose text it is.
  static func exported(_ entry: SendEntry, _ name: SendName, at: String, commit: String) -> JournalLine {
    var line = queued(entry, name, at: at)
    line.members["commit"] = .string(commit)
    return line
  }

  /// Before the hand-over.
  ///
  /// - Parameter contentHash: SHA-256 of the message's bytes.
  static func attempting(
    _ entry: SendEntry, _ name: SendName, at: String, commit: String, contentHash: String
  ) -> JournalLine {
    var line = mail(entry, .attempting, name, at: at)
    line.members["commit"] = .string(commit)
    line.members["content_hash"] = .string(contentHash)
    line.members["consent"] = entry.consent.map(JSONValue.string)
    line.members["coupon"] = entry.coupon.map(JSONValue.string)
    return line
  }

  /// What became of it.
  static func mail(
    _ entry: SendEntry, _ state: SendState, _ name: SendName, at: String, reason: String? = nil,
    reply: String? = nil
  ) -> JournalLine {
    var line = JournalLine(name, at: at)
    line.members["variant"] = entry.variant.map(JSONValue.string)
    line.members["customer"] = .string(entry.customer)
    line.members["address"] = .string(entry.address)
    line.members["state"] = .string(state.rawValue)
    line.members["message_id"] = .string(entry.messageID)
    line.members["reason"] = reason.map(JSONValue.string)
    line.members["reply"] = reply.map(JSONValue.string)
    return line
  }
}
