import DaichoModel

extension EditPlan {
  /// Turns a list into `values` by only taking items off or only appending some. False where that does
  /// not get there.
  mutating func change(
    _ node: YAMLNode, _ items: [YAMLNode], isFlow: Bool, to values: [EditValue], _ type: FieldType?
  ) throws(DaichoError) -> Bool {
    let old = items.map { EditValue($0) }
    let written = old.compactMap { $0 }
    if written.count == old.count, values.count > written.count,
      Array(values.prefix(written.count)) == written
    {
      return append(Array(values.dropFirst(written.count)), to: node, items, isFlow: isFlow, type)
    }
    var kept = 0
    var dropped: [Int] = []
    for (index, value) in old.enumerated() {
      if let value, kept < values.count, values[kept] == value {
        kept += 1
      } else if value != nil {
        dropped.append(index)
      }
    }
    guard kept == values.count, kept > 0, !dropped.isEmpty else { return false }
    if isFlow {
      guard dropped.count == 1 else { return removeRun(dropped, of: items, in: node) }
      removeFlow(dropped[0], of: items.map(\.range), in: node)
    } else {
      let starts = itemStarts(node, items)
      for index in dropped { try removeLines(from: starts[index], through: items[index].range.upperBound) }
    }
    return true
  }

  /// Several items of a list in brackets: only where each stands on lines of its own.
  private mutating func removeRun(_ dropped: [Int], of items: [YAMLNode], in node: YAMLNode) -> Bool {
    let ranges = items.map(\.range)
    guard dropped.allSatisfy({ ownLines(ranges[$0]) != nil }) else { return false }
    for index in dropped { removeFlow(index, of: ranges, in: node) }
    return true
  }

  private mutating func append(
    _ values: [EditValue], to node: YAMLNode, _ items: [YAMLNode], isFlow: Bool, _ type: FieldType?
  ) -> Bool {
    var style: YAMLNode.Style?
    if case .scalar(_, let last)? = items.last?.content { style = last }
    var lines: [String] = []
    let isFlat = !(items.last.map(hasOwnLines) ?? false)
    for value in values {
      if let text = value.text {
        guard let scalar = ScalarWriter.inline(text, ScalarWriter.look(type), style: style, inFlow: isFlow)
        else { return false }
        lines.append(isFlow ? scalar : spaces(column(of: node.range.lowerBound)) + "- " + scalar)
      } else if isFlow {
        guard let text = FlowWriter.write(value, type) else { return false }
        lines.append(text)
      } else {
        let dash = column(of: node.range.lowerBound)
        guard let written = writer(indent: dash).item(value, type, dash: dash, flow: isFlat)
        else { return false }
        lines += written
      }
    }
    if isFlow {
      let text = lines.joined(separator: ", ")
      insertFlow(
        text, into: node, lastEnd: items.last?.range.upperBound, lastStart: items.last?.range.lowerBound)
    } else if let last = items.last {
      insertLines(lines, at: source.nextLine(after: last.range.upperBound))
    }
    return true
  }

  private func hasOwnLines(_ node: YAMLNode) -> Bool {
    if case .mapping(_, isFlow: false) = node.content { true } else { false }
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

  /// Where the dash of every item of a block list is.
  private func itemStarts(_ node: YAMLNode, _ items: [YAMLNode]) -> [Int] {
    var starts = [node.range.lowerBound]
    for item in items.dropLast() {
      var line = source.nextLine(after: item.range.upperBound)
      var first = line
      while line < node.range.upperBound {
        let end = source.lineEnd(of: line)
        first = source.bytes[line..<end].firstIndex { !Byte.isBlank($0) } ?? end
        if first < end, source.bytes[first] != Byte.hash { break }
        line = source.nextLine(after: line)
      }
      starts.append(first)
    }
    return starts
  }

  /// Puts an item behind the last one between brackets or braces, on a line of its own where the last
  /// one has one.
  mutating func insertFlow(_ text: String, into node: YAMLNode, lastEnd: Int?, lastStart: Int?) {
    guard let lastEnd, let lastStart else {
      let inside = node.range.lowerBound + 1
      return splice(inside..<inside, text)
    }
    let line = source.lineStart(of: lastStart)
    let isOwnLine = source.bytes[line..<lastStart].allSatisfy(Byte.isBlank) && line > node.range.lowerBound
    let lineEnd = source.lineEnd(of: lastEnd)
    guard isOwnLine, lineEnd < node.range.upperBound - 1 else {
      return splice(lastEnd..<lastEnd, ", " + text)
    }
    let comma = comma(after: lastEnd)
    if comma == nil { splice(lastEnd..<lastEnd, ",") }
    let indent = String(decoding: source.bytes[line..<lastStart], as: UTF8.self)
    insertLines([indent + text + (comma == nil ? "" : ",")], behind: lineEnd)
  }

  /// Takes item `index` out from between brackets or braces, with the comma it needs no more.
  mutating func removeFlow(_ index: Int, of items: [Range<Int>], in node: YAMLNode) {
    let item = items[index]
    if let lines = ownLines(item), lines.lowerBound > node.range.lowerBound {
      return splice(lines, "")
    }
    if index + 1 < items.count {
      let next = items[index + 1].lowerBound
      let isOneLine = source.lineEnd(of: item.upperBound) >= next
      var end = isOneLine ? next : (comma(after: item.upperBound).map { $0 + 1 } ?? item.upperBound)
      while end < next, Byte.isBlank(source.bytes[end]) { end += 1 }
      return splice(item.lowerBound..<end, "")
    }
    if index > 0 { return splice(items[index - 1].upperBound..<item.upperBound, "") }
    var end = item.upperBound
    if let comma = comma(after: end) { end = comma + 1 }
    splice(item.lowerBound..<end, "")
  }

  /// The offset of the comma that follows on the same line.
  private func comma(after offset: Int) -> Int? {
    var at = offset
    while at < source.bytes.count, Byte.isBlank(source.bytes[at]) { at += 1 }
    return at < source.bytes.count && source.bytes[at] == Byte.comma ? at : nil
  }

  /// The whole lines of an item that shares them with no other, its comma and comment included.
  private func ownLines(_ item: Range<Int>) -> Range<Int>? {
    let start = source.lineStart(of: item.lowerBound)
    guard source.bytes[start..<item.lowerBound].allSatisfy(Byte.isBlank) else { return nil }
    var at = comma(after: item.upperBound).map { $0 + 1 } ?? item.upperBound
    let end = source.lineEnd(of: at)
    while at < end, Byte.isBlank(source.bytes[at]) { at += 1 }
    guard at == end || source.bytes[at] == Byte.hash else { return nil }
    return start..<source.nextLine(after: at)
  }
}
