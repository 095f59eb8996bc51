import DaichoModel

/// An operand whose type may still depend on what it meets.
enum Operand: Sendable {
  case value(Value, ValueType)
  case number(ExactDecimal)
  case span(DaySpan)
  case duration(Duration)
  case text(String)
}

extension Checker {
  /// An operand where a name is a field: left of an operator, in arithmetic.
  mutating func operand(
    _ expression: Expression, mayLackValue: Bool = false
  ) throws(QueryError) -> Operand {
    try count(expression)
    switch expression.node {
    case .word(let word):
      if let access = find(word) {
        let access = try used(access, expression.range, mayLackValue: mayLackValue)
        return .value(.field(access), access.field.type)
      }
      if let number = Checker.number(word) { return .number(number) }
      if let span = DaySpan(word: word) { return .span(span) }
      if let boolean = Checker.boolean(word) { return .value(.boolean(boolean), .boolean) }
      throw unknown(word, expression.range)
    case .quoted(let text): return .text(text)
    case .duration(let duration): return .duration(duration)
    case .span(let span): return .span(span)
    case .negative(let inner): return try negative(inner)
    case .arithmetic(let left, let operation, let right):
      return try arithmetic(left, operation, right, expression)
    case .aggregate(let function, let name, let condition):
      guard function != .any, function != .none else { throw conditionAsValue(expression) }
      let access = try aggregate(function, name, condition)
      return .value(.aggregate(access), access.type)
    default: throw conditionAsValue(expression)
    }
  }

  private func conditionAsValue(_ expression: Expression) -> QueryError {
    error("type-mismatch", .conditionAsValue(excerpt(expression.range)), at: expression.range, .useAndOr)
  }

  static func boolean(_ word: String) -> Bool? {
    switch Lexer.key(word) {
    case "true", "yes", "on", "はい": true
    case "false", "no", "off", "いいえ": false
    default: nil
    }
  }

  /// `1200`, `0.5`, `10%`, `￥1200`.
  static func number(_ word: String) -> ExactDecimal? {
    let key = Lexer.key(word)
    guard key.hasSuffix("%") else { return ExactDecimal(typed: key) }
    guard let number = ExactDecimal(typed: key.dropLast()), number.scale <= 16 else { return nil }
    return ExactDecimal(units: number.units, scale: number.scale + 2)
  }

  // MARK: Arithmetic

  private mutating func negative(_ inner: Expression) throws(QueryError) -> Operand {
    switch try operand(inner) {
    case .number(let number): return .number(ExactDecimal(units: -number.units, scale: number.scale))
    case .duration(let duration): return .duration(duration.negated)
    case .value(let value, .number): return .value(.negative(value), .number)
    case .value(let value, .money(let digits)):
      return .value(.negative(value), .money(minorDigits: digits))
    default:
      throw error("type-mismatch", .cannotCalculate(excerpt(inner.range)), at: inner.range, .calculateWith)
    }
  }

  private mutating func arithmetic(
    _ left: Expression, _ operation: Expression.Operation, _ right: Expression, _ whole: Expression
  ) throws(QueryError) -> Operand {
    let a = try resolved(try operand(left), beside: right)
    let b = try resolved(try operand(right), beside: left)
    for (side, expression) in [(a, left), (b, right)] {
      if case .value(let value, _) = side, value.list != nil {
        throw error(
          "type-mismatch", .cannotCalculate(excerpt(expression.range)), at: expression.range, .calculateWith)
      }
    }
    if let result = Checker.calculated(a, operation, b) { return result }
    throw error(
      "type-mismatch", .cannotCombine(operation.rawValue, excerpt(left.range), excerpt(right.range)),
      at: whole.range, .calculateWith)
  }

  /// A dynamic value beside a date or a length of time is a day, else a number.
  private func resolved(_ operand: Operand, beside other: Expression) throws(QueryError) -> Operand {
    guard case .value(let value, .dynamic) = operand else { return operand }
    let besideTime =
      switch other.node {
      case .duration, .span: true
      case .word(let word): DaySpan(word: word) != nil && Checker.number(word) == nil
      default: false
      }
    if besideTime, value.has(.day) { return .value(value.facet(.day), .date) }
    return value.has(.numeric) ? .value(value.facet(.numeric), .number) : operand
  }

  private static func calculated(
    _ a: Operand, _ operation: Expression.Operation, _ b: Operand
  ) -> Operand? {
    switch (a, operation, b) {
    case (.span(.now), .plus, .duration(let duration)) where !duration.unit.isOfDays:
      return .span(.offset(duration))
    case (.span(.now), .minus, .duration(let duration)) where !duration.unit.isOfDays:
      return .span(.offset(duration.negated))
    case (.span(let span), .plus, .duration(let duration)) where duration.unit.isOfDays:
      return .span(.shifted(span, duration))
    case (.span(let span), .minus, .duration(let duration)) where duration.unit.isOfDays:
      return .span(.shifted(span, duration.negated))
    case (.duration, .plus, .span), (.duration, .plus, .value(_, .date)),
      (.duration, .plus, .value(_, .datetime)):
      return calculated(b, .plus, a)
    case (.value(let value, let type), .plus, .duration(let duration)):
      return moved(value, type, duration)
    case (.value(let value, let type), .minus, .duration(let duration)):
      return moved(value, type, duration.negated)
    case (_, .minus, _):
      if let first = day(a), let second = day(b) {
        return .value(.arithmetic(first, .minus, second), .number)
      }
    default: break
    }
    return amount(a, operation, b)
  }

  private static func moved(_ value: Value, _ type: ValueType, _ duration: Duration) -> Operand? {
    guard duration.unit.isOfDays else {
      guard type == .datetime, let milliseconds = duration.milliseconds else { return nil }
      return .value(.arithmetic(value, .plus, .integer(milliseconds)), .datetime)
    }
    guard type == .date || type == .datetime else { return nil }
    // Months need the day three times over, so that of a calculation only days can be added.
    switch value {
    case .field, .aggregate: return value.day(type).map { .value(.shifted($0, duration), .date) }
    default:
      guard type == .date, duration.days != nil else { return nil }
      return .value(.shifted(value, duration), .date)
    }
  }

  private static func day(_ operand: Operand) -> Value? {
    switch operand {
    case .span(let span) where span.isSingleDay && (span.instant == nil || span == .now): .day(span)
    case .value(let value, let type): value.day(type)
    default: nil
    }
  }

  /// Numbers and amounts; a number beside an amount is in major units.
  private static func amount(_ a: Operand, _ operation: Expression.Operation, _ b: Operand) -> Operand? {
    guard let (x, xDigits) = quantity(a), let (y, yDigits) = quantity(b) else { return nil }
    let digits = max(xDigits ?? 0, yDigits ?? 0)
    let type: ValueType = .money(minorDigits: digits)
    func minor(_ value: Value, _ own: Int?) -> Value {
      let missing = digits - (own ?? 0)
      return missing == 0 ? value : .scaled(value, digits: missing)
    }
    switch (xDigits, operation, yDigits) {
    case (nil, _, nil): return .value(.arithmetic(x, operation, y), .number)
    case (_, .plus, _), (_, .minus, _):
      return .value(.arithmetic(minor(x, xDigits), operation, minor(y, yDigits)), type)
    case (nil, .times, _), (_, .times, nil), (_, .divide, nil):
      return .value(.arithmetic(x, operation, y), type)
    case (_, .divide, _):
      return .value(.arithmetic(minor(x, xDigits), .divide, minor(y, yDigits)), .number)
    case (_, .times, _): return nil
    }
  }

  /// The value, and the minor digits of an amount.
  private static func quantity(_ operand: Operand) -> (Value, Int?)? {
    switch operand {
    case .number(let number): (.number(number), nil)
    case .value(let value, .number): (value, nil)
    case .value(let value, .money(let digits)): (value, digits)
    default: nil
    }
  }
}

extension AggregateAccess {
  var type: ValueType {
    guard function != .count, let field else { return .number }
    return field.field.type == .dynamic ? .number : field.field.type
  }
}
