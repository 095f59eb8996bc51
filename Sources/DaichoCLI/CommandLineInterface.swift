import ArgumentParser
import DaichoModel
import DaichoWorkspace
import Foundation

/// From the arguments of the process to its exit status.
package enum CommandLineInterface {
  /// Exit statuses: 0 done; 1 it ran and something needs attention; 2 it could not run; 64 bad usage.
  package enum Status {
    package static let attention = ExitCode(1)
    package static let failed = ExitCode(2)
    package static let usage = ExitCode(64)
  }

  /// Answers over HTTP until it is told to stop.
  package typealias Server = (Serving) throws(DaichoError) -> Void

  package static func run(_ arguments: [String], serving: @escaping Server) -> Never {
    ServeCommand.server = serving
    OutputSink.ignoreBrokenPipes()
    let line = CommandLineWords(Array(arguments.dropFirst()), below: Daicho.self)
    let result = Result {
      if let error = line.unknownCommand { throw error }
      var command = try line.parsed()
      try command.run()
    }
    switch result {
    case .success: exit(0)
    case .failure(let error): end(with: error, line)
    }
  }

  private static func end(with error: any Error, _ line: CommandLineWords) -> Never {
    let usage = UsageMessage(command: line.verbs.joined(separator: " "), subcommands: line.subcommands)
    var shown: DaichoError
    if let error = error as? DaichoError {
      shown = error
      if error.isUsage, error.hint == nil { shown.hint = usage.help }
    } else if Daicho.exitCode(for: error) == .validationFailure {
      shown = usage.error(Daicho.message(for: error))
    } else {
      Daicho.exit(withError: error)
    }
    if shown.isOutputClosed { exit(OutputSink.closedStatus) }
    let environment = ProcessInfo.processInfo.environment
    let terminal = Terminal(descriptor: STDERR_FILENO, environment: environment, color: line.color)
    let language =
      line.typedLanguage ?? Session.chosenLanguage(environment) ?? line.workspaceLanguage
      ?? Session.language(environment)
    MessagePrinter(language: language, style: terminal.style, to: OutputSink(descriptor: STDERR_FILENO))
      .print(shown)
    exit((shown.isUsage ? Status.usage : Status.failed).rawValue)
  }
}

extension CommandLineWords {
  /// The command that the words are of, with its options.
  ///
  /// The parser looks at every command below the one it begins with, which takes longer than many a command does:
  /// it begins with the one that the verbs name, and again with the first where that leaves something to say.
  fileprivate func parsed() throws -> any ParsableCommand {
    if let leaf, let command = try? leaf.parseAsRoot(ofLeaf), type(of: command) == leaf { return command }
    return try Daicho.parseAsRoot(arranged)
  }
}

/// The words of a command line. `git -C DIR status` puts the folder before the verb: what stands there is
/// moved behind the verb, where each command reads it.
struct CommandLineWords {
  private static let withValue: Set<String> = ["-C", "--today", "--color", "--locale"]
  private static let flags: Set<String> = ["--yes", "-y", "--dry-run"]

  let arranged: [String]
  /// The command that the verbs name, where none is below it, and what stands behind them.
  let leaf: (any ParsableCommand.Type)?
  let ofLeaf: [String]
  /// The command and its subcommand.
  let verbs: [String]
  /// What may stand behind these verbs.
  let subcommands: [String]
  /// A first word that is no command.
  let unknownCommand: DaichoError?

  init(_ words: [String], below root: any ParsableCommand.Type) {
    var moved: [String] = []
    var rest = words[...]
    while let word = rest.first {
      if Self.withValue.contains(word), rest.count > 1 {
        moved += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else if Self.flags.contains(word) || Self.withValue.contains(where: { word.hasPrefix($0 + "=") }) {
        moved.append(word)
        rest = rest.dropFirst()
      } else {
        break
      }
    }
    var verbs: [String] = []
    var command = root
    while let word = rest.first,
      let next = command.configuration.subcommands.first(where: { Self.names($0).contains(word) })
    {
      verbs.append(word)
      rest = rest.dropFirst()
      command = next
    }
    self.verbs = verbs
    subcommands = verbs.isEmpty ? [] : command.configuration.subcommands.flatMap(Self.names)
    ofLeaf = moved + rest
    arranged = verbs.isEmpty && rest.isEmpty ? [] : verbs + ofLeaf
    leaf = !verbs.isEmpty && command.configuration.subcommands.isEmpty ? command : nil
    if verbs.isEmpty, let word = rest.first, !word.hasPrefix("-"), word != "help" {
      let all = root.configuration.subcommands.flatMap(Self.names)
      unknownCommand = .usage(
        .unknownCommand(word), hint: Suggestion.nearest(to: word, in: all).map(Wording.didYouMean))
    } else {
      unknownCommand = nil
    }
  }

  private static func names(_ command: any ParsableCommand.Type) -> [String] {
    [command.configuration.commandName ?? command._commandName] + command.configuration.aliases
  }

  private func values(of option: String) -> [String] {
    zip(arranged, arranged.dropFirst()).filter { $0.0 == option }.map(\.1)
      + arranged.filter { $0.hasPrefix(option + "=") }.map { String($0.dropFirst(option.count + 1)) }
  }

  /// What `--locale` says.
  var typedLanguage: Language? { values(of: "--locale").last.flatMap(Language.init) }

  /// That of the workspace one is in.
  var workspaceLanguage: Language? {
    Workspace.language(containing: Session.directory(values(of: "-C")))
  }

  var color: ColorChoice { values(of: "--color").last.flatMap(ColorChoice.init) ?? .auto }
}
