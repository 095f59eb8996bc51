import DaichoModel

/// The shape of an e-mail address as mail can be sent to it.
package enum EmailSyntax: Sendable {
  case valid
  /// `a..b@docomo.ne.jp`, `ab.@…`: against RFC 5322, and real.
  case legacy
  case invalid

  /// The address alone: no name, no angle brackets, no comment.
  package static func check(_ text: String) -> EmailSyntax {
    var at = -1
    var (index, label, dots) = (0, 0, 0)
    var previous: UInt8 = 0
    var isLegacy = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "@"):
        guard at < 0, index > 0 else { return .invalid }
        if previous == UInt8(ascii: ".") { isLegacy = true }
        at = index
      case 0..<0x21, 0x7F, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"),
        UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"),
        UInt8(ascii: "\\"), UInt8(ascii: "\""):
        return .invalid
      case UInt8(ascii: "."):
        if at < 0 {
          if index == 0 || previous == byte { isLegacy = true }
        } else {
          guard label > 0, previous != Byte.dash else { return .invalid }
          dots += 1
          label = 0
        }
      default:
        if at >= 0 {
          let isLetter = (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte >= 0x80
          guard isLetter || (byte == Byte.dash && label > 0) else { return .invalid }
          label += 1
          guard label <= 63 else { return .invalid }
        }
      }
      previous = byte
      index += 1
    }
    guard at > 0, at <= 64, dots > 0, label > 0, previous != Byte.dash, index - at <= 254 else {
      return .invalid
    }
    if text.utf8.contains(where: { $0 >= 0x80 }) {
      let isPlain = text.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII
          || !(TextSafety.isUnsafe(scalar) || scalar.properties.isWhitespace || scalar == "\u{200B}"
            || (0xFF01...0xFF5E).contains(scalar.value))
      }
      if !isPlain { return .invalid }
    }
    return isLegacy ? .legacy : .valid
  }

  /// What was probably meant: `花子 <h@example.com>` and `ｈ＠ｅｘａｍｐｌｅ．ｃｏｍ` hold an address.
  package static func repaired(_ text: String) -> String? {
    var candidate = Substring(text)
    if let open = candidate.firstIndex(of: "<"), let close = candidate[open...].firstIndex(of: ">") {
      candidate = candidate[candidate.index(after: open)..<close]
    }
    var out = String.UnicodeScalarView()
    for scalar in candidate.unicodeScalars where !scalar.properties.isWhitespace {
      let isWide = (0xFF01...0xFF5E).contains(scalar.value)
      out.append(isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
    }
    let repaired = String(out).replacing("mailto:", with: "")
    return repaired != text && check(repaired) != .invalid ? repaired : nil
  }
}
