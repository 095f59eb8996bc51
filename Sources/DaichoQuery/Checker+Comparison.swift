import DaichoModel

extension Checker {
  /// What stands left of an operator.
  struct Subject {
    var value: Value
    var type: ValueType
    var field: QueryField?
    var range: Range<Int>
  }

  private mutating func subject(_ expression: Expression) throws(QueryError) -> Subject {
    guard let subject = Checker.subject(try operand(expression), expression.range) else {
      throw error("constant", .constantFirst(excerpt(expression.range)), at: expression.range, .fieldFirst)
    }
    return subject
  }

  /// `nil` for a constant.
  private static func subject(_ operand: Operand, _ range: Range<Int>) -> Subject? {
    guard case .value(let value, let type) = operand, !isConstant(value) else { return nil }
    var field: QueryField?
    if case .field(let access) = value { field = access.field }
    return Subject(value: value, type: type, field: field, range: range)
  }

  private static func isConstant(_ value: Value) -> Bool {
    if case .boolean = value { true } else { false }
  }

  private func condition(
    _ subject: Subject, negated: Bool = false, _ test: (value: Value, test: Test), _ whole: Expression
  ) -> Condition {
    .test(test.value, negated: negated, test.test, source: excerpt(whole.range))
  }

  // MARK: = != < <= > >=

  mutating func compared(
    _ left: Expression, _ comparison: Expression.Comparison, _ right: Expression, _ whole: Expression
  ) throws(QueryError) -> Condition {
    if let subject = Checker.subject(try operand(left), left.range) {
      return try compared(subject, comparison, right, whole)
    }
    // A constant left of a field: the other way round.
    if let subject = Checker.subject(try operand(right), right.range) {
      return try compared(subject, comparison.mirrored, left, whole)
    }
    throw error("constant", .constantComparison(excerpt(whole.range)), at: whole.range, .fieldFirst)
  }

  private mutating func compared(
    _ subject: Subject, _ comparison: Expression.Comparison, _ right: Expression, _ whole: Expression
  ) throws(QueryError) -> Condition {
    let negated = comparison == .notEqual
    let test = try test(subject, negated ? .equal : comparison, right)
    return condition(subject, negated: negated, test, whole)
  }

  mutating func membership(
    _ left: Expression, _ negated: Bool, _ items: [Expression], _ whole: Expression
  ) throws(QueryError) -> Condition {
    let subject = try subject(left)
    return try grouped(items.map { (.equal, $0) }, subject, negated, whole, Condition.any, Test.anyOf)
  }

  mutating func between(
    _ left: Expression, _ negated: Bool, _ low: Expression, _ high: Expression, _ whole: Expression
  ) throws(QueryError) -> Condition {
    let subject = try subject(left)
    let bounds: [(Expression.Comparison, Expression)] = [(.greaterOrEqual, low), (.lessOrEqual, high)]
    return try grouped(bounds, subject, negated, whole, Condition.all, Test.allOf)
  }

  /// Several tests of one value. Where they ask for different facets of it (a date and a number of a
  /// dynamic field) they are conditions of their own.
  private mutating func grouped(
    _ parts: [(Expression.Comparison, Expression)], _ subject: Subject, _ negated: Bool,
    _ whole: Expression, _ joinConditions: ([Condition]) -> Condition, _ joinTests: ([Test]) -> Test
  ) throws(QueryError) -> Condition {
    var groups: [(key: String, value: Value, tests: [Test])] = []
    for (comparison, right) in parts {
      let (value, test) = try test(subject, comparison, right)
      let key = value.facetKey
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].tests.append(test)
      } else {
        groups.append((key, value, [test]))
      }
    }
    let conditions = groups.map { group in
      let test = group.tests.count == 1 ? group.tests[0] : joinTests(group.tests)
      return Condition.test(group.value, negated: negated, test, source: excerpt(whole.range))
    }
    if conditions.count == 1 { return conditions[0] }
    // Not one of several is each of them not.
    return negated ? .all(conditions) : joinConditions(conditions)
  }

  // MARK: has, contains, starts with, ends with, matches

  mutating func matched(
    _ left: Expression, _ match: Expression.TextMatch, _ negated: Bool, _ right: Expression,
    _ whole: Expression
  ) throws(QueryError) -> Condition {
    let subject = try subject(left)
    if match == .has {
      guard subject.value.list != nil else {
        throw error(
          "type-mismatch", .hasNeedsList(excerpt(left.range)), at: left.range,
          .write(subject.type == .text ? "contains" : "="))
      }
      return condition(subject, negated: negated, try test(subject, .equal, right), whole)
    }
    guard subject.type == .text || subject.type == .dynamic, let field = subject.field else {
      throw error(
        "type-mismatch", .matchNeedsText(match.rawValue, excerpt(left.range), subject.type.label),
        at: left.range, .seeExample(subject.field?.example ?? "name contains …"))
    }
    let text = try text(right, against: field, asChoice: false)
    if match == .matches {
      guard case .literal(let pattern) = text else {
        throw error("type-mismatch", .patternNeedsText, at: right.range, .seeExample("matches \"^A\""))
      }
      do {
        _ = try Pattern(pattern)
      } catch {
        let place = error.offset.map { offset in
          // The place in quotes without escapes; else the whole.
          right.range.count == pattern.unicodeScalars.count + 2 ? right.range.lowerBound + 1 + offset : nil
        }
        let range = (place ?? nil).map { min($0, right.range.upperBound - 1)..<right.range.upperBound }
        throw self.error("bad-pattern", .badPattern(error.reason), at: range ?? right.range, .patternHelp)
      }
      return condition(subject, negated: negated, (subject.value.facet(.value), .matches(pattern)), whole)
    }
    let other: Value
    switch text {
    case .literal(let text):
      let form = field.form.form(of: text)
      guard !form.isEmpty else {
        throw error("empty-text", .emptyText(match.rawValue), at: right.range, .write("is set"))
      }
      other = .text(form)
    case .field(let access): other = .field(access).facet(.folded)
    }
    let test: Test =
      switch match {
      case .starts: .starts(other)
      case .ends: .ends(other)
      default: .contains(other)
      }
    return condition(subject, negated: negated, (subject.value.facet(.folded), test), whole)
  }

  // MARK: older than, falls in

  mutating func aged(
    _ left: Expression, _ age: Expression.Age, _ duration: Duration, _ whole: Expression
  ) throws(QueryError) -> Condition {
    let subject = try subject(left)
    let comparison: Expression.Comparison = age == .older ? .less : .greater
    guard subject.type == .date || subject.type == .datetime || subject.value.has(.day) else {
      throw error(
        "type-mismatch", .ageNeedsDate("\(age.rawValue) than", excerpt(left.range), subject.type.label),
        at: left.range, .seeExample(subject.field?.example ?? "last_order older than 90 days"))
    }
    let span = DaySpan.offset(duration.negated)
    return condition(subject, try timeTest(subject, comparison, span, whole.range), whole)
  }

  mutating func falls(
    _ left: Expression, _ right: Expression, _ whole: Expression
  ) throws(QueryError) -> Condition {
    let subject = try subject(left)
    let value: Value
    switch subject.type {
    case .anniversary: value = subject.value
    case .date, .datetime: value = .monthAndDay(subject.value.facet(.day))
    case .dynamic where subject.value.has(.day): value = .monthAndDay(subject.value.facet(.day))
    default:
      throw error(
        "type-mismatch", .ageNeedsDate("falls in", excerpt(left.range), subject.type.label), at: left.range,
        .seeExample("birthday falls in next 7 days"))
    }
    guard let span = try days(right) else {
      throw error(
        "type-mismatch", .noDays(excerpt(right.range)), at: right.range,
        .seeExample("falls in next 7 days"))
    }
    return condition(subject, (value, .falls(span)), whole)
  }

  /// The days an expression names, if it names some.
  func days(_ expression: Expression) throws(QueryError) -> DaySpan? {
    switch expression.node {
    case .span(let span): return span.instant == nil || span == .now ? span : nil
    case .word(let text), .quoted(let text): return DaySpan(word: text)
    default: return nil
    }
  }
}

extension Value {
  /// Tells the facets of one operand apart.
  fileprivate var facetKey: String {
    switch self {
    case .field(let access): "\(access.facet)"
    case .aggregate(let access): "\(access.field?.facet ?? .value)"
    case .scaled(_, let digits): "scaled \(digits)"
    case .monthAndDay: "monthAndDay"
    default: ""
    }
  }
}
