import DaichoModel

/// Reads the amounts and quantities of a file from elsewhere: `￥1,200`, `1,200円`, `１２００`, `(1,200)`,
/// `△1,200`, `-¥1,200`, `USD 12.50`, `1.234,50` where the map says `decimal: comma`.
package struct SourceAmount: Sendable, Hashable {
  private let hasDecimalComma: Bool

  package init(decimalComma: Bool = false) { hasDecimalComma = decimalComma }

  /// In units of 10^-`digits`. `nil` for what is no number, or has more digits after the point that are
  /// not zero.
  package func minorUnits(_ bytes: UnsafeRawBufferPointer, digits: Int) -> Int64? {
    if !hasDecimalComma, let plain = LedgerNumber.plain(bytes, digits: digits) { return plain }
    return decimal(String(decoding: bytes, as: UTF8.self))?.units(withDigits: digits)
  }

  package func decimal(_ text: String) -> ExactDecimal? {
    var folded = Substring(TextFolding.fold(text))
    var isNegative = false
    func trim() {
      while let first = folded.first, first.isWhitespace { folded.removeFirst() }
      while let last = folded.last, last.isWhitespace { folded.removeLast() }
    }
    trim()
    if folded.first == "(", folded.last == ")" {
      isNegative = true
      folded = folded.dropFirst().dropLast()
    }
    var sawSign = false
    var sawCurrency = false
    prefix: while true {
      trim()
      switch folded.first {
      case "-", "−", "▲", "△", "‐", "–":
        guard !sawSign else { return nil }
        (sawSign, isNegative) = (true, true)
        folded.removeFirst()
      case "+":
        guard !sawSign else { return nil }
        sawSign = true
        folded.removeFirst()
      case "¥", "$", "€", "£", "\\":
        guard !sawCurrency else { return nil }
        sawCurrency = true
        folded.removeFirst()
      case .some(let first) where first.isASCII && first.isLetter:
        guard !sawCurrency, folded.count > 3, folded.prefix(3).allSatisfy({ $0.isASCII && $0.isLetter })
        else {
          return nil
        }
        sawCurrency = true
        folded = folded.dropFirst(3)
      default: break prefix
      }
    }
    // `¥1,200-` is how a price is closed on a Japanese bill; without the sign it would be a minus.
    if folded.hasSuffix("-"), sawCurrency { folded.removeLast() }
    if folded.hasSuffix("円") {
      folded.removeLast()
    } else if let last = folded.last, last.isASCII, last.isLetter {
      guard !sawCurrency, folded.suffix(3).allSatisfy({ $0.isASCII && $0.isLetter }) else { return nil }
      folded = folded.dropLast(3)
    } else if let last = folded.last, "¥$€£".contains(last), !sawCurrency {
      folded.removeLast()
    }
    trim()
    return number(folded, isNegative: isNegative)
  }

  /// Digits in groups of three, or in none, and a fraction.
  private func number(_ text: Substring, isNegative: Bool) -> ExactDecimal? {
    let point: Character = hasDecimalComma ? "," : "."
    let parts = text.split(separator: point, maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first else { return nil }
    let marks: [Character] = hasDecimalComma ? [".", "'", " ", "\u{A0}"] : [",", "'", " ", "\u{A0}"]
    let groups = whole.split(omittingEmptySubsequences: false) { marks.contains($0) || $0 == "、" }
    guard let first = groups.first, groups.count == 1 || (1...3).contains(first.count),
      groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
    let fraction = parts.count > 1 ? parts[1] : ""
    let digits = groups.joined() + fraction
    guard !digits.isEmpty, digits.utf8.count <= 18, parts.count == 1 || !fraction.isEmpty,
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let units = Int64(digits)
    else { return nil }
    return ExactDecimal(units: isNegative ? -units : units, scale: fraction.count)
  }
}
