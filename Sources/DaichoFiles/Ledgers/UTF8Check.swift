/// How much of some bytes is UTF-8.
struct UTF8Check {
  /// Well-formed sequences of two bytes and more.
  private(set) var wide = 0
  /// Those of three bytes among them, as Japanese is: in other encodings they hardly ever come by chance.
  private(set) var threes = 0
  /// Bytes that belong to none.
  private(set) var broken = 0
  /// Where the first of those is.
  private(set) var firstBroken: Int?
  /// Bytes at the end that may be the beginning of a sequence.
  private(set) var tail = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    var offset = 0
    let count = bytes.count
    while offset < count {
      if count - offset >= 8 {
        let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        if word & 0x8080_8080_8080_8080 == 0 {
          offset += 8
          continue
        }
      }
      if bytes[offset] < 0x80 {
        offset += 1
        continue
      }
      let length = UTF8Check.length(bytes, at: offset)
      if length > 0 {
        wide += 1
        if length == 3 { threes += 1 }
        offset += length
      } else if length < 0 {
        tail = count - offset
        return
      } else {
        broken += 1
        if firstBroken == nil { firstBroken = offset }
        offset += 1
      }
    }
  }

  var isValid: Bool { broken == 0 && tail == 0 }

  /// Of the sequence at `offset`: 0 where it is ill-formed, -1 where the bytes end within it.
  /// The Unicode Standard, table 3-7.
  private static func length(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
    let first = bytes[offset]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return 0
    }
    for index in 1..<length {
      guard offset + index < bytes.count else { return -1 }
      let allowed = index == 1 ? second : 0x80...0xBF
      if !allowed.contains(bytes[offset + index]) { return 0 }
    }
    return length
  }
}
