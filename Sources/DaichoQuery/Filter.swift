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

extension [Unicode.Scalar] {
  /// What stands there, as far as it reaches.
  func text(in range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: self[range.clamped(to: indices)])
    return String(view)
  }
}
