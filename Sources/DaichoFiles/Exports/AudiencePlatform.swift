import DaichoModel

/// What an advertising platform is told of one person, before it is hashed.
package struct AudiencePerson: Sendable {
  package var emails: [String] = []
  /// E.164.
  package var phones: [String] = []
  package var familyName: String?
  package var givenName: String?
  package var postalCode: String?
  /// ISO 3166-1, two letters.
  package var country: String?

  package init() {}
}

/// The files that advertising platforms take lists of customers in: their columns, how each wants a value
/// written before it is hashed, and what is hashed. Read on 2026-11-22:
///
/// - Meta: "Customer File Custom Audiences",
///   developers.facebook.com/docs/marketing-api/audiences/guides/custom-audiences; the columns' names,
///   facebook.com/business/help/2082575038703844.
/// - Google: "Formatting guidelines for uploading hashed data", support.google.com/google-ads/answer/7476159;
///   "Customer Match", developers.google.com/google-ads/api/docs/remarketing/audience-types/customer-match.
/// - LINE: メールアドレスアップロード, linebiz.com/jp/manual/line-ads/tracking_011. How LINE wants phone
///   numbers written could not be found, so they are not exported for it.
package enum AudiencePlatform: String, Sendable, CaseIterable {
  case meta, google, line
  /// For others: addresses in small letters and numbers in E.164, hashed.
  case csv

  /// How many addresses or numbers of one person are written: Meta takes up to three columns of each.
  private static let several = 3

  /// Empty for LINE, whose files have no header.
  package var columns: [String] {
    switch self {
    case .meta:
      Array(repeating: "email", count: Self.several) + Array(repeating: "phone", count: Self.several)
        + ["fn", "ln", "zip", "country"]
    case .google:
      Array(repeating: "Email", count: Self.several) + Array(repeating: "Phone", count: Self.several)
        + ["First Name", "Last Name", "Country", "Zip"]
    case .line: []
    case .csv: ["email_sha256", "phone_sha256"]
    }
  }

  /// The rows of one person, hashed; none where nothing identifies them on this platform.
  package func rows(_ person: AudiencePerson) -> [[String]] {
    values(person).map { row in
      row.enumerated().map { index, value in
        value.isEmpty || !isHashed(index) ? value : SHA256.hex(value)
      }
    }
  }

  /// Google: "Country and Zip data won't be hashed".
  private func isHashed(_ column: Int) -> Bool { self != .google || column < Self.several * 2 + 2 }

  /// The rows as they are before they are hashed.
  func values(_ person: AudiencePerson) -> [[String]] {
    let emails = unique(person.emails.compactMap(email))
    let phones = unique(person.phones.map(phone))
    switch self {
    case .meta, .google:
      let address = address(person)
      guard !emails.isEmpty || !phones.isEmpty else { return [] }
      return [padded(emails) + padded(phones) + address]
    case .line: return emails.map { [$0] }
    case .csv:
      return (0..<max(emails.count, phones.count)).map { index in
        [emails.indices, phones.indices].map { $0.contains(index) }.enumerated().map { column, isThere in
          isThere ? (column == 0 ? emails : phones)[index] : ""
        }
      }
    }
  }

  private func unique(_ values: [String]) -> [String] {
    var seen: Set<String> = []
    return values.filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  private func padded(_ values: [String]) -> [String] {
    let kept = values.prefix(Self.several)
    return kept + Array(repeating: "", count: Self.several - kept.count)
  }

  // MARK: How each is written

  /// Without blanks around it and in small letters, everywhere. Google matches Gmail's addresses with and
  /// without their dots, so these stay. LINE takes 120 characters: letters, digits, `_`, `-`, `.` and `@`.
  private func email(_ typed: String) -> String? {
    let address = AudiencePlatform.lowered(typed).filter { !$0.isWhitespace }
    guard self == .line else { return address }
    let isTaken = address.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || "_-.@".utf8.contains(byte)
    }
    return isTaken && address.utf8.count <= 120 ? address : nil
  }

  /// Meta wants the digits alone, the country's first; Google E.164 with its `+`.
  private func phone(_ e164: String) -> String { self == .meta ? String(e164.dropFirst()) : e164 }

  /// Of Google's four columns all or none: a person is matched by them together.
  private func address(_ person: AudiencePerson) -> [String] {
    let (given, family) = (name(person.givenName), name(person.familyName))
    let country = (person.country ?? "").lowercased()
    let postal = postalCode(person.postalCode ?? "", country: country)
    if self == .meta { return [given, family, postal, country] }
    let whole = [given, family, country, postal]
    return whole.contains("") ? ["", "", "", ""] : whole
  }

  /// Meta: small letters, no punctuation. Google: small letters, no blanks before, after or within.
  private func name(_ typed: String?) -> String {
    let lowered = AudiencePlatform.lowered(typed ?? "").filter { !$0.isWhitespace }
    return self == .meta ? lowered.filter { !$0.isPunctuation && !$0.isSymbol } : lowered
  }

  /// Meta: no blanks, no dash, of the United States the first five digits.
  private func postalCode(_ typed: String, country: String) -> String {
    let plain = TextFolding.fold(typed).filter { !$0.isWhitespace && $0 != "〒" }
    guard self == .meta else { return plain }
    let bare = plain.filter { $0.isLetter || $0.isNumber }
    return country == "us" ? String(bare.prefix(5)) : bare
  }

  /// Full-width letters are the same letters; kana and kanji stay.
  private static func lowered(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          (0xFF01...0xFF5E).contains(scalar.value)
            ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar == "\u{3000}" ? " " : scalar
        })
    ).lowercased()
  }
}
