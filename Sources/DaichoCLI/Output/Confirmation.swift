import DaichoModel

/// A yes-or-no question before something that is hard to take back.
package struct Confirmation {
  package let question: Wording

  package init(_ question: Wording) { self.question = question }

  /// Whether the person said yes; anything but a plain yes is no. With `--yes` it is not asked.
  ///
  /// Throws `needs-yes` where nobody can be asked.
  package func ask(_ interaction: Interaction) throws(DaichoError) -> Bool {
    if interaction.assumesYes { return true }
    guard interaction.isPossible else {
      throw DaichoError("needs-yes", .needsYes(question), hint: .giveYes)
    }
    let text = CellText.line(question(interaction.language))
    guard let answer = try interaction.ask("\(text) [y/N]") else { return false }
    return ["y", "yes", "はい", "いえす"].contains(TextFolding.fold(answer))
  }
}
