import DaichoModel
import DaichoQuery

/// Answers a filter row by row from what SPEC says, without SQL: the other opinion in `ExecutionTests`.
struct Evaluator {
  enum Value: Equatable {
    case text(String)
    case number(Double)
    /// In major units.
    case money(Double)
    case boolean(Bool)
    case day(Int)
    case monthAndDay(Int)
  }

  enum Found {
    case one(Value?)
    case list([String])
  }

  let register: RandomRegister
  let customer: RandomRegister.Customer
  /// The fields of the items around, innermost last.
  var items: [[String: Value?]] = []

  func holds(_ text: String) throws -> Bool { try holds(Filter.parse(text).root) }

  // MARK: Conditions

  func holds(_ expression: Expression) throws -> Bool {
    switch expression.node {
    case .and(let parts): return try parts.allSatisfy { try holds($0) }
    case .or(let parts): return try parts.contains { try holds($0) }
    case .not(let inner): return try !holds(inner)
    case .word(let name): return try one(name) == .boolean(true)
    case .segment(let name):
      guard let segment = TestRegister.schema.segments[name.text] else { return false }
      return try Evaluator(register: register, customer: customer).holds(segment.text)
    case .comparison(let left, .notEqual, let right):
      return try none(left, [right]) { try compare($0, .equal, right) }
    case .comparison(let left, let comparison, let right):
      return try any(left) { try compare($0, comparison, right) }
    case .membership(let left, let negated, let choices):
      let matches = { (value: Value) in try choices.contains { try compare(value, .equal, $0) } }
      return negated ? try none(left, choices, matches) : try any(left, matches)
    case .between(let left, let negated, let low, let high):
      let matches = { (value: Value) in
        try compare(value, .greaterOrEqual, low) && compare(value, .lessOrEqual, high)
      }
      return negated ? try none(left, [low, high], matches) : try any(left, matches)
    case .match(let left, let match, let negated, let right):
      let matches = { (value: Value) in
        guard case .text(let text) = value, case .text(let part) = try literal(right, like: value) else {
          return false
        }
        let (a, b) = (
          Array(TextFolding.fold(text).unicodeScalars), Array(TextFolding.fold(part).unicodeScalars)
        )
        switch match {
        case .has: return a == b
        case .contains: return a.indices.contains { a[$0...].starts(with: b) }
        case .starts: return a.starts(with: b)
        case .ends: return a.reversed().starts(with: b.reversed())
        case .matches: return false
        }
      }
      return negated ? try none(left, [right], matches) : try any(left, matches)
    case .age(let left, let age, let duration):
      let limit = TestRegister.environment.today.day - duration.count * (duration.unit == .week ? 7 : 1)
      return try any(left) { value in
        guard case .day(let day) = value else { return false }
        return age == .older ? day < limit : day > limit
      }
    case .falls(let left, let right):
      return try any(left) { value in
        guard let days = days(right) else { return false }
        return (days.lowerBound.day...min(days.upperBound.day, days.lowerBound.day + 400)).contains { day in
          let date = CalendarDate(day: day)
          switch value {
          case .monthAndDay(let number): return falls(number, on: date)
          case .day(let other):
            let (_, month, dayOfMonth) = CalendarDate(day: other).components
            return falls(month * 100 + dayOfMonth, on: date)
          default: return false
          }
        }
      }
    case .presence(let left, let isSet):
      return try values(left).isEmpty != isSet
    case .aggregate(let function, let name, let condition):
      let found = try matching(name.text, condition)
      return function == .any ? !found.isEmpty : found.isEmpty
    default: return false
    }
  }

  private func falls(_ monthAndDay: Int, on date: CalendarDate) -> Bool {
    let (year, month, day) = date.components
    if monthAndDay == 229, !CalendarDate.isLeap(year) { return month == 2 && day == 28 }
    return monthAndDay == month * 100 + day
  }

  private func any(_ left: Expression, _ matches: (Value) throws -> Bool) throws -> Bool {
    try values(left).contains(where: matches)
  }

  /// Nothing is missing on either side, and no value matches.
  private func none(
    _ left: Expression, _ others: [Expression], _ matches: (Value) throws -> Bool
  ) throws -> Bool {
    let values = try values(left)
    guard let first = values.first else { return false }
    let isComplete = try others.allSatisfy { other in
      if case .day = first, days(other) != nil { return true }
      return try literal(other, like: first) != nil
    }
    return try isComplete && !values.contains(where: matches)
  }

  // MARK: Operands

  private func values(_ expression: Expression) throws -> [Value] {
    if case .word(let name) = expression.node, name == "tags", items.isEmpty || items.last?["tags"] == nil {
      return customer.tags.map { .text($0) }
    }
    return try operand(expression).map { [$0] } ?? []
  }

  private func operand(_ expression: Expression) throws -> Value? {
    switch expression.node {
    case .word(let name):
      if let number = ExactDecimal(typed: name) { return .number(number.double) }
      if name == "today" { return .day(TestRegister.environment.today.day) }
      return try one(name)
    case .negative(let inner):
      guard case .number(let number) = try operand(inner) else { return nil }
      return .number(-number)
    case .span: return days(expression).map { .day($0.lowerBound.day) }
    case .arithmetic(let left, let operation, let right): return try arithmetic(left, operation, right)
    case .aggregate(let function, let name, let condition):
      return try aggregate(function, name.text, condition)
    default: return nil
    }
  }

  private func arithmetic(
    _ left: Expression, _ operation: Expression.Operation, _ right: Expression
  ) throws -> Value? {
    let a = try operand(left)
    if case .duration(let duration) = right.node {
      guard case .day(let day) = a else { return nil }
      let count = operation == .minus ? -duration.count : duration.count
      let date = CalendarDate(day: day)
      switch duration.unit {
      case .month: return .day(date.adding(months: count).day)
      case .year: return .day(date.adding(months: count * 12).day)
      case .week: return .day(day + count * 7)
      default: return .day(day + count)
      }
    }
    guard let a, let b = try operand(right) else { return nil }
    func result(_ x: Double, _ y: Double) -> Double? {
      switch operation {
      case .plus: x + y
      case .minus: x - y
      case .times: x * y
      case .divide: y == 0 ? nil : x / y
      }
    }
    switch (a, b) {
    case (.day(let x), .day(let y)): return .number(Double(x - y))
    case (.money(let x), .money(let y)):
      return result(x, y).map { operation == .divide ? .number($0) : .money($0) }
    case (.money(let x), .number(let y)), (.number(let x), .money(let y)):
      return result(x, y).map { .money($0) }
    case (.number(let x), .number(let y)): return result(x, y).map { .number($0) }
    default: return nil
    }
  }

  private func compare(_ value: Value, _ comparison: Expression.Comparison, _ right: Expression) throws
    -> Bool
  {
    if case .day(let day) = value, let days = days(right) {
      switch comparison {
      case .equal, .identical: return days.lowerBound.day <= day && day <= days.upperBound.day
      case .notEqual: return false
      case .less: return day < days.lowerBound.day
      case .lessOrEqual: return day <= days.upperBound.day
      case .greater: return day > days.upperBound.day
      case .greaterOrEqual: return day >= days.lowerBound.day
      }
    }
    guard let other = try literal(right, like: value) else { return false }
    switch (value, other) {
    case (.text(let a), .text(let b)):
      if comparison == .identical { return a == b }
      return order(Key(TextFolding.fold(a)), comparison, Key(TextFolding.fold(b)))
    case (.number(let a), .number(let b)), (.money(let a), .money(let b)), (.money(let a), .number(let b)),
      (.number(let a), .money(let b)):
      return order(a, comparison, b)
    case (.day(let a), .day(let b)): return order(a, comparison, b)
    case (.boolean(let a), .boolean(let b)): return a == b
    default: return false
    }
  }

  /// Text in the order of its bytes, as SQLite compares it.
  private struct Key: Comparable {
    let bytes: [UInt8]
    init(_ text: String) { bytes = Array(text.utf8) }
    static func < (a: Key, b: Key) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
  }

  private func order<T: Comparable>(_ a: T, _ comparison: Expression.Comparison, _ b: T) -> Bool {
    switch comparison {
    case .equal, .identical: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }

  private func literal(_ right: Expression, like value: Value) throws -> Value? {
    switch (value, right.node) {
    case (_, .quoted(let text)): return .text(text)
    case (.text, .word(let name)) where name.contains("."): return try one(name)
    case (.text, .word(let text)): return .text(text)
    case (.boolean, .word(let word)): return .boolean(word == "true")
    default: return try operand(right)
    }
  }

  /// The filters of this test name days in few ways; `DaySpanTests` has them all.
  private func days(_ right: Expression) -> ClosedRange<CalendarDate>? {
    switch right.node {
    case .span(let span): return span.days(in: TestRegister.environment)
    case .word("today"): return TestRegister.environment.today...TestRegister.environment.today
    case .word("2027-02-01..2027-02-28"):
      return TestRegister.day("2027-02-01")...TestRegister.day("2027-02-28")
    case .word("2026-11"): return TestRegister.day("2026-11-01")...TestRegister.day("2026-11-30")
    case .word(let text):
      guard let date = CalendarDate(typed: text) else { return nil }
      return date...date
    default: return nil
    }
  }

  // MARK: Names

  private func one(_ name: String) throws -> Value? {
    for item in items.reversed() {
      if let value = item[name] { return value }
    }
    switch name {
    case "name": return customer.name.map { .text($0) }
    case "lifecycle": return customer.lifecycle.map { .text($0) }
    case "age": return customer.age.map { .number(Double($0)) }
    case "orders.total": return customer.total.map { .money(Double($0) / 100) }
    case "repeat": return customer.hasRepeat.map { .boolean($0) }
    case "last_order": return customer.lastOrder.map { .day($0) }
    case "birthday": return customer.birthday.map { .monthAndDay($0) }
    case "company": return customer.company.map { .text($0) }
    case "company.industry":
      return customer.company.flatMap { register.companies[$0]?.industry }.map { .text($0) }
    case "company.size":
      return customer.company.flatMap { register.companies[$0]?.size }.map { .number(Double($0)) }
    default: return nil
    }
  }

  // MARK: Collections

  /// The items that meet the condition, each with the fields of the whole item.
  private func matching(_ name: String, _ condition: Expression?) throws -> [[String: Value?]] {
    var out: [[String: Value?]] = []
    func meets(_ fields: [String: Value?]) throws -> Bool {
      guard let condition else { return true }
      var inner = self
      inner.items.append(fields)
      return try inner.holds(condition)
    }
    if name == "events" {
      for event in customer.events {
        let fields: [String: Value?] = [
          "kind": event.kind.map { .text($0) }, "date": event.day.map { .day($0) },
        ]
        if try meets(fields) { out.append(fields) }
      }
      return out
    }
    for order in Set(customer.orderRows.map(\.order)).sorted() {
      let rows = customer.orderRows.filter { $0.order == order }
      let amounts = rows.compactMap(\.amount)
      let whole: [String: Value?] = [
        "amount": amounts.isEmpty ? nil : .money(Double(amounts.reduce(0, +)) / 100),
        "date": rows.compactMap(\.day).min().map { .day($0) },
      ]
      let some = try rows.contains { row in
        let own: [String: Value?] = [
          "sku": row.sku.map { .text($0) }, "quantity": row.quantity.map { .number(Double($0)) },
        ]
        return try meets(whole.merging(own) { a, _ in a })
      }
      if some { out.append(whole) }
    }
    return out
  }

  private func aggregate(
    _ function: Expression.Aggregate, _ name: String, _ condition: Expression?
  ) throws -> Value? {
    if name == "tags" { return .number(Double(customer.tags.count)) }
    let parts = name.split(separator: ".").map(String.init)
    let found = try matching(parts[0], condition)
    if function == .count { return .number(Double(found.count)) }
    let values = found.compactMap { $0[parts[1]] ?? nil }
    if case .day = values.first {
      let days = values.compactMap { if case .day(let day) = $0 { day } else { nil } }
      return (function == .min ? days.min() : days.max()).map { .day($0) }
    }
    let amounts = values.compactMap { if case .money(let amount) = $0 { amount } else { nil } }
    switch function {
    case .sum: return .money(amounts.reduce(0, +))
    case .avg: return amounts.isEmpty ? nil : .money(amounts.reduce(0, +) / Double(amounts.count))
    case .min: return amounts.min().map { .money($0) }
    default: return amounts.max().map { .money($0) }
    }
  }
}
