import DaichoModel

/// A command line that cannot be understood, in the product's own words and both its languages.
///
/// The argument parser tells what is wrong in an English sentence only. The usual ones are read back here;
/// an unusual one is passed on as it is.
struct UsageMessage {
  /// The command in question: `campaign preview`; empty for none.
  let command: String
  /// Those of the command, where it has any.
  var subcommands: [String] = []

  func error(_ text: String) -> DaichoError {
    let (message, hint) = understood(text)
    return DaichoError.usage(message, hint: hint ?? help)
  }

  /// Where the command's own page is.
  var help: Wording {
    let line = command.isEmpty ? "daicho help" : "daicho help \(command)"
    return Wording(en: line, ja: line)
  }

  private func understood(_ text: String) -> (Wording, Wording?) {
    if let match = text.wholeMatch(
      of: #/The value '(?<value>.*)' is invalid for '(?<name>[^']*)'(?<rest>.*)/#.dotMatchesNewlines())
    {
      let candidates = UsageMessage.quoted(String(match.rest))
      return (.badValue(String(match.value), for: String(match.name)), near(String(match.value), candidates))
    }
    if let match = text.wholeMatch(of: #/Missing expected argument '(?<name>[^']*)'/#) {
      return (.missingArgument(String(match.name)), nil)
    }
    if let match = text.wholeMatch(of: #/Missing value for '(?<name>[^' ]*).*'/#) {
      return (.missingOptionValue(String(match.name)), nil)
    }
    if let match = text.wholeMatch(
      of: #/Unknown option '(?<name>[^']*)'(?:\. Did you mean '(?<near>[^']*)'\?)?/#)
    {
      let near = match.near.flatMap { Suggestion.nearest(to: String(match.name), in: [String($0)]) }
      return (.unknownOption(String(match.name)), near.map(Wording.didYouMean))
    }
    if let match = text.wholeMatch(
      of: #/(?:\d+ u|U)nexpected arguments?:? (?<words>.*)/#.dotMatchesNewlines())
    {
      let words = String(match.words)
      // A command with a default subcommand takes a mistyped one for an argument.
      if let typed = UsageMessage.quoted(words).first,
        let near = Suggestion.nearest(to: typed, in: subcommands)
      {
        return (.unknownSubcommand(typed, of: command), .didYouMean(near))
      }
      return (.unexpectedArguments(words), nil)
    }
    let line = text.split(separator: "\n").first.map(String.init) ?? text
    let plain = (line.prefix(1).lowercased() + line.dropFirst()).drop { $0 == "." }
    let message = plain.hasSuffix(".") ? String(plain.dropLast()) : String(plain)
    return (Wording(en: message, ja: message), nil)
  }

  private func near(_ value: String, _ candidates: [String]) -> Wording? {
    if let near = Suggestion.nearest(to: value, in: candidates) { return .didYouMean(near) }
    return candidates.isEmpty ? nil : .oneOf(candidates)
  }

  /// `'a', 'b' or 'c'`, or a list of `- a` lines.
  private static func quoted(_ text: String) -> [String] {
    let lines = text.matches(of: #/\n  - (?<word>[^\n]+)/#).map { String($0.word) }
    return lines.isEmpty ? text.matches(of: #/'(?<word>[^']+)'/#).map { String($0.word) } : lines
  }
}

extension DaichoError {
  /// Ends the process with 64. Without a hint the command's help is named.
  static func usage(_ message: Wording, hint: Wording? = nil) -> DaichoError {
    DaichoError("usage", message, hint: hint)
  }

  var isUsage: Bool { code == "usage" }
}
