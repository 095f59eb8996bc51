extension LogChannel {
  /// Reads a channel as people type it: `call`, `電話`, `Mail`.
  package init?(typed word: String) {
    guard let channel = LogWords.meaning(of: word)?.channel else { return nil }
    self = channel
  }

  /// The channel a mistyped word was probably meant to be.
  package static func suggestion(for word: String) -> String? { LogWords.suggestion(for: word) }
}
