import DaichoDigest
import DaichoFiles
import DaichoIndex
import DaichoMail
import DaichoModel
import OrderedCollections

/// By what a forgotten person is known again, should somebody bring them back: keyed hashes of their addresses, phone
/// numbers and ids. Without the workspace's key they tell nothing, not even whether a guess is right.
///
/// They stand in the ledger of events, in the line of kind `erasure` that each `forget` leaves.
package struct Tombstones {
  /// What a hash is of; part of what is hashed.
  enum Sort: String, CaseIterable {
    case email, phone, id, record, message
  }

  /// The token by hash.
  private var tokens: [String: String] = [:]
  private var keys: [[UInt8]] = []
  /// Ids of the first commits of old histories, with the token of who was forgotten then.
  private(set) var oldCommits: [(id: String, token: String)] = []
  /// Of commits that a journal names, to what they are now.
  private(set) var commits: [String: String] = [:]
  /// Erasures that this machine cannot honour, having none of the keys: their tokens.
  package private(set) var unreadable: [String] = []

  package var isEmpty: Bool { tokens.isEmpty }

  static let purpose = "erasure"
  static let kind = "erasure"

  /// - Parameter store: `nil`: no key is looked for.
  init(_ workspace: Workspace, _ store: KeyStore?) throws(DaichoError) {
    let lines = try workspace.index.otherMembers(ofEvents: Tombstones.kind)
    guard !lines.isEmpty else { return }
    var held: [String: WorkspaceKey] = [:]
    if let store, workspace.settings.key != nil, let ring = try? workspace.keyRing(from: store) {
      for key in [ring.current] + ring.retired { held[key.fingerprint] = key }
    }
    var lifted: Set<String> = []
    for line in lines {
      guard case .object(let members)? = try? JSONReader.read(line.json) else { continue }
      let token = Tombstones.text(members["token"]) ?? ""
      if let token = Tombstones.text(members["lifted"]) {
        lifted.insert(token)
        continue
      }
      oldCommits += Tombstones.texts(members["old_commits"]).map { ($0, token) }
      if case .object(let map)? = members["commits"] {
        for (old, new) in map { if let new = Tombstones.text(new) { commits[old] = new } }
      }
      guard let key = held[Tombstones.text(members["key"]) ?? ""] else {
        unreadable.append(token)
        continue
      }
      let derived = key.derived(for: Tombstones.purpose)
      if !keys.contains(derived) { keys.append(derived) }
      for hash in Tombstones.texts(members["hashes"]) { tokens[hash] = token }
    }
    tokens = tokens.filter { !lifted.contains($0.value) }
    unreadable.removeAll(where: lifted.contains)
  }

  private static func text(_ value: JSONValue?) -> String? {
    if case .string(let text)? = value { text } else { nil }
  }

  private static func texts(_ value: JSONValue?) -> [String] {
    guard case .array(let items)? = value else { return [] }
    return items.compactMap { text($0) }
  }

  // MARK: Asking

  /// The token of who was forgotten and had this address.
  package func token(ofAddress email: String) -> String? { token(.email, TextFolding.fold(email)) }
  package func token(ofPhone phone: String) -> String? {
    let digits = TextFolding.phoneDigits(phone)
    return digits.utf8.count < PhoneNumbers.fewestDigits ? nil : token(.phone, digits)
  }
  /// Of another system.
  package func token(ofSystemID id: String) -> String? { token(.id, TextFolding.fold(id)) }
  package func token(ofRecord id: String) -> String? { token(.record, RecordID.key(id)) }
  /// Of a mail of theirs.
  package func token(ofMessage key: MessageKey) -> String? { token(.message, key.description) }

  /// Of whom a file from elsewhere tells.
  package func token(of evidence: CustomerEvidence) -> String? {
    guard !isEmpty else { return nil }
    return evidence.emails.lazy.compactMap(token(ofAddress:)).first
      ?? evidence.systemID.flatMap(token(ofSystemID:))
      ?? evidence.phones.lazy.compactMap(token(ofPhone:)).first
  }

  private func token(_ sort: Sort, _ text: String) -> String? {
    guard !tokens.isEmpty else { return nil }
    return keys.lazy.compactMap { tokens[Tombstones.hash(sort, text, $0)] }.first
  }

  /// By whatever somebody types.
  func token(typed text: String) -> String? {
    if tokens.values.contains(text) { return text }
    return token(ofAddress: text) ?? token(ofPhone: text) ?? token(ofSystemID: text) ?? token(ofRecord: text)
  }

  // MARK: Making

  /// Twelve bytes of HMAC-SHA256 in hexadecimal.
  private static func hash(_ sort: Sort, _ text: String, _ key: [UInt8]) -> String {
    Digest.hexadecimal(Digest.hmacSHA256("\(sort.rawValue)\0\(text)".utf8, key: key).prefix(12))
  }

  /// All hashes of a person, sorted: their order tells nothing.
  static func hashes(of person: ErasedPerson, messages: [MessageKey], key: WorkspaceKey) -> [String] {
    let derived = key.derived(for: purpose)
    var texts: [(Sort, String)] = person.emails.map { (.email, TextFolding.fold($0)) }
    texts += person.phones.filter { $0.utf8.count >= PhoneNumbers.fewestDigits }.map { (.phone, $0) }
    texts += person.systemIDs.map { (.id, $0) }
    texts += person.identities.map { (.record, RecordID.key($0.id)) }
    texts += messages.map { (.message, $0.description) }
    return Set(texts.map { hash($0.0, $0.1, derived) }).sorted()
  }
}

extension Workspace {
  /// Who has been forgotten here, as far as `keyStore` has the keys.
  package func tombstones() throws(DaichoError) -> Tombstones {
    if let knownTombstones { return knownTombstones }
    let tombstones = try Tombstones(self, keyStore)
    knownTombstones = tombstones
    return tombstones
  }

  /// What a commit that a journal names is called since history was rewritten.
  package func currentCommit(_ id: String) throws(DaichoError) -> String {
    let commits = try tombstones().commits
    var (id, seen) = (id, Set<String>())
    while seen.insert(id).inserted, let next = commits[id] { id = next }
    return id
  }
}
