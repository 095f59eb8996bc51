/// Something `daicho check` has to say about a place in a file.
package struct Diagnostic: Sendable, Hashable {
  package enum Severity: String, Sendable, Comparable, CaseIterable {
    case error, warning
    /// Nothing is wrong, and `check` does not list it: a value that `check --fix` writes plainly.
    case note

    package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

    private var rank: Int {
      switch self {
      case .error: 0
      case .warning: 1
      case .note: 2
      }
    }
  }

  package var location: SourceLocation
  package var severity: Severity
  /// Stable and machine-readable, kebab-case: `unknown-field`, `dangling-reference`.
  package var code: String
  package var message: Wording
  /// What to do about it, or the text to write instead.
  package var suggestion: Wording?

  package init(
    _ severity: Severity, _ code: String, at location: SourceLocation, _ message: Wording,
    suggestion: Wording? = nil
  ) {
    self.location = location
    self.severity = severity
    self.code = code
    self.message = message
    self.suggestion = suggestion
  }
}
