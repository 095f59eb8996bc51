import DaichoModel

extension Compiler {
  mutating func value(_ value: Value) -> SQLTemplate {
    switch value {
    case .field(let access): return field(access)
    case .aggregate(let aggregate): return self.aggregate(aggregate)
    case .number(let number):
      if let whole = number.units(withDigits: 0) { return "\(bind: .integer(whole))" }
      return "\(bind: .real(number.double))"
    case .integer(let integer): return "\(bind: .integer(integer))"
    case .text(let text): return "\(bind: .text(text))"
    case .boolean(let boolean): return "\(bind: .integer(boolean ? 1 : 0))"
    case .day(let span): return "\(bind: day(days(span).lowerBound))"
    case .instant(let offset): return "\(bind: .integer(instant(offset)))"
    case .arithmetic(let left, let operation, let right):
      let (a, b) = (self.value(left), self.value(right))
      if operation == .divide { return "(CAST(\(a) AS REAL) / NULLIF(\(b), 0))" }
      return "(\(a) \(name: operation.rawValue) \(b))"
    case .scaled(let inner, let digits):
      let factor = (0..<digits).reduce(Int64(1)) { power, _ in power * 10 }
      return "(\(self.value(inner)) * \(bind: .integer(factor)))"
    case .negative(let inner): return "(- \(self.value(inner)))"
    case .shifted(let inner, let duration): return shifted(inner, duration)
    case .monthAndDay(let inner): return monthAndDay(self.value(inner))
    }
  }

  /// The value of one item of a list.
  mutating func value(_ value: Value, ofItem item: String, row: String) -> SQLTemplate {
    switch value {
    case .field(let access): return place(access.template ?? "NULL", ["row": row, "item": item])
    case .monthAndDay(let inner): return monthAndDay(self.value(inner, ofItem: item, row: row))
    default: return self.value(value)
    }
  }

  private mutating func instant(_ offset: Int64) -> Int64 {
    usesToday = true
    let (sum, overflow) = environment.now.addingReportingOverflow(offset)
    return overflow ? environment.now : sum
  }

  /// Adding months keeps the day of the month, or takes the last of a shorter month, as
  /// `CalendarDate.adding(months:)` does; SQLite's own month arithmetic would run over into the next one.
  private mutating func shifted(_ inner: Value, _ duration: Duration) -> SQLTemplate {
    if case .day(let span) = inner { return value(.day(.shifted(span, duration))) }
    if let days = duration.days { return "(\(value(inner)) + \(bind: .integer(Int64(days))))" }
    let months = duration.months ?? 0
    let (day, again, third) = (value(inner), value(inner), value(inner))
    func modifier(_ count: Int) -> SQLValue { .text(count < 0 ? "\(count) months" : "+\(count) months") }
    let same: SQLTemplate = """
      CAST(strftime('%s', \(day) * 86400, 'unixepoch', 'start of month', \(bind: modifier(months))) AS INTEGER) \
      / 86400 + CAST(strftime('%d', \(again) * 86400, 'unixepoch') AS INTEGER) - 1
      """
    let last: SQLTemplate = """
      CAST(strftime('%s', \(third) * 86400, 'unixepoch', 'start of month', \
      \(bind: modifier(months + 1)), '-1 day') AS INTEGER) / 86400
      """
    return "MIN(\(same), \(last))"
  }

  private func monthAndDay(_ day: SQLTemplate) -> SQLTemplate {
    "CAST(strftime('%m%d', \(day) * 86400, 'unixepoch') AS INTEGER)"
  }

  // MARK: Fields

  private mutating func field(_ access: FieldAccess) -> SQLTemplate {
    if let score = access.score {
      return lookup(access) { compiler, row in compiler.score(score, row: row) }
    }
    guard let template = access.template else { return "NULL" }
    let frame = frames[access.level]
    if access.hops.isEmpty, let grouped = access.groupAggregate(in: frame) {
      switch frame.mode {
      case .groups: return grouped.sql(place(template, ["row": frame.row, "item": frame.row]))
      case .rows: return ofGroup(template, grouped, frame)
      }
    }
    return lookup(access) { compiler, row in compiler.place(template, ["row": row, "item": row]) }
  }

  /// The value of the item a row belongs to, over all rows of its group.
  private mutating func ofGroup(
    _ template: SQLTemplate, _ aggregate: QueryField.GroupAggregate, _ frame: Frame
  ) -> SQLTemplate {
    guard let collection = frame.collection, let group = collection.group else { return "NULL" }
    let row = alias()
    let source = place(collection.source, ["row": frame.ownerRow, "item": row])
    let own = place(group, ["row": row, "item": row])
    let other = place(group, ["row": frame.row, "item": frame.row])
    let value = aggregate.sql(place(template, ["row": row, "item": row]))
    return "(SELECT \(value) FROM \(source) AND \(own) = \(other))"
  }

  // MARK: Tests

  mutating func test(_ test: Test, of subject: SQLTemplate, negated: Bool) -> SQLTemplate {
    switch test {
    case .compare(let comparison, let other):
      let symbol = negated && comparison == .equal ? "<>" : comparison.sql
      let sql: SQLTemplate = "(\(subject) \(name: symbol) \(value(other)))"
      return negated && comparison != .equal ? "(NOT \(sql))" : sql
    case .days(let comparison, let span): return daysTest(comparison, span, subject, negated)
    case .falls(let span):
      let sql = falls(span, subject)
      return negated ? "(NOT \(sql))" : sql
    case .contains(let other):
      return "(instr(\(subject), \(value(other))) \(name: negated ? "=" : ">") 0)"
    case .starts(let other):
      let sql: SQLTemplate = "(substr(\(subject), 1, length(\(value(other)))) = \(value(other)))"
      return negated ? "(NOT \(sql))" : sql
    case .ends(let other):
      let sql: SQLTemplate = "(substr(\(subject), -length(\(value(other)))) = \(value(other)))"
      return negated ? "(NOT \(sql))" : sql
    case .matches(let pattern):
      let sql: SQLTemplate = "daicho_matches(\(bind: .text(pattern)), \(subject))"
      return negated ? "(NOT \(sql))" : sql
    case .anyOf(let tests):
      if let values = constants(tests) {
        return "(\(subject) \(name: negated ? "NOT IN" : "IN") (\(values.joined())))"
      }
      let sql = tests.map { self.test($0, of: subject, negated: false) }.balanced("OR")
      return negated ? "(NOT \(sql))" : sql
    case .allOf(let tests):
      let sql = tests.map { self.test($0, of: subject, negated: false) }.balanced("AND")
      return negated ? refusal(of: sql, test) : sql
    }
  }

  /// The values of a list of equalities with constants, each once.
  private mutating func constants(_ tests: [Test]) -> [SQLTemplate]? {
    var values: [SQLTemplate] = []
    for test in tests {
      guard case .compare(.equal, let other) = test else { return nil }
      switch other {
      case .text, .integer, .number: values.append(value(other))
      default: return nil
      }
    }
    var seen: Set<SQLTemplate> = []
    return values.filter { seen.insert($0).inserted }
  }

  private mutating func daysTest(
    _ comparison: Expression.Comparison, _ span: DaySpan, _ subject: SQLTemplate, _ negated: Bool
  ) -> SQLTemplate {
    let days = days(span)
    let (first, last) = (day(days.lowerBound), day(days.upperBound))
    let sql: SQLTemplate
    switch comparison {
    case .less: sql = "(\(subject) < \(bind: first))"
    case .greaterOrEqual: sql = "(\(subject) >= \(bind: first))"
    case .greater: sql = "(\(subject) > \(bind: last))"
    case .lessOrEqual: sql = "(\(subject) <= \(bind: last))"
    case .equal, .identical, .notEqual:
      if first == last { return "(\(subject) \(name: negated ? "<>" : "=") \(bind: first))" }
      return "(\(subject) \(name: negated ? "NOT BETWEEN" : "BETWEEN") \(bind: first) AND \(bind: last))"
    }
    return negated ? "(NOT \(sql))" : sql
  }

  /// By month × 100 + day. A span of a year or more holds every day. 29 February falls on 28 February in
  /// common years, so a span that ends on such a 28th holds it too; one that goes on does so by itself.
  private mutating func falls(_ span: DaySpan, _ subject: SQLTemplate) -> SQLTemplate {
    let days = days(span)
    let (first, last) = (days.lowerBound, days.upperBound)
    let yearLater = first.adding(Duration(count: 1, unit: .year)).adding(days: -1)
    if last >= yearLater { return "(\(subject) IS NOT NULL)" }
    func number(_ date: CalendarDate) -> Int64 { Int64(date.month * 100 + date.dayOfMonth) }
    let (from, through) = (number(first), number(last))
    let end = through == 228 && !CalendarDate.isLeap(last.year) ? 229 : through
    if from <= end {
      return "(\(subject) BETWEEN \(bind: .integer(from)) AND \(bind: .integer(end)))"
    }
    return "(\(subject) NOT BETWEEN \(bind: .integer(end + 1)) AND \(bind: .integer(from - 1)))"
  }
}

extension FieldAccess {
  func groupAggregate(in frame: Compiler.Frame) -> QueryField.GroupAggregate? {
    guard frame.collection?.group != nil, !field.isList else { return nil }
    return field.groupAggregate
  }
}

extension QueryField.GroupAggregate {
  /// Missing where every value is. `TOTAL` where `SUM` would fail on overflow; up to 2^53 it is exact.
  func sql(_ value: SQLTemplate) -> SQLTemplate {
    switch self {
    case .sum: "CASE COUNT(\(value)) WHEN 0 THEN NULL ELSE TOTAL(\(value)) END"
    case .min: "MIN(\(value))"
    case .max: "MAX(\(value))"
    }
  }
}

extension Expression.Comparison {
  fileprivate var sql: String {
    switch self {
    case .equal, .identical: "="
    case .notEqual: "<>"
    default: rawValue
    }
  }
}
