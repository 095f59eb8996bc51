/// Writes a CommonMark tree as HTML for mail.
struct HTMLWriter {
  let values: [String]
  private let links: StaticLinks
  private let tracking: MailTracking
  private(set) var out: [UInt8] = []
  /// Links and pictures left out.
  private(set) var droppedLinks = 0
  private let softBreak: SoftBreak
  private var isInLink = false
  /// Where a line feed shows as one.
  private var isPreformatted = false
  /// Grows with every character or picture a reader would see, so that empty paragraphs can be dropped.
  private var visible = 0

  init(values: [String], links: StaticLinks = StaticLinks(), tracking: MailTracking = .none) {
    self.values = values
    self.links = links
    self.tracking = tracking
    softBreak = SoftBreak(values: values)
    out.reserveCapacity(4_096)
  }

  mutating func write(_ root: MarkdownNode) {
    writeBlocks(of: root)
  }

  // MARK: Blocks

  private mutating func writeBlocks(of parent: MarkdownNode, isTight: Bool = false) {
    for node in parent.children { writeBlock(node, isTight: isTight) }
  }

  private mutating func writeBlock(_ node: MarkdownNode, isTight: Bool) {
    switch node.kind {
    case .paragraph: writeParagraph(node, isTight: isTight)
    case .heading:
      let level = min(max(node.headingLevel, 1), 3)
      let name = level == 1 ? "h1" : level == 2 ? "h2" : "h3"
      writeUnlessEmpty {
        $0.writeElement(name, "heading", MailStyle.heading(level)) { $0.writeInlines(of: node) }
      }
    case .quote:
      writeElement("blockquote", "quote", MailStyle.quote) { $0.writeBlocks(of: node) }
    case .list: writeList(node)
    case .item: writeBlocks(of: node, isTight: isTight)
    case .codeBlock:
      isPreformatted = true
      writeElement("pre", "code", MailStyle.codeBlock) { $0.writeEscaped(node.literal) }
      isPreformatted = false
    case .thematicBreak:
      append("<hr class=\"rule\" style=\"")
      append(MailStyle.rule)
      append("\">\n")
    case .htmlBlock:
      let shown = RawHTML.shown(node.literal)
      if !shown.isEmpty {
        writeElement("p", nil, MailStyle.paragraph) { writer in
          shown.withUnsafeBufferPointer { writer.writeEscaped($0) }
        }
      }
    default: break
    }
  }

  private mutating func writeParagraph(_ node: MarkdownNode, isTight: Bool) {
    if isTight {
      writeInlines(of: node)
      if node.next != nil { append("\n") }
    } else if let link = MarkdownShape.onlyLink(of: node),
      let address = LinkDestination.resolve(link.destination, values: values)
    {
      writeButton(link, address)
    } else {
      let endsGroup = node.next == nil && node.parent?.kind != .document
      let style = endsGroup ? MailStyle.lastParagraph : MailStyle.paragraph
      writeUnlessEmpty { $0.writeElement("p", nil, style) { $0.writeInlines(of: node) } }
    }
  }

  private mutating func writeUnlessEmpty(_ write: (inout HTMLWriter) -> Void) {
    let (count, seen) = (out.count, visible)
    write(&self)
    if visible == seen { out.removeSubrange(count...) }
  }

  private mutating func writeList(_ node: MarkdownNode) {
    let isNested = node.parent?.kind == .item
    append(node.isOrdered ? "<ol" : "<ul")
    if node.isOrdered, node.listStart != 1 {
      append(" start=\"")
      out.append(contentsOf: String(node.listStart).utf8)
      append("\"")
    }
    append(" style=\"")
    append(isNested ? MailStyle.nestedList : MailStyle.list)
    append("\">\n")
    for item in node.children {
      writeElement("li", nil, MailStyle.item) { $0.writeBlocks(of: item, isTight: node.isTight) }
    }
    append(node.isOrdered ? "</ol>\n" : "</ul>\n")
  }

  private mutating func writeButton(_ link: MarkdownNode, _ address: String) {
    writeUnlessEmpty { writer in
      writer.append(
        "<table role=\"presentation\" class=\"button-table\" border=\"0\" cellpadding=\"0\" cellspacing=\"0\" style=\""
      )
      writer.append(MailStyle.buttonTable)
      writer.append("\"><tr><td class=\"button\" bgcolor=\"#17624f\" style=\"")
      writer.append(MailStyle.buttonCell)
      writer.append("\">")
      writer.writeAnchor(address, "button-link", MailStyle.button) { $0.writeInlines(of: link) }
      writer.append("</td></tr></table>\n")
    }
  }

  // MARK: Inlines

  private mutating func writeInlines(of parent: MarkdownNode) {
    for node in parent.children { writeInline(node) }
  }

  private mutating func writeInline(_ node: MarkdownNode) {
    switch node.kind {
    case .text: writeText(node.literal)
    case .softBreak: if softBreak.isSpace(at: node) { append(" ") }
    case .lineBreak: append("<br>\n")
    case .code:
      append("<code class=\"code\" style=\"")
      append(MailStyle.code)
      append("\">")
      writeEscaped(node.literal)
      append("</code>")
    case .emphasis:
      append("<em>")
      writeInlines(of: node)
      append("</em>")
    case .strong:
      append("<strong>")
      writeInlines(of: node)
      append("</strong>")
    case .link:
      if !isInLink, let address = LinkDestination.resolve(node.destination, values: values) {
        writeAnchor(address, "link", MailStyle.link) { $0.writeInlines(of: node) }
      } else {
        if !isInLink { droppedLinks += 1 }
        writeInlines(of: node)
      }
    case .image: writeImage(node)
    case .html:
      if RawHTML.isLineBreak(node.literal) {
        append("<br>\n")
      } else {
        RawHTML.shown(node.literal).withUnsafeBufferPointer { writeEscaped($0) }
      }
    default: break
    }
  }

  private mutating func writeImage(_ node: MarkdownNode) {
    let alt = MarkdownShape.plainText(of: node, values: values)
    guard let address = LinkDestination.resolve(node.destination, values: values, use: .image) else {
      droppedLinks += 1
      writeValue(alt)
      return
    }
    append("<img src=\"")
    writeAttribute(address)
    append("\" alt=\"")
    writeAttribute(alt)
    append("\" style=\"")
    append(MarkdownShape.isAlone(node) ? MailStyle.blockImage : MailStyle.inlineImage)
    append("\">")
    visible += 1
  }

  private mutating func writeText(_ text: UnsafeBufferPointer<UInt8>) {
    guard !isInLink else { return writeEscaped(text) }
    var start = 0
    while let range = BareURL.next(in: text, from: start) {
      writeEscaped(UnsafeBufferPointer(rebasing: text[start..<range.lowerBound]))
      let url = UnsafeBufferPointer(rebasing: text[range])
      if let address = LinkDestination.resolve(url, values: values) {
        writeAnchor(address, "link", MailStyle.link) { $0.writeEscaped(url) }
      } else {
        writeEscaped(url)
      }
      start = range.upperBound
    }
    writeEscaped(start == 0 ? text : UnsafeBufferPointer(rebasing: text[start...]))
  }

  private mutating func writeEscaped(_ text: UnsafeBufferPointer<UInt8>) {
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == Placeholder.leadByte, let token = Placeholder.token(in: text, at: index) {
        if case .value(let number) = token, number < values.count { writeValue(values[number]) }
        index += 4
        continue
      }
      if byte > 0x20 { visible += 1 }
      MarkedText.appendEscaped(byte, to: &out)
      index += 1
    }
  }

  private mutating func writeValue(_ value: String) {
    if value.utf8.contains(where: { $0 > 0x20 }) { visible += 1 }
    MarkedText.appendEscaped(value, lineBreak: isPreformatted ? "\n" : "<br>\n", to: &out)
  }

  // MARK: Elements

  private mutating func writeAnchor(
    _ address: String, _ name: StaticString, _ style: StaticString, _ content: (inout HTMLWriter) -> Void
  ) {
    append("<a href=\"")
    writeAttribute(tracking.address(for: address, links))
    append("\" class=\"")
    append(name)
    append("\" style=\"")
    append(style)
    append("\">")
    isInLink = true
    content(&self)
    isInLink = false
    append("</a>")
  }

  private mutating func writeElement(
    _ name: String, _ hook: StaticString?, _ style: StaticString, _ content: (inout HTMLWriter) -> Void
  ) {
    append("<")
    out.append(contentsOf: name.utf8)
    if let hook {
      append(" class=\"")
      append(hook)
      append("\"")
    }
    append(" style=\"")
    append(style)
    append("\">")
    content(&self)
    append("</")
    out.append(contentsOf: name.utf8)
    append(">\n")
  }

  private mutating func writeAttribute(_ value: String) {
    MarkedText.appendEscaped(value, to: &out)
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { out.append(contentsOf: $0) }
  }
}
