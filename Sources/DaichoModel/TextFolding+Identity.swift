extension TextFolding {
  /// Whether folding surely leaves `text` as it is: small Latin letters, digits, hiragana, kanji and their
  /// punctuation. Half of a register is such text, and telling so costs a tenth of folding it.
  package static func isFolded(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        if byte < 0x80 {
          if (0x41...0x5A).contains(byte) { return false }
          index += 1
          continue
        }
        guard index + 2 < bytes.count else { return false }
        let (second, third) = (bytes[index + 1], bytes[index + 2])
        switch byte {
        case 0xE4...0xE8: break
        case 0xE9: if second > 0xBE { return false }
        case 0xE3:
          // U+3001–3029, U+3040–307F, U+3080–3096
          let isPlain =
            (second == 0x80 && (0x81...0xA9).contains(third)) || second == 0x81
            || (second == 0x82 && third <= 0x96)
          if !isPlain { return false }
        default: return false
        }
        index += 3
      }
      return true
    }
  }
}
