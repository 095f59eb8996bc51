/// How many columns of a terminal a text takes.
///
/// Full-width characters and emoji take two, combining marks and format characters none, characters of
/// ambiguous width (`①`, `—`) one. An emoji sequence (joined, flag, skin tone, variation selector)
/// takes two, whatever it is made of.
package enum TextWidth {
  package static func columns(_ text: some StringProtocol) -> Int {
    if PlainBytes.areASCII(text) { return text.utf8.count }
    var meter = Meter()
    for scalar in text.unicodeScalars { meter.add(scalar) }
    return meter.columns
  }

  /// `text`, or as many of its characters as fit in `columns` with a closing `…`.
  package static func truncate(_ text: String, to columns: Int) -> String {
    guard self.columns(text) > columns else { return text }
    guard columns > 0 else { return "" }
    var out = ""
    var used = 0
    for character in text {
      var meter = Meter()
      for scalar in character.unicodeScalars { meter.add(scalar) }
      let width = meter.columns
      if used + width > columns - 1 { break }
      used += width
      out.append(character)
    }
    return out + "…"
  }

  /// `text` filled with spaces to `columns`; a longer text stays as it is.
  package static func pad(_ text: String, to columns: Int, rightAligned: Bool = false) -> String {
    let missing = columns - self.columns(text)
    guard missing > 0 else { return text }
    let fill = String(repeating: " ", count: missing)
    return rightAligned ? fill + text : text + fill
  }

  /// The columns of a scalar that stands alone: 0, 1 or 2.
  package static func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    switch value {
    case 0..<0x20, 0x7F..<0xA0: return 0
    case 0x20..<0x300: return 1
    case 0x3041...0x3096, 0x30A1...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xFF01...0xFF60: return 2
    // Medial vowels and final consonants of Hangul stand over the initial; the fillers are blank.
    case 0x1160...0x11FF, 0xD7B0...0xD7FB, 0x3164, 0xFFA0: return 0
    // Signs that enclose the number after them.
    case 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0x110BD, 0x110CD: return 1
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark, .format, .lineSeparator, .paragraphSeparator:
      return 0
    default:
      return isWide(value) ? 2 : 1
    }
  }

  private static func isWide(_ value: UInt32) -> Bool {
    guard value >= 0x1100 else { return false }
    var (low, high) = (0, wideRanges.count - 1)
    while low <= high {
      let middle = (low + high) / 2
      let range = wideRanges[middle]
      if value < range.lowerBound {
        high = middle - 1
      } else if value > range.upperBound {
        low = middle + 1
      } else {
        return true
      }
    }
    return false
  }

  /// Adds up the scalars of a text, seeing emoji sequences as one.
  private struct Meter {
    var columns = 0
    /// The width so far of the emoji that the next scalar may belong to; `nil` after anything else.
    private var emoji: Int?
    private var isJoined = false
    private var isHalfFlag = false

    mutating func add(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x200D:
        isJoined = emoji != nil
      case 0xFE0F:
        widen()
      case 0x1F3FB...0x1F3FF where emoji != nil && !isJoined:
        widen()
      case 0x1F1E6...0x1F1FF where isHalfFlag:
        (isHalfFlag, emoji) = (false, nil)
      default:
        let isEmoji = TextWidth.mayBeginEmoji(scalar)
        if isJoined, isEmoji, scalar.value > 0xA8 {
          isJoined = false
          return widen()
        }
        let width = TextWidth.columns(of: scalar)
        if width == 0, !isEmoji { return }
        columns += width
        isJoined = false
        emoji = isEmoji ? width : nil
        isHalfFlag = 0x1F1E6...0x1F1FF ~= scalar.value
      }
    }

    private mutating func widen() {
      guard let width = emoji, width < 2 else { return }
      columns += 2 - width
      emoji = 2
    }
  }

  private static func mayBeginEmoji(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x23, 0x2A, 0x30...0x39, 0xA9, 0xAE: true
    case 0x203C...0x3299, 0x1F000...0x1FAFF: scalar.properties.isEmoji
    default: false
    }
  }
}
