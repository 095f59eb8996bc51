import DaichoModel

/// Makes of any file of a register the one in which a person is forgotten: their own record becomes a shell that
/// keeps what sums and counts are made of, what is about them loses its words, and wherever else they are named, a
/// token stands instead.
///
/// The same bytes become the same bytes, so that what was appended to a ledger still is.
package struct Eraser {
  package struct File: Sendable, Hashable {
    /// Relative to the workspace.
    package var path: String
    /// `nil`: the file goes, for it is binary and cannot be changed.
    package var bytes: [UInt8]?
  }

  package let person: ErasedPerson
  let schemas: [Kind: KindSchema]
  private let texts: PersonalTexts
  private let messageTexts: PersonalTexts
  /// By which a message is known to be about them.
  private let marks: PersonalTexts
  private let phones: PhoneNumbers

  /// In the place of words.
  static let nothing = "…"

  package init(_ person: ErasedPerson, schemas: [Kind: KindSchema]) {
    self.person = person
    self.schemas = schemas
    texts = PersonalTexts(person.texts)
    messageTexts = PersonalTexts(person.messageTexts)
    marks = PersonalTexts(
      (person.identities + person.linkedIdentities).flatMap { identity in
        [
          PersonalText("\(identity.folder)/\(identity.id)", .word, .find),
          PersonalText("(\(identity.id))", .none, .find),
        ]
      })
    phones = PhoneNumbers(person.phones)
  }

  /// Whether a file with these bytes could change, wherever it lies.
  package func concerns(_ bytes: UnsafeRawBufferPointer) -> Bool {
    texts.areIn(bytes) || phones.areIn(bytes)
  }

  /// Whether a string of theirs stands in these bytes, one that is nobody else's.
  package func holdsStrings(_ bytes: UnsafeRawBufferPointer) -> Bool {
    phones.areIn(bytes) || texts.areIn(bytes) && !texts.matches(in: bytes).isEmpty
  }

  /// Whether a file of this name could change, whatever it holds.
  package func concerns(name: String) -> Bool {
    guard let id = RecordReader.id(ofFile: name), name.hasSuffix(".md") else {
      return replaced(Array(name.utf8)) != nil
    }
    return (person.identities + person.linkedIdentities).contains { RecordID.key($0.id) == id.key }
      || person.linked.contains { $0.hasSuffix("/" + id.key) } || replaced(Array(name.utf8)) != nil
  }

  /// - Parameter path: relative to the workspace.
  /// - Returns: `nil` where it stays as it is.
  package func file(_ path: String, _ bytes: [UInt8]) -> File? {
    let new = contents(path, bytes)
    let name = self.name(path)
    if name == path, new == .some(bytes) { return nil }
    return File(path: name, bytes: new)
  }

  /// What a message becomes; `nil`: it stays.
  package func message(_ bytes: [UInt8]) -> [UInt8]? {
    let isAboutThem = bytes.withUnsafeBytes { marks.areIn($0) }
    return replaced(bytes, isAboutThem ? messageTexts : texts)
  }

  // MARK: Places

  private func name(_ path: String) -> String {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8.index(after: $0) } ?? path.startIndex
    let (folder, name) = (path[..<slash], String(path[slash...]))
    if let identity = (person.identities + person.linkedIdentities).first(where: { $0.names(path) }) {
      return "\(folder)\(identity.token).md"
    }
    guard let new = replaced(Array(name.utf8)) else { return path }
    return folder + String(decoding: new, as: UTF8.self)
  }

  /// What a folder's own name becomes; `nil`: it stays.
  package func folder(_ name: [UInt8]) -> [UInt8]? { replaced(name) }

  private func contents(_ path: String, _ bytes: [UInt8]) -> [UInt8]? {
    if path.hasSuffix(".md"), let kind = Kind(rawValue: String(path.prefix { $0 != "/" })) {
      return record(kind, path, bytes)
    }
    if path.hasPrefix("orders/"), path.hasSuffix(".csv") { return text(orders(bytes)) }
    if path.hasSuffix(".jsonl"), path.hasPrefix("events/") || path.hasPrefix("sends/") {
      return text(lines(bytes, areMails: path.hasPrefix("sends/")))
    }
    if isBinary(bytes), bytes.withUnsafeBytes(concerns) { return nil }
    return text(bytes)
  }

  private func isBinary(_ bytes: [UInt8]) -> Bool { bytes.prefix(8_000).contains(0) }

  // MARK: Text

  /// With every string of theirs replaced.
  func text(_ bytes: [UInt8]) -> [UInt8] { replaced(bytes) ?? bytes }

  package func text(_ text: String) -> String {
    replaced(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  func areIn(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.withUnsafeBytes(concerns) }

  private func replaced(_ bytes: [UInt8]) -> [UInt8]? { replaced(bytes, texts) }

  private func replaced(_ bytes: [UInt8], _ texts: PersonalTexts) -> [UInt8]? {
    let (matches, numbers) = bytes.withUnsafeBytes { (texts.matches(in: $0), phones.ranges(in: $0)) }
    guard !matches.isEmpty || !numbers.isEmpty else { return nil }
    let token = Array(person.token.utf8)
    let all = matches + numbers.map { PersonalTexts.Match(range: $0, replacement: token) }
    return bytes.replacing(all.map { ($0.range, $0.replacement) })
  }
}

extension [UInt8] {
  /// With other bytes in some places; of two that overlap the first.
  func replacing(_ edits: [(range: Range<Int>, new: [UInt8])]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(count)
    var at = startIndex
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
    where edit.range.lowerBound >= at {
      out += self[at..<edit.range.lowerBound]
      out += edit.new
      at = edit.range.upperBound
    }
    return out + self[at...]
  }
}
