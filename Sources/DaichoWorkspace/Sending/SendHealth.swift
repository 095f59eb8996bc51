import DaichoMail
import DaichoModel

/// Whether a run should go on: it pauses by itself after 50 failures in a row, or when 5 % fail, and at
/// once where a server refuses the sender.
///
/// Failures are mails refused for good and those that could not be handed over or are in doubt. Being told to
/// come back later is none.
package struct SendHealth: Sendable {
  package static let consecutiveLimit = 50
  package static let share = 0.05
  /// Below so many mails a share says nothing.
  package static let sample = 100

  private var tried = 0
  private var failed = 0
  private var inARow = 0

  package init() {}

  /// - Returns: why the run should pause, if it should.
  package mutating func note(_ delivery: Delivery) -> Wording? {
    tried += 1
    switch delivery {
    case .accepted:
      inARow = 0
      return nil
    case .refused(let reply):
      switch reply.meaning {
      case .senderRefused: return .pausedSenderRefused(reply.line)
      case .accepted, .transient, .throttled: return nil
      case .badAddress, .permanent: break
      }
    case .notDelivered, .inDoubt: break
    }
    failed += 1
    inARow += 1
    if inARow >= SendHealth.consecutiveLimit { return .pausedAfterFailures(inARow) }
    if tried >= SendHealth.sample, Double(failed) >= Double(tried) * SendHealth.share {
      return .pausedAtShare(failed, of: tried)
    }
    return nil
  }
}

extension SMTPReply {
  /// As the journal keeps it: `550 5.1.1 no such user`.
  var line: String {
    ["\(code)", enhanced, text].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
  }
}
