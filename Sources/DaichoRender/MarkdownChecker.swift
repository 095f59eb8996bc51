import DaichoModel

/// Finds, in a body that has not been rendered, the links that would be dropped and the HTML that would
/// be shown as text.
struct MarkdownChecker {
  /// A text made to fail everywhere need not be reported everywhere.
  private static let problemLimit = 100
  private static let sampleAddress = "https://example.jp"

  let source: TemplateText
  let path: String
  private(set) var diagnostics: [Diagnostic] = []
  private let lines: [String]
  /// The mail's links, those of this text added.
  private(set) var links: StaticLinks

  init(_ source: TemplateText, tags: [TemplateTag], path: String, links: StaticLinks = StaticLinks()) {
    self.source = source
    self.path = path
    self.links = links
    let markdown = Self.withoutTags(source.text, tags)
    lines = markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let document = MarkdownDocument(markdown), !document.isDeeperThanLimit() else { return }
    document.withRoot { root in
      visit(root)
      collectLinks(of: root)
    }
  }

  /// As `HTMLWriter` makes them.
  private mutating func collectLinks(of node: MarkdownNode) {
    switch node.kind {
    case .link: links.add(String(decoding: node.destination, as: UTF8.self))
    case .text:
      let text = node.literal
      var start = 0
      while let range = BareURL.next(in: text, from: start) {
        links.add(String(decoding: text[range], as: UTF8.self))
        start = range.upperBound
      }
    default:
      for child in node.children { collectLinks(of: child) }
    }
  }

  /// Each tag becomes as many scalars as it has, so that places stay what they are: a value is one
  /// placeholder, the rest joiners. Lines of nothing but section tags become blank, as in Mustache.
  private static func withoutTags(_ text: String, _ tags: [TemplateTag]) -> String {
    var scalars = Array(text.unicodeScalars)
    let value = Placeholder.scalar(0) ?? Placeholder.joiner
    for tag in tags {
      for index in tag.range where scalars[index] != "\n" { scalars[index] = Placeholder.joiner }
      if tag.kind == .variable { scalars[tag.range.lowerBound] = value }
    }
    var start = 0
    while start < scalars.count {
      let end = scalars[start...].firstIndex(of: "\n") ?? scalars.count
      if scalars[start..<end].allSatisfy({ $0 == Placeholder.joiner || $0 == " " || $0 == "\t" }) {
        for index in start..<end { scalars[index] = " " }
      }
      start = end + 1
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private mutating func visit(_ node: MarkdownNode) {
    guard diagnostics.count < Self.problemLimit else { return }
    switch node.kind {
    case .link:
      if !leadsSomewhere(node.destination, use: .link) {
        report(.error, "bad-link", node, Wording.badLink())
      }
    case .image:
      if !leadsSomewhere(node.destination, use: .image) {
        report(.error, "bad-image", node, Wording.badImage())
      } else if MarkdownShape.plainText(of: node, values: [""]).allSatisfy(\.isWhitespace),
        node.firstChild == nil
      {
        report(.warning, "image-without-alt", node, Wording.imageWithoutAlt())
      }
    case .html, .htmlBlock:
      if !RawHTML.shown(node.literal).isEmpty, !RawHTML.isLineBreak(node.literal) {
        report(.warning, "raw-html", node, Wording.rawHTML())
      }
    default: break
    }
    for child in node.children { visit(child) }
  }

  private func leadsSomewhere(_ destination: UnsafeBufferPointer<UInt8>, use: LinkDestination.Use) -> Bool {
    LinkDestination.resolve(destination, values: [Self.sampleAddress], use: use) != nil
  }

  private mutating func report(
    _ severity: Diagnostic.Severity, _ code: String, _ node: MarkdownNode, _ words: (Wording, Wording?)
  ) {
    var block = node
    while block.startLine == 0, let parent = block.parent { block = parent }
    let line = max(block.startLine, 1)
    var column = 1
    if block.startColumn > 1, line <= lines.count {
      let before = lines[line - 1].utf8.prefix(block.startColumn - 1)
      column = String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
    }
    let diagnostic = Diagnostic(
      severity, code, at: source.location(line: line - 1, column: column - 1, path: path), words.0,
      suggestion: words.1)
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }
}
