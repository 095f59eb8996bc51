import DaichoIndex
import DaichoMail
import DaichoModel
import OrderedCollections

/// Whom a send is for, decided once: its frozen list, and of the audience who is not on it and why.
struct FrozenList {
  var entries: [SendEntry] = []
  var notMailed: OrderedDictionary<String, Int> = [:]

  /// Who would be mailed, the control group among them: what `approve` counts.
  var audience: Int { entries.count }
  var held: Int { entries.count { $0.state == .skipped } }
}

extension Workspace {
  /// - Parameters:
  ///   - occasions: of a repeating campaign, for whom and what it is sent now; `nil`: everybody in the
  ///     audience.
  ///   - done: the address and occasion of whoever has been sent it.
  func freeze(
    _ campaign: Campaign, _ name: SendName, _ maker: MailMaker, occasions: [String: [String]]? = nil,
    except done: Set<String> = []
  ) throws(DaichoError) -> FrozenList {
    var list = FrozenList()
    var seen: Set<String> = []
    func leaveOut(_ reason: String) { list.notMailed[reason, default: 0] += 1 }
    let domain = maker.messageDomain
    for recipient in try recipients(of: campaign, only: nil, limit: nil) {
      var occasion: String?
      if let occasions {
        guard let all = occasions[recipient.id] else { continue }
        let own = all.filter { !done.contains(SendName.mark(recipient.foldedAddress, $0)) }
        guard !own.isEmpty else {
          leaveOut("already-sent")
          continue
        }
        occasion = own.joined(separator: ", ")
      }
      if recipient.excludedBy != nil {
        leaveOut("excluded")
        continue
      }
      if let obstacle = recipient.obstacle {
        leaveOut(obstacle.code)
        continue
      }
      guard let address = recipient.address, (try? MailAddress(address: address)) != nil else {
        leaveOut("unusable-address")
        continue
      }
      guard seen.insert(recipient.foldedAddress).inserted else {
        leaveOut("same-address")
        continue
      }
      let key = MessageKey(
        campaign: campaign.id.key, occurrence: occasion.map { "\(name.occurrence ?? "") \($0)" } ?? name.occurrence,
        revision: campaign.revision, address: recipient.foldedAddress)
      let isHeld = campaign.holdsOut(recipient.foldedAddress)
      list.entries.append(
        SendEntry(
          key: key, messageID: "<\(key)@\(domain)>", customer: recipient.id, address: address,
          variant: isHeld ? nil : campaign.variant(of: recipient.foldedAddress)?.name, coupon: nil,
          consent: recipient.consent.map { consent in
            ([consent.day.description] + [consent.via, consent.basis].compactMap(\.self)).joined(separator: " ")
          }, occasion: occasion, state: isHeld ? .skipped : .queued,
          reason: isHeld ? SkipReason.holdout.rawValue : nil))
    }
    return list
  }
}

extension SendName {
  /// One occasion of one address.
  static func mark(_ foldedAddress: String, _ occasion: String) -> String { "\(foldedAddress)\0\(occasion)" }
}
