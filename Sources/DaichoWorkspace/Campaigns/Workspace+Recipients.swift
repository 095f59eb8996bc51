import DaichoIndex
import DaichoModel

extension Workspace {
  /// Whom a campaign would reach now: in its segment, in none of the excluded, mailable, and once for each
  /// address. Holdout and caps on mails are no part of this.
  ///
  /// - Throws: `no-audience`, and what is wrong in the segments.
  package func audience(of campaign: Campaign) throws(DaichoError) -> CampaignAudience {
    try CampaignAudience(of: campaign, in: index)
  }

  /// The recipients of a campaign, by id.
  ///
  /// - Parameters:
  ///   - customer: somebody who need be none of them, for a preview.
  ///   - limit: of the first so many.
  package func recipients(
    of campaign: Campaign, only customer: FoundRecord? = nil, limit: Int? = nil
  ) throws(DaichoError) -> [MailRecipient] {
    if let customer { return try recipients([customer.reference.id.text], excluding: campaign.exclude) }
    let all = try audience(of: campaign).recipients
    return limit.map { Array(all.prefix($0)) } ?? all
  }

  /// These customers with all that the campaign's mails need to know of them, and with what stands against
  /// mailing them now; in the order of the ids, without those that are no more. To be asked for some hundred
  /// at a time, so that no audience need be in memory whole.
  package func recipients(
    _ ids: [String], for maker: MailMaker
  ) throws(DaichoError) -> [MailRecipient] {
    var found = try recipients(ids, excluding: maker.campaign.exclude)
    var request = ListRequest(.customers, columns: maker.context.columns)
    request.ids = ids
    var columns: [ListColumn] = []
    var details: [String: RecipientDetails] = [:]
    try index.list(request, columns: { columns = $0 }) { row in
      if details[row.id] == nil { details[row.id] = RecipientDetails(columns: columns, cells: row.cells) }
    }
    let orders =
      maker.context.needsOrders ? try index.recentOrders(of: ids, limit: MailOrders.limit) : [:]
    for place in found.indices {
      let id = found[place].id
      found[place].details = details[id]
      found[place].details?.orders = orders[id] ?? []
    }
    return found
  }

  private func recipients(
    _ ids: [String], excluding excluded: [String]
  ) throws(DaichoError) -> [MailRecipient] {
    var request = ListRequest(.customers)
    request.ids = ids
    var found: [String: MailRecipient] = [:]
    try index.audience(of: request, excluding: excluded) { row in
      let key = RecordID.key(row.id)
      if found[key] == nil { found[key] = MailRecipient(row) }
    }
    return ids.compactMap { found[RecordID.key($0)] }
  }
}
