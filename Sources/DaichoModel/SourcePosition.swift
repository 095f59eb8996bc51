/// A place in a text file. Both numbers start at 1; `column` counts Unicode scalars, as editors do
/// for Japanese text, never bytes.
package struct SourcePosition: Sendable, Hashable, Comparable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (a: SourcePosition, b: SourcePosition) -> Bool {
    (a.line, a.column) < (b.line, b.column)
  }
}

/// A file of the workspace (path relative to its root, `/`-separated) and, where known, a place in it.
package struct SourceLocation: Sendable, Hashable, Comparable, CustomStringConvertible {
  package var path: String
  package var position: SourcePosition?

  package init(path: String, position: SourcePosition? = nil) {
    self.path = path
    self.position = position
  }

  /// `path`, or `path:line:column`, the form editors and terminals make clickable.
  package var description: String {
    guard let position else { return path }
    return "\(path):\(position.line):\(position.column)"
  }

  package static func < (a: SourceLocation, b: SourceLocation) -> Bool {
    if a.path != b.path { return a.path < b.path }
    let first = SourcePosition(line: 0, column: 0)
    return (a.position ?? first) < (b.position ?? first)
  }
}
