import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace

/// A shop with a campaign, five people and all that sending needs.
struct CampaignShop {
  let shop: Shop

  /// Of the tests alone.
  static let key = WorkspaceKey(bytes: [UInt8](repeating: 7, count: 32))

  init(_ fields: String = "", body: String = "{{customer.salutation}}\n\nHello.\n", settings: String = "")
    throws
  {
    shop = try Shop(commits: false)
    try shop.write(
      """
      name: 喫茶つばめ
      timezone: Asia/Tokyo
      locale: ja
      senders:
        shop:
          from: 喫茶つばめ <hello@tsubame.example>
          reply_to: support@tsubame.example
          postal_address: 東京都台東区谷中0-0-0
          smtp: {host: smtp.example, port: 587, security: starttls}
      base_url: https://crm.tsubame.example
      key: 0123456789abcdef
      \(settings)
      """, "daicho.yml")
    for (id, extra) in [
      ("hanako-yamada", "name: 山田 花子\nfamily_name: 山田\nemail: Hanako@Example.com\ntags: [gift]"),
      ("taro-ono", "name: 大野 太郎\nemail: taro@example.com"),
      ("emma", "name: Emma\nemail: hanako@example.com"),
      ("nobody", "name: No Address"),
    ] {
      try shop.write(
        "---\n\(extra)\nconsent:\n  - {channel: email, granted: 2025-04-01, via: form}\n---\n",
        "customers/\(id).md")
    }
    try shop.write("---\nname: Silent\nemail: silent@example.com\n---\n", "customers/silent.md")
    try shop.write("---\nwhere: tags has gift\n---\n", "segments/gift.md")
    try shop.write("---\nwhere: segment(gift) or name is set\n---\n", "segments/everyone.md")
    try write(fields, body: body)
    try shop.git.commitAll("Start")
  }

  func write(_ fields: String, body: String = "{{customer.salutation}}\n\nHello.\n") throws {
    let audience = has(fields, "segment") || has(fields, "where") ? "" : "segment: everyone\n"
    let subject = has(fields, "subject") ? "" : "subject: \"{{customer.salutation}}、冬の限定豆が入荷しました\"\n"
    try shop.write("---\nname: Winter\n\(subject)\(audience)\(fields)\n---\n\(body)", "campaigns/winter.md")
  }

  private func has(_ fields: String, _ name: String) -> Bool {
    fields.split(separator: "\n").contains { $0.hasPrefix(name + ":") }
  }

  func open() throws -> (Workspace, Campaign) {
    let workspace = try shop.open()
    let found = try workspace.index.all(.campaigns)
    return (workspace, try workspace.campaign(found[0]))
  }

  /// Mails as they are sent, with the key of the tests.
  func made() throws -> [(MailRecipient, MadeMail)] {
    let (workspace, campaign) = try open()
    let links = MailLinks(base: "https://crm.tsubame.example", keys: Self.key.map { KeyRing($0) })
    let maker = try MailMaker(workspace, campaign, links: links)
    let recipients = try workspace.recipients(workspace.recipients(of: campaign).map(\.id), for: maker)
    return try recipients.map { recipient in
      let key = MessageKey(
        campaign: campaign.id.key, occurrence: nil, revision: campaign.revision,
        address: recipient.foldedAddress)
      return (
        recipient,
        try maker.mail(
          for: recipient,
          MailParticulars(
            key: key, date: MailDate(secondsSince1970: 1_796_083_200, offsetMinutes: 540),
            variant: campaign.variant(of: recipient.foldedAddress)?.name, coupon: "TEST-CODE"))
      )
    }
  }
}
