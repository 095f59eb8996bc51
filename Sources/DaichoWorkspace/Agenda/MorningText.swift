import DaichoModel

/// The two parts of a morning mail.
struct MorningText {
  struct Section {
    let title: String
    let left: Int
    let lines: [Line]
  }

  struct Line {
    let number: Int?
    let title: String
    let text: String
    let day: CalendarDate?
    let phone: String?
  }

  let sections: [Section]
  let language: Language
  /// Whether a reply is heard.
  let canTick: Bool

  var plain: String {
    var out: [String] = []
    for section in sections {
      out.append("■ \(section.title)")
      for line in section.lines {
        let number = line.number.map { "\($0). " } ?? "- "
        out.append("\(number)\(TextSafety.visible(line.title))")
        out.append(
          "   "
            + [line.day?.description, TextSafety.visible(line.text)].compactMap(\.self).joined(separator: " ")
        )
        if let phone = line.phone { out.append("   ☎ \(TextSafety.visible(phone))") }
      }
      if section.left > 0 { out.append(Wording.morningMore(section.left)(language)) }
      out.append("")
    }
    if sections.isEmpty { out += [Wording.morningNothing(language), ""] }
    if canTick { out.append(Wording.morningReply(language)) }
    return out.joined(separator: "\n") + "\n"
  }

  /// One column of at most 600 px, in the system's own colours.
  func html(_ subject: String) -> String {
    var out = """
      <!doctype html>
      <html lang="\(language.rawValue)"><head><meta charset="utf-8">\
      <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">\
      <title>\(MorningText.escaped(subject))</title></head>
      <body style="margin:0 auto;padding:16px;max-width:600px;font:16px/1.6 sans-serif">

      """
    for section in sections {
      out += "<h2 style=\"font-size:18px;margin:24px 0 8px\">\(MorningText.escaped(section.title))</h2>\n"
      for line in section.lines {
        let number = line.number.map { "<b>\($0).</b> " } ?? ""
        out += "<p style=\"margin:0 0 12px\">\(number)<b>\(MorningText.escaped(line.title))</b><br>\n"
        let words = [line.day?.description, line.text].compactMap(\.self).joined(separator: " ")
        out += MorningText.escaped(words)
        if let phone = line.phone, let link = MorningText.dialled(phone) {
          out +=
            "<br>\n<a href=\"tel:\(link)\" style=\"display:inline-block;padding:8px 0\">☎ \(MorningText.escaped(phone))</a>"
        }
        out += "</p>\n"
      }
      if section.left > 0 {
        out +=
          "<p style=\"margin:0\">\(MorningText.escaped(Wording.morningMore(section.left)(language)))</p>\n"
      }
    }
    if sections.isEmpty { out += "<p>\(MorningText.escaped(Wording.morningNothing(language)))</p>\n" }
    if canTick { out += "<hr><p>\(MorningText.escaped(Wording.morningReply(language)))</p>\n" }
    return out + "</body></html>\n"
  }

  /// Digits alone, and a plus before them; `nil` where these are not enough to dial.
  static func dialled(_ phone: String) -> String? {
    let folded = TextFolding.fold(phone)
    let digits = folded.filter { $0.isASCII && $0.isNumber }
    guard (3...20).contains(digits.count) else { return nil }
    return (folded.drop { $0.isWhitespace }.first == "+" ? "+" : "") + digits
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in TextSafety.visible(text).unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
