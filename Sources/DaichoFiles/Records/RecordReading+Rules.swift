import DaichoModel

/// What is looked at beside a field's type, and what a rule would write otherwise.
extension RecordReading {
  /// Notes a value that `repair` would write otherwise, and reports it where there is a message.
  mutating func suggest(
    _ repair: Repair, _ text: String, _ node: YAMLNode, _ type: FieldType, _ name: String,
    _ message: ((String) -> Wording)? = nil
  ) {
    guard let new = repair(text) else { return }
    note(repair, text, node, type, name, new: new)
    guard let message, let code = repair.rule.code else { return }
    report(.warning, code, at: node.range.lowerBound, message(text), suggestion: .writeInstead(new))
  }

  /// Whether numbers without a country are Japan's.
  var isJapanese: Bool {
    let settings = vocabulary.settings
    return settings.timeZone == "Asia/Tokyo" || settings.language == .ja
  }

  mutating func check(_ check: RecordSchema.Check, _ entry: YAMLEntry, _ value: FieldValue) {
    switch (check, value) {
    case (.name, .text(let text)):
      suggest(.legalForm, honorific(text, entry), entry.value, .text, entry.key)
    case (.honorific, .text(let text)): _ = honorific(text, entry)
    case (.currency, .text(let text)):
      guard currency == nil else { return }
      report(.error, "bad-currency", at: entry.value.range.lowerBound, .badCurrency(text))
    case (.address, _): address(entry)
    default: return
    }
  }

  // MARK: Names

  /// The name without its honorific, where that is certain.
  private mutating func honorific(_ text: String, _ entry: YAMLEntry) -> String {
    // The last bytes of 様, ま, 中, 殿 and ん.
    guard let last = text.utf8.last, [0x98, 0xBE, 0xAD, 0xBF, 0x93].contains(last) else { return text }
    let rules = schema.kind == .customers ? [Repair.honorific, .personHonorific] : [.honorific]
    for rule in rules {
      guard let bare = rule(text) else { continue }
      note(rule, text, entry.value, .text, entry.key, new: bare)
      reportHonorific(text, bare, entry)
      return bare
    }
    if let bare = RecordReading.withoutHonorific(text) { reportHonorific(text, bare, entry) }
    return text
  }

  private mutating func reportHonorific(_ text: String, _ bare: String, _ entry: YAMLEntry) {
    report(
      .warning, "honorific-in-name", at: entry.value.range.lowerBound, .honorificInName(text),
      suggestion: .writeInstead(bare))
  }

  /// The name without さま or 殿, which may be its own: only suggested. `鵜殿` is a family name.
  private static func withoutHonorific(_ name: String) -> String? {
    for honorific in ["さま", "殿"] {
      guard name.hasSuffix(honorific) else { continue }
      let bare = String(name.dropLast(honorific.count).reversed().drop(while: \.isWhitespace).reversed())
      return bare.unicodeScalars.count < 2 || Repair.words.contains(bare) ? nil : bare
    }
    return nil
  }

  // MARK: Addresses

  private mutating func address(_ entry: YAMLEntry) {
    guard let node = entry.value["postal_code"], let code = node.text else { return }
    suggest(.postalCode, code, node, .text, "address.postal_code") { .loosePostalCode($0) }
    func isMissing(_ name: String) -> Bool {
      entry.value[name]?.text.map { $0.allSatisfy(\.isWhitespace) } ?? (entry.value[name] == nil)
    }
    let country = entry.value["country"]?.text.map(TextFolding.fold)
    let isHere = isMissing("country") ? isJapanese : ["日本", "日本国", "japan", "jp", "jpn"].contains(country)
    guard isHere, isMissing("region"), let region = PostalCode.region(Repair.postalCode(code) ?? code),
      let field = FieldPath("address.region")
    else { return }
    note(
      ValueRepair(rule: .region, field: "address.region", old: "", new: region, place: .missing(field)))
    report(
      .warning, "missing-region", at: node.range.lowerBound, .missingRegion(code),
      suggestion: .writeInstead("region: \(region)"))
  }
}
