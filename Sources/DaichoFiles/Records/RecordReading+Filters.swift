import DaichoModel

/// YAML bites filters: what was read may be only half of what was written. A filter that was cut is kept
/// unreadable, so that nobody is chosen by it.
extension RecordReading {
  mutating func filter(_ node: YAMLNode, _ name: String) -> FieldValue? {
    let key = name.split(separator: ".").last.map(String.init) ?? name
    guard case .scalar(_, let style) = node.content, let text = node.text else {
      let written = source.text(node.range)
      report(
        .error, "yaml-filter-trap", at: node.range.lowerBound, .filterReadAsCollection(name),
        suggestion: .writeFilterAsBlock(key: key, filter: written))
      return .unreadable(written)
    }
    guard style == .plain else { return text.isEmpty ? nil : .text(text) }
    if let comment = comment(after: node) {
      let looksLikeTag = comment.utf8.dropFirst().first.map { !Byte.isBlank($0) } ?? false
      if looksLikeTag || text.isEmpty || RecordReading.isUnfinished(text) {
        report(
          .error, "yaml-filter-trap", at: node.range.upperBound, .filterCut(name, read: text),
          suggestion: .writeFilterAsBlock(
            key: key, filter: text.isEmpty ? comment : "\(text) \(comment)"))
        return .unreadable(text)
      }
    }
    return text.isEmpty ? nil : .text(text)
  }

  /// The field of a flow mapping whose filter was cut at a comma: `{when: x in (a, b), points: 5}`.
  /// Reports it. What the comma cut off is a key of its own without a value.
  mutating func filterTrap(_ entries: [YAMLEntry], _ definitions: [FieldDefinition]) -> String? {
    var filter: YAMLEntry?
    var pieces: [YAMLEntry] = []
    for entry in entries {
      if let definition = definitions.first(where: { $0.name == entry.key }) {
        if definition.type == .filter {
          guard case .scalar(_, .plain) = entry.value.content else { continue }
          (filter, pieces) = (entry, [])
        } else if !pieces.isEmpty {
          break
        }
      } else if filter != nil, entry.value.isEmpty {
        pieces.append(entry)
      }
    }
    guard let filter, let first = pieces.first, let last = pieces.last else { return nil }
    let read = "\(filter.key): \(filter.value.text ?? "")"
    let written = source.text(filter.value.range.lowerBound..<last.end)
    report(
      .error, "yaml-filter-trap", at: filter.value.range.lowerBound,
      .filterSplit(read: read, and: first.key),
      suggestion: .writeFilterAsBlock(key: filter.key, filter: written))
    return filter.key
  }

  /// The comment that follows a value on its line.
  private func comment(after node: YAMLNode) -> String? {
    let bytes = source.bytes
    var at = node.range.upperBound
    while at < bytes.count, Byte.isBlank(bytes[at]) { at += 1 }
    guard at < bytes.count, bytes[at] == Byte.hash else { return nil }
    var end = source.lineEnd(of: at)
    while end > at, Byte.isBlank(bytes[end - 1]) { end -= 1 }
    return source.text(at..<end)
  }

  /// Whether ` #` without a space after it follows a plain value: more likely a number or a tag than a
  /// comment.
  func isCutByComment(_ node: YAMLNode) -> Bool {
    let bytes = source.bytes
    var at = node.range.upperBound
    guard at < bytes.count, Byte.isBlank(bytes[at]) else { return false }
    while at < bytes.count, Byte.isBlank(bytes[at]) { at += 1 }
    guard at + 1 < bytes.count, bytes[at] == Byte.hash else { return false }
    let next = bytes[at + 1]
    return !Byte.isBlank(next) && !Byte.isBreak(next) && next != Byte.hash
  }

  mutating func warnOfComment(after node: YAMLNode, _ name: String) {
    guard isCutByComment(node), let comment = comment(after: node), let text = node.text else { return }
    let whole = text.isEmpty ? comment : "\(text) \(comment)"
    report(
      .warning, "yaml-comment", at: node.range.upperBound, .valueCutByComment(name, read: text),
      suggestion: .writeInQuotes("\(name): \(ScalarWriter.quoted(whole))"))
  }

  /// Whether more must follow: an open bracket or quote, or an operator at the end.
  static func isUnfinished(_ filter: String) -> Bool {
    var depth = 0
    var quote: Character?
    for character in filter {
      if let open = quote {
        if character == open { quote = nil }
        continue
      }
      switch character {
      case "(", "（": depth += 1
      case ")", "）": depth -= 1
      case "\"", "'": quote = character
      case "「": quote = "」"
      default: break
      }
    }
    if depth > 0 || quote != nil { return true }
    guard let last = filter.split(whereSeparator: \.isWhitespace).last else { return true }
    let operators: Set = [
      "=", "!=", "<", "<=", ">", ">=", "==", "+", "-", "*", "/", "and", "or", "not", "in", "has", "contains",
      "with", "where", "before", "after", "than", "between", "is", "matches",
    ]
    return operators.contains(TextFolding.fold(String(last)))
  }
}
