import ArgumentParser
import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Who was in contact with customers, and what was altered in the register afterwards.",
    discussion: """
      daicho audit
      daicho audit --since 2026-04-01 --until 2027-03-31
      daicho audit hanako-yamada
      daicho audit --member sato --channel call
      daicho audit --require-signed

      First the contacts that the logs tell of, by member and channel. Then what history tells of the register \
      itself. Needs attention: entries of a log that were altered or removed after the fact, recorded consents that \
      were altered or removed, lines that a ledger lost, records and ledgers that are gone, parts of history that \
      are missing. Good to know: consents that were added, exports, erasures, commits made outside daicho or dated \
      otherwise than they were made.

      --require-signed asks for a signature on every commit of the period and, where git's \
      gpg.ssh.allowedSignersFile is set, that it is of a key in it and fits. \
      'daicho history' and 'daicho blame' tell the rest of a record.

      Exit status 1 when something needs attention.
      """)

  @Argument(
    help: "One record, across its renames; the whole workspace, unless said.",
    completion: Completions.ids(Kind.allCases))
  var reference: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Since this day.", valueName: "date"))
  var since: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Up to this day, itself included.", valueName: "date"))
  var until: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Contacts of this member alone.", valueName: "name"))
  var member: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Contacts by this channel alone: call, email, …", valueName: "name"))
  var channel: String?

  @Flag(help: "Every commit must be signed, by an allowed signer where git has a list of them.")
  var requireSigned = false

  @Option(help: "How to answer: table or json.")
  var format: OutputFormat = .table

  @OptionGroup var global: GlobalOptions

  func run() throws {
    guard format == .table || format == .json else { throw DaichoError.usage(.tableOrJSON(format.rawValue)) }
    var question = AuditQuestion()
    question.period = DayPeriod(from: try since.map(Self.day), to: try until.map(Self.day))
    if let from = question.period.from, let to = question.period.to, to < from {
      throw DaichoError.usage(.badPeriod(from, to))
    }
    question.channel = try channel.map(Self.channel)
    question.requiresSignatures = requireSigned
    let session = Session(global, paged: format == .table)
    let workspace = try session.workspace()
    question.member = try member.flatMap { try workspace.actingMember($0) }
    question.record = try reference.map { try session.choose($0) }
    let audit = try workspace.audit(question)
    if format == .json {
      let answer = audit.json(workspace, session.language)
      try session.output.writeLine(answer.serialized(indent: 2))
    } else {
      try AuditText(session: session, workspace: workspace).write(audit)
    }
    try session.finish()
    if audit.needsAttention { throw CommandLineInterface.Status.attention }
  }

  private static func day(_ text: String) throws -> CalendarDate {
    guard let day = CalendarDate(typed: text) else { throw DaichoError.badDate(text) }
    return day
  }

  private static func channel(_ text: String) throws -> String {
    guard let channel = LogChannel(typed: text), channel.isContact else {
      throw DaichoError.usage(.noContactChannel(text))
    }
    return channel.rawValue
  }
}

/// An audit for people.
private struct AuditText {
  let session: Session
  let workspace: Workspace

  func write(_ audit: Audit) throws {
    let language = session.language
    let style = session.terminal.style
    func line(_ text: String = "") throws { try session.output.writeLine(CellText.line(text)) }
    func heading(_ wording: Wording) throws {
      try session.output.writeLine(style(CellText.line(wording(language)), .bold))
    }
    try heading(.auditedContacts)
    if audit.contacts.isEmpty {
      try line("  " + Wording.noContacts(language))
    } else {
      try contacts(audit.contacts).write(session.options(.table), to: session.output)
    }
    for severity in AuditFinding.Severity.allCases {
      let findings = audit.findings.filter { $0.severity == severity }
      if findings.isEmpty { continue }
      try line()
      try heading(severity == .attention ? .needsAttention(findings.count) : .goodToKnow(findings.count))
      for finding in findings {
        for text in lines(finding) { try line("  " + text) }
      }
    }
    try line()
    try line(Wording.auditedCommits(audit.commits, outside: audit.outside, signed: audit.signed)(language))
    if let signers = audit.signers { try line(Wording.verifiedAgainst(signers)(language)) }
    if !audit.needsAttention { try line(Wording.nothingNeedsAttention(language)) }
  }

  private func contacts(_ rows: [AuditedContacts]) -> OutputTable {
    OutputTable(
      columns: [
        OutputColumn(
          "member", Wording(en: "member", ja: "担当"), absent: Wording(en: "(nobody named)", ja: "（記載なし）")),
        OutputColumn("channel", Wording(en: "channel", ja: "手段")),
        .number("contacts", Wording(en: "contacts", ja: "件数"), fractionDigits: 0),
        .number("records", Wording(en: "records", ja: "記録数"), fractionDigits: 0),
        OutputColumn("first", Wording(en: "first", ja: "最初")),
        OutputColumn("last", Wording(en: "last", ja: "最後")),
      ],
      rows: rows.map { row in
        OutputRow(
          id: "",
          [
            .optional(row.member.map { id in workspace.settings.members.first { $0.id == id }?.name ?? id }),
            .string(Wording.channel(row.channel)(session.language)), .integer(row.contacts),
            .integer(row.records), .string(row.first.description), .string(row.last.description),
          ])
      })
  }

  private func lines(_ finding: AuditFinding) -> [String] {
    var head = finding.message(session.language)
    if let path = finding.path { head = "\(path): \(head)" }
    var lines = [head]
    if let commit = finding.commit {
      lines.append(
        "    \(commit.id.prefix(10))  \(workspace.moment.zone.local(commit.at))  \(commit.author)"
          + (finding.code == .outside ? "" : "  \(commit.subject)"))
    }
    func short(_ text: String) -> String {
      let flat = text.split(whereSeparator: \.isNewline).joined(separator: " ⏎ ")
      return flat.count > 160 ? flat.prefix(159) + "…" : flat
    }
    if let old = finding.old { lines.append("    − \(short(old))") }
    if let new = finding.new { lines.append("    + \(short(new))") }
    return lines
  }
}

extension Audit {
  fileprivate func json(_ workspace: Workspace, _ language: Language) -> JSONValue {
    .object([
      "contacts": .array(
        contacts.map { row in
          .object([
            "member": .optional(row.member), "channel": .string(row.channel),
            "contacts": .integer(row.contacts), "records": .integer(row.records),
            "first": .string(row.first.description), "last": .string(row.last.description),
          ])
        }),
      "findings": .array(
        findings.map { finding in
          .object([
            "severity": .string(finding.severity.rawValue), "code": .string(finding.code.rawValue),
            "message": .string(finding.message(language)), "file": .optional(finding.path),
            "record": .optional(finding.path.flatMap { HistoryIndex.reference(ofPath: $0)?.description }),
            "commit": .optional(finding.commit?.id),
            "at": .optional(finding.commit.map { CommitTime.iso($0.at, offset: $0.zone) }),
            "author": .optional(finding.commit?.author), "action": .optional(finding.commit?.action),
            "old": .optional(finding.old), "new": .optional(finding.new),
          ])
        }),
      "totals": .object([
        "commits": .integer(commits), "outside": .integer(outside), "signed": .integer(signed),
        "attention": .integer(findings.count { $0.severity == .attention }),
        "notices": .integer(findings.count { $0.severity == .notice }),
      ]),
    ])
  }
}
