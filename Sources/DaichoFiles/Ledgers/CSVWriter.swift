/// Writes rows of RFC 4180 that are safe to open in a spreadsheet.
package struct CSVWriter: Sendable {
  private let delimiter: Unicode.Scalar
  private let lineEnding: String
  private let isRaw: Bool

  /// With `raw` no field gets the guard against formulas.
  package init(delimiter: Unicode.Scalar = ",", lineEnding: String = "\n", raw: Bool = false) {
    self.delimiter = delimiter
    self.lineEnding = lineEnding
    isRaw = raw
  }

  /// One row with its line ending. A row of one empty field is written `""`, or it would be no row.
  package func row(_ fields: some Sequence<String>) -> String {
    var out = ""
    var count = 0
    for field in fields {
      if count > 0 { out.unicodeScalars.append(delimiter) }
      append(field, to: &out)
      count += 1
    }
    if count == 1, out.isEmpty { out = "\"\"" }
    return out + lineEnding
  }

  private func append(_ field: String, to out: inout String) {
    let isGuarded = !isRaw && CSVWriter.isFormula(field)
    let needsQuotes = field.unicodeScalars.contains {
      $0 == delimiter || $0 == "\"" || $0 == "\n" || $0 == "\r"
    }
    if needsQuotes { out += "\"" }
    if isGuarded { out += "'" }
    if needsQuotes {
      for scalar in field.unicodeScalars {
        if scalar == "\"" { out += "\"" }
        out.unicodeScalars.append(scalar)
      }
      out += "\""
    } else {
      out += field
    }
  }

  /// Whether a spreadsheet might compute it. What begins so but holds no letter, only digits and the
  /// signs of a phone or other number, computes nothing that matters and stays as it is.
  static func isFormula(_ field: String) -> Bool {
    guard let first = field.unicodeScalars.first else { return false }
    switch first {
    case "=", "@", "\t", "\r", "\n", "＝", "＠": return true
    case "+", "-", "＋", "－":
      let rest = field.unicodeScalars.dropFirst()
      return !rest.contains { ("0"..."9").contains($0) }
        || !rest.allSatisfy { ("0"..."9").contains($0) || [" ", "-", "(", ")", ".", ","].contains($0) }
    default: return false
    }
  }
}
