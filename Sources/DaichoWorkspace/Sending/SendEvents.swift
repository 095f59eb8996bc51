import DaichoFiles
import DaichoIndex
import DaichoMail
import DaichoModel
import OrderedCollections

/// Writes what a send learns of addresses into the events ledger: hard bounces, which bind them.
final class SendEvents {
  private let workspace: Workspace
  private let name: SendName
  private let now: () -> Int64
  private var file: AppendFile?
  /// The ledgers that were written to, to be committed with the journal.
  private(set) var paths: Set<String> = []

  init(_ workspace: Workspace, _ name: SendName, now: @escaping () -> Int64) {
    self.workspace = workspace
    self.name = name
    self.now = now
  }

  /// Writes the bounces that a run which was killed had no time for.
  func complete(_ book: SendBook) throws(DaichoError) {
    let failed = book.entries.filter { $0.state == .failed && $0.reason == SendResult.badAddress }
    guard !failed.isEmpty else { return }
    let known = try workspace.index.eventPlaces()
    for entry in failed where known[SendEvents.id(entry)] == nil { try bounced(entry, nil) }
  }

  private static func id(_ entry: SendEntry) -> String { "bounce-\(entry.key)" }

  /// On the disk when it returns. The same mail gives the same event.
  func bounced(_ entry: SendEntry, _ reply: SMTPReply?) throws(DaichoError) {
    let at = now()
    let day = workspace.moment.zone.local(at / 1000).date
    let path = "events/\(String(day.description.prefix(7))).jsonl"
    var members: OrderedDictionary<String, JSONValue> = [:]
    members["id"] = .string(SendEvents.id(entry))
    members["at"] = .string(workspace.moment.zone.timestamp(at))
    members["kind"] = .string("bounce")
    members["bounce"] = .string("hard")
    members["customer"] = .string(entry.customer)
    members["email"] = .string(entry.address)
    members["campaign"] = .string(name.campaign)
    members["occurrence"] = name.occurrence.map(JSONValue.string)
    members["message_id"] = .string(entry.messageID)
    members["reply"] = reply.map { .string($0.line) }
    if !paths.contains(path) || file == nil { file = try workspace.folder.appending(to: path) }
    try file?.append(Array((JSONValue.object(members).serialized() + "\n").utf8))
    try file?.synchronize()
    paths.insert(path)
  }
}
