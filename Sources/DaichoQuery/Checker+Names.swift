import DaichoModel

extension Checker {
  /// The field a name means here: the innermost scope's own before the record's, known ones before those
  /// only a file knows.
  func find(_ name: String) -> FieldAccess? {
    for level in scopes.indices.reversed() {
      if let access = scopes[level].field(named: name, level: level, in: schema) { return access }
    }
    for level in scopes.indices.reversed() {
      if let access = scopes[level].unknownField(named: name, level: level) { return access }
    }
    return nil
  }

  func collection(_ name: String) -> (QueryCollection, owner: Int)? {
    for level in scopes.indices.reversed() {
      if let collection = scopes[level].collection(named: name) { return (collection, level) }
    }
    return nil
  }

  /// Notes that the filter depends on the field. Throws where its values cannot be had.
  mutating func used(
    _ access: FieldAccess, _ range: Range<Int>, mayLackValue: Bool = false
  ) throws(QueryError) -> FieldAccess {
    if let key = access.field.score {
      var access = access
      access.score = try score(key, at: range)
      fields.insert(dependency(access, range))
      return access
    }
    guard access.field.value != nil || (mayLackValue && access.field.isPresent != nil) else {
      throw error(
        "field-unavailable", .fieldHasNoValue(excerpt(range)), at: range,
        access.field.isPresent == nil ? nil : .write("\(access.field.name) is set"))
    }
    fields.insert(dependency(access, range))
    return access
  }

  /// The field's name as seen from the record: `orders.amount` of an item, `company.industry` over a reference.
  private func dependency(_ access: FieldAccess, _ range: Range<Int>) -> String {
    guard access.hops.isEmpty, scopes.indices.contains(access.level) else { return Lexer.key(excerpt(range)) }
    guard let collection = scopes[access.level].collection else { return access.field.name }
    return "\(collection.name).\(access.field.name)"
  }

  func unknown(_ name: String, _ range: Range<Int>) -> QueryError {
    if collection(name) != nil {
      return error("type-mismatch", .collectionAsField(name), at: range, .write("any(\(name) where …)"))
    }
    for sign: Character in ["-", "/"] {
      let parts = name.components(separatedAt: sign)
      if parts.count == 2, parts.allSatisfy({ find($0) != nil || ExactDecimal(typed: $0) != nil }) {
        return error(
          "unknown-field", .unknownField(name), at: range, .write("\(parts[0]) \(sign) \(parts[1])"))
      }
    }
    var names = scopes.reversed().flatMap { $0.fieldNames.sorted() }
    names += scopes.flatMap { $0.referenceNames(in: schema).sorted() }
    names += schema.scores.values.map { "score.\($0.id)" }
    let near = Suggestion.nearest(to: name, in: names)
    return error(
      "unknown-field", .unknownField(name), at: range, near.map { .didYouMean($0) } ?? .seeFields)
  }

  // MARK: Aggregates

  mutating func aggregate(
    _ function: Expression.Aggregate, _ name: Expression.Name, _ condition: Expression?
  ) throws(QueryError) -> AggregateAccess {
    if function == .any || function == .none || function == .count {
      if let (collection, owner) = collection(name.text) {
        return try over(collection, owner: owner, function, field: nil, name, condition)
      }
      if function == .count, condition == nil, let access = find(name.text), access.field.isList {
        let list = try used(access, name.range)
        return AggregateAccess(function: function, source: .list(list), field: nil, conditions: [])
      }
      throw unknownCollection(name, function)
    }
    for dot in name.text.indices where name.text[dot] == "." {
      guard let (collection, owner) = collection(String(name.text[..<dot])) else { continue }
      let field = String(name.text[name.text.index(after: dot)...])
      return try over(collection, owner: owner, function, field: field, name, condition)
    }
    if collection(name.text) != nil {
      throw error(
        "type-mismatch", .aggregateNeedsField(function.rawValue), at: name.range,
        .write("\(function.rawValue)(\(name.text).…)"))
    }
    throw unknownCollection(name, function)
  }

  func unknownCollection(_ name: Expression.Name, _ function: Expression.Aggregate) -> QueryError {
    if let access = find(name.text), access.field.isList {
      return error(
        "type-mismatch", .listAsCollection(name.text), at: name.range, .seeExample(access.field.example))
    }
    let names = scopes.reversed().flatMap { $0.collectionNames.sorted() }
    let base = name.text.split(separator: ".").first.map(String.init) ?? name.text
    let near = Suggestion.nearest(to: base, in: names)
    return error(
      "unknown-collection", .unknownCollection(name.text), at: name.range,
      near.map { .didYouMean($0) } ?? (names.isEmpty ? nil : .oneOf(names)))
  }

  private mutating func over(
    _ collection: QueryCollection, owner: Int, _ function: Expression.Aggregate, field: String?,
    _ name: Expression.Name, _ condition: Expression?
  ) throws(QueryError) -> AggregateAccess {
    let level = scopes.count
    let scope = Scope(entity: collection.entity.flatMap { schema.entities[$0] }, collection: collection)
    var picked: FieldAccess?
    if let field {
      let found =
        scope.field(named: field, level: level, in: schema) ?? scope.unknownField(named: field, level: level)
      guard let found else {
        let names = scope.fieldNames.sorted().map { "\(collection.name).\($0)" }
        let near = Suggestion.nearest(to: name.text, in: names)
        throw error(
          "unknown-field", .unknownField(name.text), at: name.range,
          near.map { .didYouMean($0) } ?? .oneOf(names))
      }
      picked = try summable(try used(found, name.range), function, name)
    }
    scopes.append(scope)
    defer { scopes.removeLast() }
    var parts: [Condition] = []
    if let condition {
      if case .and(let items) = condition.node {
        parts = try conditions(items)
      } else {
        parts = [try self.condition(condition)]
      }
    }
    return AggregateAccess(
      function: function, source: .collection(collection, owner: owner, level: level), field: picked,
      conditions: parts)
  }

  private func summable(
    _ access: FieldAccess, _ function: Expression.Aggregate, _ name: Expression.Name
  ) throws(QueryError) -> FieldAccess {
    var access = access
    let picks = function == .min || function == .max
    switch access.field.type {
    case .number, .money: break
    case .date where picks, .datetime where picks: break
    case .dynamic where access.field.numeric != nil: access.facet = .numeric
    default:
      throw error(
        "type-mismatch", .cannotAggregate(function.rawValue, name.text, access.field.type.label),
        at: name.range, .write("count(…)"))
    }
    guard !access.field.isList else {
      throw error("type-mismatch", .cannotAggregate(function.rawValue, name.text, .list), at: name.range)
    }
    return access
  }
}

extension String {
  fileprivate func components(separatedAt sign: Character) -> [String] {
    split(separator: sign, omittingEmptySubsequences: false).map(String.init)
  }
}
