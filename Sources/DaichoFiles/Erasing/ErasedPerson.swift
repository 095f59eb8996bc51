import DaichoDigest
import DaichoModel

/// Who is to be forgotten: every string by which a register knows them, over all its versions, and what stands in
/// their place.
package struct ErasedPerson: Sendable, Hashable, Codable {
  /// One id that a record of theirs has or had.
  package struct Identity: Sendable, Hashable, Codable {
    /// The folder its kind has.
    package var folder: String
    package var id: String
    /// What it becomes; tells nothing of the id.
    package var token: String
    /// Whether the id is unlike any word, so that it is theirs wherever it stands.
    package var isDistinct: Bool

    package init(_ kind: Kind, _ id: String, token: String, isDistinct: Bool) {
      (self.folder, self.id, self.token, self.isDistinct) = (kind.folder, id, token, isDistinct)
    }

    /// Whether a file at this path is its record.
    package func names(_ path: String) -> Bool {
      guard path.hasPrefix(folder + "/"), path.hasSuffix(".md") else { return false }
      return RecordReader.id(ofFile: path).map { $0.key == RecordID.key(id) } ?? false
    }
  }

  /// The first is the record's of today; the others' it had before, and those of records merged into it.
  package var identities: [Identity]
  /// Folded.
  package var emails: [String] = []
  /// As `TextFolding.phoneDigits` has them.
  package var phones: [String] = []
  /// Of other systems, folded.
  package var systemIDs: [String] = []
  /// What their browser was called before anybody knew whose it is.
  package var visitors: [String] = []
  /// Full names, kana, streets: replaced wherever they stand.
  package var names: [String] = []
  /// Replaced in messages about them alone: a birthday, a city.
  package var values: [String] = []
  /// Other people's strings that hold one of these.
  package var others: [String] = []
  /// Ids of the deals and inquiries that are about them, `deals/ID`, by `RecordID.key`.
  package var linked: Set<String> = []
  /// Of those, the ones whose ids tell of the person: a deal that is called after them.
  package var linkedIdentities: [Identity] = []
  /// Entries of those records, as written.
  package var linkedEntries: Set<String> = []
  /// Makes pseudonyms of events and messages; nobody keeps it.
  package var secret: [UInt8]

  package init(identities: [Identity], secret: [UInt8]) {
    (self.identities, self.secret) = (identities, secret)
  }

  /// Of the record of today.
  package var token: String { identities.first?.token ?? "" }

  package static let tokenPrefix = "forgotten-"

  /// An opaque token: ten characters of base32, 50 bits.
  package static func token(using generator: inout some RandomNumberGenerator) -> String {
    let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789".utf8)
    let letters = (0..<10).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
    return tokenPrefix + String(decoding: letters, as: UTF8.self)
  }

  package static func isToken(_ text: some StringProtocol) -> Bool { text.hasPrefix(tokenPrefix) }

  /// An address nobody has (RFC 2606), one for each of theirs.
  func address(_ email: String) -> String {
    let place = emails.firstIndex(of: TextFolding.fold(email)) ?? 0
    return (place == 0 ? token : "\(token).\(place + 1)") + "@forgotten.invalid"
  }

  /// The token in whose place a reference, an address or an id of another system stands; `nil`: it is somebody
  /// else's.
  func token(of handle: String) -> String? {
    let folder = "\(Kind.customers.folder)/"
    let id = RecordID.key(handle.hasPrefix(folder) ? String(handle.dropFirst(folder.count)) : handle)
    if let identity = identities.first(where: { RecordID.key($0.id) == id }) { return identity.token }
    let folded = TextFolding.fold(handle)
    return emails.contains(folded) || systemIDs.contains(folded) ? token : nil
  }

  package func isTheirs(_ handle: String) -> Bool { token(of: handle) != nil }

  /// Opaque and the same for the same text: 24 letters of base32, as the key of a message has.
  func pseudonym(_ text: String) -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
    let hash = Digest.hmacSHA256(text.utf8, key: secret)
    return String(decoding: hash.prefix(24).map { alphabet[Int($0 & 31)] }, as: UTF8.self)
  }

  /// How many strings are looked for.
  package var stringCount: Int {
    identities.count + emails.count + phones.count + systemIDs.count + visitors.count + names.count
  }

  // MARK: Strings

  /// What is replaced in any file.
  var texts: [PersonalText] {
    var texts: [PersonalText] = others.map { PersonalText($0, .none, .keep) }
    for identity in identities + linkedIdentities {
      let token = Array(identity.token.utf8)
      if identity.isDistinct {
        texts.append(PersonalText(identity.id, .word, .replace(token)))
      } else {
        let folder = "\(identity.folder)/"
        texts.append(PersonalText(folder + identity.id, .word, .replace(Array(folder.utf8) + token)))
        texts.append(PersonalText(identity.id, .value, .find))
      }
    }
    for email in emails { texts.append(PersonalText(email, .address, .replace(Array(address(email).utf8)))) }
    for name in names { texts.append(named(name)) }
    for id in systemIDs + visitors {
      // A short number could be an amount.
      let effect = id.utf8.count >= 8 ? PersonalText.Effect.replace(Array(token.utf8)) : .find
      texts.append(PersonalText(id, effect == .find ? .value : .word, effect))
    }
    return texts
  }

  /// What is replaced besides in the message of a commit about them.
  var messageTexts: [PersonalText] {
    texts + values.map(named)
      + (identities + linkedIdentities).map { PersonalText($0.id, .word, .replace(Array($0.token.utf8))) }
  }

  private func named(_ name: String) -> PersonalText {
    let isLatin = name.utf8.allSatisfy { $0 < 0x80 }
    return PersonalText(name, isLatin ? .word : .none, .replace(Array(token.utf8)))
  }
}
