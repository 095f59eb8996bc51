import DaichoModel

/// A piece of a file that is a template, and where in the file it begins.
package struct TemplateText: Sendable, Hashable {
  package var text: String
  /// Of the first character of `text`.
  package var position: SourcePosition
  /// How many columns of the file stand before the second and each further line, as in an indented
  /// YAML block scalar.
  package var indent: Int
  /// Of a text that was put together from several: where each is from.
  var pieces: [TemplatePiece] = []

  package init(_ text: String, at position: SourcePosition, indent: Int = 0) {
    self.text = text
    self.position = position
    self.indent = indent
  }
}

/// A campaign's mail as its file has it.
package struct MailSource: Sendable, Hashable {
  /// Of the file, relative to the workspace.
  package var path: String
  package var subject: TemplateText
  package var preheader: TemplateText?
  /// CommonMark with Mustache tags.
  package var body: TemplateText
  /// Name of a layout, without `.html`.
  package var layout: String
  /// Where `layout` is written, for an error about it.
  package var layoutPosition: SourcePosition?
  /// Of the words the layout and the footer add.
  package var language: Language

  package init(
    path: String, subject: TemplateText, preheader: TemplateText? = nil, body: TemplateText,
    layout: String = "newsletter", layoutPosition: SourcePosition? = nil, language: Language
  ) {
    self.path = path
    self.subject = subject
    self.preheader = preheader
    self.body = body
    self.layout = layout
    self.layoutPosition = layoutPosition
    self.language = language
  }
}
