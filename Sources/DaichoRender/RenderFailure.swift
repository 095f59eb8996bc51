import DaichoModel

/// Why a mail cannot be compiled: every problem at once, in the order of the file.
package struct RenderFailure: Error, Sendable, Hashable {
  package var diagnostics: [Diagnostic]

  package init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }
}
