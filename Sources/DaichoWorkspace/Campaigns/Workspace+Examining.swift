import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoRender

extension Workspace {
  /// Looks at a campaign as sending will: its settings, its templates, its audience, and the mail of every
  /// recipient. What is wrong in the campaign is in the answer, and thrown is only what keeps anything from being
  /// looked at.
  ///
  /// - Parameter skipsKnownMails: The mails are not made again where all of them were found good and nothing that
  ///   they depend on has changed since.
  package func examine(
    _ campaign: Campaign, skipsKnownMails: Bool = false
  ) throws(DaichoError) -> CampaignExamination {
    var examination = CampaignExamination()
    let mails = ExaminedMails(self, campaign)
    examination.problems = campaign.problems
    examineFile(campaign, &examination)
    examineSender(campaign, &examination)
    examineDates(campaign, &examination)
    var maker: MailMaker?
    switch Result(catching: { () throws(DaichoError) in try compile(campaign) }) {
    case .failure: try examineTemplates(campaign, &examination)
    case .success(let compiled):
      examination.problems += compiled.warnings
      examineVariants(campaign, compiled, &examination)
      examineCoupon(campaign, mentions: compiled.mentions, &examination)
      maker = try? examinationMaker(campaign)
    }
    switch Result(catching: { () throws(DaichoError) in try audience(of: campaign) }) {
    case .failure(let error): examination.report(error, in: campaign.found.path)
    case .success(let audience):
      examine(audience, of: campaign, &examination)
      try examineFrequency(audience, of: campaign, &examination)
      guard let maker, !(skipsKnownMails && mails?.areKnown == true) else { break }
      try examine(audience.recipients, maker, &examination)
      if !examination.hasErrors { mails?.remember() }
    }
    return examination
  }

  // MARK: The file

  /// What `daicho check` says of the file.
  private func examineFile(_ campaign: Campaign, _ examination: inout CampaignExamination) {
    guard let all = try? index.diagnostics() else { return }
    for diagnostic in all where diagnostic.location.path == campaign.found.path {
      if !examination.problems.contains(diagnostic) { examination.problems.append(diagnostic) }
    }
  }

  private func examineTemplates(
    _ campaign: Campaign, _ examination: inout CampaignExamination
  ) throws(DaichoError) {
    let schema = try mailSchema()
    do throws(RenderFailure) {
      _ = try campaign.compiled(schema)
    } catch {
      examination.problems += error.diagnostics.filter { !examination.problems.contains($0) }
    }
  }

  private func examineVariants(
    _ campaign: Campaign, _ compiled: CompiledCampaign, _ examination: inout CampaignExamination
  ) {
    guard campaign.variants.count > 1, !compiled.mentions.leading.contains("variant") else { return }
    let forms = campaign.variants.map { [$0.subject?.text, $0.preheader?.text] }
    for (index, variant) in campaign.variants.enumerated() where forms[..<index].contains(forms[index]) {
      examination.report(
        .warning, "variant-same", at: variant.location, .variantSame(variant.name), .variantForms)
    }
  }

  // MARK: Settings

  private func examineSender(_ campaign: Campaign, _ examination: inout CampaignExamination) {
    let file = SourceLocation(path: campaign.found.path)
    let settingsPlace = SourceLocation(path: Workspace.settingsFile)
    guard let sender = campaign.sender else {
      return examination.report(.noSender(campaign.found.path), in: campaign.found.path)
    }
    if !(sender.postalAddress?.contains { !$0.isWhitespace } ?? false) {
      examination.report(
        .error, "no-postal-address", at: settingsPlace, .senderWithoutPostalAddress(sender.id),
        .addPostalAddress(sender.id))
    }
    for (text, field) in [(sender.from, "from"), (sender.replyTo, "reply_to")] {
      guard let text, (try? MailAddress(parsing: text)) == nil else { continue }
      examination.report(.error, "bad-address", at: settingsPlace, .senderAddress(sender.id, field))
    }
    let delivery = try? deliverySettings()
    if delivery?.smtp[sender.id] == nil, delivery?.outboxes[sender.id] == nil {
      examination.report(
        .error, "sender-without-server", at: settingsPlace, .senderWithoutServer(sender.id),
        .addServer(sender.id))
    }
    if let base = settings.baseURL {
      if !base.lowercased().hasPrefix("https://") {
        examination.report(
          .error, "base-url-not-https", at: settingsPlace, .baseURLNotSecure, .addBaseURLForMail)
      }
    } else {
      examination.report(.error, "no-base-url", at: settingsPlace, .noBaseURLForMail, .addBaseURLForMail)
    }
    if settings.key == nil {
      examination.report(.noKey(), in: Workspace.settingsFile)
    }
    if campaign.segment == nil, campaign.filter == nil {
      examination.report(
        .error, "no-audience", at: file, .noAudience, .writeAudience)
    }
  }

  // MARK: Dates and coupons

  private func examineDates(_ campaign: Campaign, _ examination: inout CampaignExamination) {
    guard let sendAt = campaign.sendAt, campaign.state != "sent" else { return }
    let now = DateAndTime(date: moment.today, minute: moment.isRealDay ? moment.local.minute : 0)
    if sendAt < now, sendAt.minute != nil || sendAt.date < moment.today {
      examination.report(
        .warning, "send-at-past", at: campaign.place(of: "send_at"), .sendAtPast(sendAt.description),
        .changeSendAt)
    }
  }

  private func examineCoupon(
    _ campaign: Campaign, mentions: TemplateMentions, _ examination: inout CampaignExamination
  ) {
    guard let coupon = campaign.coupon else { return }
    if !mentions.leading.contains("coupon") {
      examination.report(.warning, "coupon-unused", at: coupon.location, .couponUnused, .printCoupon)
    }
    let day = max(campaign.sendAt?.date ?? moment.today, moment.today)
    if let expires = coupon.expires, expires < day, campaign.state != "sent" {
      examination.report(
        .error, "coupon-expired", at: coupon.location,
        .couponExpired(expires.description, by: day.description), .changeExpiry)
    }
  }

  // MARK: The audience

  private func examine(
    _ audience: CampaignAudience, of campaign: Campaign, _ examination: inout CampaignExamination
  ) {
    let mailed = audience.recipients.filter { !campaign.holdsOut($0.foldedAddress) }
    examination.recipients = mailed.count
    examination.heldOut = audience.recipients.count - mailed.count
    if !campaign.variants.isEmpty {
      var counts: [String: Int] = [:]
      for recipient in mailed {
        if let variant = campaign.variant(of: recipient.foldedAddress) {
          counts[variant.name, default: 0] += 1
        }
      }
      examination.variants = campaign.variants.map { ($0.name, counts[$0.name] ?? 0) }
    }
    let groups = Dictionary(grouping: audience.leftOut) { $0.obstacle.summarized }
    examination.leftOut = groups.map { .init(obstacle: $0, customers: $1.map(\.id)) }
      .sorted { ($1.customers.count, $0.obstacle.code) < ($0.customers.count, $1.obstacle.code) }
    if audience.recipients.isEmpty {
      examination.report(
        .warning, "nobody-to-mail", at: SourceLocation(path: campaign.found.path), .nobodyInAudience)
    }
    guard case .file(let path)? = campaign.coupon?.codes, let coupon = campaign.coupon else { return }
    switch Result(catching: { () throws(DaichoError) in try CouponBook(self, campaign, key: nil) }) {
    case .failure(let error): examination.report(error, in: path)
    case .success(let book):
      guard let available = book.available, available < mailed.count else { return }
      let error = DaichoError.tooFewCodes(available, for: mailed.count, path)
      examination.report(.error, error.code, at: coupon.location, error.message, error.hint)
    }
  }
}

extension Workspace {
  private func examineFrequency(
    _ audience: CampaignAudience, of campaign: Campaign, _ examination: inout CampaignExamination
  ) throws(DaichoError) {
    guard campaign.state != "sent", let limit = try deliverySettings().maximumMails else { return }
    let capped = try index.cappedAddresses(limit.count, inDays: limit.days)
    examination.capped = audience.recipients.filter {
      capped.contains($0.foldedAddress) && !campaign.holdsOut($0.foldedAddress)
    }.map(\.id)
  }
}

extension MailObstacle {
  /// The same for everybody it stands against.
  fileprivate var summarized: MailObstacle {
    code == "same-address"
      ? MailObstacle(code, Wording(en: "same address as somebody before", ja: "ほかの宛先と同じアドレス")) : self
  }
}
