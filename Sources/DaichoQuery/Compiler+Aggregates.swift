import DaichoModel

extension Compiler {
  /// Whether there is an item that meets the conditions.
  mutating func exists(_ aggregate: AggregateAccess) -> SQLTemplate {
    guard case .collection(let collection, let owner, let level) = aggregate.source else { return "0" }
    return withItems(collection, owner, level) { compiler, source in
      let parts = compiler.split(aggregate.conditions, level)
      if parts.groups.isEmpty {
        return "EXISTS (SELECT 1 FROM \(source)\(compiler.filtering(parts.rows, level)))"
      }
      return "EXISTS (SELECT 1 FROM \(source)\(compiler.grouping(parts, level)))"
    }
  }

  /// A number, an amount or a day over the items that meet the conditions. `count` and `sum` over none
  /// are 0, the others are missing.
  mutating func aggregate(_ aggregate: AggregateAccess) -> SQLTemplate {
    switch aggregate.source {
    case .list(let access):
      return lookup(access) { compiler, row in
        "(SELECT COUNT(*) FROM \(compiler.list(access, row, compiler.alias())))"
      }
    case .collection(let collection, let owner, let level):
      return withItems(collection, owner, level) { compiler, source in
        compiler.aggregate(aggregate, collection, level, source)
      }
    }
  }

  private mutating func aggregate(
    _ aggregate: AggregateAccess, _ collection: QueryCollection, _ level: Int, _ source: SQLTemplate
  ) -> SQLTemplate {
    let parts = split(aggregate.conditions, level)
    guard collection.group != nil else {
      let result = result(aggregate, level)
      return "(SELECT \(result) FROM \(source)\(filtering(parts.rows, level)))"
    }
    if aggregate.function == .count {
      if parts.groups.isEmpty {
        let group = group(level)
        return "(SELECT COUNT(DISTINCT \(group)) FROM \(source)\(filtering(parts.rows, level)))"
      }
      return "(SELECT COUNT(*) FROM (SELECT 1 FROM \(source)\(grouping(parts, level))))"
    }
    guard let field = aggregate.field, field.groupAggregate(in: frames[level]) != nil, field.hops.isEmpty
    else {
      let result = result(aggregate, level)
      let all = parts.rows + parts.groups
      return "(SELECT \(result) FROM \(source)\(filtering(all, level)))"
    }
    frames[level].mode = .groups
    let value = value(.field(field))
    frames[level].mode = .rows
    let outer = aggregate.function.sql("v")
    return "(SELECT \(outer) FROM (SELECT \(value) AS v FROM \(source)\(grouping(parts, level))))"
  }

  private mutating func result(_ aggregate: AggregateAccess, _ level: Int) -> SQLTemplate {
    guard let field = aggregate.field else { return "COUNT(*)" }
    return aggregate.function.sql(value(.field(field)))
  }

  // MARK: Items

  /// Compiles `body` where the items of the collection are a scope. `body` gets what follows FROM.
  mutating func withItems(
    _ collection: QueryCollection, _ owner: Int, _ level: Int,
    _ body: (inout Compiler, SQLTemplate) -> SQLTemplate
  ) -> SQLTemplate {
    let outer = frames
    defer { frames = outer }
    let item = alias()
    let ownerRow = frames[owner].row
    frames = Array(frames.prefix(level))
    frames.append(Frame(row: item, collection: collection, ownerRow: ownerRow))
    let source = place(collection.source, ["row": ownerRow, "item": item])
    return body(&self, source)
  }

  func group(_ level: Int) -> SQLTemplate {
    let row = frames[level].row
    guard let group = frames[level].collection?.group else { return "1" }
    return group.placing(
      ["row": row, "item": row], today: Int64(environment.today.day), now: environment.now)
  }

  /// Conditions about a row, and those about a group as a whole, which HAVING can answer in one pass.
  struct Parts {
    var rows: [Condition] = []
    var groups: [Condition] = []
  }

  func split(_ conditions: [Condition], _ level: Int) -> Parts {
    guard frames[level].collection?.group != nil else { return Parts(rows: conditions) }
    var parts = Parts()
    for condition in conditions {
      if condition.isOfGroup(level, frames[level]) {
        parts.groups.append(condition)
      } else {
        parts.rows.append(condition)
      }
    }
    return parts
  }

  /// ` AND …` after the WHERE of a source; rows without a group are no items.
  mutating func filtering(_ conditions: [Condition], _ level: Int) -> SQLTemplate {
    var sql: SQLTemplate = ""
    if frames[level].collection?.group != nil { sql = " AND \(group(level)) IS NOT NULL" }
    guard !conditions.isEmpty else { return sql }
    return "\(sql) AND \(condition(.all(conditions), strict: false))"
  }

  /// ` AND … GROUP BY … HAVING …`: the groups with a row that meets the conditions about rows, and that
  /// meet those about groups. The group is named inside MAX so that the aggregate belongs to this query
  /// even where the condition speaks of the record alone.
  mutating func grouping(_ parts: Parts, _ level: Int, by outer: SQLTemplate = "") -> SQLTemplate {
    let group = group(level)
    var having: [SQLTemplate] = []
    if !parts.rows.isEmpty {
      having.append("MAX(\(group) IS NOT NULL AND \(condition(.all(parts.rows), strict: false)))")
    }
    if !parts.groups.isEmpty {
      frames[level].mode = .groups
      having.append(condition(.all(parts.groups), strict: false))
      frames[level].mode = .rows
    }
    let head: SQLTemplate = " AND \(group) IS NOT NULL GROUP BY \(outer)\(group)"
    return having.isEmpty ? head : "\(head) HAVING \(having.balanced("AND"))"
  }
}

extension Condition {
  /// Whether it reads fields of the item as a whole and, of its scope, nothing else.
  fileprivate func isOfGroup(_ level: Int, _ frame: Compiler.Frame) -> Bool {
    var usage = Usage(level: level, frame: frame)
    usage.read(self)
    return usage.group && !usage.row
  }

  private struct Usage {
    let level: Int
    let frame: Compiler.Frame
    var group = false
    /// Of a single row, or inside a query of its own, where HAVING's aggregates must not stand.
    var row = false

    mutating func read(_ condition: Condition) {
      switch condition {
      case .all(let items), .any(let items): for item in items { read(item) }
      case .negation(let inner): read(inner)
      case .constant: break
      case .truth(let value), .presence(let value, _): read(value)
      case .test(let value, _, let test, _):
        read(value)
        read(test)
      case .exists, .segment: row = true
      }
    }

    mutating func read(_ test: Test) {
      switch test {
      case .compare(_, let value), .contains(let value), .starts(let value), .ends(let value): read(value)
      case .anyOf(let tests), .allOf(let tests): for test in tests { read(test) }
      case .days, .falls, .matches: break
      }
    }

    mutating func read(_ value: Value) {
      switch value {
      case .field(let access) where access.level == level:
        if access.hops.isEmpty, access.groupAggregate(in: frame) != nil { group = true } else { row = true }
      case .field(let access): if access.field.isList { row = true }
      case .aggregate: row = true
      case .arithmetic(let left, _, let right):
        read(left)
        read(right)
      case .scaled(let inner, _), .negative(let inner), .shifted(let inner, _), .monthAndDay(let inner):
        read(inner)
      case .number, .integer, .text, .boolean, .day, .instant: break
      }
    }
  }
}

extension Expression.Aggregate {
  func sql(_ value: SQLTemplate) -> SQLTemplate {
    switch self {
    case .sum: "TOTAL(\(value))"
    case .avg: "AVG(\(value))"
    case .min: "MIN(\(value))"
    case .max: "MAX(\(value))"
    case .any, .none, .count: "COUNT(\(value))"
    }
  }
}
