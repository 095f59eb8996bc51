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
