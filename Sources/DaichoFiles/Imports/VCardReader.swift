import DaichoModel

/// Reads the cards of a `.vcf` file one after the other: vCard 4.0 (RFC 6350), 3.0 (RFC 2426) and 2.1
/// as phones write it, in UTF-8 or CP932.
///
/// Pictures, sounds and keys are passed over line by line, so that a card takes little memory whatever
/// hangs on it.
package struct VCardReader: ~Copyable {
  private var lines: LineReader
  private let path: String
  private var ahead: [UInt8]?
  private var aheadLine = 0
  private var hasEnded = false

  /// What is passed over.
  private static let heavy: Set<String> = ["PHOTO", "LOGO", "KEY"]
  /// A line of a card, unfolded, longer than this is cut off.
  private static let longestLine = 1 << 16

  package init(_ text: any ByteStream, path: String) {
    lines = LineReader(text)
    self.path = path
  }

  /// Whether the first bytes of a file are those of an address book.
  package static func isVCard(_ head: [UInt8]) -> Bool {
    let start = head.prefix(64).drop { $0 <= 0x20 || $0 >= 0x80 }.prefix(11)
    return String(decoding: start, as: UTF8.self).uppercased() == "BEGIN:VCARD"
  }

  /// The next card; `nil` at the end. Errors: `not-a-vcard`, `vcard-cut-short`, and those of the file.
  package mutating func next() throws(DaichoError) -> VCard? {
    while let property = try nextProperty() {
      guard property.name == "BEGIN", property.text?.uppercased() == "VCARD" else {
        throw DaichoError("not-a-vcard", .notAVCard, at: place(property.line))
      }
      return try card(from: property.line)
    }
    return nil
  }

  private mutating func card(from line: Int) throws(DaichoError) -> VCard {
    var assembly = VCardAssembly(line: line)
    var depth = 1
    while let property = try nextProperty() {
      if property.name == "BEGIN" { depth += 1 }
      if property.name == "END" {
        depth -= 1
        if depth == 0 { return assembly.finished() }
      }
      if depth == 1 { assembly.take(property) }
    }
    throw DaichoError("vcard-cut-short", .vCardCutShort, at: place(line), hint: .exportAgain)
  }

  private func place(_ line: Int) -> SourceLocation {
    SourceLocation(path: path, position: SourcePosition(line: line, column: 1))
  }

  // MARK: Lines

  private mutating func nextProperty() throws(DaichoError) -> VCardProperty? {
    while let (bytes, line) = try nextLine() {
      if let property = VCardProperty(bytes, line: line) { return property }
      // Base64 of an old phone, without the space before it; a stray blank line.
    }
    return nil
  }

  /// An unfolded line and the number of its first.
  private mutating func nextLine() throws(DaichoError) -> (bytes: [UInt8], line: Int)? {
    guard var bytes = try take() else { return nil }
    let line = aheadLine
    let head = VCardReader.head(bytes)
    let isHeavy = VCardReader.heavy.contains(head.name)
    if isHeavy { bytes = Array(head.name.utf8) + [UInt8(ascii: ":")] }
    while let next = try peek(), let first = next.first, first == 0x20 || first == 0x09 {
      _ = try take()
      if !isHeavy, bytes.count < VCardReader.longestLine { bytes += next.dropFirst() }
    }
    guard head.isQuotedPrintable else { return (bytes, line) }
    while bytes.last == UInt8(ascii: "="), let next = try take() {
      bytes.removeLast()
      if bytes.count < VCardReader.longestLine { bytes += next.drop { $0 == 0x20 || $0 == 0x09 } }
    }
    return (bytes, line)
  }

  private static func head(_ bytes: [UInt8]) -> (name: String, isQuotedPrintable: Bool) {
    let head = String(decoding: bytes.prefix(200).prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    let name = head.prefix { $0 != ";" }.split(separator: ".").last.map { $0.uppercased() } ?? ""
    return (name, head.uppercased().contains("QUOTED-PRINTABLE"))
  }

  private mutating func peek() throws(DaichoError) -> [UInt8]? {
    if ahead == nil, !hasEnded {
      if try lines.next() {
        ahead = Array(lines.bytes)
      } else {
        hasEnded = true
      }
    }
    return ahead
  }

  private mutating func take() throws(DaichoError) -> [UInt8]? {
    let bytes = try peek()
    aheadLine = lines.line
    ahead = nil
    return bytes
  }
}
