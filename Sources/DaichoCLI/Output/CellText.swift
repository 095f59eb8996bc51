import DaichoModel

/// A cell as people read it in a table: one line, nothing in it that could move a terminal's cursor.
package struct CellText: Sendable {
  package let language: Language

  package init(language: Language) { self.language = language }

  package func text(_ value: JSONValue, format: OutputColumn.Format, currency: Currency? = nil) -> String {
    if format == .moment, case .string(let text) = value { return CellText.moment(text) }
    guard case .number(let digits) = value, let number = DecimalDigits(digits) else { return plain(value) }
    switch format {
    case .text, .moment: return digits
    case .number(let fractionDigits): return number.rounded(to: fractionDigits).grouped
    case .percent: return number.timesHundred.rounded(to: 1).withFraction(of: 1).grouped + "%"
    case .money(let usual, _): return money(number, currency ?? usual)
    }
  }

  /// `2026-12-01 09:00` of `2026-12-01T09:00:00+09:00`; a bare day as it is.
  private static func moment(_ text: String) -> String {
    let parts = text.split(separator: "T", maxSplits: 1)
    guard parts.count == 2 else { return line(text) }
    return line(parts[0] + " " + parts[1].prefix(5))
  }

  /// `￥1,200`, `-$12.50`, `CHF 12.00`.
  package func money(_ amount: Money) -> String {
    guard let number = DecimalDigits(amount.decimal.description) else { return "" }
    return money(number, amount.currency)
  }

  private func money(_ number: DecimalDigits, _ currency: Currency) -> String {
    let digits = currency.minorDigits
    var amount = number.rounded(to: digits).withFraction(of: digits)
    let sign = amount.isNegative ? "-" : ""
    amount.isNegative = false
    return sign + LocalizedText.symbol(currency, language) + amount.grouped
  }

  private func plain(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .bool(let flag): Wording.flag(flag)(language)
    case .number(let digits): CellText.line(digits)
    case .string(let text): CellText.line(text)
    case .array(let items): items.map(plain).joined(separator: ", ")
    case .object(let members):
      members.filter { $0.value != .null }
        .map { CellText.line($0.key) + ": " + plain($0.value) }.joined(separator: ", ")
    }
  }

  /// `text` on one line, its control characters visible.
  package static func line(_ text: String) -> String {
    if PlainBytes.needNoEscape(text) { return text }
    let joined = text.utf8.contains(0x0D) ? text.replacing("\r\n", with: "\n") : text
    guard joined.unicodeScalars.contains(where: TextSafety.isUnsafe) else { return text }
    var out = ""
    for scalar in TextSafety.visible(joined).unicodeScalars {
      out.unicodeScalars.append(scalar == "\n" || scalar == "\t" ? " " : scalar)
    }
    return out
  }
}
