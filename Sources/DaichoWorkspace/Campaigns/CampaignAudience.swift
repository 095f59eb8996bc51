import DaichoIndex
import DaichoModel

/// Whom a campaign is for, and who of them gets no mail.
package struct CampaignAudience: Sendable {
  /// Once for each address, by id.
  package internal(set) var recipients: [MailRecipient] = []
  package internal(set) var leftOut: [LeftOut] = []

  package struct LeftOut: Sendable {
    package let id: String
    package let obstacle: MailObstacle
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
