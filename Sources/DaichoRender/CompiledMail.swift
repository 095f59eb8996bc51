import DaichoModel

/// A campaign's mail, checked and parsed once, to be rendered for each recipient. Without state: it may
/// be used from many threads.
package struct CompiledMail: Sendable {
  let subject: CompiledTemplate
  let preheader: CompiledTemplate?
  let body: CompiledTemplate
  let layout: CompiledTemplate
  let layoutLiterals: LayoutLiterals
  let names: DirectNames
  /// Of this mail and of those that were compiled before it with the same list.
  package let links: StaticLinks
  package let mentions: TemplateMentions
  /// Lists of products that the layout shows and the body does not.
  let layoutProducts: [String]
  /// Where each name is first printed, by the name as it is written there.
  let places: [String: SourceLocation]
  let schema: ContextSchema
  let layoutSchema: ContextSchema
  let language: Language
  let bodyLocation: SourceLocation
  let subjectLocation: SourceLocation
  /// What `campaign check` should mention though the mail can be sent.
  package let warnings: [Diagnostic]

  /// - Parameter context: an object of the names of the schema, with `sender`, `unsubscribe_url` and,
  ///   if there is one, `web_view_url`.
  /// - Parameter tracking: of the HTML part; the text part's links are as they are written.
  /// - Throws: `control-character-in-subject`, `body-too-large`, `body-too-deep`, `mail-too-large`. No error
  ///   holds a value, only the name of its field.
  package func render(
    _ context: RenderValue, tracking: MailTracking = .none
  ) throws(DaichoError) -> RenderedMail {
    let size = subject.size + body.size + layout.size + (preheader?.size ?? 0)
    let recorder = RenderRecorder(language: language, templateSize: size)
    let layoutContext = layoutContext(context)
    recorder.load(names, from: layoutContext)
    let subjectText = try renderSubject(context, recorder)
    let preheaderText = preheader.map { template in
      Self.singleLine(
        MarkedText.plain(
          template.render(context, schema: schema, recorder: recorder), values: recorder.values,
          lineBreak: " "))
    }

    let markdown = body.render(context, schema: schema, recorder: recorder)
    try checkExhausted(recorder)
    guard markdown.utf8.count <= MarkdownDocument.sizeLimit else {
      throw error("body-too-large", Wording.bodyTooLarge(bytes: markdown.utf8.count))
    }
    guard let document = MarkdownDocument(markdown) else {
      throw DaichoError("out-of-memory", Wording.outOfMemory())
    }
    guard !document.isDeeperThanLimit() else {
      throw error("body-too-deep", Wording.bodyTooDeep(limit: MarkdownDocument.depthLimit))
    }
    var htmlWriter = HTMLWriter(values: recorder.values, links: links, tracking: tracking)
    var textWriter = PlainTextWriter(values: recorder.values, language: language)
    document.withRoot { root in
      htmlWriter.write(root)
      textWriter.write(root)
    }

    let layoutPart = try renderLayout(
      layoutContext, subject: subjectText, preheader: preheaderText, content: htmlWriter.out, tracking,
      recorder)
    let (html, dropped) = layoutPart
    let footer = MailFooter(context: context, language: language)
    return RenderedMail(
      subject: subjectText, preheader: preheaderText,
      text: String(decoding: textWriter.out, as: UTF8.self)
        + MailProductList(context: context, names: layoutProducts, language: language).text + footer.text,
      html: html,
      emptyNames: recorder.emptyNames, droppedLinks: htmlWriter.droppedLinks + dropped)
  }

  func error(_ code: String, _ words: (Wording, Wording)) -> DaichoError {
    DaichoError(code, words.0, at: bodyLocation, hint: words.1)
  }

  func checkExhausted(_ recorder: RenderRecorder) throws(DaichoError) {
    if recorder.isExhausted { throw error("mail-too-large", Wording.mailTooLarge()) }
  }

  // MARK: Subject

  private func renderSubject(
    _ context: RenderValue, _ recorder: RenderRecorder
  ) throws(DaichoError) -> String {
    let marked = subject.render(context, schema: schema, recorder: recorder)
    for scalar in marked.unicodeScalars {
      guard let index = Placeholder.index(of: scalar), index < recorder.values.count,
        recorder.values[index].unicodeScalars.contains(where: Self.isControl)
      else { continue }
      let words = Wording.controlCharacterInSubject(name: recorder.valueNames[index])
      throw DaichoError("control-character-in-subject", words.0, at: subjectLocation, hint: words.1)
    }
    return Self.singleLine(MarkedText.plain(marked, values: recorder.values))
  }

  /// C0, DEL, C1 and the two separators Unicode counts as line ends.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028
      || scalar.value == 0x2029
  }

  private static func singleLine(_ text: String) -> String {
    let bytes = text.utf8.map { $0 == 0x0A || $0 == 0x09 ? 0x20 : $0 }
    let start = bytes.firstIndex { $0 != 0x20 } ?? bytes.endIndex
    let end = bytes.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? start
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  // MARK: Layout

  /// The words a layout can name as `words.…`.
  static func words(_ language: Language) -> [String: RenderValue] {
    switch language {
    case .en: englishWords
    case .ja: japaneseWords
    }
  }

  private static let englishWords = makeWords(.en)
  private static let japaneseWords = makeWords(.ja)

  private static func makeWords(_ language: Language) -> [String: RenderValue] {
    [
      "view_online": .text(Wording.viewOnline(language)),
      "contact": .text(Wording.contact(language)),
      "opt_out": .text(Wording.optOut(language)),
      "unsubscribe": .text(Wording.unsubscribe(language)),
      "see": .text(Wording.seeProduct(language)),
    ]
  }

  func layoutContext(_ context: RenderValue) -> RenderValue {
    guard case .object(var fields) = context else { return context }
    fields["content"] = .flag(true)
    fields["language"] = .text(language.rawValue)
    fields["words"] = .object(Self.words(language))
    return .object(fields)
  }

  private func renderLayout(
    _ context: RenderValue, subject: String, preheader: String?, content: [UInt8],
    _ tracking: MailTracking, _ recorder: RenderRecorder
  ) throws(DaichoError) -> (html: String, dropped: Int) {
    for (index, entry) in names.entries.enumerated() where entry.isOfLayout {
      recorder.replaceValue(at: index, with: entry.name == "subject" ? subject : preheader ?? "")
    }
    var context = context
    if case .object(var fields) = context {
      fields["subject"] = .text(subject)
      fields["preheader"] = preheader.map { .text($0) } ?? .missing
      context = .object(fields)
    }
    var marked = layout.render(context, schema: layoutSchema, recorder: recorder)
    try checkExhausted(recorder)
    let values = recorder.values
    var out: [UInt8] = []
    out.reserveCapacity(layout.size + content.count + 2_048)
    var owesPixel = true
    var dropped = 0
    marked.withUTF8 { bytes in
      var mark: Unicode.Scalar?
      MarkedText.forEachPiece(bytes) { piece in
        switch piece {
        case .bytes(let range): out.append(contentsOf: bytes[range])
        case .mark(Placeholder.pixel):
          if owesPixel { tracking.appendPixel(to: &out) }
          owesPixel = false
        case .mark(let next): mark = next
        case .link(let number):
          if number < links.addresses.count {
            MarkedText.appendEscaped(tracking.address(for: links.addresses[number], links), to: &out)
          }
        case .literal(let number):
          if number < layoutLiterals.texts.count { out.append(contentsOf: layoutLiterals.texts[number]) }
        case .value(let number):
          if mark == Placeholder.content {
            out.append(contentsOf: content)
          } else if number < values.count {
            dropped += Self.append(values[number], mark, to: &out) ? 0 : 1
          }
          mark = nil
        }
      }
    }
    if owesPixel { tracking.appendPixel(to: &out) }
    return (String(decoding: out, as: UTF8.self), dropped)
  }

  /// - Returns: false for an address that leads nowhere a mail may lead.
  private static func append(_ value: String, _ mark: Unicode.Scalar?, to out: inout [UInt8]) -> Bool {
    switch mark {
    case Placeholder.wholeURL:
      let address = LinkDestination.resolve(value)
      MarkedText.appendEscaped(address ?? "#", to: &out)
      return address != nil
    case Placeholder.partOfURL: LinkDestination.appendComponent(value, to: &out)
    default: MarkedText.appendEscaped(value, to: &out)
    }
    return true
  }

  /// Where a name that was found empty is printed: inside a section it is written without what is around it.
  package func place(of name: String) -> SourceLocation? {
    var rest = name[...]
    while true {
      if let place = places[String(rest)] { return place }
      guard let dot = rest.firstIndex(of: ".") else { return nil }
      rest = rest[rest.index(after: dot)...]
    }
  }
}
