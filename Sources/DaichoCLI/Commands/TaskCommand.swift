import ArgumentParser
import DaichoFiles
import DaichoModel
import DaichoWorkspace

struct TaskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task",
    abstract: "Add a task to a record, or mark one as done.",
    discussion: """
      daicho task hanako-yamada 2026-11-27 'Send the price list'
      daicho task hanako-yamada '3 days' '返事を確認する' --as sato
      daicho task done hanako-yamada 'price list'
      """,
    subcommands: [Add.self, Done.self], defaultSubcommand: Add.self)

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Add a task (the default).")

    @Argument(help: "The record.", completion: Completions.ids([.customers, .companies, .deals, .inquiries]))
    var reference: String

    @Argument(help: "The day it is due: 2026-11-27, 11/27, friday, '3 days', 明日, 来週.")
    var due: String

    @Argument(help: "What is to be done.")
    var text: [String]

    @Option(name: .customLong("as"), help: ArgumentHelp("Who is to do it, if not you.", valueName: "member"))
    var member: String?

    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global, yes: write.yes)
      let workspace = try session.workspaceForWriting()
      guard text.contains(where: { $0.contains { !$0.isWhitespace } }) else { throw DaichoError.emptyText() }
      guard let day = TypedTime.day(due, workspace.moment.today) else { throw DaichoError.badDate(due) }
      let member = try workspace.actingMember(member)
      let task = try LogEntryDraft.task(
        due: day, members: [member].compactMap(\.self), text: text.joined(separator: " "))
      let found = try session.choose(reference)
      try session.report(workspace.addTask(task, to: found, dryRun: write.dryRun))
    }
  }

  struct Done: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Mark a task as done.")

    @Argument(help: "The record.", completion: Completions.ids([.customers, .companies, .deals, .inquiries]))
    var reference: String

    @Argument(help: "Some of the task's words, or its date.")
    var words: [String]

    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global, yes: write.yes)
      let workspace = try session.workspaceForWriting()
      let found = try session.choose(reference)
      try session.report(
        workspace.finishTask(words.joined(separator: " "), of: found, dryRun: write.dryRun))
    }
  }
}
