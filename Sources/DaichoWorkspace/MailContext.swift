import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoRender

/// What the names in a mail stand for.
struct MailContext {
  let workspace: Workspace
  let campaign: Campaign
  let sender: WorkspaceSettings.Sender
  let from: MailAddress
  /// `nil` where the mail does not mention them.
  let recommendations: MailRecommendations?

  /// Of a preview: a page that does nothing.
  var unsubscribeURL: String { "\(baseURL)/u/preview" }
  private var baseURL: String { workspace.settings.baseURL ?? "https://\(from.domain)" }

  func messageID(_ customer: String) -> String {
    let hash = StableHash.of(campaign.found.reference.id.key, customer)
    return "preview-\(String(UInt64(bitPattern: hash), radix: 36))@\(from.domain)"
  }

  // MARK: Names

  private static let metrics = [
    "lifecycle", "orders.count", "orders.total", "orders.average", "first_order", "last_order",
    "days_since_order",
    "last_contact",
  ]

  /// The customer's columns a mail may use.
  static func columns(_ settings: WorkspaceSettings) -> [String] {
    var names: [String] = []
    for field in settings.schema(.customers).fields {
      switch field.type {
      case .object(let members): names += members.map { "\(field.name).\($0.name)" }
      case .map, .structure, .list(.object), .prohibition: break
      default: names.append(field.name)
      }
    }
    return names + metrics.filter { !names.contains($0) } + companyFields.map { "company.\($0)" }
  }

  private static let companyFields = ["name", "industry", "domain"]

  static func schema(_ settings: WorkspaceSettings) -> ContextSchema {
    var schema = ContextSchema(names: [
      "campaign.name", "coupon.code", "today", "company.name", "company.industry", "company.domain",
    ])
    for name in columns(settings) where !name.hasPrefix("company.") {
      let isList = settings.schema(.customers)[name]?.type.isList ?? false
      schema.allow("customer.\(name)", isList && name != "email" ? .list(.text) : .text)
    }
    schema.allow(MailRecommendations.name, MailRecommendations.shape)
    return schema
  }

  // MARK: Values

  func value(for recipient: MailRecipient) -> RenderValue {
    var customer: [String: RenderValue] = [:]
    var company: [String: RenderValue] = [:]
    for (column, cell) in zip(recipient.columns, recipient.cells) {
      let value = rendered(cell, column)
      if column.key.hasPrefix("company.") {
        company[String(column.key.dropFirst(8))] = value
      } else {
        MailContext.insert(value, at: column.key.split(separator: ".")[...], into: &customer)
      }
    }
    let companyName = recipient.text("company.name")
    customer["company"] = (companyName ?? recipient.text("company")).map(RenderValue.text) ?? .missing
    customer["email"] = recipient.address.map(RenderValue.text) ?? .missing
    customer["salutation"] = .text(
      Salutation.derived(
        written: recipient.text("salutation"), familyName: recipient.text("family_name"),
        name: recipient.text("name"), company: companyName, language: workspace.language))
    return .object([
      "customer": .object(customer), "company": .object(company),
      "campaign": ["name": .text(campaign.name)],
      "coupon": .object(["code": campaign.couponCode.map(RenderValue.text) ?? .missing]),
      "sender": .object([
        "name": .text(from.name ?? workspace.settings.name), "email": .text(from.address),
        "postal_address": sender.postalAddress.map(RenderValue.text) ?? .missing,
        "contact": .text(sender.replyTo ?? from.address),
      ]),
      MailRecommendations.name: recommendations?.value(forCustomer: recipient.id) ?? .list([]),
      "today": .text(LocalizedText.date(workspace.moment.today, workspace.language)),
      "unsubscribe_url": .text(unsubscribeURL), "web_view_url": .missing,
    ])
  }

  private func rendered(_ cell: JSONValue, _ column: ListColumn) -> RenderValue {
    switch cell {
    case .null: .missing
    case .bool(let flag): .flag(flag)
    case .number(let digits):
      column.content == .money ? .text(money(digits)) : .number(digits)
    case .string(let text):
      column.content == .day
        ? .text(CalendarDate(typed: text).map { LocalizedText.date($0, workspace.language) } ?? text)
        : .text(text)
    case .array(let items): .list(items.map { rendered($0, column) })
    case .object: .missing
    }
  }

  private func money(_ digits: String) -> String {
    let currency = workspace.settings.currency
    guard let minor = ExactDecimal(typed: digits)?.units(withDigits: currency.minorDigits) else {
      return digits
    }
    return LocalizedText.money(Money(minor: minor, currency: currency), workspace.language)
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
