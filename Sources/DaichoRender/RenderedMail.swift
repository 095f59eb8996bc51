/// A mail for one recipient. The same template and context give the same bytes.
package struct RenderedMail: Sendable, Hashable {
  /// One line, no control characters.
  package var subject: String
  package var preheader: String?
  /// Lines end in LF; paragraphs are not wrapped.
  package var text: String
  package var html: String
  /// Dotted names that were to be printed and had nothing to print, in the order of their first use.
  package var emptyNames: [String]
  /// Links and pictures that a value made lead nowhere a mail may lead, so that they were left out.
  package var droppedLinks = 0

  /// Bytes of `html` above which a mail deserves a warning, and above which it must not be sent:
  /// Gmail cuts a mail at 102 KB.
  package static let htmlWarningSize = 80_000
  package static let htmlSizeLimit = 100_000
}
