import DaichoModel

/// The team's own fields.
extension SettingsReading {
  static let typeNames = [
    "text", "multiline", "integer", "decimal", "money", "boolean", "date", "datetime", "email", "phone",
    "url",
    "choice", "tags", "reference(KIND)", "list of TYPE",
  ]

  mutating func customFields(_ node: YAMLNode) {
    for entry in entries(node, "fields") {
      guard let kind = Kind(rawValue: entry.key) else {
        let folders = Kind.allCases.map(\.folder)
        report(
          .error, "unknown-kind", at: entry.keyRange.lowerBound, .unknownKind(entry.key, folders),
          suggestion: Suggestion.nearest(to: entry.key, in: folders).map(Wording.didYouMean))
        continue
      }
      var definitions: [FieldDefinition] = []
      for field in entries(entry.value, "fields.\(kind.folder)") {
        if let definition = definition(field, kind) { definitions.append(definition) }
      }
      result.settings.customFields[kind] = definitions
    }
  }

  private mutating func definition(_ entry: YAMLEntry, _ kind: Kind) -> FieldDefinition? {
    let name = entry.key
    let at = entry.keyRange.lowerBound
    if KindSchema.builtIn(kind)[name] != nil {
      report(.error, "field-clash", at: at, .fieldClash(name, kind), suggestion: .chooseAnotherName)
      return nil
    }
    guard SettingsReading.isSnakeCase(name) else {
      report(.error, "bad-field-name", at: at, .badFieldName(name))
      return nil
    }
    let key = "fields.\(kind.folder).\(name)"
    var typeNode: YAMLNode?
    var choices: [String]?
    var label: String?
    if entry.value.text != nil {
      typeNode = entry.value
    } else {
      for detail in entries(entry.value, key, known: ["type", "of", "label"]) {
        switch detail.key {
        case "type": typeNode = detail.value
        case "of": choices = words(detail.value, "\(key).of")
        case "label": label = text(detail.value, "\(key).label")
        default: continue
        }
      }
    }
    guard let typeNode, let written = text(typeNode, "\(key).type") else {
      report(.error, "unknown-type", at: at, .fieldWithoutType(name))
      return nil
    }
    guard let type = SettingsReading.type(written, choices) else {
      let isChoice = written.hasSuffix("choice")
      report(
        .error, isChoice ? "choice-without-values" : "unknown-type", at: typeNode.range.lowerBound,
        isChoice ? .choiceWithoutValues(name) : .unknownType(written, SettingsReading.typeNames),
        suggestion: Suggestion.nearest(to: written, in: SettingsReading.typeNames).flatMap {
          $0 == written ? nil : .didYouMean($0)
        })
      return nil
    }
    let plain = name.split(separator: "_").joined(separator: " ")
    let heading = label.map { Wording(en: $0, ja: $0) } ?? Wording(en: plain, ja: plain)
    return FieldDefinition(name, type, label: heading, isCustom: true)
  }

  private mutating func words(_ node: YAMLNode, _ key: String) -> [String]? {
    let items = (node.items ?? [node]).compactMap { text($0, key) }
    return items.isEmpty ? nil : items
  }

  /// `nil` for an unknown name, and for a choice of nothing.
  static func type(_ written: String, _ choices: [String]?) -> FieldType? {
    switch written {
    case "text": return .text
    case "multiline": return .multiline
    case "integer": return .integer
    case "decimal": return .decimal
    case "money": return .money
    case "boolean": return .boolean
    case "date": return .date
    case "datetime": return .datetime
    case "email": return .email
    case "phone": return .phone
    case "url": return .url
    case "tags": return .tags
    case "choice": return choices.map(FieldType.choice)
    default: break
    }
    if written.hasPrefix("list of ") {
      guard let element = type(String(written.dropFirst(8)), choices), !element.isList else { return nil }
      return .list(element)
    }
    guard written.hasPrefix("reference("), written.hasSuffix(")") else { return nil }
    return Kind(typed: String(written.dropFirst(10).dropLast())).map(FieldType.reference)
  }

  private static func isSnakeCase(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first != "_", TextFolding.digit(first) == nil
    else { return false }
    return name.unicodeScalars.allSatisfy { scalar in
      if scalar.isASCII {
        return ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_"
      }
      return scalar.properties.isAlphabetic || scalar == "ー"
    }
  }
}
