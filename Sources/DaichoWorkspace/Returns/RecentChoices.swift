import DaichoIndex
import DaichoModel

/// What people have said on the pages of their mails since the register was last looked at: it holds at once.
struct RecentChoices {
  private struct Choice {
    let isOn: Bool
    let number: Int
  }

  /// By folded address.
  private var mail: [String: Choice] = [:]
  /// By customer and channel.
  private var channels: [String: Choice] = [:]
  /// The number of the last one.
  private(set) var last = 0

  mutating func note(_ event: ReturnEvent) {
    last += 1
    switch event.kind {
    case .unsubscribe, .resubscribe:
      guard let address = event.sent?.address else { return }
      mail[TextFolding.fold(address)] = Choice(isOn: event.kind == .resubscribe, number: last)
    case .preference:
      guard let customer = event.sent?.customer, let choice = event.choice else { return }
      channels[RecentChoices.key(customer, choice.channel)] = Choice(isOn: choice.isGranted, number: last)
    case .open, .click, .bounce, .complaint: break
    }
  }

  /// Those that a look has found in the register.
  mutating func forget(upTo number: Int) {
    mail = mail.filter { $0.value.number > number }
    channels = channels.filter { $0.value.number > number }
  }

  /// - Parameter kinds: of what binds the address by the register.
  func applied(to kinds: Set<String>, of address: String) -> Set<String> {
    guard let choice = mail[TextFolding.fold(address)] else { return kinds }
    return choice.isOn ? kinds.subtracting(["unsubscribe"]) : kinds.union(["unsubscribe"])
  }

  func isOn(_ channel: String, of customer: String) -> Bool? {
    channels[RecentChoices.key(customer, channel)]?.isOn
  }

  private static func key(_ customer: String, _ channel: String) -> String {
    RecordID.key(customer) + "\0" + channel
  }
}
