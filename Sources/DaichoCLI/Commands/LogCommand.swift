import ArgumentParser
import DaichoFiles
import DaichoModel
import DaichoWorkspace

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Write an entry into a record's log and commit it.",
    discussion: """
      daicho log hanako-yamada call 'Asked about gift boxes' --in
      daicho log hanako-yamada 電話 'ギフトの相談' --task '2026-11-27 価格表を送る'
      daicho log d000012 meeting 'Tasting at their café' --when 'yesterday 15:00'

      Channels: call, email, meeting, visit, chat, line, sms, letter, fax are contact with the customer; note, \
      form and order are not. 電話 メール 訪問 打合せ チャット 手紙 メモ are understood.
      """)

  @Argument(help: "The record.", completion: Completions.ids([.customers, .companies, .deals, .inquiries]))
  var reference: String

  @Argument(
    help: "How you were in touch: call, email, visit …",
    completion: .list(LogChannel.allCases.map(\.rawValue)))
  var channel: String

  @Argument(help: "What was said.")
  var text: [String]

  @Flag(name: .customLong("in"), help: "They came to us.")
  var isIncoming = false

  @Flag(name: .customLong("out"), help: "We came to them.")
  var isOutgoing = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "When it was: '2026-11-18 15:00', 'yesterday 15:00'; now, unless said.", valueName: "time"))
  var when: String?

  @Option(name: .customLong("as"), help: ArgumentHelp("Who it was, if not you.", valueName: "member"))
  var member: String?

  @Option(help: ArgumentHelp("A task that follows: 'DUE TEXT'.", valueName: "due text"))
  var task: String?

  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    if isIncoming, isOutgoing { throw DaichoError.usage(.inOrOut) }
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    guard let channel = LogChannel(typed: channel) else {
      throw DaichoError.unknownChannel(channel, suggestion: LogChannel.suggestion(for: channel))
    }
    let words = text.joined(separator: " ")
    guard words.contains(where: { !$0.isWhitespace }) else { throw DaichoError.emptyText() }
    let moment = try TypedTime.moment(when, workspace.moment)
    let member = try workspace.actingMember(member)
    let entry = try LogEntryDraft.entry(
      on: moment.date, at: moment.minute, channel, isIncoming ? .in : isOutgoing ? .out : nil,
      members: [member].compactMap(\.self), text: words)
    let task = try task.map { text in
      let (due, words) = try TypedTime.task(text, workspace.moment)
      return try LogEntryDraft.task(due: due, members: [member].compactMap(\.self), text: words)
    }
    let found = try session.choose(reference)
    try session.report(workspace.log(entry, task: task, to: found, dryRun: write.dryRun))
    let now = workspace.moment
    if moment.date > now.today
      || (moment.date == now.today && moment > now.local && now.local.date == now.today)
    {
      session.messages.printWarning(.entryInFuture(moment))
    }
  }
}
