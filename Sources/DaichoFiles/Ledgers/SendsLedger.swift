import DaichoModel

/// One line of the journal of a campaign, `sends/*.jsonl`.
package struct SendRecord: Sendable, Hashable {
  /// As written, RFC 3339.
  package let at: String
  /// Since 1970-01-01T00:00:00Z.
  package let milliseconds: Int64
  package let campaign: String
  package let occurrence: String?
  package let variant: String?
  package let customer: String?
  /// `nil` only in lines about the whole run.
  package let address: String?
  /// As written; one of `SendsLedger.states` unless `check` has warned.
  package let state: String
  package let messageID: String?
  package let commit: String?
  package let contentHash: String?
  package let coupon: String?
  /// What the receiving server answered.
  package let reply: String?
  /// Why it was skipped or failed.
  package let reason: String?
  /// The whole object.
  package let json: JSONValue
  /// The same as written.
  package let text: String
  package let line: Int
}

/// Reads `sends/*.jsonl`.
package enum SendsLedger {
  package static let states = [
    "queued", "attempting", "accepted", "deferred", "failed", "in_doubt", "skipped",
  ]
  /// Of a whole run, not of one mail: such lines name no address.
  package static let runStates = ["started", "paused", "resumed", "finished", "missed"]

  /// As `EventsLedger.read`. A line that is cut off is left out with a warning: it was being written when
  /// the machine stopped.
  package static func read(
    _ stream: any ByteStream, path: String, batchSize: Int = 1_024,
    _ body: ([SendRecord]) throws(DaichoError) -> Void
  ) throws(DaichoError) -> LedgerReport {
    var batch: [SendRecord] = []
    var lines = JSONLines(path: path)
    let report = try lines.read(stream) { (lines, members, text) throws(DaichoError) in
      guard let record = record(&lines, members, text) else { return false }
      batch.append(record)
      if batch.count >= batchSize {
        try body(batch)
        batch.removeAll(keepingCapacity: true)
      }
      return true
    }
    if !batch.isEmpty { try body(batch) }
    return report
  }

  private static func record(
    _ lines: inout JSONLines, _ members: JSONLines.Members, _ text: String
  ) -> SendRecord? {
    guard let at = lines.instant(members), let campaign = lines.required(members, "campaign"),
      let state = lines.required(members, "state")
    else { return nil }
    let address = runStates.contains(state) ? nil : lines.required(members, "address")
    if address == nil, !runStates.contains(state) { return nil }
    if !states.contains(state), !runStates.contains(state) {
      lines.faults.add(
        .warning, "unknown-state", line: lines.line, .unknownWord("state", state), suggestion: .oneOf(states))
    }
    return SendRecord(
      at: at.text, milliseconds: at.milliseconds, campaign: campaign,
      occurrence: lines.text(members, "occurrence"), variant: lines.text(members, "variant"),
      customer: lines.text(members, "customer"), address: address, state: state,
      messageID: lines.text(members, "message_id"), commit: lines.text(members, "commit"),
      contentHash: lines.text(members, "content_hash"), coupon: lines.text(members, "coupon"),
      reply: lines.text(members, "reply"), reason: lines.text(members, "reason"), json: .object(members),
      text: text, line: lines.line)
  }
}
