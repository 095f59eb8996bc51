/// Finds addresses written without any markup, `https://example.jp/shop`, as people write them in mail.
enum BareURL {
  static func next(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
    var index = start
    while index + 8 < text.count {
      guard text[index] == UInt8(ascii: "h"), index == 0 || !isWord(text[index - 1]),
        let afterScheme = schemeEnd(text, index)
      else {
        index += 1
        continue
      }
      let end = trimmed(text, afterScheme..<addressEnd(text, from: afterScheme))
      if end > afterScheme { return index..<end }
      index = afterScheme
    }
    return nil
  }

  private static func schemeEnd(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
    for scheme in ["https://", "http://"] as [StaticString] {
      let matches = scheme.withUTF8Buffer { text[index...].starts(with: $0) }
      if matches { return index + scheme.utf8CodeUnitCount }
    }
    return nil
  }

  private static func addressEnd(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    while index < text.count {
      let byte = text[index]
      if byte == Placeholder.leadByte {
        index += 4
      } else if byte > 0x20, byte < 0x7F, !"<>\"`{}|\\^'".utf8.contains(byte) {
        index += 1
      } else {
        break
      }
    }
    return min(index, text.count)
  }

  /// Without the punctuation of the sentence around it.
  private static func trimmed(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
    var end = range.upperBound
    while end > range.lowerBound {
      let last = text[end - 1]
      if ".,;:!?*_~".utf8.contains(last) {
        end -= 1
      } else if last == UInt8(ascii: ")") {
        let address = text[range.lowerBound..<end]
        let opened = address.count { $0 == UInt8(ascii: "(") }
        guard address.count(where: { $0 == UInt8(ascii: ")") }) > opened else { break }
        end -= 1
      } else {
        break
      }
    }
    return end
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
