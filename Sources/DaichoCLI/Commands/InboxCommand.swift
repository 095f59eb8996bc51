import ArgumentParser
import DaichoMail
import DaichoModel
import DaichoWorkspace
import Foundation

struct InboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox",
    abstract: "Read mails that came in: replies, bounces, unsubscribes.",
    discussion: """
      daicho inbox ~/Maildir
      daicho inbox /var/mail/crm
      daicho inbox mail.eml --dry-run

      A reply of a customer becomes an entry of their log, '2026-11-20 14:05 email in: \
      SUBJECT'; a mail of yours that the box got a copy of (BCC), one on each \
      customer it went to. A bounce, a complaint and a mail to the unsubscribe \
      address become events, if they hold a token that this workspace has made: \
      forged ones change nothing. '1 done' in a reply to the morning mail ticks its \
      first task.

      Each mail is filed once, however often it is read and in however many clones. \
      Nothing in the mailbox is changed. All of one run is one commit. For cron:

      */10 * * * *  cd ~/tsubame && daicho inbox ~/Maildir
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

  @Argument(
    help: ArgumentHelp("A Maildir, an mbox, or a file with one mail.", valueName: "mailbox"),
    completion: .directory)
  var mailbox: String

  @Option(help: "How to answer: table or json.")
  var format: Format = .table

  @Flag(help: "Show what would change and change nothing.")
  var dryRun = false

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, paged: false)
    let workspace = try session.workspaceForWriting()
    let keys = try keys(workspace, session)
    let box = MailBox(session.absolutePath(mailbox))
    let reader = ConfinedReader(program: try InboxCommand.ownProgram(), arguments: ["read-mail"])
    let result = try workspace.readInbox(box, keys: keys, reader: reader, dryRun: dryRun)
    if format == .json {
      try writeJSON(result, session)
    } else {
      try write(result, session)
    }
    try session.finish()
    if result.items.contains(where: { $0.outcome == .failed || $0.outcome == .unreadable }) {
      throw CommandLineInterface.Status.attention
    }
  }

  /// A workspace without a key has sent nothing that could come back; letters are filed all the same.
  private func keys(_ workspace: Workspace, _ session: Session) throws -> KeyRing? {
    guard workspace.settings.key != nil else { return nil }
    let held = try workspace.keys(from: session.keyStore)
    if !held.missing.isEmpty { session.messages.printWarning(.keysStillMissing(held.missing)) }
    return held.ring
  }

  /// This very program, which reads each mail in a process of its own.
  private static func ownProgram() throws(DaichoError) -> String {
    #if os(Linux)
      let link = "/proc/self/exe"
      if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: link) { return path }
    #endif
    guard let path = Bundle.main.executablePath else { throw .noOwnProgram() }
    return path
  }

  // MARK: Answering

  private func write(_ result: InboxResult, _ session: Session) throws {
    for item in result.items where item.outcome != .known {
      let word = TextWidth.pad(Wording.inboxOutcome(item.outcome)(session.language), to: 14)
      let record = item.record.map { "  \($0)" } ?? ""
      let reason = item.reason.map { "  \(CellText.line($0(session.language)))" } ?? ""
      try session.output.writeLine("\(word)  \(CellText.line(item.mail))\(record)\(reason)")
    }
    if let recorded = result.recorded { try session.report(recorded) }
    let known = result.count(.known) + result.readBefore
    session.messages.printNote(.inboxRead(result.items.count - result.count(.known), known: known))
  }

  private func writeJSON(_ result: InboxResult, _ session: Session) throws {
    let columns = ["mail", "outcome", "record", "reason"].map { OutputColumn.machineOnly($0) }
    let rows = result.items.map { item in
      OutputRow(
        id: item.mail,
        [
          .string(item.mail), .string(item.outcome.rawValue), .optional(item.record?.description),
          .optional(item.reason?(session.language)),
        ])
    }
    let options = OutputOptions(format: .json, language: session.language)
    try OutputTable(columns: columns, rows: rows).write(options, to: session.output)
  }
}

/// What `inbox` calls for each mail. Not for people.
struct ReadMailCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read-mail", abstract: "Read one mail for 'daicho inbox'.", shouldDisplay: false)

  func run() throws {
    guard ConfinedReader.answer() else { throw CommandLineInterface.Status.failed }
  }
}
