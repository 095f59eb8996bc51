import DaichoModel

/// What the language knows of a workspace. The index builds it; nothing here reaches a database.
package struct QuerySchema: Sendable {
  /// By the name of the kind: `customers`.
  package var entities: [String: QueryEntity]
  /// By `RecordID.key` of the segment's id.
  package var segments: [String: SegmentDefinition]
  /// By `RecordID.key` of the score's id; `score.NAME` itself is a field of an entity.
  package var scores: [String: ScoreDefinition]

  package init(
    entities: [String: QueryEntity], segments: [String: SegmentDefinition] = [:],
    scores: [String: ScoreDefinition] = [:]
  ) {
    self.entities = entities
    self.segments = segments
    self.scores = scores
  }
}

/// What one can ask about: a kind of record and the table that holds it.
package struct QueryEntity: Sendable {
  package var name: String
  /// The table; its key is `id`.
  package var table: String
  /// Dotted names are keys as they are: `address.city`, `orders.count`, `score.lead`.
  package var fields: [String: QueryField]
  package var collections: [String: QueryCollection]
  package var references: [String: QueryReference]
  /// A field that no schema names but a file holds.
  package var unknownField: (@Sendable (String) -> QueryField?)?

  package init(
    name: String, table: String, fields: [String: QueryField], collections: [String: QueryCollection] = [:],
    references: [String: QueryReference] = [:], unknownField: (@Sendable (String) -> QueryField?)? = nil
  ) {
    self.name = name
    self.table = table
    self.fields = fields
    self.collections = collections
    self.references = references
    self.unknownField = unknownField
  }
}

/// Where `customer.owner` leads: the entity, and the condition between `{row}` and `{target}`, which
/// holds for one target at most.
package struct QueryReference: Sendable, Hashable {
  package var entity: String
  package var join: SQLTemplate

  package init(entity: String, join: SQLTemplate) {
    self.entity = entity
    self.join = join
  }
}

/// Items that belong to a record: its orders, its events.
package struct QueryCollection: Sendable {
  package var name: String
  /// `order_rows {item} WHERE {item}.customer = {row}.id`; what follows is appended with `AND`, so a
  /// condition with `OR` stands in parentheses.
  package var source: SQLTemplate
  /// Fields of an item; their `{row}` is the item's alias.
  package var fields: [String: QueryField]
  /// For items that are records themselves: the kind whose table `source` reads. Its fields, collections,
  /// references and segments are the item's too.
  package var entity: String?
  /// Rows that agree in this expression over `{item}` are one item: the lines of an order. A field with a
  /// `groupAggregate` is then the item's, any other one row's: `any(orders where sku = X and amount > 9)`
  /// asks for an order that has a line of X and comes to more than 9. Rows where it is NULL are no item.
  package var group: SQLTemplate?
  package var references: [String: QueryReference]
  package var unknownField: (@Sendable (String) -> QueryField?)?
  /// The name of the field that dates an item; a score's half-life counts from it.
  package var day: String

  package init(
    name: String, source: SQLTemplate, fields: [String: QueryField], entity: String? = nil,
    group: SQLTemplate? = nil, references: [String: QueryReference] = [:],
    unknownField: (@Sendable (String) -> QueryField?)? = nil, day: String = "date"
  ) {
    self.name = name
    self.source = source
    self.fields = fields
    self.entity = entity
    self.group = group
    self.references = references
    self.unknownField = unknownField
    self.day = day
  }
}

/// A segment's question and where it stands.
package struct SegmentDefinition: Sendable, Hashable {
  package var id: String
  package var entity: String
  package var text: String
  package var placement: FilterPlacement

  package init(id: String, entity: String, text: String, placement: FilterPlacement) {
    self.id = id
    self.entity = entity
    self.text = text
    self.placement = placement
  }
}

/// The moment a question is asked.
package struct QueryEnvironment: Sendable, Hashable {
  package var today: CalendarDate
  /// Milliseconds since 1970.
  package var now: Int64
  /// 1…12
  package var fiscalYearStart: Int

  package init(today: CalendarDate, now: Int64, fiscalYearStart: Int) {
    self.today = today
    self.now = now
    self.fiscalYearStart = min(max(fiscalYearStart, 1), 12)
  }
}
