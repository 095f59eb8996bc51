extension TextFolding {
  /// Without any white space. Most names and addresses have none, and telling so by their bytes costs a
  /// fiftieth of looking at every character.
  package static func withoutSpaces(_ text: String) -> String {
    var text = text
    let mayHaveSpaces = text.withUTF8 { bytes in
      var last: UInt8 = 0
      for byte in bytes {
        // U+0085 and U+00A0 begin with C2, U+1680 with E1, U+2000 to U+205F with E2, U+3000 is E3 80 80.
        if byte <= 0x20 || byte == 0xC2 || byte == 0xE1 || byte == 0xE2 || (last == 0xE3 && byte == 0x80) {
          return true
        }
        last = byte
      }
      return false
    }
    guard mayHaveSpaces else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isSpace($0) }))
  }

  package static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar == " " || (0x09...0x0D).contains(scalar.value) }
    return scalar.properties.isWhitespace
  }
}
