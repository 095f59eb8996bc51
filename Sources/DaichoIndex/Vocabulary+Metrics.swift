import DaichoModel
import DaichoQuery

/// Metrics: what follows from the ledgers, the log and related records. Each is the SQL of its definition
/// in SPEC's words, over the row `{row}`.
extension Vocabulary {
  func metrics(_ kind: Kind) -> [QueryField] {
    switch kind {
    case .customers:
      orderMetrics + rfmMetrics + predictionMetrics + contactMetrics(Vocabulary.customerLogScope)
        + dealMetrics("customer_key = {row}.key") + customerMetrics + eventMetrics + consentMetrics
        + lifecycleMetrics(shown: shownLifecycle)
    case .companies:
      orderMetrics + contactMetrics(Vocabulary.companyLogScope) + dealMetrics("company_key = {row}.key")
    case .deals: contactMetrics("{entry}.record = {row}.record") + movementMetrics + dealHistoryMetrics
    case .inquiries: contactMetrics("{entry}.record = {row}.record") + inquiryHistoryMetrics
    default: []
    }
  }

  // MARK: Orders

  /// The counting lines of a customer or company up to today.
  static let orderScope = """
    {item}.party IN (SELECT p.id FROM parties p WHERE p.record = {row}.record)
    AND {item}.counts AND NOT {item}.superseded AND {item}.day <= {today}
    """

  /// An expression over the row `t` of `order_totals`, which holds for today: `DerivedTables`.
  private func total(_ expression: String, none: String = "NULL") -> SQLTemplate {
    let value = "(SELECT \(expression) FROM order_totals t WHERE t.record = {row}.record)"
    return SQLTemplate(schema: none == "NULL" ? value : "coalesce(\(value), \(none))")
  }

  private var orderMetrics: [QueryField] {
    [
      QueryField("orders.count", .number, value: total("t.orders", none: "0")),
      QueryField("orders.total", money, value: total("t.total", none: "0")),
      QueryField("orders.average", money, value: total("t.total * 1.0 / t.orders")),
      QueryField("first_order", .date, value: total("t.first_day")),
      QueryField("last_order", .date, value: total("t.last_day")),
      QueryField("days_since_order", .number, value: total("{today} - t.last_day")),
      QueryField(
        "order_interval", .number,
        value: total(
          "CASE WHEN t.interval_days > 1 THEN (t.interval_last - t.interval_first) * 1.0 / (t.interval_days - 1) END"
        )),
      QueryField("repeat", .boolean, value: total("t.orders >= 2", none: "0")),
      QueryField("ltv.historic", money, value: total("t.total", none: "0")),
    ]
  }

  // MARK: Contacts and tasks

  /// A contact on a deal or inquiry is one of its customer too.
  static let customerLogScope = """
    {entry}.record IN (SELECT {row}.record
      UNION ALL SELECT d.record FROM deals d WHERE d.customer_key = {row}.key
      UNION ALL SELECT i.record FROM inquiries i WHERE i.customer_key = {row}.key)
    """

  static let companyLogScope = """
    {entry}.record IN (SELECT {row}.record
      UNION ALL SELECT c.record FROM customers c WHERE c.company_key = {row}.key
      UNION ALL SELECT d.record FROM deals d WHERE d.company_key = {row}.key)
    """

  private func contactMetrics(_ scope: String) -> [QueryField] {
    let contacts = """
      FROM log_entries l WHERE \(scope.replacing("{entry}", with: "l")) AND l.is_contact AND l.day <= {today}
      """
    return [
      QueryField("last_contact", .date, value: SQLTemplate(schema: "(SELECT max(l.day) \(contacts))")),
      QueryField("contacts.count", .number, value: SQLTemplate(schema: "(SELECT count(*) \(contacts))")),
      QueryField(
        "next_task", .date,
        value: """
          (SELECT min(l.day) FROM log_entries l
          WHERE l.record = {row}.record AND l.is_task AND NOT l.is_done)
          """),
    ]
  }

  // MARK: Deals, inquiries, events

  private func dealMetrics(_ scope: String) -> [QueryField] {
    let deals = "FROM deals d WHERE d.\(scope)"
    return [
      QueryField(
        "deals.open", .number, value: SQLTemplate(schema: "(SELECT count(*) \(deals) AND d.state = 'open')")),
      QueryField(
        "deals.won", .number, value: SQLTemplate(schema: "(SELECT count(*) \(deals) AND d.state = 'won')")),
      QueryField(
        "deals.won_amount", money,
        value: SQLTemplate(schema: "(SELECT coalesce(sum(d.amount_base), 0) \(deals) AND d.state = 'won')")),
    ]
  }

  private var customerMetrics: [QueryField] {
    [
      QueryField(
        "inquiries.open", .number,
        value: """
          (SELECT count(*) FROM inquiries i
          WHERE i.customer_key = {row}.key AND coalesce(i.status, 'open') <> 'resolved')
          """),
      QueryField(
        "lifecycle", .text, value: SQLTemplate(schema: shownLifecycle), choices: KindSchema.lifecycles,
        isPresent: "1"),
    ]
  }

  /// Shown, not written: an order that counts or a won deal makes a customer, unless `former`.
  private var shownLifecycle: String {
    """
    CASE WHEN {row}.lifecycle = 'former' THEN 'former'
    WHEN \(total("t.orders", none: "0").text) > 0
      OR EXISTS (SELECT 1 FROM deals d WHERE d.customer_key = {row}.key AND d.state = 'won')
    THEN 'customer' ELSE coalesce({row}.lifecycle, 'lead') END
    """
  }

  /// A condition on the row `e` of `events`: no open or click of a machine.
  static let isOfPerson = """
    (e.kind NOT IN ('open', 'click') OR coalesce(json_extract(e.others, '$.automatic'), 0) IN (0, 'false'))
    """

  private var eventMetrics: [QueryField] {
    func events(_ kind: String) -> String {
      """
      FROM events e WHERE e.party IN (SELECT p.id FROM parties p WHERE p.record = {row}.record)
      AND e.kind = '\(kind)' AND NOT e.superseded AND e.day <= {today} AND \(Vocabulary.isOfPerson)
      """
    }
    return [("open", "opens"), ("click", "clicks")].flatMap { kind, plural in
      [
        QueryField("last_\(kind)", .date, value: SQLTemplate(schema: "(SELECT max(e.day) \(events(kind)))")),
        QueryField(
          "\(plural).30d", .number,
          value: SQLTemplate(schema: "(SELECT count(*) \(events(kind)) AND e.day > {today} - 30)")),
      ]
    }
  }

  // MARK: Consent

  static let primaryAddress = """
    (SELECT coalesce(a.folded, a.value) FROM field_values a
    WHERE a.record = {row}.record AND a.field = 'email' AND a.position = 0)
    """

  /// The newest fact of a channel grants, nothing forbids contact, and for e-mail the address is not
  /// bound by an unsubscribe, a hard bounce or a complaint since; for another channel the customer has not
  /// refused it on their preference page since. On one day a refusal wins.
  ///
  /// - Parameter heedsEvents: `false`: what the customer's file alone says.
  static func consent(_ channel: String, heedsEvents: Bool = true) -> String {
    let facts = "FROM consents g WHERE g.record = {row}.record AND g.channel = '\(channel)'"
    // Handing somebody's data to a third party needs their consent; no other basis will do.
    let basis = channel == "ads" ? " AND coalesce(g.basis, 'consent') = 'consent'" : ""
    let granted = "(SELECT max(g.day) \(facts) AND g.granted\(basis) AND g.day <= {today})"
    var conditions = [
      "coalesce({row}.do_not_contact, 0) = 0",
      // Another file with this id cannot be read: it may forbid.
      "NOT EXISTS (SELECT 1 FROM unreadable u WHERE u.kind = 'customers' AND u.key = {row}.key)",
      "coalesce(\(granted) > coalesce((SELECT max(g.day) \(facts) AND NOT g.granted), -1000000), 0)",
    ]
    if heedsEvents, channel != "email" {
      conditions.append("NOT \(isRefused(channel, since: granted))")
    } else if heedsEvents {
      conditions.append(
        """
        NOT (coalesce(\(primaryAddress) IN (SELECT b.address FROM blocked_addresses b), 0)
        AND EXISTS (SELECT 1 FROM blocked_addresses b
          WHERE b.address = \(primaryAddress) AND b.day >= \(granted)))
        """)
    }
    return "(" + conditions.joined(separator: " AND ") + ")"
  }

  /// - Parameter day: SQL of a day number: refused on it or later.
  static func isRefused(_ channel: String, since day: String? = nil) -> String {
    """
    EXISTS (SELECT 1 FROM refused_channels x WHERE x.record = {row}.record AND x.channel = '\(channel)'
    \(day.map { "AND x.day >= \($0)" } ?? ""))
    """
  }

  private var consentMetrics: [QueryField] {
    KindSchema.channels.map {
      QueryField("consent.\($0)", .boolean, value: SQLTemplate(Vocabulary.consent($0)))
    } + [
      QueryField(
        "mailable", .boolean,
        value: SQLTemplate(
          schema: "(\(Vocabulary.primaryAddress) IS NOT NULL AND \(Vocabulary.consent("email")))"))
    ]
  }
}
