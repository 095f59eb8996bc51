import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel
import OrderedCollections

/// What a batch of events came to.
package struct KeptReturns: Sendable {
  /// By kind, in the order of the ledger's kinds.
  package var counts: [(kind: String, count: Int)] = []
  package var commit: String?

  package var count: Int { counts.reduce(0) { $0 + $1.count } }
}

extension Workspace {
  /// Brings the events that wait under the git directory into the ledger, in one commit. `nil` where none wait.
  package func keepReturns() throws(DaichoError) -> KeptReturns? {
    guard let repository else { throw .noRepository(root) }
    let spool = EventSpool(gitDirectory: repository.gitDirectory)
    if spool.isEmpty { return nil }
    var kept = KeptReturns()
    try spool.take { lines throws(DaichoError) in
      var batch = ReturnLines()
      var kinds: [String: Int] = [:]
      // Once for all: the journals do not change while they are asked.
      _ = try index.sentMessage(withKey: "", refreshed: true)
      for line in lines {
        guard let event = try completed(line) else { continue }
        batch.add(event.line, to: event.path)
        kinds[event.kind, default: 0] += 1
      }
      if batch.isEmpty { return }
      let counts = EventsLedger.kinds.compactMap { kind in kinds[kind].map { (kind: kind, count: $0) } }
      let what = counts.map { "\($0.count) \($0.kind)" }.joined(separator: ", ")
      var message = CommitMessage("event", [], what, trailers: [("Events", "\(batch.count)")])
      message.scope = "web"
      let recorded = try record(batch.changes, as: message)
      kept.counts += counts
      kept.commit = recorded.commit ?? kept.commit
    }
    return kept.counts.isEmpty ? nil : kept
  }

  private struct WaitingEvent {
    let line: [UInt8]
    let path: String
    let kind: String
  }

  /// A line as it was appended, with what the journal has learned of its mail since. `nil` for a line that a
  /// crash has cut off: nobody was told that it is kept.
  private func completed(_ line: [UInt8]) throws(DaichoError) -> WaitingEvent? {
    let text = String(decoding: line.dropLast(), as: UTF8.self)
    guard
      case .success(.object(var members)) = Result(catching: { () throws(JSONFault) in
        try JSONReader.read(text)
      }), case .string(let at)? = members["at"], case .string(let kind)? = members["kind"],
      RFC3339.milliseconds(at) != nil
    else { return nil }
    let path = "events/\(at.prefix(7)).jsonl"
    guard members["email"] == nil, members["customer"] == nil, kind != "unsubscribe", kind != "complaint",
      case .string(let id)? = members["message_id"],
      let sent = try index.sentMessage(withKey: id, refreshed: false)
    else { return WaitingEvent(line: line, path: path, kind: kind) }
    members["customer"] = sent.customer.map(JSONValue.string)
    members["email"] = sent.address.map(JSONValue.string)
    members["campaign"] = .string(sent.campaign)
    members["occurrence"] = sent.occurrence.map(JSONValue.string)
    members["variant"] = sent.variant.map(JSONValue.string)
    members["message_id"] = .string(sent.messageID)
    return WaitingEvent(
      line: Array((JSONValue.object(members).serialized() + "\n").utf8), path: path, kind: kind)
  }
}
