import DaichoModel

/// What a filter means against a schema: names resolved, literals read by type, comparisons made of
/// operands that agree.
indirect enum Condition: Sendable {
  case all([Condition])
  case any([Condition])
  case negation(Condition)
  case constant(Bool)
  /// A boolean that holds.
  case truth(Value)
  case presence(Value, isSet: Bool)
  /// The value is there and the test holds of it, or does not where `negated`; of a list, for one item, or
  /// for none of at least one. `source` is the text it was read from.
  case test(Value, negated: Bool, Test, source: String)
  /// `any`, `none`
  case exists(AggregateAccess, Bool)
  /// A condition over the record alone, in the scopes up to `level`.
  case segment(level: Int, Condition)
}

/// What is asked of one value, in the facet the value comes in.
indirect enum Test: Sendable {
  case compare(Expression.Comparison, Value)
  case days(Expression.Comparison, DaySpan)
  /// Of month × 100 + day.
  case falls(DaySpan)
  case contains(Value)
  case starts(Value)
  case ends(Value)
  case matches(String)
  case anyOf([Test])
  case allOf([Test])
}

extension Test {
  /// What it compares with that may be missing.
  var variables: [Value] {
    switch self {
    case .compare(_, let value), .contains(let value), .starts(let value), .ends(let value):
      switch value {
      case .number, .integer, .text, .boolean, .day, .instant: []
      default: [value]
      }
    case .anyOf(let tests), .allOf(let tests): tests.flatMap(\.variables)
    case .days, .falls, .matches: []
    }
  }
}

/// An operand.
indirect enum Value: Sendable {
  case field(FieldAccess)
  case aggregate(AggregateAccess)
  case number(ExactDecimal)
  case integer(Int64)
  case text(String)
  case boolean(Bool)
  /// A single day.
  case day(DaySpan)
  /// Milliseconds to add to now.
  case instant(Int64)
  case arithmetic(Value, Expression.Operation, Value)
  /// Times 10^digits: a number in minor units.
  case scaled(Value, digits: Int)
  case negative(Value)
  /// A day moved.
  case shifted(Value, Duration)
  /// Month × 100 + day of a day.
  case monthAndDay(Value)

  /// The list whose items it speaks of.
  var list: FieldAccess? {
    switch self {
    case .field(let access): access.field.isList ? access : nil
    case .monthAndDay(let value): value.list
    default: nil
    }
  }

  /// The local day of a value of this type, where it has one.
  func day(_ type: ValueType) -> Value? {
    switch (type, self) {
    case (.date, _): facet(.day)
    case (.datetime, .field), (.datetime, .aggregate), (.dynamic, .field):
      template(of: .day) == nil ? nil : facet(.day)
    default: nil
    }
  }

  private func template(of facet: FieldAccess.Facet) -> SQLTemplate? {
    switch self.facet(facet) {
    case .field(let access): access.template
    case .aggregate(let access): access.field?.template
    default: nil
    }
  }

  func has(_ facet: FieldAccess.Facet) -> Bool { template(of: facet) != nil }

  func facet(_ facet: FieldAccess.Facet) -> Value {
    switch self {
    case .field(var access):
      access.facet = facet
      return .field(access)
    case .aggregate(var access):
      access.field?.facet = facet
      return .aggregate(access)
    default: return self
    }
  }
}

/// A field reached from a scope: of the scope's own row, or over references.
struct FieldAccess: Sendable {
  enum Facet: Sendable, Hashable { case value, folded, day, numeric }

  var field: QueryField
  /// Which scope's row: 0 is the record.
  var level: Int
  var hops: [Hop] = []
  var facet = Facet.value
  /// Of a field that is a score, once the checker knows its rules.
  var score: CheckedScore?

  struct Hop: Sendable {
    var table: String
    var join: SQLTemplate
  }

  var template: SQLTemplate? {
    switch facet {
    case .value: field.value
    case .folded: field.folded ?? field.value
    case .day: field.type == .date ? field.value : field.day
    case .numeric: field.type == .dynamic ? field.numeric : field.value
    }
  }
}

/// An aggregate over a collection, or the number of items of a list.
struct AggregateAccess: Sendable {
  var function: Expression.Aggregate
  var source: Source
  /// The field it adds up or picks from, in the scope of the items.
  var field: FieldAccess?
  /// All hold of the items that count.
  var conditions: [Condition]

  enum Source: Sendable {
    /// `owner` is the scope of the record it belongs to, `level` the scope of its items.
    case collection(QueryCollection, owner: Int, level: Int)
    case list(FieldAccess)
  }
}
