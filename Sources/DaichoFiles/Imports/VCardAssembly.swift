import DaichoModel

/// Gathers the properties of one card.
struct VCardAssembly {
  private var card: VCard
  private var phones: [(Int, String)] = []
  private var emails: [(Int, String)] = []
  private var addresses: [(Int, VCard.Address)] = []
  private var nameRank = Int.max
  private var notes: [String] = []
  private var phoneticFamily = ""
  private var phoneticGiven = ""
  /// Readings of lower standing: what cards are sorted by, an old phone's SOUND.
  private var sortKeys: [String] = []

  init(line: Int) { card = VCard(line: line) }

  mutating func take(_ property: VCardProperty) {
    switch property.name {
    case "FN": takeName(property)
    case "N": takeParts(property)
    case "ORG":
      if card.organisation.isEmpty { card.organisation = property.components.first.map(Self.line) ?? "" }
    case "TEL": takeText(property) { $0.phones.append(($1.preference, Self.phone($2))) }
    case "EMAIL":
      takeText(property) { $0.emails.append(($1.preference, Self.without("mailto:", $2))) }
    case "ADR": takeAddress(property)
    case "BDAY": takeBirthday(property)
    case "NOTE": takeText(property) { $0.notes.append($2) }
    case "CATEGORIES":
      for item in property.items.map(Self.line) where !item.isEmpty && !card.categories.contains(item) {
        card.categories.append(item)
      }
    case "UID": card.uid = property.text.map(Self.line) ?? ""
    case "KIND", "X-ADDRESSBOOKSERVER-KIND": card.isGroup = property.text?.uppercased() == "GROUP"
    case "X-PHONETIC-LAST-NAME": phoneticFamily = property.text.map(Self.line) ?? ""
    case "X-PHONETIC-FIRST-NAME": phoneticGiven = property.text.map(Self.line) ?? ""
    case "SORT-STRING": sortKeys.append(Self.joined(property.components))
    case "SOUND" where property.has("X-IRMC-N"): sortKeys.append(Self.joined(property.components))
    default: break
    }
  }

  func finished() -> VCard {
    var card = card
    card.phones = Self.ordered(phones)
    card.emails = Self.ordered(emails)
    card.addresses = addresses.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
      .map(\.element.1)
    card.note = notes.joined(separator: "\n\n")
    let phonetic = Self.joined([phoneticFamily, phoneticGiven])
    card.kana = phonetic.isEmpty ? sortKeys.first(where: Self.isKana) ?? "" : phonetic
    return card
  }

  // MARK: Properties

  private mutating func takeText(
    _ property: VCardProperty, _ use: (inout VCardAssembly, VCardProperty, String) -> Void
  ) {
    guard let text = property.text else { return report(property, "") }
    let trimmed = Self.trimmed(text)
    if !trimmed.isEmpty { use(&self, property, trimmed) }
  }

  private mutating func takeName(_ property: VCardProperty) {
    guard let text = property.text else { return report(property, "") }
    let name = Self.line(text)
    guard !name.isEmpty, property.preference < nameRank else { return }
    card.formattedName = name
    nameRank = property.preference
  }

  private mutating func takeParts(_ property: VCardProperty) {
    let parts = property.components.map { Self.line($0) }
    guard !parts.isEmpty else { return report(property, "") }
    card.familyName = parts[0]
    card.givenName = parts.count > 1 ? parts[1] : ""
    if let keys = property.parameters["SORT-AS"] {
      sortKeys.append(Self.joined(keys.flatMap { $0.split(separator: ",").map(String.init) }))
    }
  }

  /// post office box; extended; street; locality; region; postal code; country
  private mutating func takeAddress(_ property: VCardProperty) {
    let parts = property.components.map(Self.line)
    func part(_ index: Int) -> String { index < parts.count ? parts[index] : "" }
    let address = VCard.Address(
      postalCode: part(5), region: part(4), city: part(3),
      street: [part(2), part(1), part(0)].filter { !$0.isEmpty }.joined(separator: " "), country: part(6))
    if !address.isEmpty { addresses.append((property.preference, address)) }
  }

  private mutating func takeBirthday(_ property: VCardProperty) {
    guard let text = property.text.map(Self.line), !text.isEmpty else { return }
    let omitted = property.parameters["X-APPLE-OMIT-YEAR"]?.first
    guard let day = Self.birthday(text, omittedYear: omitted) else { return report(property, text) }
    card.birthday = day
  }

  private mutating func report(_ property: VCardProperty, _ value: String) {
    card.problems.append(VCard.Problem(line: property.line, property: property.name, value: value))
  }

  // MARK: Values

  /// `1984-03-14`, `19840314`, `--0314`, `--03-14`, with or without a time of day.
  static func birthday(_ text: String, omittedYear: String?) -> Anniversary? {
    let day = text.prefix { $0 != "T" && $0 != " " }
    if day.hasPrefix("--"), !day.hasPrefix("---") {
      let digits = day.filter { $0 != "-" }
      guard digits.count == 4 else { return nil }
      return Anniversary(typed: "\(digits.prefix(2))-\(digits.suffix(2))")
    }
    var written = String(day)
    if written.utf8.count == 8, written.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      written = "\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2))"
    }
    if let omittedYear, written.hasPrefix(omittedYear + "-") {
      return Anniversary(typed: written.dropFirst(omittedYear.count + 1))
    }
    return Anniversary(typed: written)
  }

  /// `tel:+81-3-1234-5678;ext=12` without its scheme and parameters.
  private static func phone(_ text: String) -> String {
    let bare = without("tel:", text)
    return bare == text ? text : String(bare.prefix { $0 != ";" })
  }

  private static func without(_ scheme: String, _ text: String) -> String {
    text.lowercased().hasPrefix(scheme) ? String(text.dropFirst(scheme.count)) : text
  }

  private static func ordered(_ ranked: [(Int, String)]) -> [String] {
    var seen: Set<String> = []
    return ranked.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
      .map(\.element.1).filter { seen.insert($0).inserted }
  }

  private static func joined(_ parts: [String]) -> String {
    parts.map(line).filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func isKana(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      (0x3041...0x30FF).contains(scalar.value) || (0xFF66...0xFF9F).contains(scalar.value)
    }
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// On one line, single spaces between words.
  private static func line(_ text: String) -> String {
    guard text.contains(where: \.isNewline) else { return trimmed(text) }
    return text.split(whereSeparator: \.isNewline).map { trimmed(String($0)) }.joined(separator: " ")
  }
}
