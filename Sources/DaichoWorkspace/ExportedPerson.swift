import DaichoFiles
import DaichoIndex
import DaichoModel

/// A customer as exports for other programs see them.
struct ExportedPerson {
  static let columns = [
    "name", "family_name", "given_name", "kana", "email", "phone", "company", "company.name",
    "address.postal_code", "address.region", "address.city", "address.street", "address.country", "birthday",
    "tags", "consent.ads",
  ]

  let id: String
  private let cells: [String: JSONValue]
  private let settings: WorkspaceSettings

  /// - Parameter columns: those of the row.
  init(_ row: ListRow, settings: WorkspaceSettings, columns: [String] = ExportedPerson.columns) {
    id = row.id
    cells = Dictionary(zip(columns, row.cells), uniquingKeysWith: { first, _ in first })
    self.settings = settings
  }

  func text(_ column: String) -> String? {
    guard case .string(let text)? = cells[column], text.contains(where: { !$0.isWhitespace }) else {
      return nil
    }
    return text
  }

  func list(_ column: String) -> [String] {
    guard case .array(let items)? = cells[column] else { return text(column).map { [$0] } ?? [] }
    return items.compactMap { if case .string(let text) = $0, !text.isEmpty { text } else { nil } }
  }

  var mayBeAdvertisedTo: Bool { cells["consent.ads"] == .bool(true) }
  var birthday: Anniversary? { text("birthday").flatMap(Anniversary.init(typed:)) }

  /// What one calls them: the name, else its parts, else the company, else the id.
  var displayName: String {
    if let name = text("name") { return name }
    let parts = [text("family_name"), text("given_name")].compactMap(\.self)
    return parts.isEmpty ? text("company.name") ?? id : parts.joined(separator: " ")
  }

  /// Family and given name as written, else the two words of a name in Chinese characters or kana, which
  /// begins with the family. Other names are not taken apart.
  var names: (family: String?, given: String?) {
    let (family, given) = (text("family_name"), text("given_name"))
    if family != nil || given != nil { return (family, given) }
    return text("name").flatMap(ExportedPerson.twoWords) ?? (nil, nil)
  }

  var readings: (family: String?, given: String?) {
    guard let kana = text("kana") else { return (nil, nil) }
    return ExportedPerson.twoWords(kana) ?? (kana, nil)
  }

  private static func twoWords(_ name: String) -> (family: String?, given: String?)? {
    let words = name.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, let first = name.unicodeScalars.first(where: { !$0.properties.isWhitespace }),
      (0x3041...0x30FF).contains(first.value) || (0x3400...0x9FFF).contains(first.value)
        || (0x20000...0x3FFFF).contains(first.value) || (0xFF66...0xFF9F).contains(first.value)
    else { return nil }
    return (String(words[0]), String(words[1]))
  }

  /// ISO 3166-1. Where no country is written it is Japan, in a register that keeps Japan's time.
  var country: String? {
    guard let written = text("address.country") else { return isAtHomeInJapan ? "JP" : nil }
    return CountryCode.iso(written)
  }

  private var isAtHomeInJapan: Bool { settings.timeZone == "Asia/Tokyo" || settings.timeZone == "Japan" }

  /// The numbers as written, and with their country where that is safe.
  var phones: [(typed: String, international: String?)] {
    list("phone").map { ($0, InternationalPhone.e164($0, isJapanese: country == "JP")) }
  }
}
