import DaichoModel

/// A filter whose names and types are in order, ready to be asked on any day.
package struct CheckedFilter: Sendable {
  package let filter: Filter
  package let entity: QueryEntity
  /// What is doubtful about it but no error.
  package let warnings: [QueryError]
  /// Names of the fields it reads, its segments' included.
  package let fields: Set<String>
  /// Keys of the segments it refers to, directly or not.
  package let segments: Set<String>
  let condition: Condition

  /// The SQL of the question as asked in `environment`.
  package func compiled(in environment: QueryEnvironment) -> CompiledFilter {
    var compiler = Compiler(environment: environment)
    let sql = compiler.condition(condition, strict: false)
    let scalars = Array(filter.text.unicodeScalars)
    var clauses: [CompiledFilter.Clause] = []
    let parts: [Expression]
    if case .and(let items) = filter.root.node { parts = items } else { parts = [filter.root] }
    let conditions: [Condition]
    if case .all(let items) = condition { conditions = items } else { conditions = [condition] }
    for (part, condition) in zip(parts, conditions) {
      var clauseCompiler = Compiler(environment: environment)
      let clause = clauseCompiler.condition(condition, strict: true)
      clauses.append(CompiledFilter.Clause(source: scalars.text(in: part.range), condition: clause))
    }
    return CompiledFilter(
      entity: entity, condition: sql, clauses: clauses, notes: compiler.notes, fields: fields,
      segments: segments, usesToday: compiler.usesToday)
  }
}

/// A question as SQL.
package struct CompiledFilter: Sendable {
  package let entity: QueryEntity
  /// Over `{row}`: true for the records that match, false or NULL for the others, so that an index can
  /// serve it in a WHERE. `truth` is the two-valued form.
  package let condition: SQLTemplate
  /// The parts a top-level `and` joins, each two-valued, for explain.
  package let clauses: [Clause]
  /// The days behind relative dates: "last_order older than 90 days: before 2026-08-22".
  package let notes: [Wording]
  package let fields: Set<String>
  package let segments: Set<String>
  /// Whether the answer may change with the day or the time.
  package let usesToday: Bool

  package struct Clause: Sendable, Hashable {
    package let source: String
    package let condition: SQLTemplate
  }

  /// 1 or 0, never NULL.
  package var truth: SQLTemplate { "(\(condition) IS TRUE)" }

  /// One statement for the ids of the records that match.
  package func statement() -> (sql: String, arguments: [SQLValue]) {
    let row = "r"
    let condition = condition.placing(["row": row], today: 0, now: 0)
    let sql: SQLTemplate = "SELECT \(name: row).id FROM \(name: entity.table) \(name: row) WHERE \(condition)"
    return (sql.text, sql.arguments)
  }
}

extension Filter {
  /// Checks names, types, values and limits. `segment` is the key of the segment whose own text this is,
  /// so that a circle back to it is found.
  package func checked(
    against schema: QuerySchema, entity name: String, segment: String? = nil
  ) throws(QueryError) -> CheckedFilter {
    guard let entity = schema.entities[name] else {
      let near = Suggestion.nearest(to: name, in: schema.entities.keys.sorted())
      throw QueryError(
        "unknown-kind", .unknownKind(name), in: text, at: 0..<0, suggestion: near.map { .didYouMean($0) })
    }
    var checker = Checker(
      schema: schema, entity: entity, text: text, within: segment.map(Checker.Step.segment))
    let condition = try checker.condition(root)
    let checked = CheckedFilter(
      filter: self, entity: entity, warnings: checker.warnings, fields: checker.fields,
      segments: checker.segments, condition: condition)
    guard checked.compiled(in: .trial).condition.isWithinLimits else {
      throw QueryError(
        "filter-too-deep", .filterTooDeep, in: text, at: root.range, suggestion: .splitIntoSegments)
    }
    return checked
  }
}

extension QueryEnvironment {
  /// The shape of the SQL is the same on any day.
  static let trial = QueryEnvironment(today: CalendarDate(day: 0), now: 0, fiscalYearStart: 1)
}
