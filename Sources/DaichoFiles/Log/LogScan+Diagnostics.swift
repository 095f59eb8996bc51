import DaichoModel

extension LogScan {
  func unknownMember(_ typed: String, _ word: Range<Int>, _ line: Line) -> Diagnostic {
    Diagnostic(
      .warning, "unknown-member", at: location(word.lowerBound, line), .unknownMember(typed),
      suggestion: .addMember)
  }

  /// `after` is where the list's marker ends.
  func diagnostic(
    _ failure: LogHead.Failure, _ place: Range<Int>, _ line: Line, after: Int, suggesting text: String? = nil
  ) -> Diagnostic {
    let at = location(place.lowerBound, line)
    let before = self.text(trimmed(line.content, place.lowerBound))
    let rest = self.text(trimmed(place.lowerBound, line.end))
    let form = Wording.writeLogLine(text ?? LogScan.form)
    switch failure {
    case .notADay:
      return Diagnostic(
        .warning, "unreadable-log-line", at: at, .notADay(self.text(place)), suggestion: .writeDate)
    case .unknownChannel:
      let word = self.text(place)
      let suggestion = LogWords.suggestion(for: word).map(Wording.didYouMean) ?? .channels
      return Diagnostic(
        .warning, "unknown-log-channel", at: at, .unknownLogChannel(word), suggestion: suggestion)
    case .missingColon:
      let line = (before + ": " + rest).trimmedOfSpaces
      return Diagnostic(
        .warning, "unreadable-log-line", at: at, .logLineLacksColon, suggestion: .writeLogLine(line))
    case .missingChannel:
      return Diagnostic(.warning, "unreadable-log-line", at: at, .logLineLacksChannel, suggestion: form)
    case .other:
      return Diagnostic(.warning, "unreadable-log-line", at: at, .unreadableLogLine, suggestion: form)
    }
  }

  private static let form = "- 2026-11-20 14:05 call in @sato: …"

  private func location(_ offset: Int, _ line: Line) -> SourceLocation {
    SourceLocation(
      path: path, position: SourcePosition(line: line.number, column: column(offset, line)))
  }
}

extension String {
  fileprivate var trimmedOfSpaces: String {
    var text = Substring(self)
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
