import ArgumentParser
import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Who was in contact with customers, and what was altered in the register afterwards.",
    discussion: """
      daicho audit
      daicho audit --since 2026-04-01 --until 2027-03-31
      daicho audit hanako-yamada
      daicho audit hanako-yamada --format html -o ../hanako.html
      daicho audit --member sato --channel call
      daicho audit --format csv -o ../findings.csv
      daicho audit --require-signed

      First the contacts that the logs tell of, by member and channel. Then what history tells of the register \
      itself. Needs attention: entries of a log that were altered or removed after the fact, recorded consents that \
      were altered or removed, lines that a ledger lost, records and ledgers that are gone, parts of history that \
      are missing. Good to know: consents that were added, exports, erasures, commits made outside daicho or dated \
      otherwise than they were made.

      Of one record --format html is a page to be printed, and --format json holds the same: every contact, each \
      consent with the commit that wrote it, and the mails as they were sent. Each mail is made again from the \
      commit that its journal names, and compared with the hash of what was handed over.

      --require-signed asks for a signature on every commit of the period and, where git's \
      gpg.ssh.allowedSignersFile is set, that it is of a key in it and fits. \
      'daicho history' and 'daicho blame' tell the rest of a record.

      Exit status 1 when something needs attention.
      """)

  /// Which rows CSV, TSV and JSON lines have.
  enum Rows: String, ExpressibleByArgument, CaseIterable {
    case findings, contacts
  }

  @Argument(
    help: "One record, across its renames; the whole workspace, unless said.",
    completion: Completions.ids(Kind.allCases))
  var reference: String?

  @OptionGroup var days: PeriodOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("Contacts of this member alone.", valueName: "name"))
  var member: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Contacts by this channel alone: call, email, …", valueName: "name"))
  var channel: String?

  @Flag(help: "Every commit must be signed, by an allowed signer where git has a list of them.")
  var requireSigned = false

  @Option(
    help: """
      How to answer: table, json, jsonl, csv, tsv or, of one record, html; as the file's name ends, else table.
      """)
  var format: ReportFormat?

  @Option(help: "Which rows csv, tsv and jsonl have: findings or contacts.")
  var rows: Rows = .findings

  @OptionGroup var export: ExportOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let format = format ?? export.output.flatMap(ReportFormat.init(endingOf:)) ?? .table
    var question = AuditQuestion()
    question.period = try days.period()
    question.channel = try channel.map(Self.channel)
    question.requiresSignatures = requireSigned
    if format == .html, reference == nil {
      throw DaichoError.usage(.pageOfOneRecord, hint: .nameTheRecord)
    }
    let session = Session(global, paged: format == .table && export.output == nil)
    let workspace = try session.workspace()
    question.member = try member.flatMap { try workspace.actingMember($0) }
    let record = try reference.map { try session.choose($0) }
    if format == .html, export.output == nil, session.terminal.isTerminal {
      throw DaichoError.usage(.pageNeedsFile, hint: .nameTheFile(record?.reference.id.text ?? "audit"))
    }
    let audit: Audit
    if let record, format == .html || format == .json {
      let whole = try workspace.audit(of: record, question, keys: KeyStore(session.surroundings()))
      audit = whole.audit
      try write(session, workspace, whole.record) { sink in
        if format == .json {
          try sink.writeLine(AuditAnswer(workspace, session.language).json(whole).serialized(indent: 2))
        } else {
          try sink.write(AuditPage(whole, of: workspace, question, session.language).html)
        }
      }
    } else {
      question.record = record
      audit = try workspace.audit(question)
      try write(session, workspace, record) { sink in try write(audit, format, session, workspace, sink) }
    }
    if audit.needsAttention { throw CommandLineInterface.Status.attention }
  }

  private func write(
    _ session: Session, _ workspace: Workspace, _ record: FoundRecord?, _ body: (OutputSink) throws -> Void
  ) throws {
    let output = try ExportOutput(export, session: session, workspace: workspace)
    try body(output.sink)
    try output.finish(.auditOf(record?.reference), workspace: workspace)
  }

  private func write(
    _ audit: Audit, _ format: ReportFormat, _ session: Session, _ workspace: Workspace, _ sink: OutputSink
  ) throws {
    let answer = AuditAnswer(workspace, session.language)
    guard let rowFormat = format.ofRows, format != .json, format != .table else {
      if format == .json { return try sink.writeLine(answer.json(audit).serialized(indent: 2)) }
      let isFile = export.output != nil
      return try AuditText(
        workspace: workspace, language: session.language, style: isFile ? .plain : session.terminal.style,
        width: isFile ? nil : session.terminal.width, sink: sink
      ).write(audit)
    }
    let table = rows == .findings ? answer.findings(audit.findings) : answer.contacts(audit.contacts)
    try table.write(OutputOptions(format: rowFormat, language: session.language), to: sink)
  }

  private static func channel(_ text: String) throws -> String {
    guard let channel = LogChannel(typed: text), channel.isContact else {
      throw DaichoError.usage(.noContactChannel(text))
    }
    return channel.rawValue
  }
}
