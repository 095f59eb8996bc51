import DaichoIndex
import DaichoModel
import DaichoRender

/// A campaign as its file has it, with the templates it is made of.
package struct Campaign: Sendable {
  package let found: FoundRecord
  package let name: String
  /// Ids of segments; empty when `filter` says who.
  package let segment: String?
  package let filter: String?
  package let exclude: [String]
  package let sender: WorkspaceSettings.Sender?
  package let coupon: CouponRule?
  /// In the order of the file; empty where everybody gets the same.
  package let variants: [CampaignVariant]
  /// Of the audience, what is not mailed, so that there is something to compare with: 0…1.
  package let holdout: ExactDecimal?
  package let sendAt: DateAndTime?
  /// The size it was approved for.
  package let audience: Int?
  /// Skus or ids of `products:`, in the order of the file.
  package let products: [String]
  package let source: MailSource
  /// The workspace's own layouts, by name, as they were when the campaign was read.
  let layouts: [String: String]
  /// A hash of all that decides what is mailed and to whom: subject, preheader, body, segment, filter and
  /// exclusions with the rules they stand for, sender, layout and what it includes, coupon, variants,
  /// products, holdout and repetition. Status, audience, date, cost, owner and tags are no part of it.
  package let revision: String
  /// draft, approved, running or sent.
  package let state: String
  /// Where the fields of its file are written.
  let places: [String: SourceLocation]
  /// The fields of its file, as they are written.
  let fields: [String: String]
  /// What is wrong in the fields that only campaigns have: coupon, variants, products.
  package let problems: [Diagnostic]

  package var id: RecordID { found.reference.id }

  /// Where a field is written; the file where it is not.
  package func place(of field: String) -> SourceLocation {
    places[field] ?? SourceLocation(path: found.path)
  }

  /// Of the day, from `send_at`.
  package var minute: Int? { sendAt?.minute }

  /// The variant that somebody gets, by the address as it is compared: the same in every clone and on every
  /// occurrence.
  package func variant(of foldedAddress: String) -> CampaignVariant? {
    AudienceSplit(campaign: id.key, purpose: "variant").choose(
      among: variants, weight: \.weight, for: foldedAddress)
  }

  /// Whether somebody belongs to the part of the audience that is not mailed.
  package func holdsOut(_ foldedAddress: String) -> Bool {
    guard let holdout else { return false }
    return AudienceSplit(campaign: id.key, purpose: "holdout").fraction(for: foldedAddress) < holdout.double
  }
}

/// One of the forms in which a campaign is mailed.
package struct CampaignVariant: Sendable, Hashable {
  /// A name that tags can hold: letters, digits, `-` and `_`.
  package let name: String
  /// Its share, relative to the other variants'.
  package let weight: ExactDecimal
  /// In place of the campaign's own.
  package let subject: TemplateText?
  package let preheader: TemplateText?
  package let location: SourceLocation
}
