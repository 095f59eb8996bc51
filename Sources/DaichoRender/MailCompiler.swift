import DaichoModel
import DaichoTemplates

/// Checks a campaign's templates once and makes a mail of them that renders for any recipient.
package struct MailCompiler: Sendable {
  /// By name, without `.html`.
  private let layouts: [String: String]
  private let schema: ContextSchema
  /// The layouts again, as what `{{> name}}` includes: each with what it inherits.
  private let partials: [String: TemplateText]
  /// The layouts as they are written.
  private let written: [String: TemplateText]
  /// What is wrong in how a layout inherits, by its name.
  private let inheritanceProblems: [String: [Diagnostic]]

  /// - Parameters:
  ///   - layouts: the workspace's own, by name; they override the built-in ones. They are also what
  ///     `{{> name}}` can include.
  ///   - schema: the names templates may use, beside `ContextSchema.everyMail`.
  package init(layouts: [String: String] = [:], schema: ContextSchema) {
    self.layouts = BuiltInTemplates.mails.merging(layouts) { _, own in own }
    var all = ContextSchema.everyMail
    all.merge(schema)
    self.schema = all
    written = self.layouts.mapValues {
      Self.prepared(TemplateText($0, at: SourcePosition(line: 1, column: 1)))
    }
    var partials: [String: TemplateText] = [:]
    var problems: [String: [Diagnostic]] = [:]
    for (name, text) in written {
      var inheritance = TemplateInheritance(written)
      partials[name] = inheritance.expanded(text, path: Self.path(ofLayout: name), name: name)
      if !inheritance.diagnostics.isEmpty { problems[name] = inheritance.diagnostics }
    }
    self.partials = partials
    inheritanceProblems = problems
  }

  /// Without the built-in parts, which are no layouts.
  package var layoutNames: [String] {
    layouts.keys.filter { layouts[$0] != BuiltInTemplates.partials[$0] }.sorted()
  }

  static func path(ofLayout name: String) -> String { "templates/\(name).html" }

  /// Throws every problem of subject, preheader, body and layout at once.
  ///
  /// - Parameter links: of mails compiled before, whose links keep their numbers.
  package func compile(
    _ source: MailSource, links: StaticLinks = StaticLinks()
  ) throws(RenderFailure) -> CompiledMail {
    var diagnostics: [Diagnostic] = []
    var names = DirectNames()
    var links = links
    var mentions = TemplateMentions()
    let subject = compileLine(source.subject, path: source.path, &names, &diagnostics)
    var preheader: CompiledTemplate?
    if let text = source.preheader {
      preheader = compilePart(Self.prepared(text), path: source.path, &names, &diagnostics)
    }
    var source = source
    var inheritance = TemplateInheritance(written)
    source.body = inheritance.expanded(Self.prepared(source.body), path: source.path)
    diagnostics += inheritance.diagnostics
    let body = inheritance.diagnostics.isEmpty ? compileBody(source, &names, &links, &diagnostics) : nil
    let layout = compileLayout(source, &names, &links, &diagnostics)
    for text in [source.subject, source.preheader, source.body].compactMap(\.self) {
      mentions.formUnion(mentioned(in: Self.prepared(text)))
    }
    if let text = partials[source.layout] { mentions.formUnion(mentioned(in: text)) }
    diagnostics.sort { ($0.location, $0.code) < ($1.location, $1.code) }
    guard !diagnostics.contains(where: { $0.severity == .error }), let subject, let body, let layout,
      source.preheader == nil || preheader != nil
    else { throw RenderFailure(diagnostics) }
    return CompiledMail(
      subject: subject, preheader: preheader, body: body, layout: layout.0, layoutLiterals: layout.1,
      names: names, links: links, mentions: mentions,
      layoutProducts: layoutProducts(of: source), places: places(of: source), schema: schema,
      layoutSchema: layoutSchema, language: source.language,
      bodyLocation: SourceLocation(path: source.path, position: source.body.position),
      subjectLocation: SourceLocation(path: source.path, position: source.subject.position),
      warnings: diagnostics)
  }

  private var layoutSchema: ContextSchema {
    var all = schema
    all.merge(ContextSchema(names: ["subject", "preheader", "content", "language"]))
    all.merge(ContextSchema(names: CompiledMail.words(.en).keys.map { "words." + $0 }))
    return all
  }

  private static func prepared(_ source: TemplateText) -> TemplateText {
    var source = source
    source.text = Placeholder.prepared(source.text)
    return source
  }

  // MARK: Parts

  private func compileLine(
    _ source: TemplateText, path: String, _ names: inout DirectNames, _ diagnostics: inout [Diagnostic]
  ) -> CompiledTemplate? {
    let source = Self.prepared(source)
    let trimmed = source.text.hasSuffix("\n") ? String(source.text.dropLast()) : source.text
    let place = SourceLocation(path: path, position: source.position)
    if trimmed.contains("\n") {
      let words = Wording.multilineSubject()
      diagnostics.append(Diagnostic(.error, "multiline-subject", at: place, words.0, suggestion: words.1))
    } else if trimmed.unicodeScalars.contains(where: CompiledMail.isControl) {
      let words = Wording.controlCharacterInTemplate()
      diagnostics.append(Diagnostic(.error, "control-character", at: place, words.0, suggestion: words.1))
    }
    return compilePart(source, path: path, &names, &diagnostics)
  }

  private func compilePart(
    _ source: TemplateText, path: String, _ names: inout DirectNames, _ diagnostics: inout [Diagnostic],
    transform: (String) -> String = { $0 }
  ) -> CompiledTemplate? {
    let scanner = TemplateScanner(source, path: path)
    var checker = TemplateChecker(schema: schema, partials: partials)
    checker.check(scanner)
    diagnostics += checker.diagnostics
    guard checker.diagnostics.isEmpty else { return nil }
    let used = partials.filter { checker.usedPartials.contains($0.key) }.mapValues { transform($0.text) }
    let text = DirectNames.replaced(scanner, names.replacements(for: scanner.tags))
    let compiled = CompiledTemplate(transform(text), partials: used, size: checker.expandedSize)
    if compiled == nil {
      let words = Wording.unreadableTemplate()
      diagnostics.append(
        Diagnostic(
          .error, "unreadable-template", at: SourceLocation(path: path, position: source.position), words.0,
          suggestion: words.1))
    }
    return compiled
  }

  private func compileBody(
    _ source: MailSource, _ names: inout DirectNames, _ links: inout StaticLinks,
    _ diagnostics: inout [Diagnostic]
  ) -> CompiledTemplate? {
    let body = Self.prepared(source.body)
    let compiled = compilePart(
      body, path: source.path, &names, &diagnostics, transform: Emphasis.joined)
    if body.text.utf8.count <= TemplateScanner.sizeLimit {
      let tags = TemplateScanner(body, path: source.path).tags
      let checker = MarkdownChecker(body, tags: tags, path: source.path, links: links)
      diagnostics += checker.diagnostics
      links = checker.links
      for name in included(in: tags) {
        guard let partial = partials[name] else { continue }
        let tags = TemplateScanner(partial, path: name).tags
        links = MarkdownChecker(partial, tags: tags, path: name, links: links).links
      }
    }
    return compiled
  }

  /// The partials that tags name, and those that these name in turn, in their order.
  private func included(in tags: [TemplateTag]) -> [String] {
    var found: [String] = []
    var waiting = Array(tags.filter { $0.kind == .partial }.map(\.name).reversed())
    while let name = waiting.popLast() {
      guard !found.contains(name), let partial = partials[name] else { continue }
      found.append(name)
      let inner = TemplateScanner(partial, path: name).tags
      waiting += inner.filter { $0.kind == .partial }.map(\.name).reversed()
    }
    return found
  }

  /// What a layout shows in its HTML has to stand in the text part, too.
  private func layoutProducts(of source: MailSource) -> [String] {
    guard let layout = partials[source.layout] else { return [] }
    let shown = mentioned(in: layout).leading
    let written = mentioned(in: Self.prepared(source.body)).leading
    return MailProductList.names.filter { shown.contains($0) && !written.contains($0) }
  }

  private func places(of source: MailSource) -> [String: SourceLocation] {
    var texts = [source.subject, source.preheader, source.body].compactMap(\.self).map { ($0, source.path) }
    if let layout = partials[source.layout] { texts.append((layout, Self.path(ofLayout: source.layout))) }
    var places: [String: SourceLocation] = [:]
    for (text, path) in texts {
      for tag in TemplateScanner(text, path: path).tags where tag.kind == .variable && places[tag.name] == nil
      {
        places[tag.name] = tag.location
      }
    }
    return places
  }

  private func mentioned(in text: TemplateText) -> TemplateMentions {
    let tags = TemplateScanner(text, path: "").tags
    var all = tags
    for name in included(in: tags) {
      if let partial = partials[name] { all += TemplateScanner(partial, path: name).tags }
    }
    return TemplateMentions(all)
  }

  private func compileLayout(
    _ source: MailSource, _ direct: inout DirectNames, _ links: inout StaticLinks,
    _ diagnostics: inout [Diagnostic]
  ) -> (CompiledTemplate, LayoutLiterals)? {
    guard let layout = partials[source.layout] else {
      let nearest = NearestName.to(source.layout, among: layoutNames)
      let words = Wording.unknownLayout(source.layout, nearest: nearest, known: layoutNames)
      diagnostics.append(
        Diagnostic(
          .error, "unknown-layout", at: SourceLocation(path: source.path, position: source.layoutPosition),
          words.0, suggestion: words.1))
      return nil
    }
    let path = Self.path(ofLayout: source.layout)
    if let problems = inheritanceProblems[source.layout] {
      diagnostics += problems
      return nil
    }
    let scanner = TemplateScanner(layout, path: path)
    var checker = TemplateChecker(schema: layoutSchema, partials: partials)
    checker.check(scanner)
    let markup = LayoutMarkup(
      layout, tags: scanner.tags, path: path, links: links,
      replacements: direct.replacements(for: scanner.tags, isOfLayout: true))
    links = markup.links
    var problems = checker.diagnostics + markup.diagnostics
    var names = markup.names
    var literals = LayoutLiterals()
    var used: [String: String] = [:]
    for name in checker.usedPartials.sorted() {
      guard let partial = partials[name] else { continue }
      let partialPath = Self.path(ofLayout: name)
      let inner = LayoutMarkup(
        partial, tags: TemplateScanner(partial, path: partialPath).tags, path: partialPath, links: links)
      links = inner.links
      problems += inner.diagnostics
      names.formUnion(inner.names)
      used[name] = literals.fold(inner.template)
    }
    let required = ["content": "layout-lacks-content", "unsubscribe_url": "layout-lacks-unsubscribe-link"]
    for (name, code) in required where !names.contains(name) {
      let words = Wording.layoutLacks(name)
      let place = SourceLocation(path: path, position: SourcePosition(line: 1, column: 1))
      problems.append(Diagnostic(.error, code, at: place, words.0, suggestion: words.1))
    }
    diagnostics += problems
    guard !problems.contains(where: { $0.severity == .error }) else { return nil }
    let folded = literals.fold(markup.template)
    guard let template = CompiledTemplate(folded, partials: used, size: checker.expandedSize) else {
      let words = Wording.unreadableTemplate()
      let place = SourceLocation(path: path, position: SourcePosition(line: 1, column: 1))
      diagnostics.append(
        Diagnostic(.error, "unreadable-template", at: place, words.0, suggestion: words.1))
      return nil
    }
    return (template, literals)
  }
}
