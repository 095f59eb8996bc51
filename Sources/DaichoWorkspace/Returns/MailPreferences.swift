import DaichoIndex
import DaichoModel

/// What somebody who was sent a mail gets from the shop, by channel, and what of it they can change themselves.
package struct MailPreferences: Sendable, Hashable {
  package struct Item: Sendable, Hashable {
    package let channel: String
    package let isOn: Bool
    /// Whether they can switch it. What the shop itself has ended they cannot begin again.
    package let isTheirs: Bool
  }

  /// The address of the mail.
  package let address: String?
  /// E-mail, and whatever else they had agreed to.
  package let items: [Item]
  /// At most so many mails in so many days, over all campaigns.
  package let limit: DeliverySettings.MailFrequency?

  package subscript(_ channel: String) -> Item? { items.first { $0.channel == channel } }
}

extension Workspace {
  /// As the index has it, which is not refreshed for this.
  func preferences(
    of sent: SentMessage, _ choices: RecentChoices
  ) throws(DaichoError) -> MailPreferences {
    let bound = try sent.address.map { address throws(DaichoError) in
      choices.applied(to: try index.bindingKinds(of: address, refreshed: false), of: address)
    }
    let channels = try sent.customer.flatMap { customer throws(DaichoError) in
      try index.preferences(of: customer, refreshed: false)
    }
    let others = (channels ?? []).filter { $0.channel != "email" && $0.isConsented }.map { one in
      let choice = sent.customer.flatMap { choices.isOn(one.channel, of: $0) }
      return MailPreferences.Item(channel: one.channel, isOn: choice ?? one.isOpen, isTheirs: true)
    }
    let isMailConsented = channels?.first { $0.channel == "email" }?.isConsented ?? true
    // What they have said themselves they take back; a bounce or a complaint is for the shop to settle.
    let email = MailPreferences.Item(
      channel: "email", isOn: isMailConsented && (bound ?? []).isEmpty,
      isTheirs: isMailConsented && (bound ?? []).isSubset(of: ["unsubscribe"]))
    return MailPreferences(
      address: sent.address, items: [email] + others, limit: try deliverySettings().maximumMails)
  }
}
