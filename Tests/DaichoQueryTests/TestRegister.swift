import DaichoModel
import DaichoQuery

/// A small register: its schema as the index would give it, and the tables behind it.
enum TestRegister {
  static let environment = QueryEnvironment(
    today: day("2026-11-20"), now: 1_795_140_000_000, fiscalYearStart: 4)

  static func day(_ text: String) -> CalendarDate { CalendarDate(typed: text) ?? CalendarDate(day: 0) }

  static let schema = QuerySchema(
    entities: ["customers": customers, "companies": companies, "deals": deals],
    segments: segments([
      "regulars": "age >= 2 and repeat", "young": "age < 3 or last_order is not set",
      "both": "segment(regulars) and not segment(young)", "ringed": "score.ring > 0",
    ]), scores: scores)

  static let scores: [String: ScoreDefinition] = [
    "heat": ScoreDefinition(
      id: "heat", entity: "customers", of: text("customers where age < 9", line: 3),
      rules: [
        .init(.when, text("repeat", line: 5), points: 0.25),
        .init(.each, text("orders where sku = eth", line: 7), points: 5, max: 12),
        .init(
          .each, text("events where kind = click and date in last 90 days", line: 10), points: -1, max: -3),
      ]),
    "sum": ScoreDefinition(
      id: "sum", entity: "customers",
      rules: [.init(.when, text("score.heat >= 5 and segment(regulars)", line: 4), points: 10)]),
    "ring": ScoreDefinition(
      id: "ring", entity: "customers",
      rules: [.init(.when, text("segment(ringed)", line: 4), points: 1)]),
    "slip": ScoreDefinition(
      id: "slip", entity: "customers",
      rules: [.init(.when, text("age > 1 and sise = 2", line: 6), points: 1)]),
    "faded": ScoreDefinition(
      id: "faded", entity: "customers",
      rules: [
        .init(.each, text("orders where sku = eth", line: 4), points: 8, halfLife: 30),
        .init(.each, text("events", line: 7), points: 1, halfLife: 7),
      ]),
  ]

  static func text(_ text: String, line: Int) -> ScoreDefinition.Text {
    ScoreDefinition.Text(
      text, at: FilterPlacement(path: "scores/test.md", at: SourcePosition(line: line, column: 11)))
  }

  static func segments(_ texts: [String: String]) -> [String: SegmentDefinition] {
    texts.reduce(into: [:]) { segments, entry in
      segments[entry.key] = SegmentDefinition(
        id: entry.key, entity: "customers", text: entry.value,
        placement: FilterPlacement(
          path: "segments/\(entry.key).md", at: SourcePosition(line: 3, column: 8)))
    }
  }

  static let customers = QueryEntity(
    name: "customers", table: "customers",
    fields: [
      "id": QueryField("id", .text, value: "{row}.id"),
      "name": QueryField("name", .text, value: "{row}.name", folded: "{row}.name_folded"),
      "kana": QueryField("kana", .text, value: "{row}.name", folded: "{row}.name_folded"),
      "email": QueryField(
        "email", .text, value: "{item}.address",
        list: "emails {item} WHERE {item}.customer = {row}.id"),
      "phone": QueryField("phone", .text, value: "{row}.phone", form: .phoneDigits),
      "lifecycle": QueryField(
        "lifecycle", .text, value: "{row}.lifecycle",
        choices: ["subscriber", "lead", "qualified", "customer", "former"]),
      "owner": QueryField("owner", .text, value: "{row}.owner", choices: ["sato", "ito"]),
      "age": QueryField("age", .number, value: "{row}.age"),
      "rank": QueryField("rank", .number, value: "{row}.rank"),
      "orders.total": QueryField("orders.total", .money(minorDigits: 2), value: "{row}.total"),
      "orders.count": QueryField("orders.count", .number, value: "{row}.age"),
      "repeat": QueryField("repeat", .boolean, value: "{row}.repeat"),
      "consent.email": QueryField("consent.email", .boolean, value: "{row}.consent"),
      "last_order": QueryField("last_order", .date, value: "{row}.last_order"),
      "first_order": QueryField("first_order", .date, value: "{row}.first_order"),
      "opened": QueryField("opened", .datetime, value: "{row}.opened", day: "{row}.opened_day"),
      "birthday": QueryField("birthday", .anniversary, value: "{row}.birthday"),
      "company": QueryField(
        "company", .text, value: "{row}.company", form: .reference(.companies)),
      "tags": QueryField(
        "tags", .text, value: "{item}.tag", folded: "{item}.folded",
        list: "tags {item} WHERE {item}.customer = {row}.id"),
      "score.lead": QueryField("score.lead", .number, value: "(SELECT ? + {row}.age)", numbers: [7]),
      "score.heat": QueryField("score.heat", score: "heat"),
      "score.sum": QueryField("score.sum", score: "sum"),
      "score.ring": QueryField("score.ring", score: "ring"),
      "score.slip": QueryField("score.slip", score: "slip"),
      "score.faded": QueryField("score.faded", score: "faded"),
      "days_since_order": QueryField("days_since_order", .number, value: "({today} - {row}.last_order)"),
      "consent": QueryField("consent", .text, value: nil, isPresent: "{row}.consent IS NOT NULL"),
    ],
    collections: [
      "orders": QueryCollection(
        name: "orders", source: "order_rows {item} WHERE {item}.customer = {row}.id",
        fields: [
          "amount": QueryField(
            "amount", .money(minorDigits: 2), value: "{row}.amount", groupAggregate: .sum),
          "date": QueryField("date", .date, value: "{row}.day", groupAggregate: .min),
          "sku": QueryField("sku", .text, value: "{row}.sku"),
          "quantity": QueryField("quantity", .number, value: "{row}.quantity"),
        ], group: "{item}.ord"),
      "events": QueryCollection(
        name: "events", source: "events {item} WHERE {item}.customer = {row}.id",
        fields: [
          "kind": QueryField("kind", .text, value: "{row}.kind"),
          "campaign": QueryField("campaign", .text, value: "{row}.campaign"),
          "date": QueryField("date", .date, value: "{row}.day"),
        ]),
      "deals": QueryCollection(
        name: "deals", source: "deals {item} WHERE {item}.customer = {row}.id", fields: [:],
        entity: "deals"),
    ], references: ["company": QueryReference(entity: "companies", join: "{target}.id = {row}.company")],
    unknownField: { name in
      guard name == "roast" else { return nil }
      return QueryField(
        "roast", .dynamic, value: "{row}.roast", folded: "{row}.roast", day: "{row}.roast_day",
        numeric: "{row}.roast_number")
    })

  static let companies = QueryEntity(
    name: "companies", table: "companies",
    fields: [
      "industry": QueryField("industry", .text, value: "{row}.industry"),
      "size": QueryField("size", .number, value: "{row}.size"),
      "domains": QueryField(
        "domains", .text, value: "{item}.domain",
        list: "domains {item} WHERE {item}.company = {row}.id"),
    ],
    collections: [
      "customers": QueryCollection(
        name: "customers", source: "customers {item} WHERE {item}.company = {row}.id", fields: [:],
        entity: "customers")
    ])

  static let deals = QueryEntity(
    name: "deals", table: "deals",
    fields: [
      "stage": QueryField("stage", .text, value: "{row}.stage"),
      "amount": QueryField("amount", .money(minorDigits: 0), value: "{row}.amount"),
      "customer": QueryField("customer", .text, value: "{row}.customer", form: .reference(.customers)),
    ],
    references: ["customer": QueryReference(entity: "customers", join: "{target}.id = {row}.customer")])

  static func check(
    _ text: String, of entity: String = "customers", schema: QuerySchema = schema
  ) throws(QueryError) -> CheckedFilter {
    try Filter.parse(text).checked(against: schema, entity: entity)
  }

  static func compile(_ text: String, of entity: String = "customers") throws(QueryError) -> CompiledFilter {
    try check(text, of: entity).compiled(in: environment)
  }
}

extension QueryField {
  /// A field whose SQL has arguments of its own.
  fileprivate init(_ name: String, _ type: ValueType, value: String, numbers: [Int64]) {
    self.init(name, type, value: SQLTemplate(value, numbers.map { .integer($0) }))
  }
}
