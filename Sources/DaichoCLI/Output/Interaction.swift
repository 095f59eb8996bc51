import DaichoModel

/// How a command may ask the person at the terminal. Questions go to standard error, so that standard
/// output stays the answer.
package struct Interaction {
  /// Both the questions are seen and the answers typed on a terminal.
  package let isPossible: Bool
  /// `--yes`
  package let assumesYes: Bool
  package let language: Language
  let questions: OutputSink
  /// The line typed, without its line feed; `nil` at the end of input.
  let readLine: () -> String?

  package init(
    isPossible: Bool, assumesYes: Bool, language: Language, questions: OutputSink,
    readLine: @escaping () -> String? = { Swift.readLine() }
  ) {
    self.isPossible = isPossible
    self.assumesYes = assumesYes
    self.language = language
    self.questions = questions
    self.readLine = readLine
  }

  func ask(_ question: String) throws(DaichoError) -> String? {
    try questions.write(question + " ")
    try questions.flush()
    guard let answer = readLine() else { return nil }
    return String(answer.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
