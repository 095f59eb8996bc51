/// The values a mail prints whatever its sections do. Each has its placeholder from the start, so that
/// Mustache, which needs about 2 µs a tag, is left with the sections and what is in them.
struct DirectNames: Sendable {
  struct Entry: Sendable, Hashable {
    /// Dotted.
    var name: String
    /// Whether the layout means it by its own names, `subject` for one.
    var isOfLayout: Bool
  }

  private(set) var entries: [Entry] = []
  private(set) var paths: [[String]] = []

  /// What replaces each variable that stands in no section, by where its tag begins.
  mutating func replacements(for tags: [TemplateTag], isOfLayout: Bool = false) -> [Int: Unicode.Scalar] {
    var depth = 0
    var replacements: [Int: Unicode.Scalar] = [:]
    for tag in tags {
      switch tag.kind {
      case .section, .inverted: depth += 1
      case .close: depth -= 1
      case .variable where depth == 0:
        replacements[tag.range.lowerBound] = placeholder(
          for: Entry(name: tag.name, isOfLayout: isOfLayout && Self.layoutNames.contains(tag.name)))
      default: break
      }
    }
    return replacements
  }

  /// Names whose values exist only when the parts of the mail are rendered.
  static let layoutNames: Set<String> = ["subject", "preheader"]

  private mutating func placeholder(for entry: Entry) -> Unicode.Scalar? {
    if let known = entries.firstIndex(of: entry) { return Placeholder.scalar(known) }
    entries.append(entry)
    paths.append(entry.name.split(separator: ".").map(String.init))
    return Placeholder.scalar(entries.count - 1)
  }

  /// The template with the variables replaced.
  static func replaced(_ scanner: TemplateScanner, _ replacements: [Int: Unicode.Scalar]) -> String {
    var view = String.UnicodeScalarView()
    var index = 0
    for tag in scanner.tags {
      guard let placeholder = replacements[tag.range.lowerBound] else { continue }
      view.append(contentsOf: scanner.scalars[index..<tag.range.lowerBound])
      view.append(placeholder)
      index = tag.range.upperBound
    }
    view.append(contentsOf: scanner.scalars[index...])
    return String(view)
  }
}

extension RenderValue {
  func value(at path: [String]) -> RenderValue {
    var value = self
    for name in path {
      guard case .object(let fields) = value, let field = fields[name] else { return .missing }
      value = field
    }
    return value
  }
}
