import DaichoModel

/// A question about records as it was written, parsed. What its names mean only a schema can tell:
/// `checked(against:entity:)`.
package struct Filter: Sendable, Hashable {
  package let text: String
  package let root: Expression

  /// In bytes.
  package static let maxLength = 64 * 1024
  /// Levels of parentheses and of the tree.
  package static let maxDepth = 100
  /// Names and values, with those of the segments it refers to.
  package static let maxSize = 5_000

  package static func parse(_ text: String) throws(QueryError) -> Filter {
    var parser = try Parser(text)
    return Filter(text: text, root: try parser.filter())
  }
}

/// `customers where lifecycle in (lead)`, `events where kind = click`, `customers`: the form of a score's
/// `of:` and `each:`.
package struct FilterTarget: Sendable, Hashable {
  package let text: String
  /// The kind or collection.
  package let name: Expression.Name
  package let condition: Expression?

  package static func parse(_ text: String) throws(QueryError) -> FilterTarget {
    var parser = try Parser(text)
    let (name, condition) = try parser.target()
    return FilterTarget(text: text, name: name, condition: condition)
  }

  /// The condition as a filter of its own, with the places of the whole text.
  package var filter: Filter? {
    condition.map { Filter(text: text, root: $0) }
  }
}
