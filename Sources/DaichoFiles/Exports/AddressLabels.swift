/// What stands on the label of one letter.
package struct AddressLabel: Sendable, Hashable {
  /// Of Japan, printed after 〒 above everything; `nil`: as elsewhere in the world, the name comes first.
  package let postalCode: String?
  package let lines: [String]
  /// Empty where the letter is for a person at home.
  package let company: String
  package let name: String

  package init(postalCode: String?, lines: [String], company: String, name: String) {
    self.postalCode = postalCode
    self.lines = lines.filter { !$0.isEmpty }
    self.company = company
    self.name = name
  }
}

/// Sheets of address labels as a page to print: A4, without script and without anything from elsewhere.
package struct AddressLabels: Sendable {
  /// The sheets that are sold: columns by rows. Both lie in the middle of an A4 sheet.
  package enum Grid: String, Sendable, CaseIterable {
    /// Twelve of 86.4 × 42.3 mm.
    case twoBySix = "2x6"
    /// Twenty-four of 70 × 33.9 mm.
    case threeByEight = "3x8"

    var columns: Int { self == .twoBySix ? 2 : 3 }
    var rows: Int { self == .twoBySix ? 6 : 8 }
    /// Tenths of a millimetre, as all lengths here.
    fileprivate var width: Int { self == .twoBySix ? 864 : 700 }
    fileprivate var height: Int { self == .twoBySix ? 423 : 339 }
    fileprivate var top: Int { (2970 - rows * height) / 2 }
    fileprivate var side: Int { (2100 - columns * width) / 2 }
  }

  private let grid: Grid
  private let title: String
  /// BCP 47, for the shapes of the characters.
  private let language: String

  package init(_ grid: Grid, title: String, language: String) {
    self.grid = grid
    self.title = title
    self.language = language
  }

  /// - Parameter write: takes the page in pieces, one a sheet.
  package func write(_ labels: [AddressLabel], to write: (String) throws -> Void) rethrows {
    try write(opening)
    let count = grid.columns * grid.rows
    for start in stride(from: 0, to: labels.count, by: count) {
      let cells = labels[start..<min(start + count, labels.count)].map(cell)
      try write("<section class=\"sheet\">\n\(cells.joined())</section>\n")
    }
    try write("</body>\n</html>\n")
  }

  private func cell(_ label: AddressLabel) -> String {
    func line(_ tag: String, _ text: String) -> String {
      text.isEmpty ? "" : "<p class=\"\(tag)\">\(AddressLabels.escaped(text))</p>"
    }
    let address = label.lines.map { line("line", $0) }.joined()
    let name = line("name", label.name)
    let company = line("company", label.company)
    let body: String
    if let code = label.postalCode {
      body = line("code", code.isEmpty ? "" : "〒" + code) + address + company + name
    } else {
      body = name + company + address
    }
    let length = (label.lines + [label.company, label.name]).map { $0.unicodeScalars.count }
    // Four lines of the usual size fit; what would run over is printed smaller rather than cut off.
    let wide = grid == .twoBySix ? 21 : 16
    let rows = length.reduce(0) { $0 + max(1, ($1 + wide - 1) / wide) }
    let size = rows > 8 ? " smallest" : rows > 5 ? " small" : ""
    return "<div class=\"label\(size)\">\(body)</div>\n"
  }

  private static func millimetres(_ tenths: Int) -> String { "\(tenths / 10).\(tenths % 10)mm" }

  private var opening: String {
    let length = AddressLabels.millimetres
    return """
      <!doctype html>
      <html lang="\(AddressLabels.escaped(language))">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(AddressLabels.escaped(title))</title>
      <style>
      @page { size: A4; margin: 0 }
      * { box-sizing: border-box; margin: 0; padding: 0 }
      body { background: #ddd; color: #000; font: 10pt/1.35 "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", sans-serif }
      .sheet { width: 210mm; height: 297mm; padding: \(length(grid.top)) \(length(grid.side)) 0; margin: 0 auto 8mm;
        background: #fff; display: grid; grid-template-columns: repeat(\(grid.columns), \(length(grid.width)));
        grid-auto-rows: \(length(grid.height)); align-content: start; overflow: hidden }
      .label { padding: 4mm 5mm; overflow: hidden; overflow-wrap: anywhere; outline: 0.2mm dashed #bbb;
        display: flex; flex-direction: column; justify-content: center }
      .code { letter-spacing: 0.06em }
      .company { margin-top: 0.5mm }
      .name { font-size: 13pt; margin-top: 0.8mm }
      .small { font-size: 8.5pt } .small .name { font-size: 10.5pt }
      .smallest { font-size: 6.5pt; line-height: 1.2 } .smallest .name { font-size: 8pt }
      @media print { body { background: none } .label { outline: none }
        .sheet { margin: 0; break-inside: avoid } .sheet + .sheet { break-before: page } }
      </style>
      </head>
      <body>

      """
  }

  /// Also drops what no printer prints: control characters, and those that turn the direction of a line.
  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{2028}", "\u{2029}": out += " "
      default:
        if scalar.value >= 0x20, !(0x7F...0x9F).contains(scalar.value) { out.unicodeScalars.append(scalar) }
      }
    }
    return out
  }
}
