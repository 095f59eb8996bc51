import ArgumentParser
import DaichoModel
import Foundation

/// From the arguments of the process to its exit status.
package enum CommandLineInterface {
  /// Exit statuses: 0 done; 1 it ran and something needs attention; 2 it could not run; 64 bad usage.
  package enum Status {
    package static let attention = ExitCode(1)
    package static let failed = ExitCode(2)
  }

  package static func run(_ arguments: [String]) -> Never {
    OutputSink.ignoreBrokenPipes()
    let words = GlobalArguments.arranged(Array(arguments.dropFirst()), below: Daicho.self)
    let result = Result {
      var command = try Daicho.parseAsRoot(words)
      try command.run()
    }
    switch result {
    case .success: exit(0)
    case .failure(let error): end(with: error)
    }
  }

  private static func end(with error: any Error) -> Never {
    guard let error = error as? DaichoError else { Daicho.exit(withError: error) }
    if error.isOutputClosed { exit(OutputSink.closedStatus) }
    let environment = ProcessInfo.processInfo.environment
    let terminal = Terminal(descriptor: STDERR_FILENO, environment: environment)
    let sink = OutputSink(descriptor: STDERR_FILENO)
    MessagePrinter(language: Session.language(environment), style: terminal.style, to: sink).print(error)
    exit(Status.failed.rawValue)
  }
}

/// `git -C DIR status` puts the folder before the verb. What stands there is moved behind the verb,
/// where each command reads it.
enum GlobalArguments {
  private static let withValue: Set<String> = ["-C", "--today", "--color"]
  private static let flags: Set<String> = ["--yes", "--dry-run"]

  static func arranged(_ words: [String], below root: any ParsableCommand.Type) -> [String] {
    var moved: [String] = []
    var rest = words[...]
    while let word = rest.first {
      if withValue.contains(word), rest.count > 1 {
        moved += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else if flags.contains(word) || withValue.contains(where: { word.hasPrefix($0 + "=") }) {
        moved.append(word)
        rest = rest.dropFirst()
      } else {
        break
      }
    }
    guard !moved.isEmpty else { return words }
    var verbs: [String] = []
    var command: (any ParsableCommand.Type)? = root
    while let word = rest.first,
      let next = command?.configuration.subcommands.first(where: { names($0).contains(word) })
    {
      verbs.append(word)
      rest = rest.dropFirst()
      command = next
    }
    return verbs + moved + rest
  }

  private static func names(_ command: any ParsableCommand.Type) -> [String] {
    [command._commandName] + command.configuration.aliases
  }
}
