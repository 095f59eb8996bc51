import DaichoModel

/// The lines that vCard (RFC 2426) and iCalendar (RFC 5545) share: `NAME;PARAMETER=…:VALUE`, folded at 75
/// octets, ended by CRLF.
enum ContentLine {
  /// Appends a line. `value` is what stands in the file, escaped already where its type wants that.
  static func write(_ name: String, _ value: String, to out: inout String) {
    fold("\(name):\(value)", to: &out)
  }

  /// A line whose value is text.
  static func writeText(_ name: String, _ text: String, to out: inout String) {
    write(name, escaped(text), to: &out)
  }

  /// `\`, `;`, `,` and line breaks; other control characters have no place in these files.
  static func escaped(_ text: String) -> String {
    var out = ""
    var isAfterReturn = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": out += "\\\\"
      case ";": out += "\\;"
      case ",": out += "\\,"
      case "\r": out += "\\n"
      case "\n": if !isAfterReturn { out += "\\n" }
      case "\t": out += "\t"
      default: if !isControl(scalar) { out.unicodeScalars.append(scalar) }
      }
      isAfterReturn = scalar == "\r"
    }
    return out
  }

  /// The parts of a structured value: `N`, `ADR`, `ORG`.
  static func structured(_ parts: [String]) -> String { parts.map(escaped).joined(separator: ";") }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  /// At most 75 octets a line without its break, the space of a continuation included, and no character
  /// cut in two.
  private static func fold(_ line: String, to out: inout String) {
    if line.utf8.count <= 75 {
      out += line
      out += "\r\n"
      return
    }
    var octets = 0
    for scalar in line.unicodeScalars {
      let width = UTF8.width(scalar)
      if octets + width > 75 {
        out += "\r\n "
        octets = 1
      }
      out.unicodeScalars.append(scalar)
      octets += width
    }
    out += "\r\n"
  }
}
