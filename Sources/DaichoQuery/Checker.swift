import DaichoModel

/// Gives the names and literals of a filter their meaning, or says where they have none.
struct Checker {
  let schema: QuerySchema
  var scopes: [Scope]
  /// The text being read: the filter's, or that of a segment it refers to.
  var text: String
  var scalars: [Unicode.Scalar]
  var warnings: [QueryError] = []
  var fields: Set<String> = []
  var segments: Set<String> = []
  /// The segments and scores being read, outermost first.
  var path: [Step] = []
  /// Levels of the tree above the segment or score being read.
  var outerDepth = 0
  var size = 0

  init(schema: QuerySchema, entity: QueryEntity, text: String, within step: Step? = nil) {
    self.schema = schema
    self.text = text
    scalars = Array(text.unicodeScalars)
    scopes = [Scope(entity: entity)]
    if let step { path = [step] }
  }

  func error(
    _ code: String, _ message: Wording, at range: Range<Int>, _ suggestion: Wording? = nil
  ) -> QueryError {
    QueryError(code, message, in: text, at: range, suggestion: suggestion)
  }

  mutating func warn(_ code: String, _ message: Wording, at range: Range<Int>, _ suggestion: Wording?) {
    // A segment's own doubts are told where the segment stands.
    guard outerDepth == 0 else { return }
    warnings.append(
      QueryError(code, message, in: text, at: range, suggestion: suggestion, severity: .warning))
  }

  func excerpt(_ range: Range<Int>) -> String {
    scalars.text(in: range)
  }

  mutating func count(_ expression: Expression) throws(QueryError) {
    size += 1
    guard size <= Filter.maxSize else {
      throw error(
        "filter-too-large", .filterTooLarge(Filter.maxSize), at: expression.range, .splitIntoSegments)
    }
  }

  // MARK: Conditions

  mutating func condition(_ expression: Expression) throws(QueryError) -> Condition {
    try count(expression)
    switch expression.node {
    case .and(let items): return .all(try conditions(items))
    case .or(let items): return .any(try conditions(items))
    case .not(let inner): return .negation(try condition(inner))
    case .word(let word): return try truth(word, expression)
    case .comparison(let left, let comparison, let right):
      return try compared(left, comparison, right, expression)
    case .membership(let left, let negated, let items):
      return try membership(left, negated, items, expression)
    case .between(let left, let negated, let low, let high):
      return try between(left, negated, low, high, expression)
    case .match(let left, let match, let negated, let right):
      return try matched(left, match, negated, right, expression)
    case .age(let left, let age, let duration): return try aged(left, age, duration, expression)
    case .falls(let left, let span): return try falls(left, span, expression)
    case .presence(let left, let isSet): return try presence(left, isSet)
    case .aggregate(let function, let name, let inner):
      guard function == .any || function == .none else {
        throw error(
          "not-a-condition", .notACondition(excerpt(expression.range)), at: expression.range,
          .seeExample("\(function.rawValue)(…) >= 1"))
      }
      return .exists(try aggregate(function, name, inner), function == .any)
    case .segment(let name): return try segment(name)
    case .quoted, .arithmetic, .negative, .duration, .span:
      throw error(
        "not-a-condition", .notACondition(excerpt(expression.range)), at: expression.range,
        .compareSomething)
    }
  }

  mutating func conditions(_ items: [Expression]) throws(QueryError) -> [Condition] {
    var out: [Condition] = []
    for item in items { out.append(try condition(item)) }
    return out
  }

  private mutating func truth(_ word: String, _ expression: Expression) throws(QueryError) -> Condition {
    let access: FieldAccess
    if let found = find(word) {
      access = try used(found, expression.range)
    } else if let constant = Checker.boolean(word) {
      return .constant(constant)
    } else {
      throw unknown(word, expression.range)
    }
    guard access.field.type == .boolean, !access.field.isList else {
      throw error(
        "not-a-condition", .fieldIsNoCondition(word, access.field.type.label), at: expression.range,
        .seeExample(access.field.example))
    }
    return .truth(.field(access))
  }

  private mutating func presence(_ left: Expression, _ isSet: Bool) throws(QueryError) -> Condition {
    if case .word(let word) = left.node, find(word) == nil, collection(word) != nil {
      throw error(
        "type-mismatch", .collectionAsField(word), at: left.range,
        .write(isSet ? "any(\(word))" : "none(\(word))"))
    }
    guard case .value(let value, _) = try operand(left, mayLackValue: true) else {
      throw error("constant", .alwaysSet(excerpt(left.range)), at: left.range, .fieldFirst)
    }
    return .presence(value, isSet: isSet)
  }
}
