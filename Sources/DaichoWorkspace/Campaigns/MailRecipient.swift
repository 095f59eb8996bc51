import DaichoIndex
import DaichoModel

/// Somebody a campaign can be mailed to, and what the mail needs to know of them.
package struct MailRecipient: Sendable {
  package let id: String
  package let name: String?
  /// The primary e-mail address, as written.
  package let address: String?
  /// The address as it is compared: "once" is once for each of these.
  package let foldedAddress: String
  /// The consent it relies on: the newest that was granted for e-mail.
  package let consent: ReliedConsent?
  /// What stands against mailing them now; `nil` where nothing does.
  package let obstacle: MailObstacle?
  /// The first of the campaign's excluded segments that they are in.
  package let excludedBy: String?
  /// `nil` until they are asked for: `Workspace.recipients(_:for:)`.
  var details: RecipientDetails?

  init(_ row: AudienceRow) {
    id = row.id
    name = row.name
    address = row.address
    foldedAddress = row.foldedAddress ?? ""
    consent = row.consentDay.map { ReliedConsent(day: $0, via: row.consentVia, basis: row.consentBasis) }
    obstacle = row.obstacle
    excludedBy = row.excludedBy
  }

  /// The same person at another address.
  init(showing other: MailRecipient, address: String) {
    (id, name, consent, obstacle) = (other.id, other.name, other.consent, other.obstacle)
    (excludedBy, details) = (other.excludedBy, other.details)
    self.address = address
    foldedAddress = address
  }

  /// A consent as the journal tells it.
  package struct ReliedConsent: Sendable, Hashable {
    package let day: CalendarDate
    package let via: String?
    package let basis: String?
  }
}

/// The values of a recipient that the mail's tags name.
struct RecipientDetails: Sendable {
  let columns: [ListColumn]
  let cells: [JSONValue]
  var orders: [RecentOrder] = []

  func cell(_ key: String) -> JSONValue {
    columns.firstIndex { $0.key == key }.map { cells[$0] } ?? .null
  }

  func text(_ key: String) -> String? {
    if case .string(let text) = cell(key) { text } else { nil }
  }
}
