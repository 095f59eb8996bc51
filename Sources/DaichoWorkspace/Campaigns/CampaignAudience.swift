import DaichoIndex
import DaichoMail
import DaichoModel

/// Whom a campaign is for, and who of them gets no mail.
package struct CampaignAudience: Sendable {
  /// Once for each address, by id.
  package private(set) var recipients: [MailRecipient] = []
  package private(set) var leftOut: [LeftOut] = []

  package struct LeftOut: Sendable {
    package let id: String
    package let obstacle: MailObstacle
  }

  /// - Throws: `no-audience`, and what is wrong in the segments.
  init(of campaign: Campaign, in index: WorkspaceIndex) throws(DaichoError) {
    guard campaign.segment != nil || campaign.filter != nil else {
      throw .campaignWithoutAudience(campaign.found.path)
    }
    var request = ListRequest(
      .customers, filters: [campaign.filter].compactMap(\.self),
      segments: [campaign.segment].compactMap(\.self))
    request.filterPlace = campaign.found.path
    var owners: [String: String] = [:]
    try index.audience(of: request, excluding: campaign.exclude) { row in
      let recipient = MailRecipient(row)
      if let obstacle = recipient.obstacle(besides: owners) {
        leftOut.append(.init(id: row.id, obstacle: obstacle))
      } else {
        owners[recipient.foldedAddress] = row.id
        recipients.append(recipient)
      }
    }
  }
}

extension MailRecipient {
  /// - Parameter owners: who is mailed already, by address.
  fileprivate func obstacle(besides owners: [String: String]) -> MailObstacle? {
    if let obstacle { return obstacle }
    if let excludedBy { return .excluded(by: excludedBy) }
    guard let address, (try? MailAddress(address: address)) != nil else { return .unusableAddress }
    return owners[foldedAddress].map(MailObstacle.sameAddress)
  }
}

extension MailObstacle {
  package static func excluded(by segment: String) -> MailObstacle {
    MailObstacle("excluded", Wording(en: "excluded: in \(segment)", ja: "除外セグメント「\(segment)」"))
  }

  /// The index takes more for an address than a message can hold.
  package static let unusableAddress = MailObstacle(
    "unusable-address", Wording(en: "the address cannot be mailed to", ja: "送信できないアドレス"))

  package static func sameAddress(as id: String) -> MailObstacle {
    MailObstacle("same-address", Wording(en: "same address as \(id)", ja: "「\(id)」と同じアドレス"))
  }
}
