/// Writes header fields, folded to 76 columns.
struct HeaderWriter {
  private static let lineLimit = 76

  private(set) var out: [UInt8] = []
  private var column = 0

  // MARK: Fields

  /// Free text: Subject.
  mutating func writeText(_ name: String, _ text: String) {
    begin(name)
    writePhrase(text, mustEncode: !fitsAsIs(text))
    end()
  }

  mutating func writeAddresses(_ name: String, _ addresses: [MailAddress]) {
    begin(name)
    for (index, address) in addresses.enumerated() {
      if let displayName = address.name { writeDisplayName(displayName) }
      let comma = index + 1 < addresses.count ? "," : ""
      let wire = address.wireAddress
      writeToken((address.name == nil ? wire : "<\(wire)>") + comma)
    }
    end()
  }

  /// A value that must stay on its line, whatever its length: Message-ID, List-Unsubscribe.
  mutating func writeRaw(_ name: String, _ value: String) {
    out += Array("\(name): \(value)\r\n".utf8)
    column = 0
  }

  /// Printable ASCII, folded at its spaces.
  mutating func writeTokens(_ name: String, _ value: String) {
    begin(name)
    for token in value.split(separator: " ") { writeToken(String(token)) }
    end()
  }

  // MARK: Pieces

  private mutating func begin(_ name: String) {
    out += Array("\(name):".utf8)
    column = name.utf8.count + 1
  }

  private mutating func end() {
    out += [0x0D, 0x0A]
    column = 0
  }

  /// A token after a space, on a new line where it does not fit on this one.
  private mutating func writeToken(_ token: String) {
    let length = token.utf8.count
    if column + 1 + length > Self.lineLimit {
      out += [0x0D, 0x0A]
      column = 0
    }
    out.append(0x20)
    out += Array(token.utf8)
    column += 1 + length
  }

  private func fitsAsIs(_ text: String) -> Bool {
    HeaderText.isPrintableASCII(text) && !EncodedWords.resemblesOne(text) && !text.hasPrefix(" ")
      && !text.hasSuffix(" ") && !text.contains("  ")
      && text.split(separator: " ").allSatisfy { $0.utf8.count < Self.lineLimit - 16 }
  }

  private mutating func writePhrase(_ text: String, mustEncode: Bool) {
    if mustEncode {
      writeEncoded(text)
    } else {
      for word in text.split(separator: " ") { writeToken(String(word)) }
    }
  }

  /// Encoded-words divided so that the first fills what the line of the field's name leaves.
  private mutating func writeEncoded(_ text: String) {
    for word in EncodedWords.words(for: text, firstLineColumns: Self.lineLimit - column - 1) {
      writeToken(word)
    }
  }

  private mutating func writeDisplayName(_ name: String) {
    if !fitsAsIs(name) {
      writeEncoded(name)
    } else if name.utf8.allSatisfy(Self.isAtomOrSpace) {
      writePhrase(name, mustEncode: false)
    } else if name.utf8.count <= 60 {
      let escaped = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      if escaped.utf8.count <= 64 { writeToken("\"\(escaped)\"") } else { writeEncoded(name) }
    } else {
      writeEncoded(name)
    }
  }

  private static func isAtomOrSpace(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }
  }
}
