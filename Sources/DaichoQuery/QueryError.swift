import DaichoModel

/// What is wrong with a filter, or doubtful in it, and where.
package struct QueryError: Error, Sendable, Hashable {
  package var severity: Diagnostic.Severity
  /// Stable and machine-readable, kebab-case: `unknown-field`, `type-mismatch`.
  package var code: String
  package var message: Wording
  /// The next step.
  package var suggestion: Wording?
  /// The whole filter.
  package var text: String
  /// The place in it, in Unicode scalars.
  package var range: Range<Int>

  init(
    _ code: String, _ message: Wording, in text: String, at range: Range<Int>, suggestion: Wording? = nil,
    severity: Diagnostic.Severity = .error
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.text = text
    self.range = range
    self.suggestion = suggestion
  }

  /// Within the filter: both numbers start at 1, `column` counts Unicode scalars.
  package var position: SourcePosition {
    var position = SourcePosition(line: 1, column: 1)
    for scalar in text.unicodeScalars.prefix(range.lowerBound) {
      if scalar == "\n" {
        position = SourcePosition(line: position.line + 1, column: 1)
      } else {
        position.column += 1
      }
    }
    return position
  }

  package var line: Int { position.line }
  package var column: Int { position.column }
  /// In Unicode scalars, at least 1.
  package var length: Int { max(1, range.count) }

  /// The error as a command reports it: at its place in the file where the filter stands in one, with the
  /// source line and a caret beneath.
  package func daichoError(at placement: FilterPlacement? = nil) -> DaichoError {
    DaichoError(
      code, message, at: placement.map { $0.location(ofOffset: range.lowerBound) }, hint: suggestion,
      details: caretLines)
  }

  /// The error as `check` reports it.
  package func diagnostic(at placement: FilterPlacement) -> Diagnostic {
    Diagnostic(
      severity, code, at: placement.location(ofOffset: range.lowerBound), message, suggestion: suggestion)
  }
}

/// Where a filter stands in a file: the place of its first character, and of each character that does not
/// simply follow the one before, as after a line break and its indent.
package struct FilterPlacement: Sendable, Hashable {
  package var path: String
  private var anchors: [Anchor]

  private struct Anchor: Sendable, Hashable {
    var offset: Int
    var position: SourcePosition
  }

  /// `anchors` are pairs of an offset into the filter, in Unicode scalars, and its place in the file;
  /// the first is of offset 0.
  package init(path: String, anchors: [(offset: Int, position: SourcePosition)]) {
    self.path = path
    self.anchors = anchors.map { Anchor(offset: $0.offset, position: $0.position) }
      .sorted { $0.offset < $1.offset }
  }

  /// A filter on one line, or in quotes without escapes.
  package init(path: String, at position: SourcePosition) {
    self.init(path: path, anchors: [(0, position)])
  }

  /// A literal block (`|`): each line of `text` is a line of the file, `column` is where they all begin.
  package init(path: String, block text: String, firstLine: Int, column: Int) {
    var anchors = [(offset: 0, position: SourcePosition(line: firstLine, column: column))]
    var line = firstLine
    for (offset, scalar) in text.unicodeScalars.enumerated() where scalar == "\n" {
      line += 1
      anchors.append((offset + 1, SourcePosition(line: line, column: column)))
    }
    self.init(path: path, anchors: anchors)
  }

  package func location(ofOffset offset: Int) -> SourceLocation {
    guard let anchor = anchors.last(where: { $0.offset <= offset }) ?? anchors.first else {
      return SourceLocation(path: path)
    }
    var position = anchor.position
    position.column += max(0, offset - anchor.offset)
    return SourceLocation(path: path, position: position)
  }
}
