import DaichoModel

/// The reading of one record: its schema, what other fields decide, and what was found wrong.
struct RecordReading {
  let source: SourceText
  let schema: RecordSchema
  let vocabulary: RecordVocabulary
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var repairs: [ValueRepair] = []
  private var finder = PositionFinder()
  /// What the record's own `currency:` or else the workspace says; `nil` when the former is no currency.
  private(set) var currency: Currency?
  private(set) var pipeline: WorkspaceSettings.Pipeline?

  init(_ matter: FrontMatter, schema: RecordSchema, _ vocabulary: RecordVocabulary) {
    source = matter.source
    self.schema = schema
    self.vocabulary = vocabulary
    currency = vocabulary.settings.currency
    switch schema.kind {
    case .deals:
      currency = RecordReading.currency(in: matter, else: vocabulary.settings.currency)
      let name = matter.entries.first { $0.key == "pipeline" }?.value.text
      pipeline = vocabulary.settings.pipeline(named: name.flatMap { $0.isEmpty ? nil : $0 })
    case .products:
      currency = RecordReading.currency(in: matter, else: vocabulary.settings.currency)
    default: break
    }
  }

  private static func currency(in matter: FrontMatter, else standard: Currency) -> Currency? {
    guard let text = matter.entries.first(where: { $0.key == "currency" })?.value.text, !text.isEmpty
    else { return standard }
    return Currency(text)
  }

  mutating func report(
    _ severity: Diagnostic.Severity, _ code: String, at offset: Int, _ message: Wording,
    suggestion: Wording? = nil
  ) {
    let position = finder.position(at: offset, in: source.bytes)
    let location = SourceLocation(path: source.path, position: position)
    diagnostics.append(Diagnostic(severity, code, at: location, message, suggestion: suggestion))
  }

  /// Notes that a rule mends the value of `node`, or what another rule has made of it.
  mutating func note(
    _ repair: Repair, _ old: String, _ node: YAMLNode, _ type: FieldType, _ name: String, new: String
  ) {
    guard case .scalar(_, let style) = node.content else { return }
    repairs.append(
      ValueRepair(
        rule: repair.rule, field: name, old: old, new: new,
        place: .scalar(node.range, style, ScalarWriter.look(type))))
  }

  mutating func note(_ repair: ValueRepair) { repairs.append(repair) }

  mutating func fields(_ entries: [YAMLEntry]) -> [RecordField] {
    var fields: [RecordField] = []
    fields.reserveCapacity(entries.count)
    for entry in entries {
      let rule = schema.rule(entry.key)
      let value: FieldValue?
      if let rule {
        value = self.value(entry.value, rule.type, entry.key)
      } else {
        if !schema.isOpen { reportUnknown(entry, schema.fields, within: nil) }
        value = CoreSchema.value(entry.value)
      }
      guard let value else { continue }
      if let rule, rule.check != .none { check(rule.check, entry, value) }
      fields.append(
        RecordField(
          name: entry.key, value: value, key: entry.keyRange.lowerBound, range: entry.value.range,
          isKnown: rule != nil))
    }
    return fields
  }

  mutating func reportUnknown(_ entry: YAMLEntry, _ known: [FieldDefinition], within parent: String?) {
    let near = Suggestion.nearest(to: entry.key, in: known.map(\.name))
    let name = parent.map { "\($0).\(entry.key)" } ?? entry.key
    report(
      .warning, "unknown-field", at: entry.keyRange.lowerBound, .unknownField(name),
      suggestion: near.map(Wording.didYouMean))
  }

  /// `nil` where nothing is written.
  mutating func value(_ node: YAMLNode, _ type: FieldType, _ name: String) -> FieldValue? {
    switch type {
    case .prohibition: return prohibition(node, name)
    case .list(let element): return list(node, element, name)
    case .tags: return tags(node, name)
    case .structure: return CoreSchema.value(node)
    case .map(let element): return map(node, element, name)
    case .object(let definitions): return object(node, definitions, name)
    case .filter: return filter(node, name)
    default: return scalar(node, type, name)
    }
  }

  mutating func wrongType(_ node: YAMLNode, _ expected: Wording, _ name: String) -> FieldValue {
    report(.error, "wrong-type", at: node.range.lowerBound, .wrongType(name, expected))
    return .unreadable(source.text(node.range))
  }

  private mutating func list(_ node: YAMLNode, _ element: FieldType, _ name: String) -> FieldValue? {
    if let items = node.items { return .list(items.compactMap { value($0, element, name) }) }
    return value(node, element, name).map { .list([$0]) }
  }

  private mutating func tags(_ node: YAMLNode, _ name: String) -> FieldValue? {
    if let items = node.items { return .list(items.compactMap { scalar($0, .text, name) }) }
    guard let value = scalar(node, .text, name) else {
      warnOfComment(after: node, name)
      return nil
    }
    if case .text(let text) = value, text.contains(where: { $0 == "," || $0 == "、" || $0 == "，" }) {
      let parts = text.split(whereSeparator: { $0 == "," || $0 == "、" || $0 == "，" })
      let items = parts.map { part in
        let trimmed = String(
          part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        return ScalarWriter.inline(trimmed, .text, inFlow: true) ?? trimmed
      }
      report(
        .warning, "tags-comma", at: node.range.lowerBound, .oneTagWithComma(name),
        suggestion: .writeInstead("\(name): [\(items.joined(separator: ", "))]"))
    }
    return .list([value])
  }

  private mutating func map(_ node: YAMLNode, _ element: FieldType, _ name: String) -> FieldValue? {
    if isNothing(node) { return nil }
    guard let entries = node.entries else { return wrongType(node, .expectedMapping, name) }
    return .object(
      entries.compactMap { entry in
        value(entry.value, element, entry.key).map { .init(name: entry.key, value: $0) }
      })
  }

  private mutating func object(
    _ node: YAMLNode, _ definitions: [FieldDefinition], _ name: String
  ) -> FieldValue? {
    if isNothing(node) { return nil }
    guard case .mapping(let entries, let isFlow) = node.content else {
      return wrongType(node, .expectedFields(definitions.map(\.name)), name)
    }
    let trap = isFlow ? filterTrap(entries, definitions) : nil
    var members: [FieldValue.Member] = []
    members.reserveCapacity(entries.count)
    for entry in entries {
      if let index = definitions.firstIndex(where: { $0.name == entry.key }) {
        if let trap, trap == entry.key {
          let read = FieldValue.unreadable(source.text(entry.value.range))
          members.append(.init(name: entry.key, value: read))
        } else if let value = value(entry.value, definitions[index].type, entry.key) {
          members.append(.init(name: entry.key, value: value))
        }
      } else if trap == nil {
        reportUnknown(entry, definitions, within: name)
        if let value = CoreSchema.value(entry.value) { members.append(.init(name: entry.key, value: value)) }
      }
    }
    return .object(members)
  }

  /// Nothing written, or an explicit null where no text can stand.
  func isNothing(_ node: YAMLNode) -> Bool {
    guard case .scalar(let text, let style) = node.content else { return false }
    return text.isEmpty || (style == .plain && CoreSchema.isNull(text))
  }

  /// Anything that is not plainly false forbids, whatever it is.
  private mutating func prohibition(_ node: YAMLNode, _ name: String) -> FieldValue? {
    guard let text = node.text else {
      _ = wrongType(node, .expectedYesOrNo, name)
      return .boolean(true)
    }
    if text.isEmpty { return nil }
    switch RecordReading.truth(text) {
    case true?: return .boolean(true)
    case false?: return .boolean(false)
    case nil:
      report(.warning, "unclear-prohibition", at: node.range.lowerBound, .unclearProhibition(name, text))
      return .boolean(true)
    }
  }

  /// `true`, `Yes`, `ON`, `はい`; `false`, `no`, `ｏｆｆ`, `いいえ`; else `nil`.
  static func truth(_ text: String) -> Bool? {
    switch text {
    case "true", "yes": return true
    case "false", "no": return false
    default: break
    }
    switch TextFolding.fold(text).filter({ !$0.isWhitespace }) {
    case "true", "yes", "on", "はい": return true
    case "false", "no", "off", "いいえ", "": return false
    default: return nil
    }
  }
}
