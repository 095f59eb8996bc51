import DaichoModel

/// Text in HTML and XML.
package enum MarkupText {
  /// `text` as it may stand between tags and in quoted attributes: on one line, markup escaped, nothing in
  /// it that XML forbids or that turns the direction of what follows.
  package static func escape(_ text: String) -> String {
    var out = ""
    for scalar in CellText.line(text).unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default:
        // Noncharacters, which no XML may hold.
        out.unicodeScalars.append(scalar.value & 0xFFFE == 0xFFFE ? "\u{FFFD}" : scalar)
      }
    }
    return out
  }
}
