import DaichoModel

/// Text in Markdown.
enum MarkdownText {
  /// As text of a paragraph or a table's cell, on one line: nothing in it is markup, and nobody is mentioned.
  static func escaped(_ text: String) -> String {
    var out = ""
    for character in CellText.line(text) {
      if "\\`*_{}[]()<>#+!|~".contains(character) { out += "\\" }
      out.append(character)
      if character == "@" { out += "\u{200B}" }
    }
    return out
  }

  /// As text that is to be copied as well as read: what could be markup is escaped and no more. On one line.
  static func plain(_ text: String) -> String {
    let characters = Array(CellText.line(text))
    var out = ""
    for (place, character) in characters.enumerated() {
      switch character {
      case "\\", "`", "*", "<", "[", "]", "|": out += "\\"
      case "~": if characters[safe: place + 1] == "~" { out += "\\" }
      case "&": if isEntity(characters[(place + 1)...]) { out += "\\" }
      case "_":
        let (before, next) = (place > 0 ? characters[place - 1] : " ", characters[safe: place + 1] ?? " ")
        if !isWord(before) || !isWord(next) { out += "\\" }
      case "#", ">", "+", "-", "=": if place == 0 { out += "\\" }
      default: break
      }
      out.append(character)
    }
    return out
  }

  /// Whether `&` is followed by what makes it the reference of a character: `lt;`, `#60;`.
  private static func isEntity(_ rest: ArraySlice<Character>) -> Bool {
    let name = rest.prefix(32).prefix { $0.isLetter || $0.isNumber || $0 == "#" }
    return !name.isEmpty && rest.dropFirst(name.count).first == ";"
  }

  private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

  /// A text of several lines as a quotation: its lines stay lines.
  static func quoted(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      line.allSatisfy(\.isWhitespace) ? ">" : "> \(plain(String(line)))  "
    }
  }

  /// A table; cells are text.
  static func table(_ headings: [String], _ rows: [[String]]) -> [String] {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    return [line(headings.map(plain)), line(headings.map { _ in "---" })]
      + rows.map { line($0.map { $0.isEmpty ? " " : plain($0) }) } + [""]
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
