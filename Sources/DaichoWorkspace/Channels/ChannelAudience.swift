import DaichoFiles
import DaichoIndex
import DaichoModel

/// Somebody a campaign can reach by a channel that daicho does not send by.
package struct ChannelRecipient: Sendable {
  package let id: String
  /// By what the channel reaches them, as the journal has it: an address, a number, a LINE id.
  package let handle: String
  /// The handle as it is compared: "once" is once for each of these.
  let key: String
  /// What variants and the control group are chosen by, so that somebody is in the same part of the audience
  /// whatever the channel: the e-mail address as it is compared, without one the customer's id.
  package let splitKey: String
  let consent: MailRecipient.ReliedConsent?
  let person: ExportedPerson
}

/// Whom a campaign is for on such a channel, and who of them is left out.
package struct ChannelAudience: Sendable {
  /// By id; once for each handle.
  package private(set) var recipients: [ChannelRecipient] = []
  package private(set) var leftOut: [CampaignAudience.LeftOut] = []

  fileprivate mutating func add(
    _ row: AudienceRow, _ person: ExportedPerson?, _ channel: SendChannel, isForbidden: Bool,
    _ owners: inout [String: String]
  ) {
    func leave(_ obstacle: MailObstacle) { leftOut.append(.init(id: row.id, obstacle: obstacle)) }
    if let obstacle = row.obstacle { return leave(obstacle) }
    if isForbidden { return leave(.forbiddenInHead) }
    if let excludedBy = row.excludedBy { return leave(.excluded(by: excludedBy)) }
    guard let person, let handle = person.handle(channel) else { return leave(.unreachable(channel)) }
    if let owner = owners[handle.key] { return leave(.sameHandle(channel, as: owner)) }
    owners[handle.key] = row.id
    recipients.append(
      ChannelRecipient(
        id: row.id, handle: handle.text, key: handle.key,
        splitKey: row.foldedAddress ?? RecordID.key(row.id),
        consent: row.consentDay.map {
          MailRecipient.ReliedConsent(day: $0, via: row.consentVia, basis: row.consentBasis)
        }, person: person))
  }
}

extension Workspace {
  /// Whom a campaign would reach now by a channel: in its segment, in none of the excluded, with consent to
  /// this channel, and once for each household, number or LINE id. What HEAD forbids is forbidden too.
  ///
  /// - Parameter ids: only of these, and each of them, for a list that is made again; `nil`: the audience.
  package func audience(
    of campaign: Campaign, by channel: SendChannel, only ids: [String]? = nil
  ) throws(DaichoError) -> ChannelAudience {
    guard campaign.segment != nil || campaign.filter != nil else {
      throw .campaignWithoutAudience(campaign.found.path)
    }
    var request = ListRequest(.customers)
    if let ids {
      request.ids = ids
    } else {
      request.filters = [campaign.filter].compactMap(\.self)
      request.segments = [campaign.segment].compactMap(\.self)
      request.filterPlace = campaign.found.path
    }
    var people: [String: ExportedPerson] = [:]
    request.columns = ChannelRow.personColumns
    let settings = settings
    try index.list(request, columns: { _ in }) { row in
      let person = ExportedPerson(row, settings: settings, columns: ChannelRow.personColumns)
      people[RecordID.key(person.id)] = person
    }
    let forbidden = try Prohibitions.ofHead(self, channel: channel.rawValue).customers
    var audience = ChannelAudience()
    var owners: [String: String] = [:]
    try index.audience(of: request, excluding: campaign.exclude, channel: channel.rawValue) { row in
      let key = RecordID.key(row.id)
      audience.add(row, people[key], channel, isForbidden: forbidden.contains(key), &owners)
    }
    return audience
  }
}

extension ExportedPerson {
  /// By what a channel reaches them, as it is written and as it is compared; `nil` without.
  fileprivate func handle(_ channel: SendChannel) -> (text: String, key: String)? {
    switch channel {
    case .post:
      guard let address = PostalAddress(self) else { return nil }
      return (address.line, address.key)
    case .phone:
      // Fewer digits are an extension at most.
      for phone in phones where TextFolding.phoneDigits(phone.typed).utf8.count >= 6 {
        return (phone.typed, TextFolding.phoneDigits(phone.international ?? phone.typed))
      }
      return nil
    case .sms:
      let number = phones.lazy.compactMap(\.international).first(where: InternationalPhone.takesTexts)
      return number.map { ($0, $0) }
    case .line: return list("ids.line").first.map { ($0, $0) }
    }
  }
}

extension MailObstacle {
  /// The work tree has lost a prohibition, or not committed a consent over one.
  static let forbiddenInHead = MailObstacle(
    "consent-withdrawn",
    Wording(en: "consent withdrawn in the last commit", ja: "最新のコミットで同意を撤回"))

  static func unreachable(_ channel: SendChannel) -> MailObstacle {
    switch channel {
    case .post: MailObstacle("no-postal-address", Wording(en: "no postal address", ja: "住所なし"))
    case .phone: MailObstacle("no-phone", Wording(en: "no phone number", ja: "電話番号なし"))
    case .sms: MailObstacle("no-mobile", Wording(en: "no mobile number with its country", ja: "携帯電話番号なし"))
    case .line: MailObstacle("no-line-id", Wording(en: "no LINE id", ja: "LINE ID なし"))
    }
  }

  static func sameHandle(_ channel: SendChannel, as id: String) -> MailObstacle {
    switch channel {
    case .post: MailObstacle("same-household", Wording(en: "same address as \(id)", ja: "「\(id)」と同じ住所"))
    case .phone, .sms: MailObstacle("same-phone", Wording(en: "same number as \(id)", ja: "「\(id)」と同じ電話番号"))
    case .line: MailObstacle("same-line-id", Wording(en: "same LINE id as \(id)", ja: "「\(id)」と同じ LINE ID"))
    }
  }
}
