import DaichoModel

/// Builds the tree of a filter by precedence: `or`, `and`, `not`, comparison, `+ -`, `* /`, minus.
struct Parser {
  let text: String
  private let tokens: [Token]
  private var index = 0
  private var depth = 0

  init(_ text: String) throws(QueryError) {
    self.text = text
    tokens = try Lexer.tokens(of: text)
  }

  mutating func filter() throws(QueryError) -> Expression {
    if case .end = token.kind {
      throw error("empty-filter", .emptyFilter, at: 0..<0, .seeExample("lifecycle = lead"))
    }
    let root = try disjunction()
    try expectEnd(after: root)
    return root
  }

  mutating func target() throws(QueryError) -> (Expression.Name, Expression?) {
    guard case .word(let word, let key) = token.kind, !Parser.reserved.contains(key) else {
      throw error("expected-name", .expectedTarget(found), at: token.range, .seeExample("customers where …"))
    }
    let name = Expression.Name(text: word, range: token.range)
    advance()
    var condition: Expression?
    if accept(word: "where") {
      condition = try disjunction()
    }
    guard case .end = token.kind else {
      throw error("unexpected-word", .unexpected(found), at: token.range, .write("\(word) where …"))
    }
    return (name, condition)
  }

  // MARK: Tokens

  var token: Token { tokens[min(index, tokens.count - 1)] }

  func token(ahead count: Int) -> Token { tokens[min(index + count, tokens.count - 1)] }

  mutating func advance() { index += 1 }

  mutating func accept(word key: String) -> Bool {
    guard token.key == key else { return false }
    advance()
    return true
  }

  mutating func accept(_ symbol: Token.Symbol) -> Bool {
    guard token.symbol == symbol else { return false }
    advance()
    return true
  }

  /// The text of the current token, for messages.
  var found: String? {
    if case .end = token.kind { return nil }
    return excerpt(token.range)
  }

  func excerpt(_ range: Range<Int>) -> String {
    Array(text.unicodeScalars).text(in: range)
  }

  func error(
    _ code: String, _ message: Wording, at range: Range<Int>, _ suggestion: Wording? = nil
  ) -> QueryError {
    QueryError(code, message, in: text, at: range, suggestion: suggestion)
  }

  func make(_ node: Expression.Node, _ range: Range<Int>) throws(QueryError) -> Expression {
    let expression = Expression(node, at: range)
    guard expression.depth <= Filter.maxDepth else { throw tooDeep(at: range) }
    return expression
  }

  private func tooDeep(at range: Range<Int>) -> QueryError {
    error("filter-too-deep", .filterTooDeep, at: range, .splitIntoSegments)
  }

  private func expectEnd(after expression: Expression) throws(QueryError) {
    switch token.kind {
    case .end: return
    case .symbol(.close): throw error("unexpected-word", .unexpected(")"), at: token.range, .closesNothing)
    default: throw unexpectedWord(after: expression)
    }
  }

  /// For what stands where `and`, `or` or the end should.
  func unexpectedWord(after expression: Expression) -> QueryError {
    var suggestion = Wording.expectedConjunction
    switch (expression.node, token.kind) {
    case (.comparison(_, _, let right), .word), (.match(_, _, _, let right), .word):
      if case .word = right.node, let found {
        suggestion = .quoteText("\"\(excerpt(right.range)) \(found)\"")
      }
    case (.comparison, .symbol(.comma)): suggestion = .numberWithoutComma
    case (.word, .word(_, let key)):
      let operators = FilterVocabulary.operatorWords
      if let near = Suggestion.nearest(to: key, in: operators) { suggestion = .didYouMean(near) }
    default: break
    }
    return error("unexpected-word", .unexpected(found), at: token.range, suggestion)
  }

  // MARK: Conditions

  mutating func disjunction() throws(QueryError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Filter.maxDepth else { throw tooDeep(at: token.range) }
    var items = [try conjunction()]
    while accept(word: "or") { items.append(try conjunction()) }
    return try combined(items, Expression.Node.or)
  }

  private mutating func conjunction() throws(QueryError) -> Expression {
    var items = [try negation()]
    while accept(word: "and") { items.append(try negation()) }
    return try combined(items, Expression.Node.and)
  }

  private func combined(
    _ items: [Expression], _ node: ([Expression]) -> Expression.Node
  ) throws(QueryError) -> Expression {
    guard items.count > 1, let first = items.first, let last = items.last else { return items[0] }
    return try make(node(items), first.range.lowerBound..<last.range.upperBound)
  }

  private mutating func negation() throws(QueryError) -> Expression {
    var starts: [Int] = []
    while token.key == "not" {
      starts.append(token.range.lowerBound)
      guard starts.count <= Filter.maxDepth else { throw tooDeep(at: token.range) }
      advance()
    }
    var expression = try comparison()
    for start in starts.reversed() {
      expression = try make(.not(expression), start..<expression.range.upperBound)
    }
    return expression
  }

  // MARK: Operands

  mutating func operand() throws(QueryError) -> Expression {
    var left = try product()
    while let symbol = token.symbol, symbol == .plus || symbol == .minus {
      advance()
      let right = try product()
      left = try make(
        .arithmetic(left, symbol == .plus ? .plus : .minus, right),
        left.range.lowerBound..<right.range.upperBound)
    }
    return left
  }

  private mutating func product() throws(QueryError) -> Expression {
    var left = try signed()
    while let symbol = token.symbol, symbol == .times || symbol == .divide {
      advance()
      let right = try signed()
      left = try make(
        .arithmetic(left, symbol == .times ? .times : .divide, right),
        left.range.lowerBound..<right.range.upperBound)
    }
    return left
  }

  private mutating func signed() throws(QueryError) -> Expression {
    let start = token.range.lowerBound
    var signs = 0
    while let symbol = token.symbol, symbol == .minus || symbol == .plus {
      if symbol == .minus { signs += 1 }
      guard signs <= 1 else { throw error("unexpected-word", .unexpected("-"), at: token.range) }
      advance()
    }
    let value = try primary()
    return signs == 0 ? value : try make(.negative(value), start..<value.range.upperBound)
  }

  private mutating func primary() throws(QueryError) -> Expression {
    let start = token
    switch start.kind {
    case .quoted(let content):
      advance()
      return try make(.quoted(content), start.range)
    case .symbol(.open):
      advance()
      let inner = try disjunction()
      try close(start, after: inner)
      return inner
    case .word(let word, let key):
      guard !Parser.reserved.contains(key) else { throw expectedValue() }
      if token(ahead: 1).symbol == .open { return try call(key) }
      if let time = try time() { return time }
      advance()
      return try make(.word(word), start.range)
    case .symbol, .end: throw expectedValue()
    }
  }

  func expectedValue() -> QueryError {
    var suggestion: Wording?
    if token.key == "not" { suggestion = .notStandsFirst }
    if case .end = token.kind { suggestion = .sayWhatFollows }
    return error("expected-value", .expectedValue(found), at: token.range, suggestion)
  }

  mutating func close(_ open: Token, after expression: Expression) throws(QueryError) {
    if accept(.close) { return }
    guard case .end = token.kind else { throw unexpectedWord(after: expression) }
    throw error("unclosed-parenthesis", .unclosedParenthesis, at: open.range, .closeParenthesis)
  }

  /// Words that are never a name or text unless they are quoted.
  static let reserved: Set<String> = [
    "and", "or", "not", "in", "is", "has", "contains", "matches", "between", "where",
  ]
}
