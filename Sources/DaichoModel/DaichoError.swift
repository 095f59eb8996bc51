/// Why a request could not be carried out. Libraries throw it, the face in use prints it once, as
/// `daicho: error: LOCATION: MESSAGE` and `hint: HINT`.
package struct DaichoError: Error, Sendable, Hashable {
  /// Stable and machine-readable, kebab-case: `not-a-workspace`, `file-changed`.
  package var code: String
  package var message: Wording
  package var location: SourceLocation?
  /// The next step for the person who reads it.
  package var hint: Wording?
  /// Lines shown under the message as they are: the source line and a caret, a list of candidates.
  package var details: [String]

  package init(
    _ code: String, _ message: Wording, at location: SourceLocation? = nil, hint: Wording? = nil,
    details: [String] = []
  ) {
    self.code = code
    self.message = message
    self.location = location
    self.hint = hint
    self.details = details
  }
}
