/// What a file's bytes are when they are not UTF-8.
enum TextEncoding {
  case utf16, shiftJIS, eucJP, iso2022JP, binary, unknown

  /// The name `daicho import --encoding` takes; `nil` where there is no guess.
  var name: String? {
    switch self {
    case .utf16: "UTF-16"
    case .shiftJIS: "CP932"
    case .eucJP: "EUC-JP"
    case .iso2022JP: "ISO-2022-JP"
    case .binary, .unknown: nil
    }
  }

  /// The first byte that is no part of well-formed UTF-8 (RFC 3629) or is NUL.
  static func firstOffence(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var at = 0
    let end = bytes.count
    while at < end {
      while at + 8 <= end {
        let word = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + at).loadUnaligned(as: UInt64.self)
        let zeros = (word &- 0x0101_0101_0101_0101) & ~word
        if (word | zeros) & 0x8080_8080_8080_8080 != 0 { break }
        at += 8
      }
      guard at < end else { return nil }
      let lead = bytes[at]
      if lead < 0x80 {
        if lead == 0 { return at }
        at += 1
        continue
      }
      let length: Int
      var lower: UInt8 = 0x80
      var upper: UInt8 = 0xBF
      switch lead {
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, lower) = (3, 0xA0)
      case 0xED: (length, upper) = (3, 0x9F)
      case 0xE1...0xEF: length = 3
      case 0xF0: (length, lower) = (4, 0x90)
      case 0xF4: (length, upper) = (4, 0x8F)
      case 0xF1...0xF3: length = 4
      default: return at
      }
      guard at + length <= end, bytes[at + 1] >= lower, bytes[at + 1] <= upper else { return at }
      for tail in at + 2..<max(at + 2, at + length) where bytes[tail] & 0xC0 != 0x80 { return at }
      at += length
    }
    return nil
  }

  /// A guess from byte order marks, the places of NULs and the double-byte structure of the Japanese
  /// encodings, looking at the first 64 KiB.
  static func guess(_ bytes: [UInt8]) -> TextEncoding {
    let sample = bytes.prefix(65_536)
    if sample.starts(with: [0xFF, 0xFE]) || sample.starts(with: [0xFE, 0xFF]) { return .utf16 }
    let zeros = sample.indices.filter { sample[$0] == 0 }
    if !zeros.isEmpty {
      let odd = zeros.count { $0 % 2 == 1 }
      let lopsided = max(odd, zeros.count - odd)
      let isUTF16 = lopsided * 10 >= zeros.count * 9 && zeros.count * 8 >= sample.count
      return isUTF16 ? .utf16 : .binary
    }
    if isEUCJP(sample) { return .eucJP }
    if isShiftJIS(sample) { return .shiftJIS }
    return .unknown
  }

  private static func isShiftJIS(_ bytes: ArraySlice<UInt8>) -> Bool {
    var at = bytes.startIndex
    while at < bytes.endIndex {
      switch bytes[at] {
      case 0..<0x80, 0xA1...0xDF: at += 1
      case 0x81...0x9F, 0xE0...0xFC:
        guard at + 1 < bytes.endIndex else { return bytes.count == 65_536 }
        guard (0x40...0xFC).contains(bytes[at + 1]), bytes[at + 1] != 0x7F else { return false }
        at += 2
      default: return false
      }
    }
    return true
  }

  private static func isEUCJP(_ bytes: ArraySlice<UInt8>) -> Bool {
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let length: Int
      switch bytes[at] {
      case 0..<0x80: length = 1
      case 0x8E, 0xA1...0xFE: length = 2
      case 0x8F: length = 3
      default: return false
      }
      guard at + length <= bytes.endIndex else { return bytes.count == 65_536 }
      for tail in at + 1..<at + max(length, 1) where !(0xA1...0xFE).contains(bytes[tail]) { return false }
      at += length
    }
    return true
  }
}
