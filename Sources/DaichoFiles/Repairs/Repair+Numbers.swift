import DaichoModel

extension Repair {
  /// `０３－１２３４－５６７８` → `03-1234-5678`. Notes beside the number stay.
  static let phone = Repair(.phone) { text in
    isPlain(text) ? nil : narrow(text)
  }

  /// `〒１１０－０００５` → `110-0005`.
  static let postalCode = Repair(.postalCode) { text in
    if isPlain(text) { return nil }
    let digits = narrow(text).drop { $0 == "〒" || $0.isWhitespace }
    let isCode = digits.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == Byte.dash }
    return isCode ? String(digits) : nil
  }

  /// ASCII without blanks at its ends: most numbers, and cheaply told.
  private static func isPlain(_ text: String) -> Bool {
    let bytes = text.utf8
    return bytes.allSatisfy { $0 < 0x80 } && !Byte.isBlank(bytes.first ?? 0) && !Byte.isBlank(bytes.last ?? 0)
  }

  /// Digits, and the signs that stand between digits, in ASCII; blanks at the ends gone.
  private static func narrow(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    func isDigit(_ index: Int) -> Bool {
      scalars.indices.contains(index) && TextFolding.digit(scalars[index]) != nil
    }
    let parentheses = narrowParentheses(scalars)
    var out = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      if let digit = TextFolding.digit(scalar) {
        out.append(contentsOf: String(digit).unicodeScalars)
      } else if parentheses.contains(index) {
        out.append(scalar == "（" || scalar == "(" ? "(" : ")")
      } else if scalar == "＋", isDigit(index + 1) {
        out.append("+")
      } else if scalar == "\u{3000}" {
        out.append(" ")
      } else if dashes.contains(scalar),
        isDigit(index - 1) || parentheses.contains(index - 1),
        isDigit(index + 1) || parentheses.contains(index + 1)
      {
        out.append("-")
      } else {
        out.append(scalar)
      }
    }
    let spaced = String(out).drop(while: \.isWhitespace)
    return String(spaced.reversed().drop(while: \.isWhitespace).reversed())
  }

  /// Where parentheses stand that hold digits alone: `０３（１２３４）５６７８`.
  private static func narrowParentheses(_ scalars: [Unicode.Scalar]) -> Set<Int> {
    var found: Set<Int> = []
    var open: Int?
    for (index, scalar) in scalars.enumerated() {
      if scalar == "（" || scalar == "(" {
        open = index
      } else if scalar == "）" || scalar == ")" {
        if let start = open, index > start + 1 { found.formUnion([start, index]) }
        open = nil
      } else if TextFolding.digit(scalar) == nil {
        open = nil
      }
    }
    return found
  }

  /// What is typed for a hyphen, the long vowel mark of the kana among them.
  private static let dashes: Set<Unicode.Scalar> = [
    "－", "ー", "ｰ", "‐", "\u{2011}", "‒", "–", "—", "―", "−", "─", "━", "﹣", "⁃",
  ]
}

/// Numbers from which a spreadsheet has taken the leading zero.
enum LostZero {
  /// The number with its zero, where a bare run of digits can be no Japanese number without it. Never
  /// certain: `9012345678` is also a number in Memphis.
  static func restored(_ text: String) -> String? {
    let digits = Array(text.utf8)
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }), let first = digits.first, first != 0x30
    else { return nil }
    switch digits.count {
    case 9: return "0" + text
    case 10 where [0x35, 0x37, 0x38, 0x39].contains(first) && digits[1] == 0x30: return "0" + text
    default: return nil
    }
  }
}
