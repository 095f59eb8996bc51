import DaichoModel

/// The reading of one daicho.yml.
struct SettingsReading {
  let source: SourceText
  var result = SettingsReader.Result()
  private var finder = PositionFinder()

  init(_ source: SourceText) { self.source = source }

  mutating func report(
    _ severity: Diagnostic.Severity, _ code: String, at offset: Int, _ message: Wording,
    suggestion: Wording? = nil
  ) {
    let position = finder.position(at: offset, in: source.bytes)
    let location = SourceLocation(path: source.path, position: position)
    result.diagnostics.append(Diagnostic(severity, code, at: location, message, suggestion: suggestion))
  }

  mutating func wrong(_ node: YAMLNode, _ key: String, _ expected: Wording) {
    report(.error, "wrong-type", at: node.range.lowerBound, .wrongType(key, expected))
  }

  static let keys = [
    "name", "timezone", "currency", "locale", "fiscal_year_start", "counting", "tax", "members", "pipelines",
    "fields", "senders", "base_url", "sending_host", "mail", "rfm", "rates", "raw_html", "key",
    "retired_keys", "recommend",
  ]

  mutating func readAll(_ root: YAMLNode) {
    if EditValue(root) == nil { return }
    guard let entries = root.entries else { return wrong(root, "daicho.yml", .expectedMapping) }
    findSecrets(root, key: nil)
    for entry in entries {
      let node = entry.value
      if EditValue(node) == nil { continue }
      switch entry.key {
      case "name": if let text = text(node, entry.key) { result.settings.name = text }
      case "timezone": timeZone(node)
      case "currency": if let currency = currency(node) { result.settings.currency = currency }
      case "locale":
        if let word = word(node, entry.key, Language.allCases.map(\.rawValue)),
          let language = Language(rawValue: word)
        {
          result.settings.language = language
        }
      case "fiscal_year_start":
        guard let month = integer(node, entry.key, 1...12) else { continue }
        result.settings.fiscalYearStart = month
      case "counting": counting(node)
      case "tax":
        if let word = word(node, entry.key, ["included", "excluded", "none"]) { result.settings.tax = word }
      case "members": members(node)
      case "pipelines": pipelines(node)
      case "fields": customFields(node)
      case "senders": senders(node)
      case "base_url": baseURL(node)
      case "sending_host": result.settings.sendingHost = text(node, entry.key)
      case "mail": mail(node)
      case "rfm": rfm(node)
      case "rates": rates(node)
      case "recommend": recommend(node)
      case "raw_html":
        guard let value = text(node, entry.key).flatMap(RecordReading.truth) else {
          wrong(node, entry.key, .expectedYesOrNo)
          continue
        }
        result.settings.allowRawHTML = value
      case "key": key(node)
      case "retired_keys": retiredKeys(node)
      default: unknown(entry, SettingsReading.keys, within: nil)
      }
    }
  }

  mutating func unknown(_ entry: YAMLEntry, _ known: [String], within parent: String?) {
    let near = Suggestion.nearest(to: entry.key, in: known)
    report(
      .warning, "unknown-setting", at: entry.keyRange.lowerBound,
      .unknownSetting(parent.map { "\($0).\(entry.key)" } ?? entry.key),
      suggestion: near.map(Wording.didYouMean))
  }

  /// The entries of a mapping; reports anything else. Keys outside `known` are warned of.
  mutating func entries(_ node: YAMLNode, _ key: String, known: [String]? = nil) -> [YAMLEntry] {
    if EditValue(node) == nil { return [] }
    guard let entries = node.entries else {
      wrong(node, key, known.map(Wording.expectedFields) ?? .expectedMapping)
      return []
    }
    if let known {
      for entry in entries where !known.contains(entry.key) && !SettingsReading.isSecret(entry.key) {
        unknown(entry, known, within: key)
      }
    }
    return entries
  }

  mutating func text(_ node: YAMLNode, _ key: String) -> String? {
    guard let text = node.text else {
      wrong(node, key, .expectedOneValue)
      return nil
    }
    return text.isEmpty ? nil : text
  }

  mutating func word(_ node: YAMLNode, _ key: String, _ words: [String]) -> String? {
    guard let text = text(node, key) else { return nil }
    if words.contains(text) { return text }
    report(
      .error, "unknown-choice", at: node.range.lowerBound, .unknownChoice(key, text, words),
      suggestion: Suggestion.nearest(to: text, in: words).map(Wording.didYouMean))
    return nil
  }

  mutating func integer(_ node: YAMLNode, _ key: String, _ range: ClosedRange<Int>) -> Int? {
    guard let number = node.text.flatMap({ ExactDecimal(typed: $0) })?.units(withDigits: 0),
      let value = Int(exactly: number), range.contains(value)
    else {
      wrong(node, key, .expectedBetween(range))
      return nil
    }
    return value
  }

  mutating func number(_ node: YAMLNode, _ key: String) -> ExactDecimal? {
    guard let number = node.text.flatMap({ ExactDecimal(typed: $0) }) else {
      wrong(node, key, .expectedNumber)
      return nil
    }
    return number
  }

  mutating func currency(_ node: YAMLNode) -> Currency? {
    guard let text = text(node, "currency") else { return nil }
    if let currency = Currency(text) { return currency }
    report(.error, "bad-currency", at: node.range.lowerBound, .badCurrency(text))
    return nil
  }

  /// An IANA name by its shape: whether the system knows it is for who asks the system.
  private mutating func timeZone(_ node: YAMLNode) {
    guard let text = text(node, "timezone") else { return }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let isName =
      (parts.count > 1 || text == "UTC" || text == "Japan")
      && parts.allSatisfy { part in
        guard let first = part.utf8.first, (0x41...0x5A).contains(first & 0xDF) else { return false }
        return part.utf8.allSatisfy { byte in
          (0x41...0x5A).contains(byte & 0xDF) || (0x30...0x39).contains(byte) || "_+-".utf8.contains(byte)
        }
      }
    guard isName else {
      return report(.error, "bad-timezone", at: node.range.lowerBound, .badTimeZone(text))
    }
    result.settings.timeZone = text
  }

  private mutating func counting(_ node: YAMLNode) {
    let statuses = ["placed", "paid", "shipped", "delivered", "cancelled", "refunded"]
    var counting: Set<String> = []
    for item in node.items ?? [node] {
      guard let status = word(item, "counting", statuses) else { return }
      counting.insert(status)
    }
    result.settings.counting = counting
  }

  private mutating func baseURL(_ node: YAMLNode) {
    guard let text = text(node, "base_url") else { return }
    let isWeb = text.hasPrefix("https://") || text.hasPrefix("http://")
    guard isWeb,
      !text.unicodeScalars.contains(where: { $0.properties.isWhitespace || TextSafety.isUnsafe($0) })
    else { return report(.error, "bad-url", at: node.range.lowerBound, .badURL(text)) }
    result.settings.baseURL = text
  }

  private mutating func rates(_ node: YAMLNode) {
    for entry in entries(node, "rates") {
      guard let currency = Currency(entry.key) else {
        report(.error, "bad-currency", at: entry.keyRange.lowerBound, .badCurrency(entry.key))
        continue
      }
      guard let rate = number(entry.value, "rates.\(entry.key)") else { continue }
      guard rate.units > 0 else {
        wrong(entry.value, "rates.\(entry.key)", .expectedPositive)
        continue
      }
      result.settings.rates[currency.code] = rate
    }
  }

  private static func isSecret(_ key: String) -> Bool {
    switch TextFolding.fold(key) {
    case "password", "passwd", "smtp_password", "secret", "token", "api_key", "apikey", "private_key",
      "パスワード":
      true
    default: false
    }
  }

  /// Whoever clones the workspace reads its daicho.yml.
  private mutating func findSecrets(_ node: YAMLNode, key: String?) {
    for item in node.items ?? [] { findSecrets(item, key: key) }
    for entry in node.entries ?? [] {
      if SettingsReading.isSecret(entry.key), EditValue(entry.value) != nil {
        report(
          .error, "secret-in-workspace", at: entry.keyRange.lowerBound, .secretInWorkspace(entry.key),
          suggestion: .usePasswordFile)
      }
      findSecrets(entry.value, key: entry.key)
    }
  }
}
