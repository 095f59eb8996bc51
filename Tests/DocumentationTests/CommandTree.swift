import Foundation

/// The program's commands as it describes them itself (`--experimental-dump-help` of argument-parser).
struct CommandTree: Decodable {
  let command: Command

  struct Command: Decodable {
    let commandName: String
    let subcommands: [Command]?
    let arguments: [Argument]?
  }

  struct Argument: Decodable {
    let names: [Name]?
    let shouldDisplay: Bool?
  }

  struct Name: Decodable {
    let kind: String
    let name: String

    var spelled: String { kind == "long" ? "--\(name)" : "-\(name)" }
  }

  /// Every command as it is typed, `daicho segment show`, with its options as they are spelled.
  var commands: [(words: String, options: [String])] { CommandTree.flattened(command, after: "") }

  private static func flattened(_ command: Command, after parent: String) -> [(
    words: String, options: [String]
  )] {
    if command.commandName == "help" { return [] }
    let words = parent.isEmpty ? command.commandName : "\(parent) \(command.commandName)"
    let shown = (command.arguments ?? []).filter { $0.shouldDisplay != false }
    let options = shown.flatMap { ($0.names ?? []).map(\.spelled) }
    return [(words, options)] + (command.subcommands ?? []).flatMap { flattened($0, after: words) }
  }
}
