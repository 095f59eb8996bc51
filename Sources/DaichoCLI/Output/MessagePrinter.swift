import DaichoModel

/// Prints what went wrong, on standard error.
///
/// The labels `daicho: error:`, `daicho: warning:` and `hint:` are English in every language, so that
/// scripts and editors can rely on them; the sentences are the reader's.
package struct MessagePrinter {
  package let language: Language
  package let style: Style
  private let sink: OutputSink

  package init(language: Language, style: Style = .plain, to sink: OutputSink) {
    self.language = language
    self.style = style
    self.sink = sink
  }

  /// `daicho: error: LOCATION: MESSAGE`, the details, `hint: HINT`. Nothing when the reader of our
  /// output has gone.
  package func print(_ error: DaichoError) {
    if error.isOutputClosed { return }
    var lines = [
      "daicho: " + style("error:", .red, .bold) + " " + place(error.location) + line(error.message)
    ]
    lines += error.details.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
      .map { TextSafety.visible(String($0)) }
    if let hint = error.hint { lines.append(style("hint:", .cyan, .bold) + " " + line(hint)) }
    send(lines)
  }

  package func printWarning(_ message: Wording, at location: SourceLocation? = nil) {
    send(["daicho: " + style("warning:", .yellow, .bold) + " " + place(location) + line(message)])
  }

  package func printHint(_ message: Wording) { send([style("hint:", .cyan, .bold) + " " + line(message)]) }

  /// A line for people beside the answer: how many there were, what was done.
  package func printNote(_ message: Wording) { send([line(message)]) }

  private func line(_ message: Wording) -> String { CellText.line(message(language)) }

  private func place(_ location: SourceLocation?) -> String {
    location.map { style(CellText.line($0.description), .bold) + ": " } ?? ""
  }

  /// Where standard error cannot be written there is nobody left to tell.
  private func send(_ lines: [String]) {
    try? sink.write(lines.map { $0 + "\n" }.joined())
    try? sink.flush()
  }
}
