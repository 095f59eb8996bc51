/// RFC 2047's way to put text into a header: B encoding, UTF-8.
enum EncodedWords {
  /// An encoded-word has at most 75 characters: 45 bytes of text in 60 of base64, and 12 around them.
  private static let byteLimit = 45
  private static let prefix = "=?UTF-8?B?"

  /// Encoded-words of whole characters; a grapheme cluster is cut only where it is longer than a whole
  /// word can be.
  ///
  /// - Parameter firstLineColumns: what the line of the field's name has left for the first word.
  static func words(for text: String, firstLineColumns: Int) -> [String] {
    var words: [String] = []
    var bytes: [UInt8] = []
    var limit = min(byteLimit, max(0, (firstLineColumns - 12) / 4 * 3))
    if limit < 12 { limit = byteLimit }
    func close() {
      guard !bytes.isEmpty else { return }
      words.append(prefix + Base64.encoded(bytes) + "?=")
      bytes = []
      limit = byteLimit
    }
    for character in text {
      let cluster = Array(character.utf8)
      if cluster.count > byteLimit {
        for scalar in character.unicodeScalars {
          let unit = Array(String(Character(scalar)).utf8)
          if bytes.count + unit.count > limit { close() }
          bytes += unit
        }
        continue
      }
      if bytes.isEmpty, cluster.count > limit { limit = byteLimit }
      if bytes.count + cluster.count > limit { close() }
      bytes += cluster
    }
    close()
    return words
  }

  /// Whether text could be taken for an encoded-word and must become one.
  static func resemblesOne(_ text: String) -> Bool {
    text.contains("=?")
  }
}
