import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoRender

/// One recipient's mail, ready to be looked at.
package struct MailPreview: Sendable {
  package let customer: String
  /// Empty where there is none.
  package let address: String
  /// The name of the variant they get.
  package let variant: String?
  package let mail: RenderedMail
  package let message: Message
}

extension Workspace {
  /// What makes previews: its links lead nowhere, as nobody is to be unsubscribed by looking at a mail.
  package func previewMaker(_ campaign: Campaign) throws(DaichoError) -> MailMaker {
    try MailMaker(self, campaign, links: try previewLinks(campaign, keys: nil))
  }

  /// What makes mails of their full size, with links as long as those of real ones.
  func examinationMaker(_ campaign: Campaign) throws(DaichoError) -> MailMaker {
    let key = WorkspaceKey(bytes: [UInt8](repeating: 0, count: WorkspaceKey.count))
    return try MailMaker(self, campaign, links: try previewLinks(campaign, keys: key.map { KeyRing($0) }))
  }

  private func previewLinks(_ campaign: Campaign, keys: KeyRing?) throws(DaichoError) -> MailLinks {
    guard let sender = campaign.sender else { throw .noSender(campaign.found.path) }
    let domain = try MailAddress(parsing: sender.from).domain
    return MailLinks(base: settings.baseURL ?? "https://\(domain)", keys: keys)
  }

  /// The mail of a campaign for one customer, or for everybody it would reach, the first so many.
  package func preview(
    _ campaign: Campaign, for customer: FoundRecord? = nil, limit: Int? = nil,
    each: (MailPreview, _ count: Int) throws(DaichoError) -> Void
  ) throws(DaichoError) {
    let maker = try previewMaker(campaign)
    let ids = try recipients(of: campaign, only: customer, limit: limit).map(\.id)
    for start in stride(from: 0, to: ids.count, by: MailMaker.batch) {
      let batch = Array(ids[start..<min(start + MailMaker.batch, ids.count)])
      for recipient in try recipients(batch, for: maker) {
        try each(try preview(recipient, maker), ids.count)
      }
    }
  }

  package func preview(_ recipient: MailRecipient, _ maker: MailMaker) throws(DaichoError) -> MailPreview {
    let made = try maker.mail(for: recipient.addressed, previewParticulars(recipient, maker.campaign))
    return MailPreview(
      customer: recipient.id, address: recipient.address ?? "",
      variant: maker.campaign.variant(of: recipient.foldedAddress)?.name, mail: made.mail,
      message: made.message)
  }

  func previewParticulars(
    _ recipient: MailRecipient, _ campaign: Campaign
  ) throws(DaichoError) -> MailParticulars {
    MailParticulars(
      key: MessageKey(
        campaign: campaign.id.key, occurrence: nil, revision: campaign.revision,
        address: recipient.foldedAddress),
      date: try mailDate(of: campaign), variant: campaign.variant(of: recipient.foldedAddress)?.name,
      coupon: campaign.coupon?.sample)
  }

  /// When the mail would go out if it went today: at the hour of `send_at`, else at nine. So the same commit,
  /// recipient and day give the same bytes.
  package func mailDate(of campaign: Campaign) throws(DaichoError) -> MailDate {
    let local = DateAndTime(date: moment.today, minute: campaign.minute ?? 9 * 60)
    let instant = moment.zone.instant(local)
    return try MailDate(secondsSince1970: Int(instant), offsetMinutes: moment.zone.offset(at: instant) / 60)
  }
}

extension MailMaker {
  /// How many recipients to ask for at a time.
  package static let batch = 500
}

extension MailRecipient {
  /// Somebody without an address can still be shown a mail.
  fileprivate var addressed: MailRecipient {
    guard address == nil else { return self }
    return MailRecipient(showing: self, address: "nobody@invalid")
  }
}

extension CouponRule {
  /// What stands in a preview where each recipient gets a code of their own.
  var sample: String? {
    switch codes {
    case .shared(let code): code
    case .each(let prefix, _): prefix + "PREVIEW"
    case .file: "PREVIEW"
    }
  }
}
