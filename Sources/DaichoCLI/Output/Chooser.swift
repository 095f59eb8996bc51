import DaichoModel

/// Lets a person pick one of several: a numbered list, then a number.
package struct Chooser {
  package struct Choice: Sendable, Hashable {
    /// What the person could have typed to mean exactly this one.
    package let id: String
    package let description: String

    package init(id: String, description: String) {
      self.id = id
      self.description = description
    }
  }

  private static let mostShown = 20

  package let question: Wording
  package let choices: [Choice]

  package init(_ question: Wording, choices: [Choice]) {
    self.question = question
    self.choices = choices
  }

  /// The index of the choice; `nil` when the person typed nothing. `--yes` does not choose: which one
  /// is meant is no yes-or-no question.
  ///
  /// Throws `ambiguous` with the candidates where nobody can be asked.
  package func ask(_ interaction: Interaction) throws(DaichoError) -> Int? {
    let width = choices.prefix(Chooser.mostShown).map { TextWidth.columns(CellText.line($0.id)) }.max() ?? 0
    var lines = choices.prefix(Chooser.mostShown).map { choice in
      let id = TextWidth.pad(CellText.line(choice.id), to: width)
      return choice.description.isEmpty
        ? CellText.line(choice.id) : "\(id)  \(CellText.line(choice.description))"
    }
    let hidden = choices.count - lines.count
    guard interaction.isPossible else {
      if hidden > 0 { lines.append(Wording.more(hidden)(interaction.language)) }
      throw DaichoError("ambiguous", question, hint: .nameOneExactly, details: lines.map { "  " + $0 })
    }
    let language = interaction.language
    try interaction.questions.writeLine(CellText.line(question(language)))
    let digits = String(lines.count).utf8.count
    for (index, line) in lines.enumerated() {
      let number = TextWidth.pad(String(index + 1), to: digits, rightAligned: true)
      try interaction.questions.writeLine("  \(number)  \(line)")
    }
    if hidden > 0 { try interaction.questions.writeLine("  " + Wording.more(hidden)(language)) }
    while let answer = try interaction.ask(Wording.choose(lines.count)(language)), !answer.isEmpty {
      if let number = ExactDecimal(typed: answer)?.units(withDigits: 0), number >= 1, number <= lines.count {
        return Int(number) - 1
      }
      if let named = choices.firstIndex(where: { TextFolding.fold($0.id) == TextFolding.fold(answer) }) {
        return named
      }
    }
    return nil
  }
}
