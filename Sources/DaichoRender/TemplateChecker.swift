import DaichoModel

/// Proves, before anyone is mailed, that every name of a template means something.
struct TemplateChecker {
  /// Sections within sections, partials included: Mustache recurses once for each.
  private static let depthLimit = 16

  /// Partials within partials multiply; this bounds what a template can grow to.
  private static let expansionLimit = 200

  let schema: ContextSchema
  let partials: [String: TemplateText]
  private(set) var diagnostics: [Diagnostic] = []
  /// Of the partials in use, for the caller that compiles them.
  private(set) var usedPartials: Set<String> = []
  /// Bytes of everything the template can print once, partials as often as they are named.
  private(set) var expandedSize = 0
  private var expansions = 0
  private var scopes: [ContextShape]
  private var openPartials: [String] = []

  init(schema: ContextSchema, partials: [String: TemplateText]) {
    self.schema = schema
    self.partials = partials
    scopes = [.object(schema.fields)]
  }

  mutating func check(_ scanner: TemplateScanner) {
    diagnostics += scanner.diagnostics.filter { !diagnostics.contains($0) }
    expandedSize += scanner.size
    let scopeCount = scopes.count
    var open: [TemplateTag] = []
    for tag in scanner.tags {
      switch tag.kind {
      case .comment: break
      case .variable: checkVariable(tag)
      case .section, .inverted:
        open.append(tag)
        if open.count + openPartials.count > Self.depthLimit {
          report("nested-too-deeply", tag, Wording.nestedTooDeeply(limit: Self.depthLimit))
          scopes.removeSubrange(scopeCount...)
          return
        }
        let shape = checkedShape(tag)
        scopes.append(tag.kind == .section ? Self.inside(shape) : .object([:]))
      case .close:
        guard let opening = open.last else {
          report("section-not-open", tag, Wording.sectionNotOpen(tag.name))
          continue
        }
        if opening.name != tag.name {
          report(
            "section-mismatch", tag,
            Wording.sectionMismatch(tag.name, open: opening.name, line: opening.location.position?.line ?? 1))
        }
        open.removeLast()
        scopes.removeLast()
      case .partial: checkPartial(tag)
      case .block, .parent: report("refused-tag", tag, Wording.inheritanceHere())
      }
    }
    for tag in open {
      report("section-not-closed", tag, Wording.sectionNotClosed(tag.name))
    }
    scopes.removeSubrange(scopeCount...)
  }

  private mutating func report(_ code: String, _ tag: TemplateTag, _ words: (Wording, Wording?)) {
    let diagnostic = Diagnostic(.error, code, at: tag.location, words.0, suggestion: words.1)
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  private static func inside(_ shape: ContextShape?) -> ContextShape {
    switch shape {
    case .list(let element)?: element
    case let shape?: shape
    case nil: .object([:])
    }
  }

  private mutating func checkVariable(_ tag: TemplateTag) {
    guard case .object(let fields)? = checkedShape(tag) else { return }
    var inner: [String] = []
    ContextSchema.collect(fields, under: tag.name == "." ? "" : tag.name + ".", into: &inner)
    report("not-a-value", tag, Wording.notAValue(tag.name, example: inner.min()))
  }

  private mutating func checkedShape(_ tag: TemplateTag) -> ContextShape? {
    if tag.name == "." {
      if let scope = scopes.last, scopes.count > 1 { return scope }
      report("dot-outside-list", tag, Wording.dotOutsideList())
      return nil
    }
    if let shape = resolve(tag.name) { return shape }
    report("unknown-name", tag, Wording.unknownName(tag.name, nearest: nearest(to: tag.name)))
    return nil
  }

  /// As Mustache resolves: the innermost group that has the first part decides.
  private func resolve(_ name: String) -> ContextShape? {
    let parts = name.split(separator: ".").map(String.init)
    guard let first = parts.first else { return nil }
    for scope in scopes.reversed() {
      guard case .object(let fields) = scope, var shape = fields[first] else { continue }
      for part in parts.dropFirst() {
        guard case .object(let inner) = shape, let next = inner[part] else { return nil }
        shape = next
      }
      return shape
    }
    return nil
  }

  private func nearest(to name: String) -> String? {
    var candidates: [String] = []
    for scope in scopes.reversed() {
      if case .object(let fields) = scope { ContextSchema.collect(fields, under: "", into: &candidates) }
    }
    return NearestName.to(name, among: candidates.sorted())
  }

  private mutating func checkPartial(_ tag: TemplateTag) {
    guard let partial = partials[tag.name] else {
      let nearest = NearestName.to(tag.name, among: partials.keys.sorted())
      report("unknown-partial", tag, Wording.unknownPartial(tag.name, nearest: nearest))
      return
    }
    usedPartials.insert(tag.name)
    guard !openPartials.contains(tag.name) else {
      report("circular-partial", tag, Wording.circularPartial(openPartials + [tag.name]))
      return
    }
    expansions += 1
    guard openPartials.count < Self.depthLimit, expansions <= Self.expansionLimit else {
      report("nested-too-deeply", tag, Wording.nestedTooDeeply(limit: Self.depthLimit))
      return
    }
    openPartials.append(tag.name)
    check(TemplateScanner(partial, path: MailCompiler.path(ofLayout: tag.name)))
    openPartials.removeLast()
  }
}
