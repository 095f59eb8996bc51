import DaichoModel
import DaichoQuery

/// The collections that aggregates run over: `count(orders where …)`.
extension Vocabulary {
  func collections(_ kind: Kind) -> [QueryCollection] {
    switch kind {
    case .customers:
      [
        orders, orderLines, events, sends, contacts(Vocabulary.customerLogScope), tasks,
        related(.deals, "{item}.customer_key = {row}.key"),
        related(.inquiries, "{item}.customer_key = {row}.key", day: "opened"), lifecycleChanges,
      ]
    case .companies:
      [
        orders, orderLines, contacts(Vocabulary.companyLogScope), tasks,
        related(.customers, "{item}.company_key = {row}.key"),
        related(.deals, "{item}.company_key = {row}.key"),
      ]
    case .deals, .inquiries: [contacts("{entry}.record = {row}.record"), tasks, changes]
    default: []
    }
  }

  private func related(_ kind: Kind, _ condition: String, day: String = "created") -> QueryCollection {
    QueryCollection(
      name: kind.folder, source: SQLTemplate(schema: "\(kind.folder) {item} WHERE \(condition)"), fields: [:],
      entity: kind.folder, day: day)
  }

  // MARK: Ledgers

  /// Orders that count, up to today; the lines of one order are one item.
  private var orders: QueryCollection {
    QueryCollection(
      name: "orders", source: SQLTemplate(schema: "order_rows {item} WHERE \(Vocabulary.orderScope)"),
      fields: byName(lineFields(grouped: true)), group: "{item}.order_id", unknownField: extras("orders"))
  }

  /// Every line up to today, whatever its status.
  private var orderLines: QueryCollection {
    QueryCollection(
      name: "order_lines",
      source: """
        order_rows {item} WHERE {item}.party IN (SELECT p.id FROM parties p WHERE p.record = {row}.record)
        AND NOT {item}.superseded AND {item}.day <= {today}
        """, fields: byName(lineFields(grouped: false)), unknownField: extras("orders"))
  }

  private func lineFields(grouped: Bool) -> [QueryField] {
    func word(_ name: String) -> QueryField {
      QueryField(
        name, .text, value: SQLTemplate(schema: "(SELECT w.text FROM words w WHERE w.id = {row}.\(name))"),
        folded: SQLTemplate(
          schema: "(SELECT coalesce(w.folded, w.text) FROM words w WHERE w.id = {row}.\(name))"),
        isPresent: SQLTemplate(schema: "{row}.\(name) IS NOT NULL"))
    }
    return [
      QueryField("order", .text, value: "{row}.order_id"),
      QueryField("line", .text, value: "{row}.order_line"),
      QueryField("date", .date, value: "{row}.day", groupAggregate: grouped ? .min : nil),
      QueryField("amount", money, value: "{row}.amount", groupAggregate: grouped ? .sum : nil),
      QueryField("quantity", .number, value: "{row}.quantity", groupAggregate: grouped ? .sum : nil),
      word("sku"), word("status"), word("type"), word("channel"), word("coupon"), word("currency"),
      word("subscription"),
    ]
  }

  /// Other columns of the shop's own, by their header.
  private func extras(_ ledger: String) -> @Sendable (String) -> QueryField? {
    let known = ledgerFields[ledger] ?? []
    return { name in
      guard known.contains(name) else { return nil }
      let path: SQLValue = .text("$.\"" + name.replacing("\"", with: "") + "\"")
      return QueryField(
        name, .dynamic, value: SQLTemplate(schema: "json_extract({row}.others, ?)", [path]),
        numeric: SQLTemplate(
          schema:
            """
            CASE WHEN json_extract({row}.others, ?) GLOB '[0-9-]*'
            THEN CAST(json_extract({row}.others, ?) AS REAL) END
            """, [path, path]))
    }
  }

  private var events: QueryCollection {
    QueryCollection(
      name: "events",
      source: """
        events {item} WHERE {item}.party IN (SELECT p.id FROM parties p WHERE p.record = {row}.record)
        AND NOT {item}.superseded AND {item}.day <= {today}
        """,
      fields: byName([
        QueryField("kind", .text, value: "{row}.kind"), QueryField("date", .date, value: "{row}.day"),
        QueryField("at", .datetime, value: "{row}.at", day: "{row}.day"),
        QueryField("campaign", .text, value: "{row}.campaign"), QueryField("url", .text, value: "{row}.url"),
        QueryField("email", .text, value: "{row}.email"),
        QueryField("visitor", .text, value: "{row}.visitor"),
      ]), unknownField: extras("events"))
  }

  private var sends: QueryCollection {
    QueryCollection(
      name: "sends",
      source: """
        sends {item} WHERE {item}.party IN (SELECT p.id FROM parties p WHERE p.record = {row}.record)
        AND {item}.day <= {today}
        """,
      fields: byName([
        QueryField("date", .date, value: "{row}.day"),
        QueryField("at", .datetime, value: "{row}.at", day: "{row}.day"),
        QueryField("campaign", .text, value: "{row}.campaign"),
        QueryField("occurrence", .text, value: "{row}.occurrence"),
        QueryField("variant", .text, value: "{row}.variant"),
        QueryField("state", .text, value: "{row}.state"),
      ]))
  }

  // MARK: The log

  private func contacts(_ scope: String) -> QueryCollection {
    QueryCollection(
      name: "contacts",
      source: SQLTemplate(
        schema:
          """
          log_entries {item} WHERE \(scope.replacing("{entry}", with: "{item}"))
          AND {item}.is_contact AND {item}.day <= {today}
          """), fields: byName(entryFields + [QueryField("direction", .text, value: "{row}.direction")]))
  }

  private var tasks: QueryCollection {
    QueryCollection(
      name: "tasks", source: "log_entries {item} WHERE {item}.record = {row}.record AND {item}.is_task",
      fields: byName(
        entryFields + [
          QueryField("due", .date, value: "{row}.day"), QueryField("done", .boolean, value: "{row}.is_done"),
        ]))
  }

  private var entryFields: [QueryField] {
    [
      QueryField("date", .date, value: "{row}.day"),
      QueryField("channel", .text, value: "{row}.channel"),
      QueryField("member", .text, value: "{row}.member", choices: settings.members.map(\.id)),
      QueryField("text", .text, value: "{row}.text", folded: "coalesce({row}.folded, {row}.text)"),
    ]
  }

  private func byName(_ fields: [QueryField]) -> [String: QueryField] {
    Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
