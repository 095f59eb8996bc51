/// How a value travels through Mustache and CommonMark: as one scalar of the last private-use plane,
/// U+100000 + its index, which neither language gives a meaning. Such scalars are removed from
/// templates first, and values are put in after all parsing is done, in one pass, so that nothing in
/// a value is ever interpreted.
enum Placeholder {
  private static let first: UInt32 = 0x100000
  /// How many values one mail can hold.
  static let capacity = 0xE000
  /// Where the marks of a layout's fixed text end; they follow the values.
  private static let literalEnd = 0xFF00

  /// The links of a layout follow; there is room for so many.
  static let linkEnd = 0xFFF0

  /// Put beside CJK punctuation so that `**「…」**` closes where its author means it to; see `Emphasis`.
  static let joiner: Unicode.Scalar = "\u{10FFFD}"
  /// Written before a value in a layout that is a whole `href` or `src`, a part of one, or the content.
  static let wholeURL: Unicode.Scalar = "\u{10FFFC}"
  static let partOfURL: Unicode.Scalar = "\u{10FFFB}"
  static let content: Unicode.Scalar = "\u{10FFFA}"
  /// Where the picture goes that tells of an opening.
  static let pixel: Unicode.Scalar = "\u{10FFF9}"

  /// Every scalar of the plane, and nothing else, begins with this byte in UTF-8 and has four bytes.
  static let leadByte: UInt8 = 0xF4

  static func scalar(_ index: Int) -> Unicode.Scalar? {
    index < capacity ? Unicode.Scalar(first + UInt32(index)) : nil
  }

  static func index(of scalar: Unicode.Scalar) -> Int? {
    scalar.value >= first && scalar.value < first + UInt32(capacity) ? Int(scalar.value - first) : nil
  }

  static func literal(_ index: Int) -> Unicode.Scalar? {
    index < literalEnd - capacity ? Unicode.Scalar(first + UInt32(capacity + index)) : nil
  }

  /// A link of a layout by its number among the mail's.
  static func link(_ number: Int) -> Unicode.Scalar? {
    number < linkEnd - literalEnd ? Unicode.Scalar(first + UInt32(literalEnd + number)) : nil
  }

  enum Token {
    case value(Int)
    case literal(Int)
    case link(Int)
    case mark(Unicode.Scalar)
  }

  /// The token whose four bytes begin at `start`.
  static func token(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Token? {
    guard start + 3 < bytes.count, bytes[start] == leadByte else { return nil }
    let low =
      UInt32(bytes[start + 1] & 0x3F) << 12 | UInt32(bytes[start + 2] & 0x3F) << 6
      | UInt32(bytes[start + 3] & 0x3F)
    if low < capacity { return .value(Int(low)) }
    if low < literalEnd { return .literal(Int(low) - capacity) }
    if low < linkEnd { return .link(Int(low) - literalEnd) }
    return Unicode.Scalar(first + low).map { .mark($0) }
  }

  static func isReserved(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= first
  }

  /// Template text in the form Mustache gets it: LF line ends, no scalars of our own plane.
  static func prepared(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
      defer { afterReturn = scalar == "\r" }
      if scalar == "\n" && afterReturn { continue }
      if isReserved(scalar) { continue }
      result.append(scalar == "\r" ? "\n" : scalar)
    }
    return String(result)
  }
}
