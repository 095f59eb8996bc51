import DaichoModel

extension CompiledMail {
  /// The body as plain text without the layout's or the law's footer, for channels that are no mail.
  ///
  /// - Throws: as `render`.
  package func plainBody(_ context: RenderValue) throws(DaichoError) -> String {
    let recorder = RenderRecorder(language: language, templateSize: body.size)
    recorder.load(names, from: layoutContext(context))
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
    var writer = PlainTextWriter(values: recorder.values, language: language)
    document.withRoot { writer.write($0) }
    var text = String(decoding: writer.out, as: UTF8.self)
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
