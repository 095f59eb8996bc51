import DaichoModel

/// The items of a collection that meet a condition, for a score's `each:`.
package struct CheckedItems: Sendable {
  package let entity: QueryEntity
  package let warnings: [QueryError]
  package let fields: Set<String>
  package let segments: Set<String>
  private let collection: QueryCollection
  private let conditions: [Condition]

  init(_ checker: Checker, _ entity: QueryEntity, _ collection: QueryCollection, _ conditions: [Condition]) {
    self.entity = entity
    self.collection = collection
    self.conditions = conditions
    warnings = checker.warnings
    fields = checker.fields
    segments = checker.segments
  }

  /// One statement with a row for each item: the record's `id` and the item's `day`, its field `date` as a
  /// day number, NULL where it has none. Only items of records that match `filter`, where one is given.
  package func statement(
    in environment: QueryEnvironment, of filter: CompiledFilter? = nil
  ) -> (sql: String, arguments: [SQLValue]) {
    var compiler = Compiler(environment: environment)
    let sql = self.sql(&compiler, filter).placing(["row": "r"], today: 0, now: 0)
    return (sql.text, sql.arguments)
  }

  func sql(_ compiler: inout Compiler, _ filter: CompiledFilter?) -> SQLTemplate {
    compiler.withItems(collection, 0, 1) { compiler, source in
      let parts = compiler.split(conditions, 1)
      let own: SQLTemplate = filter.map { " AND \($0.condition)" } ?? ""
      let from: SQLTemplate = "FROM \(name: entity.table) {row}, \(source)\(own)"
      var date: Value?
      if let field = collection.fields["date"], !field.isList {
        let type = field.type
        date = Value.field(FieldAccess(field: field, level: 1)).day(type)
      }
      guard collection.group != nil else {
        let day = date.map { compiler.value($0) } ?? "NULL"
        return "SELECT {row}.id AS id, \(day) AS day \(from)\(compiler.filtering(parts.rows, 1))"
      }
      compiler.frames[1].mode = .groups
      let day = date.map { compiler.value($0) } ?? "NULL"
      compiler.frames[1].mode = .rows
      return "SELECT {row}.id AS id, \(day) AS day \(from)\(compiler.grouping(parts, 1, by: "{row}.id, "))"
    }
  }
}

extension FilterTarget {
  /// `events where kind = click`: items of a collection of the entity.
  package func checkedItems(
    against schema: QuerySchema, entity name: String
  ) throws(QueryError) -> CheckedItems {
    guard let entity = schema.entities[name] else {
      throw QueryError("unknown-kind", .unknownKind(name), in: text, at: self.name.range)
    }
    var checker = Checker(schema: schema, entity: entity, text: text)
    let aggregate = try checker.aggregate(.any, self.name, condition)
    guard case .collection(let collection, _, _) = aggregate.source else {
      throw QueryError(
        "unknown-collection", .unknownCollection(self.name.text), in: text, at: self.name.range)
    }
    let items = CheckedItems(checker, entity, collection, aggregate.conditions)
    var compiler = Compiler(environment: .trial)
    guard items.sql(&compiler, nil).isWithinLimits else {
      throw QueryError(
        "filter-too-deep", .filterTooDeep, in: text, at: self.name.range, suggestion: .splitIntoSegments)
    }
    return items
  }

  /// `customers where lifecycle = lead`: the name as a kind, and its filter checked.
  package func checkedFilter(against schema: QuerySchema) throws(QueryError) -> (
    entity: QueryEntity, filter: CheckedFilter?
  ) {
    guard let entity = schema.entities[name.text] ?? schema.entities[Lexer.key(name.text)] else {
      let near = Suggestion.nearest(to: name.text, in: schema.entities.keys.sorted())
      throw QueryError(
        "unknown-kind", .unknownKind(name.text), in: text, at: name.range,
        suggestion: near.map { .didYouMean($0) })
    }
    guard let filter else { return (entity, nil) }
    return (entity, try filter.checked(against: schema, entity: entity.name))
  }
}
