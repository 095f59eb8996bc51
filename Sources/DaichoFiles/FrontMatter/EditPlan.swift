import DaichoModel

/// The splices that carry out an edit in the text of one file.
struct EditPlan {
  /// What to do where the plain way would change how its neighbours are read.
  enum Fallback {
    case none
    /// Quote text of several lines instead of making it a block: an indented comment below a block
    /// would become a part of it.
    case oneLine
    /// Leave `key:` behind instead of removing its line.
    case leaveKeyEmpty
    /// Write the whole value of the outermost key anew.
    case rewriteValue
  }

  let matter: FrontMatter
  let schema: KindSchema
  let fallback: Fallback
  private var splices: [(range: Range<Int>, bytes: [UInt8])] = []

  var source: SourceText { matter.source }

  init(_ matter: FrontMatter, schema: KindSchema, fallback: Fallback) {
    self.matter = matter
    self.schema = schema
    self.fallback = fallback
  }

  /// The file with the splices made.
  var result: [UInt8] {
    // What is inserted where something is removed comes first.
    let ordered = splices.enumerated().sorted { a, b in
      let (first, second) = (a.element.range, b.element.range)
      return (first.lowerBound, first.isEmpty ? 0 : 1, a.offset)
        < (second.lowerBound, second.isEmpty ? 0 : 1, b.offset)
    }
    var out: [UInt8] = []
    var at = 0
    for (_, splice) in ordered where splice.range.lowerBound >= at {
      out += source.bytes[at..<splice.range.lowerBound]
      out += splice.bytes
      at = splice.range.upperBound
    }
    return out + source.bytes[at...]
  }

  mutating func splice(_ range: Range<Int>, _ text: String) {
    splices.append((range, Array(text.utf8)))
  }

  /// Inserts whole lines before the line that begins at `offset`.
  mutating func insertLines(_ lines: [String], at offset: Int) {
    let ending = String(decoding: source.lineEnding.bytes, as: UTF8.self)
    splice(offset..<offset, lines.map { $0 + ending }.joined())
  }

  /// Inserts lines after the one that ends at `offset`, whose line break comes after them.
  mutating func insertLines(_ lines: [String], behind offset: Int) {
    let ending = String(decoding: source.lineEnding.bytes, as: UTF8.self)
    splice(offset..<offset, lines.map { ending + $0 }.joined())
  }

  /// Removes the lines from that of `start` to that of `end`, if nothing else stands on them.
  mutating func removeLines(from start: Int, through end: Int) throws(DaichoError) {
    let first = source.lineStart(of: start)
    guard source.bytes[first..<start].allSatisfy(Byte.isBlank) else { throw byHand }
    splice(first..<source.nextLine(after: end), "")
  }

  var byHand: DaichoError { DaichoError("edit-by-hand", .cannotEditHere, hint: .editByHand) }

  func writer(indent: Int) -> BlockWriter {
    BlockWriter(indent: indent, allowsLiterals: fallback != .oneLine)
  }

  /// Spaces that put text into the column of `offset`.
  func column(of offset: Int) -> Int {
    source.bytes[source.lineStart(of: offset)..<offset].count { $0 & 0xC0 != 0x80 }
  }

  /// The keys of a path that the file has, outermost first, each with whether its mapping has braces.
  struct Step {
    var entry: YAMLEntry
    var siblings: [YAMLEntry]
    var mapping: YAMLNode
    var isFlow: Bool
  }

  private func steps(_ path: FieldPath) -> [Step] {
    var steps: [Step] = []
    var node = matter.root
    for name in path.names {
      guard let mapping = node, case .mapping(let entries, let isFlow) = mapping.content,
        let entry = entries.first(where: { $0.key == name })
      else { return steps }
      steps.append(Step(entry: entry, siblings: entries, mapping: mapping, isFlow: isFlow))
      node = entry.value
    }
    return steps
  }

  mutating func add(_ edit: FieldEdit) throws(DaichoError) {
    let path = edit.path
    let steps = steps(path)
    let old = steps.count == path.names.count ? steps.last.flatMap { EditValue($0.entry.value) } : nil
    if fallback == .rewriteValue, let top = steps.first {
      let before = [EditValue(top.entry.value).map { EditValue.Member(top.entry.key, $0) }].compactMap { $0 }
      let after = try edit.applied(to: before, schema: schema)
      guard let value = after.first?.value else { throw byHand }
      return try replace(top, with: value, type: schema[top.entry.key]?.type)
    }
    guard let new = try edit.newValue(old, schema: schema) else {
      if steps.count == path.names.count { try remove(steps) }
      return
    }
    guard steps.count == path.names.count, let step = steps.last else {
      return try insert(new, at: path, below: steps)
    }
    if case .sequence(let items, let isFlow) = step.entry.value.content, case .list(let values) = new,
      try change(step.entry.value, items, isFlow: isFlow, to: values, path.type(in: schema)?.element)
    {
      return
    }
    try replace(step, with: new, type: path.type(in: schema))
  }

  /// Sets a field the file does not have, with the mappings around it that it lacks too.
  private mutating func insert(
    _ value: EditValue, at path: FieldPath, below steps: [Step]
  ) throws(DaichoError) {
    let depth = steps.count
    var nested = value
    for name in path.names.dropFirst(depth + 1).reversed() { nested = .object([.init(name, nested)]) }
    let name = path.names[depth]
    let outer = FieldPath(names: Array(path.names.prefix(depth + 1)))
    let type = outer?.type(in: schema)
    guard let parent = steps.last else { return try insertAtTop(name, nested, type) }
    if case .mapping(let entries, let isFlow) = parent.entry.value.content {
      return try insert(name, nested, type, into: parent.entry.value, entries, isFlow: isFlow)
    }
    guard EditValue(parent.entry.value) == nil else {
      throw DaichoError(
        "not-a-mapping", .notFields(parent.entry.key),
        at: source.location(at: parent.entry.value.range.lowerBound))
    }
    let around = FieldPath(names: Array(path.names.prefix(depth)))?.type(in: schema)
    try replace(parent, with: .object([.init(name, nested)]), type: around)
  }

  private mutating func insertAtTop(
    _ name: String, _ value: EditValue, _ type: FieldType?
  ) throws(DaichoError) {
    guard let yaml = matter.yaml else {
      guard let lines = writer(indent: 0).entry(name, value, type) else { throw byHand }
      return insertLines(["---"] + lines + ["---"], at: source.start)
    }
    guard let root = matter.root, case .mapping(let entries, let isFlow) = root.content else {
      guard let lines = writer(indent: 0).entry(name, value, type) else { throw byHand }
      return insertLines(lines, at: yaml.upperBound)
    }
    if isFlow { return try insert(name, value, type, into: root, entries, isFlow: true) }
    let indent = column(of: root.range.lowerBound)
    guard let lines = writer(indent: indent).entry(name, value, type) else { throw byHand }
    insertLines(
      lines, at: neighbour(of: name, entries).map { source.nextLine(after: $0.end) } ?? yaml.upperBound)
  }

  /// The field that comes right before `name` in the schema, if the file has it.
  private func neighbour(of name: String, _ entries: [YAMLEntry]) -> YAMLEntry? {
    guard let index = schema.fields.firstIndex(where: { $0.name == name }), index > 0
    else { return nil }
    let before = schema.fields[index - 1].name
    return entries.first { $0.key == before }
  }

  private mutating func insert(
    _ name: String, _ value: EditValue, _ type: FieldType?, into mapping: YAMLNode, _ entries: [YAMLEntry],
    isFlow: Bool
  ) throws(DaichoError) {
    if isFlow {
      guard let key = ScalarWriter.key(name), let text = FlowWriter.write(value, type) else { throw byHand }
      return insertFlow(
        "\(key): \(text)", into: mapping, lastEnd: entries.last?.end,
        lastStart: entries.last?.keyRange.lowerBound)
    }
    guard let last = entries.last else { throw byHand }
    let indent = column(of: mapping.range.lowerBound)
    guard let lines = writer(indent: indent).entry(name, value, type) else { throw byHand }
    insertLines(lines, at: source.nextLine(after: last.end))
  }

  /// Takes a key out, with the mappings around it that would be left empty.
  private mutating func remove(_ steps: [Step]) throws(DaichoError) {
    var level = steps.count - 1
    while level > 0 {
      let key = steps[level].entry.key
      guard steps[level].siblings.allSatisfy({ $0.key == key || EditValue($0.value) == nil }) else { break }
      level -= 1
    }
    guard steps.indices.contains(level) else { return }
    let step = steps[level]
    if step.isFlow {
      guard let index = step.siblings.firstIndex(where: { $0.key == step.entry.key }) else { return }
      return removeFlow(
        index, of: step.siblings.map { $0.keyRange.lowerBound..<$0.end }, in: step.mapping)
    }
    if fallback == .leaveKeyEmpty { return try empty(step.entry) }
    try removeLines(from: step.entry.keyRange.lowerBound, through: step.entry.end)
    // Blank lines behind it would become text of a block scalar before it that keeps them.
    guard let index = step.siblings.firstIndex(where: { $0.key == step.entry.key }), index > 0,
      keepsBlankLines(step.siblings[index - 1].value)
    else { return }
    let first = source.nextLine(after: step.entry.end)
    var end = first
    while end < source.bytes.count, source.bytes[end..<source.lineEnd(of: end)].allSatisfy(Byte.isBlank),
      source.nextLine(after: end) > end
    {
      end = source.nextLine(after: end)
    }
    if end > first { splice(first..<end, "") }
  }

  private func keepsBlankLines(_ node: YAMLNode) -> Bool {
    guard case .scalar(_, let style) = node.content, style.isBlock else { return false }
    return source.bytes[node.range.lowerBound..<source.lineEnd(of: node.range.lowerBound)].prefix(3)
      .contains(UInt8(ascii: "+"))
  }
}
