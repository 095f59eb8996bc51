import DaichoModel

/// The reading of one map.
struct ImportMapReading {
  let source: SourceText
  private(set) var diagnostics: [Diagnostic] = []
  private var finder = PositionFinder()

  init(_ source: SourceText) { self.source = source }

  static let keys = [
    "name", "kind", "encoding", "separator", "shop", "recognize", "columns", "keep", "fill_down", "rows",
    "skip",
    "dates", "decimal", "tax", "optional",
  ]

  mutating func report(
    _ severity: Diagnostic.Severity, _ code: String, at offset: Int, _ message: Wording,
    suggestion: Wording? = nil
  ) {
    let location = SourceLocation(path: source.path, position: finder.position(at: offset, in: source.bytes))
    diagnostics.append(Diagnostic(severity, code, at: location, message, suggestion: suggestion))
  }

  mutating func wrong(_ node: YAMLNode, _ key: String, _ expected: Wording) {
    report(.error, "wrong-type", at: node.range.lowerBound, .wrongType(key, expected))
  }

  func location(_ offset: Int) -> SourceLocation { source.location(at: offset) }

  // MARK: The map

  mutating func map(_ root: YAMLNode?) -> ImportMap? {
    guard let root, let entries = root.entries else {
      report(.error, "wrong-type", at: source.start, .wrongType("imports/*.yml", .expectedMapping))
      return nil
    }
    guard let kind = kind(root) else { return nil }
    var map = ImportMap(id: ImportMapReader.id(ofFile: source.path), path: source.path, kind: kind)
    for entry in entries { read(entry, into: &map) }
    if map.columns.isEmpty {
      report(.error, "map-without-columns", at: root.range.lowerBound, .mapWithoutColumns)
    } else if kind == .orders {
      for needed in ["date", "order", "amount"] where map[needed] == nil {
        report(
          .error, "map-incomplete", at: root.range.lowerBound, .mapLacks(needed),
          suggestion: .addMapColumn(needed))
      }
    }
    return map
  }

  private mutating func kind(_ root: YAMLNode) -> ImportKind? {
    let words = ImportKind.allCases.map(\.rawValue)
    guard let node = root["kind"], let text = node.text, !text.isEmpty else {
      report(
        .error, "map-incomplete", at: root.range.lowerBound, .mapLacks("kind"), suggestion: .oneOf(words))
      return nil
    }
    return word(node, "kind", words).flatMap(ImportKind.init)
  }

  private mutating func read(_ entry: YAMLEntry, into map: inout ImportMap) {
    let node = entry.value
    if EditValue(node) == nil { return }
    switch entry.key {
    case "kind": return
    case "name": map.name = text(node, "name")
    case "encoding":
      guard let text = text(node, "encoding") else { return }
      guard let encoding = SourceEncoding(typed: text) else {
        let words = SourceEncoding.allCases.map(\.rawValue)
        return report(
          .error, "unknown-choice", at: node.range.lowerBound, .unknownChoice("encoding", text, words))
      }
      map.encoding = encoding
    case "separator": separator(node, &map)
    case "shop":
      guard let text = text(node, "shop") else { return }
      guard ImportMapReading.isName(text), !text.contains(".") else {
        return report(.error, "bad-field-name", at: node.range.lowerBound, .badFieldName(text))
      }
      map.shop = text
    case "recognize": map.recognized = texts(node, "recognize")
    case "columns": columns(node, &map)
    case "keep":
      for item in node.items ?? [node] {
        guard let heading = text(item, "keep") else { continue }
        add(ImportMapReading.snakeCase(heading), .heading(heading), at: item.range.lowerBound, to: &map)
      }
    case "fill_down": map.filledDown = texts(node, "fill_down")
    case "rows": rows(node, &map)
    case "skip":
      for entry in members(node, "skip") {
        let words = texts(entry.value, "skip.\(entry.key)").map(TextFolding.fold)
        map.skipped.append(ImportMap.SkipRule(heading: entry.key, words: words))
      }
    case "dates":
      for item in node.items ?? [node] {
        guard let text = text(item, "dates") else { continue }
        if let format = DateFormat(text) {
          map.dates.append(format)
        } else {
          report(.error, "bad-date-format", at: item.range.lowerBound, .badDateFormat(text))
        }
      }
    case "decimal": map.hasDecimalComma = word(node, "decimal", ["point", "comma"]) == "comma"
    case "tax": map.tax = word(node, "tax", ["included", "excluded", "none"])
    case "optional": map.optional = Set(texts(node, "optional"))
    default:
      report(
        .error, "unknown-setting", at: entry.keyRange.lowerBound, .unknownSetting(entry.key),
        suggestion: Suggestion.nearest(to: entry.key, in: ImportMapReading.keys).map(Wording.didYouMean)
          ?? .oneOf(ImportMapReading.keys))
    }
  }

  private mutating func separator(_ node: YAMLNode, _ map: inout ImportMap) {
    guard let text = node.text else { return wrong(node, "separator", .expectedOneValue) }
    switch text {
    case "auto": map.separator = nil
    case ",", "comma": map.separator = UInt8(ascii: ",")
    case "\t", "tab": map.separator = UInt8(ascii: "\t")
    case ";", "semicolon": map.separator = UInt8(ascii: ";")
    case "|", "pipe": map.separator = UInt8(ascii: "|")
    default:
      report(
        .error, "unknown-choice", at: node.range.lowerBound,
        .unknownChoice("separator", text, ["auto", "comma", "tab", "semicolon", "pipe"]))
    }
  }

  // MARK: Columns

  private mutating func columns(_ node: YAMLNode, _ map: inout ImportMap) {
    for entry in members(node, "columns") {
      if EditValue(entry.value) == nil { continue }
      guard let value = value(entry.value, "columns.\(entry.key)") else { continue }
      add(entry.key, value, at: entry.keyRange.lowerBound, to: &map)
    }
  }

  private mutating func add(_ name: String, _ value: ImportValue, at offset: Int, to map: inout ImportMap) {
    guard ImportMapReading.isName(name) else {
      return report(.error, "bad-field-name", at: offset, .badFieldName(name))
    }
    guard map[name] == nil else {
      return report(.error, "duplicate-key", at: offset, .duplicateKey(name))
    }
    map.columns.append(ImportColumn(name: name, value: value, location: location(offset)))
  }

  /// Letters, digits, `_`, `-` and single dots between them.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
        !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
      }
  }

  /// `Lineitem requires shipping` as `lineitem_requires_shipping`.
  package static func snakeCase(_ heading: String) -> String {
    TextFolding.fold(heading).split { !$0.isLetter && !$0.isNumber }.joined(separator: "_")
  }

  private mutating func rows(_ node: YAMLNode, _ map: inout ImportMap) {
    let types = ["shipping", "fee", "discount", "refund"]
    for entry in members(node, "rows") {
      let key = "rows.\(entry.key)"
      guard ImportMapReading.isName(entry.key) else {
        report(.error, "bad-field-name", at: entry.keyRange.lowerBound, .badFieldName(entry.key))
        continue
      }
      var type: String? = types.contains(entry.key) ? entry.key : nil
      var amount: ImportValue?
      var date: ImportValue?
      var status: ImportValue?
      let isValue = ImportMapReading.valueKeys.contains { entry.value[$0] != nil }
      if entry.value.items != nil || entry.value.text != nil || isValue {
        amount = value(entry.value, key)
      } else {
        for member in members(entry.value, key) {
          switch member.key {
          case "type": type = word(member.value, "\(key).type", types)
          case "amount": amount = value(member.value, "\(key).amount")
          case "date": date = value(member.value, "\(key).date")
          case "status": status = value(member.value, "\(key).status")
          default: unknown(member, ["type", "amount", "date", "status"], within: key)
          }
        }
      }
      guard let type else {
        report(
          .error, "map-incomplete", at: entry.keyRange.lowerBound, .mapLacks("\(key).type"),
          suggestion: .oneOf(types))
        continue
      }
      guard let amount else {
        report(.error, "map-incomplete", at: entry.keyRange.lowerBound, .mapLacks("\(key).amount"))
        continue
      }
      map.extraRows.append(
        ImportMap.ExtraRow(
          line: entry.key, type: type, amount: amount, date: date, status: status,
          location: location(entry.keyRange.lowerBound)))
    }
  }

  // MARK: Values

  static let valueKeys = [
    "column", "value", "join", "with", "first_of", "words", "otherwise", "when_set", "multiply", "add",
    "subtract",
  ]

  private mutating func value(_ node: YAMLNode, _ key: String) -> ImportValue? {
    if let text = node.text {
      guard !text.isEmpty else {
        wrong(node, key, .expectedHeading)
        return nil
      }
      return .heading(text)
    }
    if let items = node.items { return .joined(values(items, key), separator: " ") }
    guard let entries = node.entries else { return nil }
    for entry in entries where !ImportMapReading.valueKeys.contains(entry.key) {
      unknown(entry, ImportMapReading.valueKeys, within: key)
    }
    guard var value = base(node, key) else { return nil }
    if let words = node["words"] {
      var table: [String: String] = [:]
      for entry in members(words, "\(key).words") {
        if let text = entry.value.text { table[TextFolding.fold(entry.key)] = text }
      }
      value = .words(value, table, otherwise: node["otherwise"]?.text)
    }
    if let set = node["when_set"] {
      guard let text = text(set, "\(key).when_set") else { return nil }
      value = .whenSet(value, text)
    }
    return value
  }

  private mutating func base(_ node: YAMLNode, _ key: String) -> ImportValue? {
    if let constant = node["value"] { return .constant(constant.text ?? "") }
    if let column = node["column"] { return text(column, "\(key).column").map(ImportValue.heading) }
    if let parts = node["join"] {
      return .joined(values(parts.items ?? [parts], key), separator: node["with"]?.text ?? " ")
    }
    if let parts = node["first_of"] { return .first(values(parts.items ?? [parts], key)) }
    let (multiply, add, subtract) = (node["multiply"], node["add"], node["subtract"])
    if multiply != nil || add != nil || subtract != nil {
      return .sum(
        multiply: operands(multiply, key), add: operands(add, key), subtract: operands(subtract, key))
    }
    wrong(node, key, .expectedValueSource)
    return nil
  }

  private mutating func operands(_ node: YAMLNode?, _ key: String) -> [ImportValue] {
    node.map { values($0.items ?? [$0], key) } ?? []
  }

  private mutating func values(_ nodes: [YAMLNode], _ key: String) -> [ImportValue] {
    var values: [ImportValue] = []
    for node in nodes {
      if let value = value(node, key) { values.append(value) }
    }
    return values
  }

  // MARK: Plain things

  private mutating func members(_ node: YAMLNode, _ key: String) -> [YAMLEntry] {
    if EditValue(node) == nil { return [] }
    guard let entries = node.entries else {
      wrong(node, key, .expectedMapping)
      return []
    }
    return entries
  }

  private mutating func unknown(_ entry: YAMLEntry, _ known: [String], within parent: String) {
    report(
      .error, "unknown-setting", at: entry.keyRange.lowerBound, .unknownSetting("\(parent).\(entry.key)"),
      suggestion: Suggestion.nearest(to: entry.key, in: known).map(Wording.didYouMean) ?? .oneOf(known))
  }

  private mutating func text(_ node: YAMLNode, _ key: String) -> String? {
    guard let text = node.text, !text.isEmpty else {
      wrong(node, key, .expectedOneValue)
      return nil
    }
    return text
  }

  private mutating func texts(_ node: YAMLNode, _ key: String) -> [String] {
    var texts: [String] = []
    for item in node.items ?? [node] {
      if let text = text(item, key) { texts.append(text) }
    }
    return texts
  }

  private mutating func word(_ node: YAMLNode, _ key: String, _ words: [String]) -> String? {
    guard let text = text(node, key) else { return nil }
    if words.contains(text) { return text }
    report(
      .error, "unknown-choice", at: node.range.lowerBound, .unknownChoice(key, text, words),
      suggestion: Suggestion.nearest(to: text, in: words).map(Wording.didYouMean))
    return nil
  }
}
