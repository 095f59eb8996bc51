import DaichoModel
import Mustache

/// A template that has passed every check, with the partials it names.
struct CompiledTemplate: Sendable {
  private let template: MustacheTemplate
  /// The text itself, where there is nothing for Mustache to do.
  private let constant: String?
  private let library: MustacheLibrary
  /// Bytes of the template and of its partials, as often as they are named.
  let size: Int

  /// Nil when Mustache refuses what our scanner let through.
  init?(_ text: String, partials: [String: String], size: Int) {
    var parsed: [String: MustacheTemplate] = [:]
    for (name, text) in partials {
      guard let partial = Self.parse(text) else { return nil }
      parsed[name] = partial
    }
    guard let template = Self.parse(text) else { return nil }
    self.template = template
    self.constant = text.contains("{{") ? nil : text
    self.library = MustacheLibrary(templates: parsed)
    self.size = size
  }

  /// Mustache's parser fails on a brace that ends the text.
  private static func parse(_ text: String) -> MustacheTemplate? {
    try? MustacheTemplate(string: text.hasSuffix("{") ? text + "\n" : text)
  }

  func render(_ context: RenderValue, schema: ContextSchema, recorder: RenderRecorder) -> String {
    if let constant { return constant }
    return template.render(
      ContextNode(context, shape: .object(schema.fields), recorder: recorder), library: library)
  }
}
