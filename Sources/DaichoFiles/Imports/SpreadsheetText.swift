import DaichoModel

/// Text that must pass through a spreadsheet unharmed.
///
/// Excel reads a CSV cell as if it had been typed: `0312345678` becomes 312345678, `2-3-1` the second of
/// March 2001, `00123456789012` 1.23457E+11. Written as the formula `="0312345678"` it is text, and what
/// Excel saves is the text again. LibreOffice shows and saves the formula as it is; both read back.
package enum SpreadsheetText {
  /// Excel's limit for a text in a formula.
  private static let longest = 255

  /// `="0312345678"` where Excel would take the text for a number, a date, a time or a truth; else `nil`.
  /// A whole day as `2026-11-20` may become a day of Excel's: it comes back as one that can be read.
  package static func guarded(_ text: String) -> String? {
    guard looksTyped(text), !CalendarDate.isISO(text), text.utf16.count <= longest,
      !text.unicodeScalars.contains(where: { $0 == "\"" || TextSafety.isUnsafe($0) })
    else { return nil }
    return "=\"\(text)\""
  }

  /// What a cell says: without the formula or the `'` that `list` put around it.
  package static func read(_ cell: String) -> String {
    var text = cell
    if text.utf8.contains(0x0D) {
      text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    }
    if text.hasPrefix("=\""), text.hasSuffix("\""), text.utf8.count >= 3 {
      return String(text.dropFirst(2).dropLast()).replacing("\"\"", with: "\"")
    }
    let scalars = text.unicodeScalars
    if scalars.first == "'", let second = scalars.dropFirst().first,
      ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"].contains(second)
    {
      return String(text.dropFirst())
    }
    return text
  }

  /// A long number as Excel shows and saves it, its digits lost: `1.2E+10`, `8.19012E+11`.
  package static func isRoundedNumber(_ text: String) -> Bool {
    text.wholeMatch(of: #/-?[0-9](\.[0-9]+)?[Ee]\+[0-9]{2,3}/#) != nil
  }

  /// What a cell shows whose formula failed or whose column is too narrow: `#VALUE!`, `#####`.
  package static func isErrorValue(_ text: String) -> Bool {
    guard text.utf8.first == UInt8(ascii: "#") else { return false }
    if text.utf8.count > 2, text.utf8.allSatisfy({ $0 == UInt8(ascii: "#") }) { return true }
    return ["#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "#N/A", "#NULL!", "#SPILL!", "#CALC!"]
      .contains(text)
  }

  /// Whether a number typed over a text says the same but for the zeros at its front: 312345678 for
  /// `0312345678` and for `03-1234-5678`.
  package static func lostZeros(_ original: String, _ cell: String) -> Bool {
    let digits = original.filter { !"- ()".contains($0) }
    guard cell.utf8.count < digits.utf8.count, digits.utf8.first == 0x30,
      (digits + cell).utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return false }
    return digits.drop { $0 == "0" } == cell.drop { $0 == "0" }
  }

  // MARK: What a spreadsheet takes for something else

  /// Digits, and no word but those of dates, times and currencies; or the words for true and false.
  private static func looksTyped(_ text: String) -> Bool {
    var hasDigit = false
    var word = ""
    for scalar in text.unicodeScalars {
      if TextFolding.digit(scalar) != nil {
        hasDigit = true
      } else if scalar == "@" || scalar == "_" {
        return false
      } else if scalar.properties.isAlphabetic {
        word.unicodeScalars.append(scalar)
        continue
      }
      guard isHarmless(word) else { return false }
      word = ""
    }
    if hasDigit { return isHarmless(word) }
    return ["true", "false"].contains(TextFolding.fold(text))
  }

  /// Whether a word beside digits leaves them a number or a date to Excel: a single letter (an exponent,
  /// an era), a unit of a date, a month, a currency.
  private static func isHarmless(_ word: String) -> Bool {
    if word.isEmpty { return true }
    let folded = TextFolding.fold(word)
    return folded.count == 1 || words.contains(folded)
      || folded.allSatisfy { "年月日時分秒円".contains($0) }
      || (folded.count > 2 && months.contains { $0.hasPrefix(folded) })
  }

  private static let words: Set<String> = [
    "am", "pm", "午前", "午後", "令和", "平成", "昭和", "大正", "明治", "jpy", "usd", "eur", "gbp", "kr", "fr",
    "sept",
  ]

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
  ]
}
