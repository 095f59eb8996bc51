import DaichoModel
import DaichoQuery

/// A column of a list: what it is called, what it holds, and the SQL of its value as people read it.
package struct ListColumn: Sendable {
  package enum Content: Sendable, Hashable {
    case text, number, boolean, day
    /// Minor units of the workspace's currency.
    case money
    /// Text `MINOR CODE`: minor units of a currency of its own.
    case moneyWithCurrency
    /// Milliseconds since 1970.
    case instant
    /// Text `DAY` or `DAY MINUTE`: `CalendarDate.day`, and minutes since midnight where a time is known. As
    /// a cell ISO 8601: `2026-11-24`, `2026-11-24T08:00:00+09:00`.
    case moment
    /// month × 100 + day
    case dayOfYear
    /// JSON text.
    case json
    /// Items separated by U+001F.
    indirect case list(Content)
  }

  /// As in filters: `orders.count`.
  package let key: String
  package let heading: Wording
  package let content: Content
  /// Over the alias `{row}`.
  let value: SQLTemplate
  var isScore = false

  package var isNumeric: Bool {
    switch content {
    case .number, .money, .moneyWithCurrency: true
    default: false
    }
  }
}

/// Finds the columns of a kind by name, and those it shows when none are named.
struct ColumnCatalogue {
  let vocabulary: Vocabulary
  let kind: Kind
  let entity: QueryEntity
  /// The SQL of a score by its key, over `{row}`.
  let score: (String) throws(DaichoError) -> SQLTemplate

  init(
    _ kind: Kind, vocabulary: Vocabulary, score: @escaping (String) throws(DaichoError) -> SQLTemplate
  ) {
    self.kind = kind
    self.vocabulary = vocabulary
    self.score = score
    entity = vocabulary.entity(kind)
  }

  /// The column called `name`. `unknown-column` with a suggestion when there is none.
  func column(_ name: String) throws(DaichoError) -> ListColumn {
    if let special = special(name) { return special }
    if let referenced = try referenced(name) { return referenced }
    guard let field = entity.fields[name] ?? entity.unknownField?(name) else {
      let names = Array(entity.fields.keys) + vocabulary.settings.schema(kind).fields.map(\.name)
      throw .unknownColumn(name, kind: kind, suggestion: Suggestion.nearest(toField: name, in: names))
    }
    if let key = field.score {
      return ListColumn(
        key: name, heading: heading(name), content: .number, value: try score(key), isScore: true)
    }
    guard let value = field.value else { throw .columnUnavailable(name) }
    let content = ColumnCatalogue.content(field.type)
    guard let list = field.list else {
      return ListColumn(key: name, heading: heading(name), content: content, value: value)
    }
    // SQLite keeps the order of a subquery for group_concat.
    let items = "SELECT \(value.text) AS item FROM \(list.text) ORDER BY {item}.position"
    return ListColumn(
      key: name, heading: heading(name), content: .list(content),
      value: SQLTemplate(
        schema:
          "(SELECT group_concat(item, char(31)) FROM (\(items)))".replacing("{item}", with: "x"),
        value.arguments + list.arguments))
  }

  /// A column of the record that a reference leads to: `company.name`.
  private func referenced(_ name: String) throws(DaichoError) -> ListColumn? {
    guard let dot = name.firstIndex(of: "."), entity.fields[name] == nil,
      let reference = entity.references[String(name[..<dot])], let target = Kind(rawValue: reference.entity)
    else { return nil }
    let inner = try ColumnCatalogue(target, vocabulary: vocabulary, score: score)
      .column(String(name[name.index(after: dot)...]))
    // Each hop has an alias of its own: its number of dots, as the inner text may hold one already.
    let alias = "hop\(name.count { $0 == "." })"
    let value = inner.value.text.replacing("{row}", with: alias)
    let join = reference.join.text.replacing("{target}", with: alias)
    return ListColumn(
      key: name, heading: inner.heading, content: inner.content,
      value: SQLTemplate(
        schema: """
          (SELECT \(value) FROM \(target.folder) \(alias) WHERE \(join)
          ORDER BY (SELECT f.path FROM files f WHERE f.id = \(alias).record) LIMIT 1)
          """, inner.value.arguments + reference.join.arguments))
  }

  /// Columns whose reading differs from what filters compare.
  private func special(_ name: String) -> ListColumn? {
    if kind == .customers, name == "consent" {
      return ListColumn(key: name, heading: heading(name), content: .json, value: ColumnCatalogue.consents)
    }
    if let structure = structure(name) {
      return ListColumn(key: name, heading: heading(name), content: .json, value: structure)
    }
    guard let table = KindTable.all[kind], let index = table.column(name), name != "lifecycle" else {
      return nil
    }
    let column = table.columns[index]
    let sql = column.name
    func made(_ content: ListColumn.Content, _ value: SQLTemplate) -> ListColumn {
      ListColumn(key: name, heading: heading(name), content: content, value: value)
    }
    switch column.storage {
    case .money:
      guard table.column("currency") != nil else { return made(.money, SQLTemplate(schema: "{row}.\(sql)")) }
      return made(
        .moneyWithCurrency,
        SQLTemplate(
          schema:
            "{row}.\(sql) || ' ' || coalesce({row}.currency, ?)", [.text(vocabulary.settings.currency.code)]))
    case .dayAndMinute:
      return made(
        .moment, SQLTemplate(schema: "{row}.\"\(sql)\" || coalesce(' ' || {row}.\"\(sql)_minute\", '')"))
    case .anniversary:
      return made(
        .text,
        SQLTemplate(
          schema:
            """
            CASE WHEN {row}.\(sql) IS NOT NULL THEN
            CASE WHEN {row}.\"\(sql)_year\" IS NULL THEN '' ELSE printf('%04d-', {row}.\"\(sql)_year\") END
            || printf('%02d-%02d', {row}.\(sql) / 100, {row}.\(sql) % 100) END
            """))
    case .text where name == "currency":
      return made(
        .text, SQLTemplate(schema: "coalesce({row}.currency, ?)", [.text(vocabulary.settings.currency.code)]))
    default: return nil
    }
  }

  /// The JSON of a field that is no single value or list of such, `nil` for the others.
  private func structure(_ name: String) -> SQLTemplate? {
    if let definition = vocabulary.settings.schema(kind)[name] {
      if case .map = definition.type {
        // Of the keys this record has: from `ids.` up to the character after the dot.
        return SQLTemplate(
          schema: """
            (SELECT nullif(json_group_object(substr(v.field, ?), v.value), '{}') FROM field_values v
            WHERE v.record = {row}.record AND v.field > ? AND v.field < ?)
            """, [.integer(Int64(name.unicodeScalars.count + 2)), .text(name + "."), .text(name + "/")])
      }
      guard StructuredFields.isStructured(definition) else { return nil }
    } else if !(vocabulary.structures[kind]?.contains(name) ?? false) {
      return nil
    }
    return SQLTemplate(
      schema: "(SELECT s.json FROM structures s WHERE s.record = {row}.record AND s.field = ?)", [.text(name)]
    )
  }

  /// The columns that a name stands for: itself, or a group's members.
  func expanded(_ name: String) -> [String] {
    guard case .object(let members) = vocabulary.settings.schema(kind)[name]?.type else { return [name] }
    return members.map { "\(name).\($0.name)" }
  }

  private static let consents: SQLTemplate = """
    (SELECT json_group_array(json(j)) FROM (SELECT json_object('channel', c.channel,
      'granted', CASE WHEN c.granted THEN date(c.day * 86400, 'unixepoch') END,
      'withdrawn', CASE WHEN NOT c.granted AND c.day < 9999999 THEN date(c.day * 86400, 'unixepoch') END,
      'via', c.via, 'basis', c.basis, 'proof', c.proof) AS j
      FROM consents c WHERE c.record = {row}.record ORDER BY c.position))
    """

  private static func content(_ type: ValueType) -> ListColumn.Content {
    switch type {
    case .text, .dynamic: .text
    case .number: .number
    case .money: .money
    case .boolean: .boolean
    case .date: .day
    case .datetime: .instant
    case .anniversary: .dayOfYear
    }
  }

  private func heading(_ name: String) -> Wording {
    let schema = vocabulary.settings.schema(kind)
    if let field = schema[name] { return field.label }
    if let metric = MetricHeadings.headings[name] { return metric }
    if name.hasPrefix("score."), let score = vocabulary.scores.first(where: { $0.fieldName == name }),
      let title = score.name
    {
      return Wording(en: title, ja: title)
    }
    if let dot = name.firstIndex(of: "."), let object = schema[String(name[..<dot])],
      case .object(let members) = object.type,
      let member = members.first(where: { $0.name == name[name.index(after: dot)...] })
    {
      return member.label
    }
    return Wording(en: name, ja: name)
  }

  /// What a table shows of a kind.
  var tableColumns: [String] {
    switch kind {
    case .customers: ["id", "name", "lifecycle", "orders.count", "orders.total", "last_order", "tags"]
    case .companies: ["id", "name", "industry", "owner", "orders.total", "last_order"]
    case .deals: ["id", "title", "customer", "stage", "amount", "close", "owner"]
    case .inquiries: ["id", "subject", "customer", "type", "status", "opened", "owner"]
    case .products: ["id", "name", "sku", "price", "stock", "category"]
    case .segments: ["id", "name", "of", "where"]
    case .campaigns: ["id", "name", "status", "segment", "send_at"]
    case .scores: ["id", "name", "threshold"]
    case .journeys, .forms: ["id", "name"]
    }
  }

  /// What JSON and the like hold of a kind: every field of its schema, the fields files hold besides,
  /// and the customer's first metrics.
  func allColumns(unknown: [String]) -> [String] {
    var names: [String] = []
    func add(_ prefix: String, _ definition: FieldDefinition) {
      switch definition.type {
      case .object(let members): for member in members { add("\(prefix)\(definition.name).", member) }
      default: names.append(prefix + definition.name)
      }
    }
    for definition in vocabulary.settings.schema(kind).fields { add("", definition) }
    let known = Set(names)
    names += unknown.filter { !known.contains($0) }
    switch kind {
    case .customers:
      names += [
        "mailable", "orders.count", "orders.total", "first_order", "last_order", "last_contact",
        "contacts.count",
        "next_task",
      ]
    case .companies: names += ["orders.count", "orders.total", "last_order", "last_contact"]
    case .deals: names += ["state", "last_contact", "next_task"]
    case .inquiries: names += ["last_contact"]
    default: break
    }
    return names
  }
}

/// What metrics are called above a column.
enum MetricHeadings {
  static let headings: [String: Wording] = [
    "id": Wording(en: "id", ja: "ID"), "path": Wording(en: "path", ja: "ファイル"),
    "orders.count": Wording(en: "orders", ja: "注文数"),
    "orders.total": Wording(en: "total", ja: "購入額"),
    "orders.average": Wording(en: "average order", ja: "平均注文額"),
    "first_order": Wording(en: "first order", ja: "初回注文"),
    "last_order": Wording(en: "last order", ja: "最終注文"),
    "days_since_order": Wording(en: "days since order", ja: "注文からの日数"),
    "order_interval": Wording(en: "order interval", ja: "注文間隔"),
    "repeat": Wording(en: "repeat", ja: "リピート"),
    "rfm.recency": Wording(en: "recency", ja: "最新購入"),
    "rfm.frequency": Wording(en: "frequency", ja: "購入頻度"),
    "rfm.monetary": Wording(en: "monetary", ja: "購入金額"),
    "rfm.segment": Wording(en: "RFM segment", ja: "RFM区分"),
    "ltv.historic": Wording(en: "LTV to date", ja: "累計LTV"),
    "ltv.predicted": Wording(en: "LTV, next 12 months", ja: "予測LTV（12か月）"),
    "p_alive": Wording(en: "P(alive)", ja: "継続確率"),
    "orders.expected": Wording(en: "orders expected (90 days)", ja: "予測注文数（90日）"),
    "last_contact": Wording(en: "last contact", ja: "最終連絡"),
    "contacts.count": Wording(en: "contacts", ja: "連絡回数"),
    "next_task": Wording(en: "next task", ja: "次のタスク"),
    "deals.open": Wording(en: "open deals", ja: "進行中の商談"),
    "deals.won": Wording(en: "won deals", ja: "受注"),
    "deals.won_amount": Wording(en: "won amount", ja: "受注額"),
    "inquiries.open": Wording(en: "open inquiries", ja: "未解決の問い合わせ"),
    "last_activity": Wording(en: "last activity", ja: "最終活動"),
    "rotting": Wording(en: "rotting", ja: "停滞"),
    "stage_since": Wording(en: "in stage since", ja: "ステージ開始日"),
    "days_in_stage": Wording(en: "days in stage", ja: "ステージ滞留日数"),
    "close_pushed": Wording(en: "close put off", ja: "先送り回数"),
    "cycle_days": Wording(en: "cycle (days)", ja: "商談日数"),
    "responded_on": Wording(en: "responded", ja: "初回返信日"),
    "first_response_hours": Wording(en: "first response (h)", ja: "初回返信（時間）"),
    "resolved_on": Wording(en: "resolved", ja: "解決日"),
    "resolution_hours": Wording(en: "resolution (h)", ja: "解決まで（時間）"),
    "lifecycle_since": Wording(en: "lifecycle since", ja: "段階の開始日"),
    "days_in_lifecycle": Wording(en: "days in lifecycle", ja: "段階の日数"),
    "qualified_on": Wording(en: "qualified", ja: "見極め日"),
    "customer_on": Wording(en: "customer since", ja: "顧客になった日"),
    "last_open": Wording(en: "last open", ja: "最終開封"),
    "last_click": Wording(en: "last click", ja: "最終クリック"),
    "opens.30d": Wording(en: "opens, 30 days", ja: "開封（30日）"),
    "clicks.30d": Wording(en: "clicks, 30 days", ja: "クリック（30日）"),
    "mailable": Wording(en: "mailable", ja: "配信可"), "state": Wording(en: "state", ja: "状況"),
  ]
}
