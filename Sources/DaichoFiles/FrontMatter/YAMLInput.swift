import DaichoModel

/// A part of a file made ready for libyaml, which counts characters, takes U+0085, U+2028 and U+2029
/// for line breaks (YAML 1.1) and refuses control characters in its own words.
struct YAMLInput {
  /// Offset of every character of the part and of its end; empty when all are ASCII.
  private var offsets: [UInt32] = []
  /// What libyaml reads in place of the part, when it must not see it as it is.
  private(set) var replacement: [UInt8]?
  /// Noncharacters that stand for U+0085, U+2028 and U+2029.
  private var standIns: [(standIn: Unicode.Scalar, original: Unicode.Scalar)] = []
  let range: Range<Int>

  /// `bytes` is the whole file, known to be UTF-8.
  init(_ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>) throws(YAMLError) {
    self.range = range
    var isPlain = true
    for at in range {
      let byte = bytes[at]
      if byte >= 0x80 {
        isPlain = false
      } else if byte < 0x20 || byte == 0x7F {
        guard byte == Byte.lineFeed || byte == Byte.carriageReturn || byte == Byte.tab else {
          throw YAMLInput.controlCharacter(UInt32(byte), at: at, bytes)
        }
      }
    }
    if !isPlain { try readCharacters(bytes) }
  }

  private mutating func readCharacters(_ bytes: UnsafeBufferPointer<UInt8>) throws(YAMLError) {
    offsets.reserveCapacity(range.count + 1)
    var hasBreaks = false
    var at = range.lowerBound
    while at < range.upperBound {
      offsets.append(UInt32(truncatingIfNeeded: at))
      let lead = bytes[at]
      if lead < 0x80 {
        at += 1
      } else if lead < 0xE0 {
        let value = UInt32(lead & 0x1F) << 6 | UInt32(bytes[at + 1] & 0x3F)
        if value < 0xA0 {
          guard value == 0x85 else { throw YAMLInput.controlCharacter(value, at: at, bytes) }
          hasBreaks = true
        }
        at += 2
      } else if lead < 0xF0 {
        if lead == 0xE2, bytes[at + 1] == 0x80, bytes[at + 2] & 0xFE == 0xA8 { hasBreaks = true }
        if lead == 0xEF {
          let value = UInt32(0xF000) | UInt32(bytes[at + 1] & 0x3F) << 6 | UInt32(bytes[at + 2] & 0x3F)
          if value == 0xFEFF || value > 0xFFFD { throw YAMLInput.controlCharacter(value, at: at, bytes) }
        }
        at += 3
      } else {
        at += 4
      }
    }
    offsets.append(UInt32(truncatingIfNeeded: range.upperBound))
    if hasBreaks { try replaceBreaks(UnsafeBufferPointer(rebasing: bytes[range])) }
  }

  private mutating func replaceBreaks(_ part: UnsafeBufferPointer<UInt8>) throws(YAMLError) {
    var text = String(decoding: part, as: UTF8.self).unicodeScalars
    let used = Set(text.lazy.filter { (0xFDD0...0xFDEF).contains($0.value) })
    let free = (UInt32(0xFDD0)...0xFDEF).lazy.compactMap(Unicode.Scalar.init).filter { !used.contains($0) }
    standIns = Array(zip(free, ["\u{85}", "\u{2028}", "\u{2029}"])).map { ($0.0, $0.1) }
    guard standIns.count == 3 else {
      throw YAMLError("control-character", at: range.lowerBound, .controlCharacter(0xFDD0))
    }
    text = substitute(text) { pair in (pair.original, pair.standIn) }
    replacement = Array(String(text).utf8)
  }

  private func substitute(
    _ text: String.UnicodeScalarView,
    _ direction: ((standIn: Unicode.Scalar, original: Unicode.Scalar)) -> (Unicode.Scalar, Unicode.Scalar)
  ) -> String.UnicodeScalarView {
    let pairs = standIns.map(direction)
    var out = String.UnicodeScalarView()
    for scalar in text { out.append(pairs.first { $0.0 == scalar }?.1 ?? scalar) }
    return out
  }

  /// A scalar's text as the file has it.
  func restored(_ text: String) -> String {
    guard !standIns.isEmpty else { return text }
    return String(substitute(text.unicodeScalars) { pair in (pair.standIn, pair.original) })
  }

  /// The file's offset of libyaml's character number `index`.
  func offset(ofCharacter index: Int) -> Int {
    if offsets.isEmpty { return min(range.lowerBound + max(0, index), range.upperBound) }
    return Int(offsets[min(max(0, index), offsets.count - 1)])
  }

  private static func controlCharacter(
    _ value: UInt32, at offset: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> YAMLError {
    let isISO2022 =
      value == 0x1B && offset + 1 < bytes.count
      && (bytes[offset + 1] == UInt8(ascii: "$") || bytes[offset + 1] == UInt8(ascii: "("))
    if isISO2022, let name = TextEncoding.iso2022JP.name {
      return YAMLError(
        "not-utf8", at: offset, .notUTF8(likely: name), suggestion: .importWithEncoding(name))
    }
    return YAMLError(
      "control-character", at: offset, .controlCharacter(value), suggestion: .deleteCharacter)
  }
}
