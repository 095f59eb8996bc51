import DaichoModel

/// Where a letter goes.
struct PostalAddress {
  /// Empty where there is none. A Japanese one is written `110-0000`.
  let postalCode: String
  let region: String
  let city: String
  let street: String
  /// As it is written.
  let country: String
  let isJapanese: Bool

  /// `nil` where a letter would not arrive: without a street, or with neither a town nor a postal code.
  init?(_ person: ExportedPerson) {
    func text(_ member: String) -> String {
      let words = person.text("address." + member)?.split(whereSeparator: \.isWhitespace) ?? []
      return words.joined(separator: " ")
    }
    isJapanese = person.country == "JP"
    postalCode = PostalAddress.postalCode(text("postal_code"), isJapanese: isJapanese)
    (region, city, street, country) = (text("region"), text("city"), text("street"), text("country"))
    guard !street.isEmpty, !city.isEmpty || !postalCode.isEmpty else { return nil }
  }

  private static func postalCode(_ written: String, isJapanese: Bool) -> String {
    let digits = TextFolding.phoneDigits(written)
    guard isJapanese, digits.utf8.count == 7 else { return written }
    return "\(digits.prefix(3))-\(digits.dropFirst(3))"
  }

  /// On one line, for the journal.
  var line: String {
    let parts =
      isJapanese ? [postalCode, region + city + street] : [street, city, region, postalCode, country]
    return parts.filter { !$0.isEmpty }.joined(separator: isJapanese ? " " : ", ")
  }

  /// Two addresses are one household's where these are the same: without spaces and the many hyphens.
  var key: String {
    let parts = [postalCode, region, city, street].map { part in
      String(
        String.UnicodeScalarView(
          TextFolding.fold(part).unicodeScalars.filter {
            !$0.properties.isWhitespace && !PostalAddress.hyphens.contains($0)
          }.map { $0 }))
    }
    // Between digits a hyphen tells 1-23 from 12-3; in the street it stays, as one sign.
    let street = TextFolding.fold(street).unicodeScalars.filter { !$0.properties.isWhitespace }.map {
      PostalAddress.hyphens.contains($0) ? "-" : String($0)
    }.joined()
    return [parts[0], parts[1] + parts[2], street].joined(separator: "\0")
  }

  private static let hyphens = Set("-‐‑‒–—―−ー－ｰ".unicodeScalars)
}
