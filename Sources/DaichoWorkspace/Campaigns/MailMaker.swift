import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoRender

/// What one mail says that no other does.
package struct MailParticulars: Sendable {
  package var key: MessageKey
  package var date: MailDate
  /// The name of a variant; `nil` where the campaign has none.
  package var variant: String?
  /// The recipient's code; that of a campaign with one for all is known without it.
  package var coupon: String?

  package init(key: MessageKey, date: MailDate, variant: String? = nil, coupon: String? = nil) {
    self.key = key
    self.date = date
    self.variant = variant
    self.coupon = coupon
  }
}

/// A mail as it is read and as it is sent.
package struct MadeMail: Sendable {
  package let mail: RenderedMail
  package let message: Message
}

/// A campaign compiled once, ready for any recipient, from any number of threads. The same campaign, recipient
/// and particulars give the same bytes.
package struct MailMaker: Sendable {
  package let campaign: Campaign
  package let links: MailLinks
  /// The links whose clicks are told apart, by their number; to be kept with the journal, as a click leads to
  /// one of these and nowhere else.
  package let trackedLinks: [String]
  /// What is doubtful in the templates.
  package let warnings: [Diagnostic]
  let context: MailContext
  /// By the variant's name; that of a campaign without any by the empty one.
  private let forms: [String: CompiledMail]
  private let tracks: Set<WorkspaceSettings.MailTrack>
  /// Somebody receives bounces at an address of each message's own.
  private let hasReturnDomain: Bool

  /// - Throws: whatever keeps the campaign from being rendered, with its place.
  package init(_ workspace: Workspace, _ campaign: Campaign, links: MailLinks) throws(DaichoError) {
    self.campaign = campaign
    self.links = links
    if let problem = campaign.problems.first(where: { $0.severity == .error }) {
      throw .cannotRender(problem.location.path, campaign.problems, workspace.language)
    }
    guard let sender = campaign.sender else { throw .noSender(campaign.found.path) }
    let compiled = try workspace.compile(campaign)
    forms = compiled.forms
    trackedLinks = compiled.links.addresses
    warnings = compiled.warnings
    tracks = workspace.settings.baseURL == nil || links.isPreview ? [] : workspace.settings.mailTracks
    hasReturnDomain = workspace.settings.returnDomain != nil
    context = try MailContext(
      workspace, campaign, sender: sender,
      mentions: compiled.mentions)
  }

  /// Without the angle brackets.
  package func messageID(_ key: MessageKey) -> String { "\(key.description)@\(context.messageDomain)" }

  /// Where a message's bounces go: to an address of its own where somebody receives those, else to the sender.
  func returnPath(of message: Message, _ key: MessageKey) throws(DaichoError) -> MailAddress {
    try MailAddress(address: hasReturnDomain ? links.returnPath(key) : message.from.address)
  }

  /// Where a name that was found empty is printed.
  func place(of name: String) -> SourceLocation? {
    forms.sorted { $0.key < $1.key }.lazy.compactMap { $0.value.place(of: name) }.first
  }

  /// - Parameters:
  ///   - recipient: with what the mail needs to know: of `Workspace.recipients(_:for:)`.
  ///   - isTracked: False leads links straight to where they go, and asks for no pixel, whatever the settings.
  /// - Throws: `no-address`, `bad-address` and what a rendering throws. No error holds a value.
  package func mail(
    for recipient: MailRecipient, _ particulars: MailParticulars, isTracked: Bool = true
  ) throws(DaichoError) -> MadeMail {
    guard let details = recipient.details else { throw .recipientWithoutDetails }
    guard let form = forms[particulars.variant ?? ""] ?? forms[""] else {
      throw .unknownVariant(particulars.variant ?? "", campaign.found.path)
    }
    let key = particulars.key
    let unsubscribe = links.unsubscribe(key)
    let value = context.value(
      of: recipient, details, particulars,
      MailContext.Links(
        unsubscribe: unsubscribe, webView: context.hasWebView ? links.webView(key) : nil))
    var tracking = MailTracking.none
    if isTracked, tracks.contains(.clicks) { tracking.click = { [links] in links.click(key, link: $0) } }
    if isTracked, tracks.contains(.opens) { tracking.openPixel = links.openPixel(key) }
    let mail = try form.render(value, tracking: tracking)
    guard let address = recipient.address else { throw .recipientWithoutAddress }
    let message = Message(
      from: context.from, to: [try MailAddress(name: recipient.name, address: address)],
      replyTo: context.replyTo, subject: mail.subject, date: particulars.date,
      messageID: messageID(key),
      listUnsubscribe: Message.ListUnsubscribe(https: unsubscribe, mailto: links.unsubscribeMail(key)),
      text: mail.text, html: mail.html)
    return MadeMail(mail: mail, message: message)
  }
}

extension MailMaker {
  /// The body alone as plain text, for channels that are no mail: nothing in it unsubscribes anybody from mail.
  ///
  /// - Parameter recipient: with what the text needs to know: of `Workspace.recipients(_:for:)`.
  func text(
    for recipient: MailRecipient, _ particulars: MailParticulars
  ) throws(DaichoError) -> String {
    guard let details = recipient.details else { throw .recipientWithoutDetails }
    guard let form = forms[particulars.variant ?? ""] ?? forms[""] else {
      throw .unknownVariant(particulars.variant ?? "", campaign.found.path)
    }
    let value = context.value(
      of: recipient, details, particulars, MailContext.Links(unsubscribe: "", webView: nil))
    return try form.plainBody(value)
  }
}

/// The forms in which a campaign is mailed, compiled.
struct CompiledCampaign {
  /// By the variant's name; that of a campaign without any by the empty one.
  var forms: [String: CompiledMail] = [:]
  var links = StaticLinks()
  var warnings: [Diagnostic] = []
  var mentions = TemplateMentions()
}

extension Workspace {
  /// - Throws: every problem of the templates, the first as the error.
  func compile(_ campaign: Campaign) throws(DaichoError) -> CompiledCampaign {
    let schema = try mailSchema()
    do throws(RenderFailure) {
      return try campaign.compiled(schema)
    } catch {
      throw .cannotRender(campaign.found.path, error.diagnostics, language)
    }
  }
}
