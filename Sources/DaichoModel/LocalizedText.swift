/// Values as people read them in a sentence or a mail, by language.
package enum LocalizedText {
  /// `2026年11月20日`, `20 November 2026`.
  package static func date(_ date: CalendarDate, _ language: Language) -> String {
    let (year, month, day) = date.components
    return switch language {
    case .ja: "\(year)年\(month)月\(day)日"
    case .en: "\(day) \(months[month - 1]) \(year)"
    }
  }

  /// `3月14日`, `14 March`.
  package static func dayOfYear(month: Int, day: Int, _ language: Language) -> String {
    guard months.indices.contains(month - 1) else { return "" }
    return switch language {
    case .ja: "\(month)月\(day)日"
    case .en: "\(day) \(months[month - 1])"
    }
  }

  /// `￥1,200`, `$12.50`, `CHF 12.00`.
  package static func money(_ money: Money, _ language: Language) -> String {
    let text = money.decimal.description
    let isNegative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
    let fraction = parts.count > 1 ? "." + parts[1] : ""
    return (isNegative ? "-" : "") + symbol(money.currency, language) + grouped(String(parts[0])) + fraction
  }

  /// Thousands separated by commas.
  package static func grouped(_ digits: String) -> String {
    var out = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { out += "," }
      out.append(digit)
    }
    return out
  }

  /// What stands before an amount.
  package static func symbol(_ currency: Currency, _ language: Language) -> String {
    switch currency.code {
    case "JPY": language == .ja ? "￥" : "¥"
    case "USD": "$"
    case "EUR": "€"
    case "GBP": "£"
    case "KRW": "₩"
    default: currency.code + " "
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]
}

/// How a mail addresses its reader.
package enum Salutation {
  /// What the record says, else `山田様` from the family name, else the whole name with 様, else
  /// `株式会社つばめ 御中` of a company, else お客様. In English the name, else "Customer".
  package static func derived(
    written: String?, familyName: String?, name: String?, company: String?, language: Language
  ) -> String {
    func given(_ text: String?) -> String? { text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 } }
    if let written = given(written) { return written }
    switch language {
    case .ja:
      if let name = given(familyName) ?? given(name) { return name + "様" }
      return given(company).map { $0 + " 御中" } ?? "お客様"
    case .en: return given(name) ?? given(company) ?? "Customer"
    }
  }
}
