import DaichoFiles
import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoRender

/// A campaign as its file has it.
package struct Campaign {
  package let found: FoundRecord
  package let name: String
  /// Ids of segments; empty when `filter` says who.
  package let segment: String?
  package let filter: String?
  package let exclude: [String]
  package let sender: WorkspaceSettings.Sender?
  package let couponCode: String?
  /// Of the day, from `send_at`.
  package let minute: Int?
  package let source: MailSource
}

/// One recipient's mail, ready to be looked at.
package struct MailPreview: Sendable {
  package let customer: String
  package let address: String
  package let mail: RenderedMail
  package let message: Message
}

extension Workspace {
  package func campaign(_ found: FoundRecord) throws(DaichoError) -> Campaign {
    let opened = try open(found)
    let matter = FrontMatter.parse(opened.bytes, path: found.path)
    if let problem = matter.problems.first {
      throw DaichoError(problem.code, problem.message, at: problem.location, hint: problem.suggestion)
    }
    func text(_ field: String) -> String? { opened.record.value(field)?.plainText }
    guard let subject = template("subject", matter) else { throw .campaignWithoutSubject(found.path) }
    let senderName = text("sender")
    let sender =
      senderName.flatMap { name in settings.senders.first { $0.id == name } } ?? settings.senders.first
    let bodyLine = opened.bytes.prefix(matter.body.lowerBound).count { $0 == 0x0A } + 1
    let layoutNode = matter.root?["layout"]
    var sendAt: DateAndTime?
    if case .datetime(let moment) = opened.record.value("send_at") { sendAt = moment }
    let body = matter.source.text(matter.body).replacing("\r\n", with: "\n")
    return Campaign(
      found: found, name: text("name") ?? found.reference.id.text, segment: text("segment"),
      filter: text("where"), exclude: opened.record.value("exclude")?.items.map(\.plainText) ?? [],
      sender: sender, couponCode: text("coupon.code"), minute: sendAt?.minute,
      source: MailSource(
        path: found.path, subject: subject, preheader: template("preheader", matter),
        body: TemplateText(body, at: SourcePosition(line: bodyLine, column: 1)),
        layout: text("layout") ?? "newsletter",
        layoutPosition: layoutNode.map { matter.source.position(at: $0.range.lowerBound) }, language: language
      ))
  }

  /// The text of a field as a template, with the place where its characters begin.
  private func template(_ field: String, _ matter: FrontMatter) -> TemplateText? {
    guard let node = matter.root?[field], let text = node.text, !text.isEmpty,
      case .scalar(_, let style) = node.content
    else { return nil }
    var position = matter.source.position(at: node.range.lowerBound)
    if style.isBlock {
      position = SourcePosition(line: position.line + 1, column: position.column)
    } else if style != .plain {
      position.column += 1
    }
    return TemplateText(text, at: position)
  }

  func mailCompiler() throws(DaichoError) -> MailCompiler {
    MailCompiler(layouts: try ownLayouts(), schema: MailContext.schema(settings))
  }

  /// The workspace's layouts, `templates/NAME.html`, by name.
  private func ownLayouts() throws(DaichoError) -> [String: String] {
    var layouts: [String: String] = [:]
    let walk = FolderWalk.walk(folder, tops: [FolderWalk.Top("templates", suffixes: [".html"])])
    for listing in walk.directories {
      for entry in listing.entries where entry.kind == .file {
        let bytes = try folder.read("\(listing.path)/\(entry.name)").bytes
        layouts[String(entry.name.dropLast(5))] = String(decoding: bytes, as: UTF8.self)
      }
    }
    return layouts
  }

  /// The mail of a campaign for one customer, or for everybody it would reach. Links of a preview lead
  /// nowhere: nobody can be unsubscribed by looking at one.
  package func preview(
    _ campaign: Campaign, for customer: FoundRecord?, limit: Int?
  ) throws(DaichoError) -> [MailPreview] {
    let compiled = try compile(campaign)
    guard let sender = campaign.sender else { throw .noSender(campaign.found.path) }
    let from = try MailAddress(parsing: sender.from)
    let context = MailContext(
      workspace: self, campaign: campaign, sender: sender, from: from,
      recommendations: try MailRecommendations(self, for: campaign, layouts: ownLayouts()))
    var previews: [MailPreview] = []
    for recipient in try recipients(of: campaign, only: customer, limit: limit) {
      let mail = try compiled.render(context.value(for: recipient))
      let message = Message(
        from: from,
        to: [try MailAddress(name: recipient.text("name"), address: recipient.address ?? "nobody@invalid")],
        replyTo: try sender.replyTo.map { text throws(DaichoError) in try MailAddress(parsing: text) },
        subject: mail.subject,
        date: try date(of: campaign),
        messageID: context.messageID(recipient.id),
        listUnsubscribe: Message.ListUnsubscribe(https: context.unsubscribeURL), text: mail.text,
        html: mail.html)
      previews.append(
        MailPreview(customer: recipient.id, address: recipient.address ?? "", mail: mail, message: message))
    }
    return previews
  }

  /// When the mail would go out if it went today: at the hour of `send_at`, else at nine. So the same commit,
  /// recipient and day give the same bytes.
  private func date(of campaign: Campaign) throws(DaichoError) -> MailDate {
    let local = DateAndTime(date: moment.today, minute: campaign.minute ?? 9 * 60)
    let instant = moment.zone.instant(local)
    return try MailDate(secondsSince1970: Int(instant), offsetMinutes: moment.zone.offset(at: instant) / 60)
  }

  private func compile(_ campaign: Campaign) throws(DaichoError) -> CompiledMail {
    let compiler = try mailCompiler()
    do throws(RenderFailure) {
      return try compiler.compile(campaign.source)
    } catch {
      throw .cannotRender(campaign.found.path, error.diagnostics, language)
    }
  }

  /// Whom a campaign would reach now: in its segment, in none of the excluded, and mailable. One customer
  /// named for a preview need be none of these.
  package func recipients(
    of campaign: Campaign, only customer: FoundRecord?, limit: Int?
  ) throws(DaichoError) -> [MailRecipient] {
    var request = ListRequest(.customers, limit: limit)
    if let customer {
      request.filters = ["id == \"\(customer.reference.id.text)\""]
    } else {
      request.segments = [campaign.segment].compactMap(\.self)
      request.filters = [campaign.filter].compactMap(\.self) + ["mailable"]
      request.filters += campaign.exclude.map { "not segment(\($0))" }
      if campaign.segment == nil, campaign.filter == nil {
        throw .campaignWithoutAudience(campaign.found.path)
      }
    }
    request.columns = MailContext.columns(settings)
    var recipients: [MailRecipient] = []
    var columns: [ListColumn] = []
    try index.list(request, columns: { columns = $0 }) { row in
      recipients.append(MailRecipient(id: row.id, columns: columns, cells: row.cells))
    }
    return recipients
  }
}

/// A customer as a mail's context needs it.
package struct MailRecipient: Sendable {
  package let id: String
  let columns: [ListColumn]
  let cells: [JSONValue]

  func cell(_ key: String) -> JSONValue {
    columns.firstIndex { $0.key == key }.map { cells[$0] } ?? .null
  }

  func text(_ key: String) -> String? {
    if case .string(let text) = cell(key) { text } else { nil }
  }

  /// The primary e-mail address.
  package var address: String? {
    if case .array(let items) = cell("email"), case .string(let first)? = items.first { first } else { nil }
  }
}
