/// A filter as it was written: a tree of conditions and operands, each with its place in the text.
package struct Expression: Sendable, Hashable {
  package let node: Node
  /// In Unicode scalars of the filter.
  package let range: Range<Int>
  /// The levels below and including this one, as many as its SQL needs of parentheses or more.
  let depth: Int

  package indirect enum Node: Sendable, Hashable {
    case and([Expression])
    case or([Expression])
    case not(Expression)
    case comparison(Expression, Comparison, Expression)
    /// `in (…)`, `in RANGE`
    case membership(Expression, negated: Bool, [Expression])
    case between(Expression, negated: Bool, Expression, Expression)
    case match(Expression, TextMatch, negated: Bool, Expression)
    case age(Expression, Age, Duration)
    case falls(Expression, Expression)
    case presence(Expression, isSet: Bool)
    case aggregate(Aggregate, Name, where: Expression?)
    case segment(Name)
    case arithmetic(Expression, Operation, Expression)
    case negative(Expression)
    /// A name, a number, a date or text: the checker decides by place and type.
    case word(String)
    case quoted(String)
    case duration(Duration)
    case span(DaySpan)
  }

  package struct Name: Sendable, Hashable {
    package let text: String
    package let range: Range<Int>
  }

  package enum Comparison: String, Sendable, Hashable, CaseIterable {
    case equal = "="
    /// Of text, to the letter.
    case identical = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// The one that holds with the sides exchanged.
    var mirrored: Comparison {
      switch self {
      case .less: .greater
      case .lessOrEqual: .greaterOrEqual
      case .greater: .less
      case .greaterOrEqual: .lessOrEqual
      case .equal, .identical, .notEqual: self
      }
    }

    var isOrdering: Bool {
      switch self {
      case .equal, .identical, .notEqual: false
      default: true
      }
    }
  }

  package enum TextMatch: String, Sendable, Hashable, CaseIterable {
    case has, contains
    case starts = "starts with"
    case ends = "ends with"
    case matches
  }

  package enum Age: String, Sendable, Hashable, CaseIterable { case older, newer }

  package enum Aggregate: String, Sendable, Hashable, CaseIterable {
    case any, none, count, sum, avg, min, max
  }

  package enum Operation: String, Sendable, Hashable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
  }

  init(_ node: Node, at range: Range<Int>) {
    self.node = node
    self.range = range
    depth =
      switch node {
      case .and(let items), .or(let items), .membership(_, _, let items):
        (items.map(\.depth).max() ?? 0) + Expression.levels(items.count)
      case .not(let a), .presence(let a, _), .negative(let a), .age(let a, _, _): a.depth + 1
      case .comparison(let a, _, let b), .match(let a, _, _, let b), .falls(let a, let b),
        .arithmetic(let a, _, let b):
        Swift.max(a.depth, b.depth) + 1
      case .between(let a, _, let b, let c): Swift.max(a.depth, b.depth, c.depth) + 1
      case .aggregate(_, _, let condition): (condition?.depth ?? 0) + 1
      case .segment, .word, .quoted, .duration, .span: 1
      }
  }

  /// The height of a balanced tree of `count` leaves.
  private static func levels(_ count: Int) -> Int {
    Swift.max(1, Int.bitWidth - Swift.max(1, count - 1).leadingZeroBitCount)
  }
}
