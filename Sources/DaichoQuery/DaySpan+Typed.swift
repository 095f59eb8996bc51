import DaichoModel

extension DaySpan {
  /// Reads a day or a range as filters write it: `2026-11-20`, `2026-11`, `2026-Q4`, `last month`,
  /// `start of fiscal year`, `90 days ago`, 先月. `nil` for anything else.
  package init?(typed text: String) {
    guard var parser = try? Parser(text) else { return nil }
    let first = parser.token
    if let expression = (try? parser.time()) ?? nil {
      guard case .end = parser.token.kind, case .span(let span) = expression.node else { return nil }
      self = span
      return
    }
    guard case .word(let word, _) = first.kind else { return nil }
    parser.advance()
    guard case .end = parser.token.kind else { return nil }
    self.init(word: word)
  }
}
