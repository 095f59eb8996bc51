import DaichoFiles
import DaichoMail
import DaichoModel
import OrderedCollections

/// How a send began: what was frozen then.
package struct SendStart: Sendable, Hashable {
  /// RFC 3339.
  package var at: String
  /// The commit that has what is sent.
  package var commit: String
  /// Of the campaign's content: `CampaignRevision`.
  package var revision: String
  /// On the frozen list.
  package var recipients: Int
  /// The clone that sends; no other may go on with it.
  package var clone: String
  /// For people: the name of its machine.
  package var host: String
  /// Of the campaign's tracked links, in their order.
  package var links: [String]
  /// Of the audience, who is not on the list, by the reason.
  package var notMailed: OrderedDictionary<String, Int>
}

/// One mail of the frozen list, and what it has come to.
package struct SendEntry: Sendable, Hashable {
  package let key: MessageKey
  package let messageID: String
  package let customer: String
  package let address: String
  package var variant: String?
  package var coupon: String?
  /// The consent relied on: its day and how it was given.
  package var consent: String?
  /// What a repeating campaign mails this customer for: the year of a birthday, an order.
  package var occasion: String?
  package var state: SendState
  package var reason: String?
}

/// The journal of one send as its lines tell it: what was frozen and where each mail stands.
package struct SendBook: Sendable {
  package private(set) var start: SendStart?
  package private(set) var entries: [SendEntry] = []
  package private(set) var isFinished = false
  /// Nobody came to send it in time, and it was given up then.
  package private(set) var isMissed = false
  /// How many entries nothing more happens to by itself.
  package private(set) var settledCount = 0
  /// Hashes of the lines that were read: 64 bits tell a few hundred thousand lines apart.
  private var seen: Set<Int64> = []
  private var places: [MessageKey: Int] = [:]

  package init() {}

  package subscript(key key: MessageKey) -> SendEntry? { places[key].map { entries[$0] } }

  package func count(of state: SendState) -> Int { entries.count { $0.state == state } }

  /// How many of the entries are in each state.
  package var counts: [SendState: Int] {
    var counts: [SendState: Int] = [:]
    for entry in entries { counts[entry.state, default: 0] += 1 }
    return counts
  }

  mutating func begin(_ start: SendStart, _ entries: [SendEntry]) {
    self.start = start
    for entry in entries { insert(entry) }
  }

  mutating func set(_ state: SendState, reason: String? = nil, of key: MessageKey) {
    guard let place = places[key] else { return }
    settledCount += (state.isSettled ? 1 : 0) - (entries[place].state.isSettled ? 1 : 0)
    entries[place].state = state
    entries[place].reason = reason
  }

  private mutating func insert(_ entry: SendEntry) {
    if entry.state.isSettled { settledCount += 1 }
    if let place = places[entry.key] {
      if entries[place].state.isSettled { settledCount -= 1 }
      entries[place] = entry
    } else {
      places[entry.key] = entries.count
      entries.append(entry)
    }
  }

  // MARK: Reading

  /// Reads lines after those read before; a line that was read already counts once. Nothing makes an accepted
  /// mail another again.
  mutating func read(_ record: SendRecord) {
    guard seen.insert(StableHash.of(record.text)).inserted else { return }
    switch record.state {
    case "started": if start == nil { start = SendStart(record) }
    case "finished": isFinished = true
    case "resumed": isFinished = false
    case "missed": isMissed = true
    default: readMail(record)
    }
  }

  private mutating func readMail(_ record: SendRecord) {
    guard let state = SendState(rawValue: record.state), let address = record.address,
      let messageID = record.messageID,
      let key = MessageKey(messageID.drop { $0 == "<" }.prefix { $0 != "@" })
    else { return }
    let before = self[key: key]
    if before?.state == .accepted, state != .accepted { return }
    insert(
      SendEntry(
        key: key, messageID: messageID, customer: record.customer ?? before?.customer ?? "",
        address: address, variant: record.variant ?? before?.variant,
        coupon: record.coupon ?? before?.coupon,
        consent: record.member("consent") ?? before?.consent,
        occasion: record.member("occasion") ?? before?.occasion, state: state, reason: record.reason))
  }
}

extension SendRecord {
  /// A member of the line that is text.
  func member(_ name: String) -> String? {
    guard case .object(let members) = json, case .string(let text)? = members[name] else { return nil }
    return text
  }
}

extension SendStart {
  init?(_ record: SendRecord) {
    guard case .object(let members) = record.json, let commit = record.commit,
      let clone = record.member("clone")
    else { return nil }
    func number(_ name: String) -> Int {
      if case .number(let digits)? = members[name] { Int(digits) ?? 0 } else { 0 }
    }
    var links: [String] = []
    if case .array(let items)? = members["links"] {
      links = items.compactMap { if case .string(let link) = $0 { link } else { nil } }
    }
    var notMailed: OrderedDictionary<String, Int> = [:]
    if case .object(let reasons)? = members["not_mailed"] {
      for (reason, count) in reasons {
        if case .number(let digits) = count { notMailed[reason] = Int(digits) ?? 0 }
      }
    }
    self.init(
      at: record.at, commit: commit, revision: record.member("revision") ?? "",
      recipients: number("recipients"), clone: clone, host: record.member("host") ?? "", links: links,
      notMailed: notMailed)
  }
}
