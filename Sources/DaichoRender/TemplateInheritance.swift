import DaichoModel

/// Puts a template and those it inherits from together into one: `{{< parent}}{{$ block}}…{{/ block}}{{/ parent}}`
/// becomes the parent's text with this in the place of its own block. What is left knows no inheritance, so that
/// every check looks at the page as it will be.
struct TemplateInheritance {
  private static let depthLimit = 16
  private static let expansionLimit = 200
  /// In scalars: four times what a template may have, and so past every other limit.
  private static let sizeLimit = 4 * TemplateScanner.sizeLimit

  private indirect enum Node {
    case text(Range<Int>)
    case block(TemplateTag, [Node])
    case parent(TemplateTag, [String: [Node]])
    case partial(TemplateTag)
  }

  private struct Parsed {
    let source: TemplateText
    let path: String
    let scalars: [Unicode.Scalar]
    /// Of the first scalar of each line.
    let lineStarts: [Int]
    var nodes: [Node] = []
    var hasBlocks = false
  }

  private struct Override {
    let nodes: [Node]
    let parsed: Parsed
  }

  private let templates: [String: TemplateText]
  private(set) var diagnostics: [Diagnostic] = []
  private var out = String.UnicodeScalarView()
  private var count = 0
  private var pieces: [TemplatePiece] = []
  private var open: [String] = []
  private var depth = 0
  private var expansions = 0

  /// - Parameter templates: prepared, by name.
  init(_ templates: [String: TemplateText]) {
    self.templates = templates
  }

  /// The template itself where it inherits nothing and offers nothing to be inherited.
  mutating func expanded(_ source: TemplateText, path: String, name: String? = nil) -> TemplateText {
    guard source.text.contains("{{<") || source.text.contains("{{$") else { return source }
    open = [name].compactMap(\.self)
    let parsed = parse(source, path: path)
    write(parsed.nodes, of: parsed, [:])
    guard diagnostics.isEmpty else { return source }
    var result = TemplateText(String(out), at: source.position, indent: source.indent)
    result.pieces = pieces
    return result
  }

  private mutating func report(_ code: String, _ tag: TemplateTag, _ words: (Wording, Wording?)) {
    let diagnostic = Diagnostic(.error, code, at: tag.location, words.0, suggestion: words.1)
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  // MARK: Parsing

  private struct OpenTag {
    let tag: TemplateTag
    var nodes: [Node] = []
    var blocks: [String: [Node]] = [:]
  }

  private mutating func parse(_ source: TemplateText, path: String) -> Parsed {
    let scanner = TemplateScanner(source, path: path)
    let scalars = scanner.scalars
    var parsed = Parsed(
      source: source, path: path, scalars: scalars,
      lineStarts: [0] + scalars.indices.filter { scalars[$0] == "\n" }.map { $0 + 1 })
    var stack = [
      OpenTag(tag: TemplateTag(kind: .comment, name: "", location: SourceLocation(path: path), range: 0..<0))
    ]
    var index = 0
    func text(upTo end: Int) {
      if index < end { stack[stack.count - 1].nodes.append(.text(index..<end)) }
      index = max(index, end)
    }
    for tag in scanner.tags {
      switch tag.kind {
      case .variable: continue
      case .comment:
        guard stack[stack.count - 1].tag.kind == .parent else { continue }
        text(upTo: tag.range.lowerBound)
        index = tag.range.upperBound
      case .section, .inverted: stack.append(OpenTag(tag: tag))
      case .partial:
        text(upTo: tag.range.lowerBound)
        stack[stack.count - 1].nodes.append(.partial(tag))
        index = tag.range.upperBound
      case .block, .parent:
        let whole = Self.wholeLine(tag.range, scalars)
        text(upTo: whole.lowerBound)
        index = whole.upperBound
        stack.append(OpenTag(tag: tag))
        parsed.hasBlocks = true
      case .close:
        guard stack.count > 1, let opened = stack.last else { continue }
        guard opened.tag.name == tag.name else {
          report(
            "section-mismatch", tag,
            Wording.sectionMismatch(
              tag.name, open: opened.tag.name, line: opened.tag.location.position?.line ?? 1))
          return parsed
        }
        guard opened.tag.kind == .block || opened.tag.kind == .parent else {
          // The section's own tags are text of what is around it.
          stack.removeLast()
          stack[stack.count - 1].nodes += opened.nodes
          stack[stack.count - 1].blocks.merge(opened.blocks) { $1 }
          continue
        }
        let whole = Self.wholeLine(tag.range, scalars)
        text(upTo: whole.lowerBound)
        index = whole.upperBound
        close(&stack, parsed)
      }
    }
    for opened in stack.dropFirst() where opened.tag.kind == .block || opened.tag.kind == .parent {
      report("section-not-closed", opened.tag, Wording.sectionNotClosed(opened.tag.name))
    }
    text(upTo: scalars.count)
    parsed.nodes = stack.flatMap(\.nodes)
    return parsed
  }

  private mutating func close(_ stack: inout [OpenTag], _ parsed: Parsed) {
    guard let opened = stack.popLast(), let around = stack.last else { return }
    if opened.tag.kind == .parent {
      let strays = opened.nodes.contains { node in
        guard case .text(let range) = node else { return true }
        return parsed.scalars[range].contains { !$0.properties.isWhitespace }
      }
      if strays { report("text-outside-block", opened.tag, Wording.textOutsideBlock(opened.tag.name)) }
      stack[stack.count - 1].nodes.append(.parent(opened.tag, opened.blocks))
    } else if around.tag.kind == .parent {
      stack[stack.count - 1].blocks[opened.tag.name] = opened.nodes
    } else {
      stack[stack.count - 1].nodes.append(.block(opened.tag, opened.nodes))
    }
  }

  /// A tag alone on its line takes the line with it.
  private static func wholeLine(_ tag: Range<Int>, _ scalars: [Unicode.Scalar]) -> Range<Int> {
    var (start, end) = (tag.lowerBound, tag.upperBound)
    while start > 0, scalars[start - 1] == " " || scalars[start - 1] == "\t" { start -= 1 }
    while end < scalars.count, scalars[end] == " " || scalars[end] == "\t" { end += 1 }
    guard start == 0 || scalars[start - 1] == "\n" else { return tag }
    if end == scalars.count { return start..<end }
    return scalars[end] == "\n" ? start..<(end + 1) : tag
  }

  // MARK: Writing

  private mutating func write(_ nodes: [Node], of parsed: Parsed, _ overrides: [String: Override]) {
    for node in nodes {
      switch node {
      case .text(let range): write(range, of: parsed)
      case .block(let tag, let own):
        if let override = overrides[tag.name] {
          nested(tag) { $0.write(override.nodes, of: override.parsed, overrides) }
        } else {
          write(own, of: parsed, overrides)
        }
      case .parent(let tag, let blocks): writeParent(tag, blocks, of: parsed, overrides)
      case .partial(let tag):
        if !overrides.isEmpty, let template = templates[tag.name], template.text.contains("{{$"),
          !open.contains(tag.name)
        {
          writeTemplate(tag, template, overrides)
        } else {
          write(tag.range, of: parsed)
        }
      }
    }
  }

  private mutating func writeParent(
    _ tag: TemplateTag, _ blocks: [String: [Node]], of parsed: Parsed, _ overrides: [String: Override]
  ) {
    guard let template = templates[tag.name] else {
      let nearest = NearestName.to(tag.name, among: templates.keys.sorted())
      return report("unknown-partial", tag, Wording.unknownPartial(tag.name, nearest: nearest))
    }
    guard !open.contains(tag.name) else {
      return report("circular-partial", tag, Wording.circularPartial(open + [tag.name]))
    }
    // Who inherits from this template has the last word.
    let all = blocks.mapValues { Override(nodes: $0, parsed: parsed) }.merging(overrides) { $1 }
    writeTemplate(tag, template, all)
  }

  private mutating func writeTemplate(
    _ tag: TemplateTag, _ template: TemplateText, _ overrides: [String: Override]
  ) {
    open.append(tag.name)
    nested(tag) { inheritance in
      let parsed = inheritance.parse(template, path: MailCompiler.path(ofLayout: tag.name))
      inheritance.write(parsed.nodes, of: parsed, overrides)
    }
    open.removeLast()
  }

  private mutating func nested(_ tag: TemplateTag, _ write: (inout TemplateInheritance) -> Void) {
    expansions += 1
    guard depth < Self.depthLimit, expansions <= Self.expansionLimit, count <= Self.sizeLimit else {
      return report("nested-too-deeply", tag, Wording.nestedTooDeeply(limit: Self.depthLimit))
    }
    depth += 1
    write(&self)
    depth -= 1
  }

  private mutating func write(_ range: Range<Int>, of parsed: Parsed) {
    guard !range.isEmpty, count <= Self.sizeLimit else { return }
    let line = (parsed.lineStarts.lastIndex { $0 <= range.lowerBound }) ?? 0
    let column = range.lowerBound - parsed.lineStarts[line]
    let base = parsed.source
    let first = line == 0 ? base.position.column : base.indent + 1
    pieces.append(
      TemplatePiece(
        start: count, path: parsed.path,
        position: SourcePosition(line: base.position.line + line, column: first + column), indent: base.indent
      ))
    out.append(contentsOf: parsed.scalars[range])
    count += range.count
  }
}
