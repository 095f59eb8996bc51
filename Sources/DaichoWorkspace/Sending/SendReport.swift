import DaichoModel

/// What a send came to, or how it stands.
package struct SendReport: Sendable {
  package enum State: Sendable {
    /// Nothing is frozen yet.
    case notStarted
    /// Another process is at it.
    case running(by: String)
    /// Some are left: `daicho campaign send` goes on.
    case stopped
    case paused(Wording)
    /// Nothing is left to be done.
    case finished
    /// Nobody came to send it in time.
    case missed
  }

  package let name: SendName
  package var state: State
  package var start: SendStart?
  package var counts: [SendState: Int]
  /// Of the skipped and failed, by the journal's word for the reason.
  package var reasons: [String: Int]
  /// Whether the remote has it; `nil` where there is none.
  package var isPushed: Bool?
  package var recorded: [Recorded] = []
  package var notes: [Wording] = []

  init(_ name: SendName, _ book: SendBook, state: State) {
    self.name = name
    self.state = state
    start = book.start
    counts = book.counts
    reasons = [:]
    for entry in book.entries {
      if let reason = entry.reason, entry.state == .skipped || entry.state == .failed {
        reasons[reason, default: 0] += 1
      }
    }
  }

  package func count(_ state: SendState) -> Int { counts[state] ?? 0 }
  package var recipients: Int { counts.values.reduce(0, +) }
  /// Of those that are left, how many this or a later run will hand over.
  package var left: Int { count(.queued) + count(.attempting) + count(.deferred) }
}
