/// Quick looks at a text's bytes that spare most texts a walk through their scalars.
enum PlainBytes {
  static func needNoJSONEscape(_ text: String) -> Bool {
    all(of: text) { mayStand($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
  }

  /// Neither a delimiter, a quote nor anything unsafe on a terminal.
  static func needNoQuotes(_ text: String, delimiter: UInt8) -> Bool {
    all(of: text) { mayStand($0) && $0 != UInt8(ascii: "\"") && $0 != delimiter }
  }

  /// Nothing unsafe on a terminal and no line feed or tab.
  static func needNoEscape(_ text: String) -> Bool { all(of: text, mayStand) }

  static func areASCII(_ text: some StringProtocol) -> Bool {
    all(of: text) { 0x20...0x7E ~= $0 }
  }

  /// No control character, and not the first byte of what `TextSafety` calls unsafe beyond ASCII
  /// (C1, U+061C, U+200E…2069, U+FEFF); texts with one of these first bytes take the longer way.
  @inline(__always)
  private static func mayStand(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7F && byte != 0xC2 && byte != 0xD8 && byte != 0xE2 && byte != 0xEF
  }

  @inline(__always)
  private static func all(of text: some StringProtocol, _ allows: (UInt8) -> Bool) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy(allows) } ?? text.utf8.allSatisfy(allows)
  }
}
