/// What the tags of a mail speak of, so that nothing else need be looked up.
package struct TemplateMentions: Sendable, Hashable {
  /// The first parts of names: `customer`, `recommendations`.
  package private(set) var leading: Set<String> = []
  /// All parts of names: `customer`, `orders`, `count`.
  package private(set) var parts: Set<String> = []

  package init() {}

  init(_ tags: [TemplateTag]) {
    for tag in tags where tag.kind != .comment {
      let names = tag.name.split(separator: ".").map(String.init)
      parts.formUnion(names)
      if let first = names.first { leading.insert(first) }
    }
  }

  package mutating func formUnion(_ other: TemplateMentions) {
    leading.formUnion(other.leading)
    parts.formUnion(other.parts)
  }
}
