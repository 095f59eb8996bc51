import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoRender

/// What the names in a campaign's mails stand for, apart from whom they are for.
struct MailContext: Sendable {
  let from: MailAddress
  let replyTo: MailAddress?
  /// The columns of customers that the templates mention.
  let columns: [String]
  let needsOrders: Bool
  let hasWebView: Bool
  /// Whether the mail shows what follows from orders, events and scores, and not from its recipient's records
  /// alone.
  let showsFigures: Bool
  private let settings: WorkspaceSettings
  private let coupon: CouponRule?
  /// Without the recipient's own: by name.
  private let common: [String: RenderValue]
  private let variants: [String]
  private let anniversaries: Set<String>
  private let productNames: [String: String]
  /// `nil` where the mail does not mention them.
  private let recommendations: MailRecommendations?

  struct Links {
    let unsubscribe: String
    let webView: String?
  }

  private var language: Language { settings.language }

  /// What the Message-ID is made in: the domain of `from`.
  var messageDomain: Substring { from.wireAddress.split(separator: "@").last ?? "" }

  init(
    _ workspace: Workspace, _ campaign: Campaign, sender: WorkspaceSettings.Sender, mentions: TemplateMentions
  ) throws(DaichoError) {
    from = try MailAddress(parsing: sender.from)
    var reply: MailAddress?
    if let text = sender.replyTo { reply = try MailAddress(parsing: text) }
    replyTo = reply
    settings = workspace.settings
    coupon = campaign.coupon
    hasWebView = workspace.settings.baseURL != nil
    variants = campaign.variants.map(\.name)
    let scores = try mentions.parts.contains("score") ? workspace.index.scores().map(\.id.text) : []
    columns = MailContext.columns(workspace.settings, scores: scores).filter { name in
      MailContext.always.contains(name)
        || name.split(separator: ".").allSatisfy { mentions.parts.contains(String($0)) }
    }
    needsOrders = mentions.leading.contains(MailOrders.name)
    anniversaries = Set(
      workspace.settings.schema(.customers).fields.filter { $0.type == .anniversary }.map(\.name))
    let needsProducts = needsOrders || mentions.leading.contains(MailProducts.name)
    let shelf = needsProducts ? try workspace.index.shelfProducts() : []
    productNames = MailOrders.names(shelf)
    recommendations =
      mentions.leading.contains(MailRecommendations.name) ? try MailRecommendations(workspace) : nil
    showsFigures =
      needsOrders || recommendations != nil
      || columns.contains { MailContext.metrics.contains($0) || $0.hasPrefix("score.") }
    let language = workspace.settings.language
    common = [
      "campaign": ["name": .text(campaign.name)],
      "sender": .object([
        "name": .text(from.name ?? workspace.settings.name), "email": .text(from.address),
        "postal_address": sender.postalAddress.map(RenderValue.text) ?? .missing,
        "contact": .text(reply?.address ?? from.address),
      ]),
      MailProducts.name: MailProducts.value(campaign.products, on: shelf, language),
    ]
  }

  // MARK: Names

  private static let metrics = [
    "lifecycle", "orders.count", "orders.total", "orders.average", "first_order", "last_order",
    "days_since_order", "order_interval", "repeat", "rfm.recency", "rfm.frequency", "rfm.monetary",
    "rfm.segment", "ltv.historic", "ltv.predicted", "p_alive", "orders.expected", "last_contact",
    "contacts.count", "last_open", "last_click", "opens.30d", "clicks.30d", "deals.open", "deals.won",
    "deals.won_amount", "inquiries.open", "next_task", "mailable",
  ]

  /// What a salutation is made of.
  private static let always: Set<String> = ["name", "family_name", "salutation", "email", "company.name"]

  private static func fields(_ kind: Kind, _ settings: WorkspaceSettings) -> [String] {
    settings.schema(kind).fields.flatMap { field -> [String] in
      switch field.type {
      case .object(let members): members.map { "\(field.name).\($0.name)" }
      case .map, .structure, .list(.object), .prohibition: []
      default: [field.name]
      }
    }
  }

  /// Every column of a customer that a mail may use.
  private static func columns(_ settings: WorkspaceSettings, scores: [String]) -> [String] {
    let own = fields(.customers, settings)
    return own + metrics.filter { !own.contains($0) } + scores.map { "score.\($0)" }
      + fields(.companies, settings).map { "company.\($0)" }
  }

  static func schema(_ settings: WorkspaceSettings, scores: [String]) -> ContextSchema {
    var schema = ContextSchema(names: [
      "campaign.name", "coupon.code", "coupon.percent", "coupon.expires", "today",
    ])
    for name in columns(settings, scores: scores) {
      let ofCompany = name.hasPrefix("company.")
      let field = settings.schema(ofCompany ? .companies : .customers)[
        ofCompany ? String(name.dropFirst(8)) : name]
      let isList = field?.type.isList ?? false
      schema.allow(
        ofCompany ? name : "customer.\(name)", isList && name != "email" ? .list(.text) : .text)
    }
    schema.allow(MailOrders.name, MailOrders.shape)
    schema.allow(MailProducts.name, MailProducts.shape)
    schema.allow(MailRecommendations.name, MailProducts.shape)
    return schema
  }

  // MARK: Values

  func value(
    of recipient: MailRecipient, _ details: RecipientDetails, _ particulars: MailParticulars, _ links: Links
  ) -> RenderValue {
    var customer: [String: RenderValue] = [:]
    var company: [String: RenderValue] = [:]
    for (column, cell) in zip(details.columns, details.cells) {
      let path = column.key.split(separator: ".")[...]
      let value = rendered(cell, column)
      if path.first == "company", path.count > 1 {
        MailContext.insert(value, at: path.dropFirst(), into: &company)
      } else {
        MailContext.insert(value, at: path, into: &customer)
      }
    }
    let companyName = details.text("company.name")
    customer["company"] = (companyName ?? details.text("company")).map(RenderValue.text) ?? .missing
    customer["email"] = recipient.address.map(RenderValue.text) ?? .missing
    customer["salutation"] = .text(
      Salutation.derived(
        written: details.text("salutation"), familyName: details.text("family_name"),
        name: details.text("name"), company: companyName, language: language))
    var all = common
    all["customer"] = .object(customer)
    all["company"] = .object(company)
    all["coupon"] = coupon.map { value(of: $0, particulars.coupon) } ?? .missing
    all["today"] = .text(LocalizedText.date(CalendarDate(day: particulars.date.day), language))
    all["unsubscribe_url"] = .text(links.unsubscribe)
    all["web_view_url"] = links.webView.map(RenderValue.text) ?? .missing
    if needsOrders {
      all[MailOrders.name] = MailOrders.value(details.orders, productNames, settings)
    }
    if let recommendations {
      all[MailRecommendations.name] = recommendations.value(forCustomer: recipient.id)
    }
    if let variant = particulars.variant, variants.contains(variant) {
      all["variant"] = .object([variant: .flag(true)])
    }
    return .object(all)
  }

  private func value(of coupon: CouponRule, _ code: String?) -> RenderValue {
    var shared: String?
    if case .shared(let code) = coupon.codes { shared = code }
    return .object([
      "code": (code ?? shared).map(RenderValue.text) ?? .missing,
      "percent": coupon.percent.map { .number($0.description) } ?? .missing,
      "expires": coupon.expires.map { .text(LocalizedText.date($0, language)) } ?? .missing,
    ])
  }

  private func rendered(_ cell: JSONValue, _ column: ListColumn) -> RenderValue {
    switch cell {
    case .null: .missing
    case .bool(let flag): .flag(flag)
    case .number(let digits):
      column.content == .money ? .text(money(digits)) : .number(MailContext.rounded(digits))
    case .string(let text): .text(self.text(text, column))
    case .array(let items): .list(items.map { rendered($0, column) })
    case .object: .missing
    }
  }

  private func text(_ text: String, _ column: ListColumn) -> String {
    switch column.content {
    case .day, .moment, .instant: return MailContext.moment(text, language)
    case .text where anniversaries.contains(column.key):
      let parts = text.split(separator: "-").suffix(2).compactMap { Int($0) }
      return parts.count == 2 ? LocalizedText.dayOfYear(month: parts[0], day: parts[1], language) : text
    default: return text
    }
  }

  /// `2026-11-24` or `2026-11-24T08:00:00+09:00` as people read it.
  private static func moment(_ text: String, _ language: Language) -> String {
    guard let date = CalendarDate(typed: text.prefix(10)) else { return text }
    let day = LocalizedText.date(date, language)
    let time = text.dropFirst(11).prefix(5)
    return time.count == 5 ? "\(day) \(time)" : day
  }

  /// At most two digits behind the point: a mean of days or a probability is no measurement.
  private static func rounded(_ digits: String) -> String {
    guard let point = digits.firstIndex(of: "."), let value = Double(digits), value.magnitude < 1e12,
      digits.distance(from: point, to: digits.endIndex) > 3
    else { return digits }
    let hundredths = Int64((value * 100).rounded())
    return ExactDecimal(units: hundredths, scale: 2).description
  }

  private func money(_ digits: String) -> String {
    guard let minor = ExactDecimal(typed: digits)?.units(withDigits: settings.currency.minorDigits) else {
      return digits
    }
    return LocalizedText.money(Money(minor: minor, currency: settings.currency), language)
  }

  private static func insert(
    _ value: RenderValue, at path: ArraySlice<Substring>, into object: inout [String: RenderValue]
  ) {
    guard let first = path.first.map(String.init) else { return }
    guard path.count > 1 else {
      object[first] = value
      return
    }
    var inner: [String: RenderValue] = [:]
    if case .object(let present)? = object[first] { inner = present }
    insert(value, at: path.dropFirst(), into: &inner)
    object[first] = .object(inner)
  }
}
