import DaichoModel

/// The keys by which people are told apart, as hashes of one run of the program.
package struct CustomerKeys: Sendable {
  package struct Key: Sendable {
    package let hash: UInt64
    package let ground: CustomerMatcher.Ground
  }

  enum Sort: UInt64 {
    case system = 1, email, phoneAndName, id, handle, emailAndName
    /// What the index has been asked for.
    case asked
  }

  private let hash = QuickHash()

  /// Those of a piece of evidence, the surest first.
  package func of(_ evidence: CustomerEvidence) -> [Key] {
    var keys: [Key] = []
    if let system = evidence.system, let id = evidence.systemID, !id.isEmpty {
      keys.append(Key(hash: self.system(system, TextFolding.fold(id)), ground: .id))
    }
    let names = evidence.names.map(CustomerKeys.tight).filter { !$0.isEmpty }
    let emails = evidence.emails.map(CustomerKeys.address)
    for email in emails {
      for name in names { keys.append(Key(hash: pair(email, name, .emailAndName), ground: .email)) }
    }
    for email in emails { keys.append(Key(hash: hash(email, .email), ground: .email)) }
    for phone in evidence.phones.map(TextFolding.phoneDigits) where phone.utf8.count >= 6 {
      for name in names { keys.append(Key(hash: pair(phone, name, .phoneAndName), ground: .phoneAndName)) }
    }
    return keys
  }

  func hash(_ text: String, _ sort: Sort) -> UInt64 { hash(text, salt: sort.rawValue) }

  func hash(_ bytes: UnsafeRawBufferPointer, _ sort: Sort) -> UInt64 { hash(bytes, salt: sort.rawValue) }

  func system(_ name: String, _ id: String) -> UInt64 { hash.combine(hash(name, .system), hash(id)) }

  func pair(_ first: String, _ second: String, _ sort: Sort) -> UInt64 {
    hash.combine(hash(first, sort), hash(second))
  }

  /// As the index compares addresses.
  static func address(_ email: String) -> String {
    var folded = TextFolding.fold(email)
    if folded.utf8.starts(with: "mailto:".utf8) { folded.removeFirst(7) }
    return TextFolding.withoutSpaces(folded)
  }

  private static let titles = ["様", "さま", "殿"]

  /// A name without spaces and without its title.
  static func tight(_ name: String) -> String {
    var folded = TextFolding.withoutSpaces(TextFolding.fold(name))
    for title in titles.map(\.utf8)
    where folded.utf8.count > title.count && folded.utf8.suffix(title.count).elementsEqual(title) {
      folded = String(Substring(folded.utf8.dropLast(title.count)))
    }
    return folded
  }
}
