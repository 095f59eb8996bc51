import DaichoModel

/// Reads the head of a log line as people type it: full-width letters, digits, signs and spaces count
/// as their ASCII forms. Positions are byte offsets.
struct LogCursor {
  let bytes: UnsafeRawBufferPointer
  var offset: Int
  let end: Int

  static let space: UInt32 = 0x20

  var isAtEnd: Bool { offset >= end }

  /// The folded scalar at `offset` and its length in bytes; `(0, 0)` at the end of the line.
  @inline(__always)
  func peek() -> (scalar: UInt32, length: Int) {
    guard offset < end else { return (0, 0) }
    let first = bytes[offset]
    if first < 0x80 { return (first == 0x09 ? LogCursor.space : UInt32(first), 1) }
    return wide(first)
  }

  private func wide(_ first: UInt8) -> (scalar: UInt32, length: Int) {
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
    guard length > 1, offset + length <= end else { return (0xFFFD, 1) }
    var value = UInt32(first) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for index in 1..<length { value = value << 6 | UInt32(bytes[offset + index] & 0x3F) }
    switch value {
    case 0xFF01...0xFF5E: value -= 0xFEE0
    case 0x3000, 0xA0: value = LogCursor.space
    case 0x301C: value = 0x7E
    default: break
    }
    return (value, length)
  }

  /// Steps over one scalar if it is `scalar`.
  @inline(__always)
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    let (found, length) = peek()
    guard length > 0, found == scalar.value else { return false }
    offset += length
    return true
  }

  mutating func skipSpaces() {
    while true {
      let (scalar, length) = peek()
      guard length > 0, scalar == LogCursor.space else { return }
      offset += length
    }
  }

  /// A number of at most `limit` digits that is not followed by yet another.
  mutating func number(digits limit: Int, atLeast least: Int = 1) -> Int? {
    var (value, count, position) = (0, 0, self)
    while true {
      let (scalar, length) = position.peek()
      guard length > 0, (0x30...0x39).contains(scalar) else { break }
      guard count < limit else { return nil }
      value = value * 10 + Int(scalar - 0x30)
      count += 1
      position.offset += length
    }
    guard count >= least else { return nil }
    self = position
    return value
  }

  /// The bytes up to a space, a sign that ends a word, or the end of the line.
  mutating func word() -> Range<Int> {
    let start = offset
    while true {
      let (scalar, length) = peek()
      if length == 0 || LogCursor.endsWord(scalar) { return start..<offset }
      offset += length
    }
  }

  static func endsWord(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x20, 0x28, 0x29, 0x2C, 0x3A, 0x40, 0x3001, 0x3B: true
    default: false
    }
  }

  func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }
}
