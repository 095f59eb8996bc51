import DaichoTestSupport
import Foundation
import Testing

/// Commands.md against the program's own description of itself.
struct CommandsPageTests {
  private let page: Document
  private let tree: CommandTree

  init() throws {
    page = try Document.manual("Commands")
    let help = try Program.inEmptyWorkspace()("--experimental-dump-help")
    tree = try JSONDecoder().decode(CommandTree.self, from: Data(help.outputBytes))
  }

  @Test func hasEveryCommandAndOption() throws {
    let commands = tree.commands.filter { $0.words != "daicho" }
    #expect(commands.count > 15)
    let general = try #require(page.section("What every command takes"))
    for command in commands {
      guard let section = page.section(command.words) else {
        Issue.record("\(page.path) has no heading '\(command.words)'")
        continue
      }
      // What all reports take stands once, under the command they belong to.
      let parent = page.section(command.words.split(separator: " ").dropLast().joined(separator: " "))
      for option in command.options {
        let isSpelled = [section, parent, general].compactMap(\.self).contains {
          CommandsPageTests.spells(option, in: $0)
        }
        #expect(isSpelled, "'\(option)' is missing under '\(command.words)' of \(page.path)")
      }
    }
  }

  @Test func hasNoOptionOfItsOwn() {
    let known = Set(tree.commands.flatMap(\.options) + ["--generate-completion-script"])
    let written = Set(page.text.matches(of: /--[a-z][a-z-]+/).map { String($0.output) })
    #expect(written.subtracting(known).sorted() == [])
  }

  private static func spells(_ option: String, in text: String) -> Bool {
    var rest = text[...]
    while let found = rest.firstRange(of: option) {
      let next = rest[found.upperBound...].first
      if next.map({ !$0.isLetter && !$0.isNumber && $0 != "-" }) ?? true { return true }
      rest = rest[found.upperBound...]
    }
    return false
  }
}
