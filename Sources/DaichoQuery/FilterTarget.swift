import DaichoModel

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
}
