import DaichoModel

extension Parser {
  /// An operand and what is said of it; an operand alone where nothing is.
  mutating func comparison() throws(QueryError) -> Expression {
    let left = try operand()
    if let symbol = token.symbol, let comparison = Expression.Comparison(rawValue: symbol.rawValue) {
      advance()
      return try compared(left, comparison)
    }
    guard let key = token.key else { return left }
    var negated = false
    if key == "not", let next = token(ahead: 1).key, Parser.negatable.contains(next) {
      advance()
      negated = true
    }
    switch token.key {
    case "is": return try presence(left)
    case "in": return try membership(left, negated: negated)
    case "between": return try between(left, negated: negated)
    case "has": return try match(left, .has, negated)
    case "contains": return try match(left, .contains, negated)
    case "matches": return try match(left, .matches, negated)
    case "starts" where token(ahead: 1).key == "with": return try match(left, .starts, negated)
    case "ends" where token(ahead: 1).key == "with": return try match(left, .ends, negated)
    case "before": return try compared(left, byWord: .less)
    case "after": return try compared(left, byWord: .greater)
    case "on": return try compared(left, byWord: .equal)
    case "older" where token(ahead: 1).key == "than": return try age(left, .older)
    case "newer" where token(ahead: 1).key == "than": return try age(left, .newer)
    case "falls" where ["in", "on"].contains(token(ahead: 1).key): return try falls(left)
    default: return left
    }
  }

  private static let negatable: Set<String> = [
    "in", "between", "has", "contains", "matches", "starts", "ends",
  ]

  private func range(_ left: Expression, _ right: Expression) -> Range<Int> {
    left.range.lowerBound..<max(left.range.upperBound, right.range.upperBound)
  }

  private mutating func compared(
    _ left: Expression, byWord comparison: Expression.Comparison
  ) throws(QueryError) -> Expression {
    advance()
    return try compared(left, comparison)
  }

  private mutating func compared(
    _ left: Expression, _ comparison: Expression.Comparison
  ) throws(QueryError) -> Expression {
    let right = try operand()
    if let next = token.symbol, Expression.Comparison(rawValue: next.rawValue) != nil {
      throw error("chained-comparison", .chainedComparison, at: token.range, .useBetween)
    }
    return try make(.comparison(left, comparison, right), range(left, right))
  }

  private mutating func presence(_ left: Expression) throws(QueryError) -> Expression {
    advance()
    let negated = accept(word: "not")
    let place = token.range
    if accept(word: "set") {
      return try make(.presence(left, isSet: !negated), left.range.lowerBound..<place.upperBound)
    }
    if let key = token.key, ["empty", "missing", "blank", "null", "none"].contains(key) {
      throw error(
        "unexpected-word", .unexpected(found), at: place, .write(negated ? "is set" : "is not set"))
    }
    return try compared(left, negated ? .notEqual : .equal)
  }

  private mutating func membership(_ left: Expression, negated: Bool) throws(QueryError) -> Expression {
    advance()
    let open = token
    guard accept(.open) else {
      _ = token.key == "the" && accept(word: "the")
      let span = try operand()
      return try make(.membership(left, negated: negated, [span]), range(left, span))
    }
    var items: [Expression] = []
    repeat {
      if token.symbol == .close {
        guard items.isEmpty else { break }
        throw error("empty-list", .emptyList, at: token.range, .seeExample("in (lead, qualified)"))
      }
      items.append(try operand())
    } while accept(.comma)
    let end = token.range.upperBound
    if !accept(.close) {
      if case .end = token.kind {
        throw error("unclosed-parenthesis", .unclosedParenthesis, at: open.range, .closeParenthesis)
      }
      throw error("unexpected-word", .unexpected(found), at: token.range, .separateWithComma)
    }
    return try make(.membership(left, negated: negated, items), left.range.lowerBound..<end)
  }

  private mutating func between(_ left: Expression, negated: Bool) throws(QueryError) -> Expression {
    advance()
    let low = try operand()
    guard accept(word: "and") else {
      throw error("unexpected-word", .expectedAnd(found), at: token.range, .seeExample("between 10 and 20"))
    }
    let high = try operand()
    return try make(.between(left, negated: negated, low, high), range(left, high))
  }

  private mutating func match(
    _ left: Expression, _ match: Expression.TextMatch, _ negated: Bool
  ) throws(QueryError) -> Expression {
    advance()
    if match == .starts || match == .ends { advance() }
    let right = try operand()
    return try make(.match(left, match, negated: negated, right), range(left, right))
  }

  private mutating func age(_ left: Expression, _ age: Expression.Age) throws(QueryError) -> Expression {
    advance()
    advance()
    let start = token.range
    guard let (duration, end) = try duration() else {
      throw error(
        "expected-duration", .expectedDuration(found), at: start, .seeExample("\(age.rawValue) than 90 days"))
    }
    return try make(.age(left, age, duration), left.range.lowerBound..<end)
  }

  private mutating func falls(_ left: Expression) throws(QueryError) -> Expression {
    advance()
    advance()
    let span = try operand()
    return try make(.falls(left, span), range(left, span))
  }

  // MARK: Calls

  /// `any(…)` and its like; the current token is the name, the next one opens the parenthesis.
  mutating func call(_ key: String) throws(QueryError) -> Expression {
    let function = token
    let open = token(ahead: 1)
    guard key == "segment" || Expression.Aggregate(rawValue: key) != nil else {
      let near = ["exists": "any", "average": "avg", "total": "sum", "number": "count", "no": "none"][key]
      let suggestion =
        near ?? Suggestion.nearest(to: key, in: Expression.Aggregate.allCases.map(\.rawValue) + ["segment"])
      throw error(
        "unknown-function", .unknownFunction(excerpt(function.range)), at: function.range,
        suggestion.map { .didYouMean($0) })
    }
    advance()
    advance()
    let name: Expression.Name
    switch token.kind {
    case .word(let text, let word) where !Parser.reserved.contains(word):
      name = Expression.Name(text: text, range: token.range)
    case .quoted(let text) where key == "segment":
      name = Expression.Name(text: text, range: token.range)
    default:
      throw error(
        "expected-name", .expectedName(key, found), at: token.range,
        .seeExample(key == "segment" ? "segment(regulars)" : "any(orders where …)"))
    }
    advance()
    var condition: Expression?
    if key != "segment", accept(word: "where") { condition = try disjunction() }
    let end = token.range.upperBound
    if !accept(.close) {
      if case .end = token.kind {
        throw error("unclosed-parenthesis", .unclosedParenthesis, at: open.range, .closeParenthesis)
      }
      if let condition { throw unexpectedWord(after: condition) }
      throw error(
        "unexpected-word", .unexpected(found), at: token.range,
        key == "segment" ? .closeParenthesis : .write("\(name.text) where …"))
    }
    let range = function.range.lowerBound..<end
    guard let aggregate = Expression.Aggregate(rawValue: key) else { return try make(.segment(name), range) }
    return try make(.aggregate(aggregate, name, where: condition), range)
  }
}
