import DaichoModel

extension EditPlan {
  /// Offset after the `:` of a key; `nil` where the key has none on its line.
  func colonEnd(_ entry: YAMLEntry) -> Int? {
    var at = entry.keyRange.upperBound
    while at < source.bytes.count, Byte.isBlank(source.bytes[at]) { at += 1 }
    return at < source.bytes.count && source.bytes[at] == Byte.colon ? at + 1 : nil
  }

  /// Leaves a key without a value.
  mutating func empty(_ entry: YAMLEntry) throws(DaichoError) {
    guard let colon = colonEnd(entry) else { throw byHand }
    if isBlockCollection(entry.value) {
      return try removeLines(from: entry.value.range.lowerBound, through: entry.value.range.upperBound)
    }
    splice(colon..<max(colon, entry.value.range.upperBound), "")
  }

  private func isBlockCollection(_ node: YAMLNode) -> Bool {
    switch node.content {
    case .sequence(_, let isFlow), .mapping(_, let isFlow): !isFlow
    case .scalar: false
    }
  }

  /// Writes a value in the place of another.
  mutating func replace(_ step: Step, with value: EditValue, type: FieldType?) throws(DaichoError) {
    let node = step.entry.value
    guard let colon = colonEnd(step.entry) ?? (step.isFlow ? step.entry.keyRange.upperBound : nil)
    else { throw byHand }
    if step.isFlow {
      guard let text = flowText(value, type, like: node) else { throw byHand }
      if !node.isEmpty { return splice(node.range, text) }
      return splice(colon..<colon, colonEnd(step.entry) == nil ? ": " + text : " " + text)
    }
    let indent = column(of: step.entry.keyRange.lowerBound)
    if case .scalar(_, let style) = node.content, style.isBlock {
      return try replaceBlockScalar(node, value, type, indent: indent, colon: colon)
    }
    guard let written = blockValue(value, type, like: node, indent: indent) else { throw byHand }
    if isBlockCollection(node) {
      try removeLines(from: node.range.lowerBound, through: node.range.upperBound)
      splice(colon..<colon, written.head)
      let keyLineEnd = source.lineEnd(of: colon)
      return insertLines(written.lines, behind: keyLineEnd)
    }
    if node.isEmpty {
      splice(colon..<colon, written.head)
    } else if written.head.isEmpty {
      splice(colon..<node.range.upperBound, "")
    } else {
      splice(node.range, String(written.head.dropFirst()))
    }
    insertLines(written.lines, behind: source.lineEnd(of: max(colon, node.range.upperBound)))
  }

  private func flowText(_ value: EditValue, _ type: FieldType?, like node: YAMLNode) -> String? {
    guard let text = value.text, case .scalar(_, let style) = node.content else {
      return FlowWriter.write(value, type)
    }
    return ScalarWriter.inline(text, ScalarWriter.look(type), style: style, inFlow: true)
  }

  /// The new value in the style of the old one, where that can hold it.
  private func blockValue(
    _ value: EditValue, _ type: FieldType?, like node: YAMLNode, indent: Int
  ) -> BlockWriter.Value? {
    switch (node.content, value) {
    case (.scalar(_, let style), .text(let text)) where !node.isEmpty && !text.utf8.contains(Byte.lineFeed):
      return ScalarWriter.inline(text, ScalarWriter.look(type), style: style, inFlow: false).map {
        BlockWriter.Value(head: " " + $0, lines: [])
      }
    case (.sequence(let old, isFlow: false), .list(let items)) where !items.isEmpty:
      let isFlow = !old.contains { isBlockCollection($0) }
      let dash = column(of: node.range.lowerBound)
      var lines: [String] = []
      for item in items {
        guard let written = writer(indent: indent).item(item, type?.element, dash: dash, flow: isFlow)
        else { return nil }
        lines += written
      }
      return BlockWriter.Value(head: "", lines: lines)
    default: return writer(indent: indent).value(value, type)
    }
  }

  private mutating func replaceBlockScalar(
    _ node: YAMLNode, _ value: EditValue, _ type: FieldType?, indent: Int, colon: Int
  ) throws(DaichoError) {
    let bytes = source.bytes
    let start = node.range.lowerBound
    var headerEnd = start
    while headerEnd < bytes.count, !Byte.isBlank(bytes[headerEnd]), !Byte.isBreak(bytes[headerEnd]) {
      headerEnd += 1
    }
    let headerLineEnd = source.lineEnd(of: start)
    if node.range.upperBound > headerLineEnd { splice(headerLineEnd..<node.range.upperBound, "") }
    let header = source.text(start..<headerEnd)
    if let text = value.text, let lines = ScalarWriter.literalLines(text) {
      let isFolded = header.hasPrefix(">") && lines.count > 1
      let chomp = header.hasSuffix("-") ? "-" : ""
      let pad = String(repeating: " ", count: contentIndent(node, after: headerLineEnd) ?? indent + 2)
      splice(start..<headerEnd, (isFolded ? "|" : String(header.prefix(1))) + chomp)
      return insertLines(lines.map { $0.isEmpty ? "" : pad + $0 }, behind: headerLineEnd)
    }
    guard let written = writer(indent: indent).value(value, type) else { throw byHand }
    if written.head.isEmpty {
      splice(colon..<headerEnd, "")
    } else {
      splice(start..<headerEnd, String(written.head.dropFirst()))
    }
    insertLines(written.lines, behind: headerLineEnd)
  }

  /// Spaces before the first line of a block scalar's text.
  private func contentIndent(_ node: YAMLNode, after headerLineEnd: Int) -> Int? {
    var at = source.nextLine(after: headerLineEnd)
    while at < node.range.upperBound {
      let end = source.lineEnd(of: at)
      if let first = source.bytes[at..<end].firstIndex(where: { $0 != Byte.space }) { return first - at }
      at = source.nextLine(after: at)
    }
    return nil
  }
}
