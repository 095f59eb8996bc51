/// The two pieces of raw HTML with a meaning in a mail's body; all other is shown as text.
enum RawHTML {
  /// `<br>`, `<br/>`, `<BR />`.
  static func isLineBreak(_ html: UnsafeBufferPointer<UInt8>) -> Bool {
    let letters = html.filter { $0 != 0x20 && $0 != UInt8(ascii: "/") }.map { $0 | 0x20 }
    return letters.elementsEqual("<br>".utf8.map { $0 | 0x20 })
  }

  /// What a reader is shown of it: all but the comments, and nothing where only blanks are left.
  static func shown(_ html: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var rest = Array(html)[...]
    var result: [UInt8] = []
    while let start = rest.firstRange(of: "<!--".utf8) {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      guard let end = rest.firstRange(of: "-->".utf8) else { return result }
      rest = rest[end.upperBound...]
    }
    result += rest
    return result.contains { $0 > 0x20 } ? result : []
  }
}
