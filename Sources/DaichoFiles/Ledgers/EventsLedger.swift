import DaichoModel

/// One line of `events/*.jsonl`.
package struct Event: Sendable, Hashable {
  package let id: String
  /// As written, RFC 3339.
  package let at: String
  /// Since 1970-01-01T00:00:00Z.
  package let milliseconds: Int64
  /// As written; one of `EventsLedger.kinds` unless `check` has warned.
  package let kind: String
  package let customer: String?
  package let email: String?
  package let visitor: String?
  package let campaign: String?
  package let url: String?
  /// The whole object.
  package let json: JSONValue
  /// The same as written.
  package let text: String
  package let line: Int
}

/// Reads `events/*.jsonl`.
package enum EventsLedger {
  package static let kinds = [
    "form", "view", "open", "click", "unsubscribe", "bounce", "complaint", "coupon", "survey",
    "resubscribe", "release", "preference", "erasure",
  ]

  /// Hands the events out in batches. Faults of the file are diagnostics of the report; only the disk's, and
  /// what `body` throws, are thrown.
  package static func read(
    _ stream: any ByteStream, path: String, batchSize: Int = 1_024,
    _ body: ([Event]) throws(DaichoError) -> Void
  ) throws(DaichoError) -> LedgerReport {
    var batch: [Event] = []
    var lines = JSONLines(path: path)
    let report = try lines.read(stream) { (lines, members, text) throws(DaichoError) in
      guard let event = event(&lines, members, text) else { return false }
      batch.append(event)
      if batch.count >= batchSize {
        try body(batch)
        batch.removeAll(keepingCapacity: true)
      }
      return true
    }
    if !batch.isEmpty { try body(batch) }
    return report
  }

  private static func event(_ lines: inout JSONLines, _ members: JSONLines.Members, _ text: String) -> Event?
  {
    guard let id = lines.required(members, "id"), let at = lines.instant(members),
      let kind = lines.required(members, "kind")
    else { return nil }
    if !kinds.contains(kind) {
      lines.faults.add(
        .warning, "unknown-kind", line: lines.line, .unknownWord("kind", kind),
        suggestion: Suggestion.nearest(to: kind, in: kinds).map(Wording.didYouMean) ?? .oneOf(kinds))
    }
    let event = Event(
      id: id, at: at.text, milliseconds: at.milliseconds, kind: kind,
      customer: lines.text(members, "customer"),
      email: lines.text(members, "email"), visitor: lines.text(members, "visitor"),
      campaign: lines.text(members, "campaign"), url: lines.text(members, "url"), json: .object(members),
      text: text, line: lines.line)
    if event.customer == nil, event.email == nil, event.visitor == nil,
      lines.text(members, "message_id") == nil
    {
      lines.faults.add(.warning, "event-without-person", line: lines.line, .eventWithoutPerson)
    }
    return event
  }
}
