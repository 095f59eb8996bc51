import DaichoModel

/// Writes conditions as SQL for SQLite. Rows of inner scopes are called q1, q2, …; the record stays `{row}`.
struct Compiler {
  let environment: QueryEnvironment
  var notes: [Wording] = []
  var usesToday = false
  var frames = [Frame(row: "{row}")]
  private var aliases = 0
  /// How many scores have been written so far.
  var scores = 0

  /// The row of a scope and how the fields of a grouped item are had from it.
  struct Frame {
    var row: String
    var collection: QueryCollection?
    var ownerRow = ""
    var mode = Mode.rows

    enum Mode {
      /// The row is one of its group's: the item's fields are looked up over all of them.
      case rows
      /// In HAVING, where the group's rows are at hand.
      case groups
    }
  }

  init(environment: QueryEnvironment) { self.environment = environment }

  mutating func alias() -> String {
    aliases += 1
    return "q\(aliases)"
  }

  mutating func place(_ template: SQLTemplate, _ names: [String: String]) -> SQLTemplate {
    if template.text.contains("{today}") || template.text.contains("{now}") { usesToday = true }
    return template.placing(names, today: Int64(environment.today.day), now: environment.now)
  }

  func day(_ day: CalendarDate) -> SQLValue { .integer(Int64(day.day)) }

  mutating func days(_ span: DaySpan) -> ClosedRange<CalendarDate> {
    if !span.isFixed { usesToday = true }
    return span.days(in: environment)
  }

  // MARK: Conditions

  /// Where not `strict`, NULL may stand for false; `not` needs it strict.
  mutating func condition(_ condition: Condition, strict: Bool) -> SQLTemplate {
    switch condition {
    case .all(let items): return joined(items, "AND", strict)
    case .any(let items): return joined(items, "OR", strict)
    case .negation(let inner): return "(NOT \(self.condition(inner, strict: true)))"
    case .constant(let holds): return holds ? "1" : "0"
    case .truth(let value):
      let sql = self.value(value)
      return strict ? "(\(sql) IS TRUE)" : "\(sql)"
    case .presence(let value, let isSet): return presence(value, isSet)
    case .test(let value, let negated, let test, let source):
      note(test, negated: negated, source)
      if let list = value.list { return overList(list, value, negated, test) }
      let sql = self.test(test, of: self.value(value), negated: negated)
      return strict ? "(\(sql) IS TRUE)" : sql
    case .exists(let aggregate, let holds):
      let sql = exists(aggregate)
      return holds ? sql : "(NOT \(sql))"
    case .segment(let level, let inner):
      let outer = frames
      frames = [outer[level]]
      defer { frames = outer }
      return self.condition(inner, strict: strict)
    }
  }

  private mutating func joined(_ items: [Condition], _ conjunction: String, _ strict: Bool) -> SQLTemplate {
    var (cheap, scored): ([SQLTemplate], [SQLTemplate]) = ([], [])
    for item in items {
      let before = scores
      let sql = condition(item, strict: strict)
      if scores == before { cheap.append(sql) } else { scored.append(sql) }
    }
    // SQLite asks in this order: a score, which costs most, only of what the rest leaves.
    guard !cheap.isEmpty, !scored.isEmpty else { return (cheap + scored).balanced(conjunction) }
    return "(\(cheap.balanced(conjunction)) \(name: conjunction) \(scored.balanced(conjunction)))"
  }

  private mutating func presence(_ value: Value, _ isSet: Bool) -> SQLTemplate {
    guard case .field(let access) = value else {
      let sql = self.value(value)
      return isSet ? "(\(sql) IS NOT NULL)" : "(\(sql) IS NULL)"
    }
    if let score = access.score {
      // Whoever the score is of has it, whatever it comes to.
      let sql = lookup(access) { compiler, row in compiler.belongs(to: score, row: row) }
      return isSet ? "(\(sql) IS TRUE)" : "(\(sql) IS NOT TRUE)"
    }
    if access.field.isList, access.field.isPresent == nil {
      let sql = reach(access) { compiler, row in
        let item = compiler.alias()
        return "EXISTS (SELECT 1 FROM \(compiler.list(access, row, item)))"
      }
      return isSet ? sql : "(NOT \(sql))"
    }
    guard let present = access.field.isPresent else {
      let sql = self.value(value)
      return isSet ? "(\(sql) IS NOT NULL)" : "(\(sql) IS NULL)"
    }
    let sql = lookup(access) { compiler, row in compiler.place(present, ["row": row]) }
    return isSet ? "(\(sql) IS TRUE)" : "(\(sql) IS NOT TRUE)"
  }

  private mutating func overList(
    _ access: FieldAccess, _ value: Value, _ negated: Bool, _ test: Test
  ) -> SQLTemplate {
    reach(access) { compiler, row in
      let item = compiler.alias()
      let list = compiler.list(access, row, item)
      let itemValue = compiler.value(value, ofItem: item, row: row)
      let holds: SQLTemplate =
        "EXISTS (SELECT 1 FROM \(list) AND \(compiler.test(test, of: itemValue, negated: false)))"
      guard negated else { return holds }
      let other = compiler.alias()
      let some: SQLTemplate = "EXISTS (SELECT 1 FROM \(compiler.list(access, row, other)))"
      return compiler.refusal(of: holds, test, also: [some])
    }
  }

  /// That a test does not hold, though all it compares with is there.
  mutating func refusal(of sql: SQLTemplate, _ test: Test, also: [SQLTemplate] = []) -> SQLTemplate {
    var parts: [SQLTemplate] = ["(NOT \(sql))"]
    for value in test.variables { parts.append("(\(self.value(value)) IS NOT NULL)") }
    return (parts + also).balanced("AND")
  }

  mutating func list(_ access: FieldAccess, _ row: String, _ item: String) -> SQLTemplate {
    place(access.field.list ?? "(SELECT 1) \(name: item) WHERE 0", ["row": row, "item": item])
  }

  // MARK: References

  /// A condition about the row a field is of, wherever references lead; false where they lead nowhere.
  private mutating func reach(
    _ access: FieldAccess, _ inner: (inout Compiler, String) -> SQLTemplate
  ) -> SQLTemplate {
    follow(access.hops[...], from: frames[access.level].row, inner) { table, join, condition in
      "EXISTS (SELECT 1 FROM \(table) WHERE \(join) AND \(condition))"
    }
  }

  /// A value of the row a field is of; NULL where references lead nowhere.
  mutating func lookup(
    _ access: FieldAccess, _ inner: (inout Compiler, String) -> SQLTemplate
  ) -> SQLTemplate {
    follow(access.hops[...], from: frames[access.level].row, inner) { table, join, value in
      "(SELECT \(value) FROM \(table) WHERE \(join))"
    }
  }

  private mutating func follow(
    _ hops: ArraySlice<FieldAccess.Hop>, from row: String,
    _ inner: (inout Compiler, String) -> SQLTemplate,
    _ wrap: (SQLTemplate, SQLTemplate, SQLTemplate) -> SQLTemplate
  ) -> SQLTemplate {
    guard let hop = hops.first else { return inner(&self, row) }
    let target = alias()
    let join = place(hop.join, ["row": row, "target": target])
    return wrap(
      "\(name: hop.table) \(name: target)", join, follow(hops.dropFirst(), from: target, inner, wrap))
  }

  // MARK: Notes

  private mutating func note(_ test: Test, negated: Bool, _ source: String) {
    switch test {
    case .days(let comparison, let span) where !span.isFixed:
      notes.append(.days(source, negated ? .notEqual : comparison, days(span)))
    case .falls(let span) where !span.isFixed: notes.append(.falls(source, days(span)))
    case .anyOf(let tests), .allOf(let tests):
      for test in tests { note(test, negated: negated, source) }
    default: break
    }
  }
}
