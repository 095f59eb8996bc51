import DaichoModel

/// Writes a CommonMark tree as text that reads well by itself. Paragraphs are not wrapped.
struct PlainTextWriter {
  private static let underlineLimit = 60

  let values: [String]
  let language: Language
  private(set) var out: [UInt8] = []
  private let softBreak: SoftBreak
  /// Of every line: quote marks and the indent of lists.
  private var prefix: [UInt8] = []
  /// Of the next line only: ends in a list marker.
  private var firstPrefix: [UInt8]?

  init(values: [String], language: Language) {
    self.values = values
    self.language = language
    softBreak = SoftBreak(values: values)
    out.reserveCapacity(2_048)
  }

  mutating func write(_ root: MarkdownNode) {
    writeBlocks(of: root)
  }

  // MARK: Blocks

  private mutating func writeBlocks(of parent: MarkdownNode, isTight: Bool = false) {
    var hasWritten = false
    for node in parent.children {
      let start = out.count
      let pending = firstPrefix
      if hasWritten, !isTight { writeBlankLine() }
      let contentStart = out.count
      writeBlock(node, isTight: isTight)
      if out.count == contentStart {
        out.removeSubrange(start...)
        firstPrefix = pending
      } else {
        hasWritten = true
      }
    }
  }

  private mutating func writeBlock(_ node: MarkdownNode, isTight: Bool) {
    switch node.kind {
    case .paragraph: writeParagraph(node)
    case .heading: writeHeading(node)
    case .quote: writeIndented(first: "> ", further: "> ") { $0.writeBlocks(of: node) }
    case .list: writeList(node)
    case .item: writeBlocks(of: node, isTight: isTight)
    case .codeBlock:
      writeIndented(first: "    ", further: "    ") {
        $0.writeLines(MarkedText.plain(node.literal, values: $0.values))
      }
    case .thematicBreak: writeLines(Array(Wording.textRule(language).utf8))
    case .htmlBlock:
      let shown = shownHTML(node)
      if !shown.isEmpty { writeLines(shown) }
    default: break
    }
  }

  private mutating func writeParagraph(_ node: MarkdownNode) {
    if let link = MarkdownShape.onlyLink(of: node),
      let address = LinkDestination.resolve(link.destination, values: values)
    {
      var label = inlines(of: link)
      if !label.isEmpty { label.append(0x0A) }
      writeLines(label + Array(address.utf8))
    } else {
      let text = inlines(of: node)
      if text.contains(where: { $0 > 0x20 }) { writeLines(text) }
    }
  }

  private mutating func writeHeading(_ node: MarkdownNode) {
    let text = inlines(of: node)
    guard text.contains(where: { $0 > 0x20 }) else { return }
    let marker = Wording.headingMarker(level: node.headingLevel, language)
    writeLines(Array(marker.utf8) + text)
    guard let line = Wording.headingUnderline(level: node.headingLevel, language) else { return }
    let columns = min(Self.columns(of: text), Self.underlineLimit)
    let count = (columns + line.columns - 1) / max(line.columns, 1)
    writeLines(Array(String(repeating: String(line), count: max(count, 1)).utf8))
  }

  /// The widest line, full-width characters counted twice.
  private static func columns(of text: [UInt8]) -> Int {
    text.split(separator: 0x0A).map { line in
      String(decoding: line, as: UTF8.self).unicodeScalars.reduce(0) { $0 + $1.columns }
    }.max() ?? 0
  }

  private mutating func writeList(_ node: MarkdownNode) {
    var number = node.listStart
    var isFirst = true
    for item in node.children {
      if !isFirst, !node.isTight { writeBlankLine() }
      isFirst = false
      let marker = node.isOrdered ? "\(number). " : Wording.bullet(language)
      let columns = marker.unicodeScalars.reduce(0) { $0 + $1.columns }
      let indent = String(repeating: " ", count: columns)
      writeIndented(first: marker, further: indent) { $0.writeBlocks(of: item, isTight: node.isTight) }
      if number < Int.max { number += 1 }
    }
  }

  private mutating func writeIndented(
    first: String, further: String, _ content: (inout PlainTextWriter) -> Void
  ) {
    let outer = prefix
    firstPrefix = (firstPrefix ?? prefix) + Array(first.utf8)
    prefix += Array(further.utf8)
    content(&self)
    if firstPrefix != nil, first != further { writeLines([]) }
    firstPrefix = nil
    prefix = outer
  }

  // MARK: Lines

  private mutating func writeLines(_ text: [UInt8]) {
    var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
    if lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
    for line in lines {
      let start = firstPrefix ?? prefix
      firstPrefix = nil
      if line.isEmpty { writeTrimmed(start) } else { out += start + line }
      out.append(0x0A)
    }
  }

  private mutating func writeBlankLine() {
    writeTrimmed(firstPrefix ?? prefix)
    out.append(0x0A)
  }

  private mutating func writeTrimmed(_ prefix: [UInt8]) {
    let end = prefix.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? 0
    out += prefix[..<end]
  }

  // MARK: Inlines

  private func inlines(of parent: MarkdownNode) -> [UInt8] {
    var text: [UInt8] = []
    for node in parent.children { append(node, to: &text) }
    return text
  }

  private func append(_ node: MarkdownNode, to text: inout [UInt8]) {
    switch node.kind {
    case .text, .code: text += MarkedText.plain(node.literal, values: values)
    case .softBreak: if softBreak.isSpace(at: node) { text.append(0x20) }
    case .lineBreak: text.append(0x0A)
    case .emphasis, .strong: text += inlines(of: node)
    case .link: appendLink(node, to: &text)
    case .image:
      let alt = MarkdownShape.plainText(of: node, values: values)
      if !alt.isEmpty { text += Array("[\(alt)]".utf8) }
    case .html:
      if RawHTML.isLineBreak(node.literal) {
        text.append(0x0A)
      } else {
        text += shownHTML(node)
      }
    default: break
    }
  }

  private func shownHTML(_ node: MarkdownNode) -> [UInt8] {
    RawHTML.shown(node.literal).withUnsafeBufferPointer { MarkedText.plain($0, values: values) }
  }

  private func appendLink(_ link: MarkdownNode, to text: inout [UInt8]) {
    let label = inlines(of: link)
    guard let address = LinkDestination.resolve(link.destination, values: values) else {
      text += label
      return
    }
    if MarkdownShape.isAddress(link) || label.elementsEqual(address.utf8) {
      text += label
    } else if label.isEmpty {
      text += Array(address.utf8)
    } else {
      let shown = address.hasPrefix("mailto:") ? String(address.dropFirst(7)) : address
      text += label + Array(" <\(shown)>".utf8)
    }
  }
}
