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
    let audience = try audience(of: campaign)
    for one in audience.leftOut where occasions == nil || occasions?[one.id] != nil {
      list.notMailed[one.obstacle.code, default: 0] += 1
    }
    for recipient in audience.recipients {
      var occasion: String?
      if let occasions {
        guard let all = occasions[recipient.id] else { continue }
        let own = all.filter { !done.contains(SendName.mark(recipient.foldedAddress, $0)) }
        guard !own.isEmpty else {
          list.notMailed["already-sent", default: 0] += 1
          continue
        }
        occasion = own.joined(separator: ", ")
      }
      guard let address = recipient.address else { continue }
      let key = MessageKey(
        campaign: campaign.id.key,
        occurrence: occasion.map { "\(name.occurrence ?? "") \($0)" } ?? name.occurrence,
        revision: campaign.revision, address: recipient.foldedAddress)
      let isHeld = campaign.holdsOut(recipient.foldedAddress)
      list.entries.append(
        SendEntry(
          key: key, messageID: "<\(maker.messageID(key))>", customer: recipient.id, address: address,
          variant: isHeld ? nil : campaign.variant(of: recipient.foldedAddress)?.name, coupon: nil,
          consent: recipient.consent.map { consent in
            ([consent.day.description] + [consent.via, consent.basis].compactMap(\.self)).joined(
              separator: " ")
          }, occasion: occasion, state: isHeld ? .skipped : .queued,
          reason: isHeld ? SkipReason.holdout.rawValue : nil))
    }
    return list
  }
}

extension Workspace {
  /// A code for everybody who is mailed; those that any occurrence of the campaign has given stay given.
  func giveCoupons(
    to list: inout FrozenList, _ name: SendName, _ maker: MailMaker, _ keys: KeyRing, _ places: SendFolder
  ) throws(DaichoError) {
    guard maker.campaign.coupon != nil else { return }
    let coupons = try CouponBook(self, maker.campaign, key: keys.current)
    let given = try givenCoupons(of: maker.campaign.id, places).all
    let mailed = list.entries.indices.filter { list.entries[$0].state == .queued }
    let addresses = mailed.map { TextFolding.fold(list.entries[$0].address) }
    let codes = try coupons.codes(for: addresses, occurrence: name.occurrence, alreadyGiven: given)
    for (place, code) in zip(mailed, codes) { list.entries[place].coupon = code }
  }
}

extension Workspace {
  /// The codes that a campaign has given, and of one occurrence whose they are, by the folded address.
  package func givenCoupons(
    of campaign: RecordID, occurrence: String?
  ) throws(DaichoError) -> (all: Set<String>, own: [String: String]) {
    guard let repository else { return ([], [:]) }
    return try givenCoupons(of: campaign, occurrence: occurrence, SendFolder(repository))
  }

  private func givenCoupons(
    of campaign: RecordID, occurrence: String? = nil, _ places: SendFolder
  ) throws(DaichoError) -> (all: Set<String>, own: [String: String]) {
    var (all, own): (Set<String>, [String: String]) = ([], [:])
    for name in try sendNames(of: campaign) {
      for entry in try book(of: name, places).entries {
        guard let code = entry.coupon else { continue }
        all.insert(code)
        if name.occurrence == occurrence { own[TextFolding.fold(entry.address)] = code }
      }
    }
    return (all, own)
  }
}

extension SendName {
  /// One occasion of one address.
  static func mark(_ foldedAddress: String, _ occasion: String) -> String { "\(foldedAddress)\0\(occasion)" }
}
