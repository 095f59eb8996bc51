import DaichoModel

/// Segments and scores: texts of their own that a filter refers to.
extension Checker {
  /// A definition, by its key.
  enum Step: Hashable, CustomStringConvertible {
    case segment(String)
    case score(String)

    var description: String {
      switch self {
      case .segment(let key): key
      case .score(let key): "score.\(key)"
      }
    }
  }

  // MARK: Segments

  mutating func segment(_ name: Expression.Name) throws(QueryError) -> Condition {
    let key = RecordID.key(name.text)
    guard let definition = schema.segments[key] else {
      let near = Suggestion.nearest(to: name.text, in: schema.segments.values.map(\.id).sorted())
      throw error(
        "unknown-segment", .unknownSegment(name.text), at: name.range,
        near.map { .didYouMean($0) } ?? .listSegments)
    }
    try refuseCircle(.segment(key), at: name.range)
    guard let level = scopes.lastIndex(where: { $0.entity?.name == definition.entity }) else {
      throw error(
        "segment-entity", .segmentOfOther(definition.id, definition.entity), at: name.range,
        .segmentOfSame(scopes.first?.entity?.name ?? ""))
    }
    segments.insert(key)
    var inner = entering(.segment(key), of: scopes[level].entity)
    let condition: Condition
    do throws(QueryError) {
      condition = try inner.condition(in: definition.text)
    } catch {
      throw told(error, at: name.range) { error in
        self.error(
          "segment-invalid", .segmentInvalid(definition.id, error.message), at: name.range,
          .seeLocation(definition.placement.location(ofOffset: error.range.lowerBound).description))
      }
    }
    leave(inner)
    return .segment(level: level, condition)
  }

  // MARK: Scores

  /// The rules of the score called `key`, each with its meaning.
  mutating func score(_ key: String, at range: Range<Int>) throws(QueryError) -> CheckedScore {
    guard let definition = schema.scores[key], let entity = schema.entities[definition.entity] else {
      throw error("unknown-field", .unknownField(excerpt(range)), at: range, .seeFields)
    }
    try refuseCircle(.score(key), at: range)
    if let fault = definition.fault {
      throw error(
        "score-invalid", .scoreInvalid(definition.id, fault.message), at: range,
        .seeLocation(fault.location.description))
    }
    var inner = entering(.score(key), of: entity)
    var score = CheckedScore(definition: definition, of: nil, rules: [])
    if let of = definition.of {
      score.of = try slipping(of, definition, range) { () throws(QueryError) in
        try inner.target(in: of.text)
      }
    }
    for rule in definition.rules {
      score.rules.append(
        try slipping(rule.text, definition, range) { () throws(QueryError) in try inner.rule(rule) })
    }
    leave(inner)
    return score
  }

  /// A slip in one of a score's texts, as an error at the name of the score.
  private func slipping<Result>(
    _ text: ScoreDefinition.Text, _ definition: ScoreDefinition, _ range: Range<Int>,
    _ body: () throws(QueryError) -> Result
  ) throws(QueryError) -> Result {
    do throws(QueryError) {
      return try body()
    } catch {
      throw told(error, at: range) { error in
        self.error(
          "score-invalid", .scoreInvalid(definition.id, error.message), at: range,
          .seeLocation(text.placement.location(ofOffset: error.range.lowerBound).description))
      }
    }
  }

  /// `customers where lifecycle = lead`: what is asked of a record, `nil` where nothing is.
  mutating func target(in text: String) throws(QueryError) -> Condition? {
    read(text)
    guard let condition = try FilterTarget.parse(text).condition else { return nil }
    return try entered(condition)
  }

  mutating func rule(_ rule: ScoreDefinition.Rule) throws(QueryError) -> CheckedScore.Rule {
    switch rule.form {
    case .when: return CheckedScore.Rule(rule, .condition(try condition(in: rule.text.text)))
    case .each:
      read(rule.text.text)
      let target = try FilterTarget.parse(rule.text.text)
      if let condition = target.condition { try refuseDepth(of: condition) }
      let items = try aggregate(.count, target.name, target.condition)
      guard case .collection(let collection, _, let level) = items.source else {
        throw unknownCollection(target.name, .count)
      }
      let scope = Scope(
        entity: collection.entity.flatMap { schema.entities[$0] }, collection: collection)
      let day = scope.field(named: collection.day, level: level, in: schema)
        .flatMap { Value.field($0).day($0.field.type) }
      if rule.halfLife != nil, day == nil {
        throw error("no-item-date", .noItemDate(collection.name), at: target.name.range, .dropHalfLife)
      }
      return CheckedScore.Rule(rule, .items(items, day: day))
    }
  }

  // MARK: Texts of their own

  func refuseCircle(_ step: Step, at range: Range<Int>) throws(QueryError) {
    guard let start = path.firstIndex(of: step) else { return }
    let steps = path[start...] + [step]
    let circle = steps.map(\.description).joined(separator: " → ")
    let isOfSegments = steps.allSatisfy { if case .segment = $0 { true } else { false } }
    throw error(
      isOfSegments ? "segment-circle" : "score-circle",
      isOfSegments ? .segmentCircle(circle) : .scoreCircle(circle), at: range, .breakCircle)
  }

  /// A checker of a definition's texts: places in them are their own, and so are their names.
  private func entering(_ step: Step, of entity: QueryEntity?) -> Checker {
    var inner = self
    inner.scopes = [Scope(entity: entity)]
    inner.path.append(step)
    inner.outerDepth += 2
    return inner
  }

  /// What the texts of a definition used counts for the filter.
  private mutating func leave(_ inner: Checker) {
    size = inner.size
    fields = inner.fields
    segments = inner.segments
  }

  private mutating func read(_ text: String) {
    self.text = text
    scalars = Array(text.unicodeScalars)
  }

  mutating func condition(in text: String) throws(QueryError) -> Condition {
    read(text)
    return try entered(try Filter.parse(text).root)
  }

  private mutating func entered(_ root: Expression) throws(QueryError) -> Condition {
    try refuseDepth(of: root)
    let outer = outerDepth
    outerDepth += root.depth
    defer { outerDepth = outer }
    return try condition(root)
  }

  private func refuseDepth(of root: Expression) throws(QueryError) {
    guard outerDepth + root.depth <= Filter.maxDepth else {
      throw error("filter-too-deep", .filterTooDeep, at: root.range, .splitIntoSegments)
    }
  }

  /// Circles and limits are told as they are; a slip in a definition's text is told with its place.
  private func told(
    _ error: QueryError, at range: Range<Int>, slip: (QueryError) -> QueryError
  ) -> QueryError {
    let codes = ["segment-circle", "score-circle", "filter-too-large", "filter-too-deep"]
    guard codes.contains(error.code) else { return slip(error) }
    return self.error(error.code, error.message, at: range, error.suggestion)
  }
}
