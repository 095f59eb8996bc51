import DaichoIndex
import DaichoModel
import DaichoWorkspace
import OrderedCollections

/// An audit for machines.
struct AuditAnswer {
  private let workspace: Workspace
  private let language: Language

  init(_ workspace: Workspace, _ language: Language) {
    self.workspace = workspace
    self.language = language
  }

  // MARK: Rows

  func contacts(_ rows: [AuditedContacts]) -> OutputTable {
    OutputTable(
      columns: [
        OutputColumn(
          "member", Wording(en: "member", ja: "担当"), absent: Wording(en: "(nobody named)", ja: "（記載なし）")
        )
        .reading(memberNames),
        OutputColumn("channel", Wording(en: "channel", ja: "手段")).reading(channelNames(rows)),
        .number("contacts", Wording(en: "contacts", ja: "件数"), fractionDigits: 0),
        .number("records", Wording(en: "records", ja: "記録数"), fractionDigits: 0),
        OutputColumn("first", Wording(en: "first", ja: "最初")),
        OutputColumn("last", Wording(en: "last", ja: "最後")),
      ],
      rows: rows.map { row in
        OutputRow(
          id: row.member ?? "",
          [
            .optional(row.member), .string(row.channel), .integer(row.contacts), .integer(row.records),
            .string(row.first.description), .string(row.last.description),
          ])
      })
  }

  private var memberNames: [String: Wording] {
    Dictionary(
      workspace.settings.members.map { ($0.id, Wording(en: $0.name ?? $0.id, ja: $0.name ?? $0.id)) },
      uniquingKeysWith: { first, _ in first })
  }

  private func channelNames(_ rows: [AuditedContacts]) -> [String: Wording] {
    Dictionary(
      rows.map { ($0.channel, Wording.channel($0.channel)) }, uniquingKeysWith: { first, _ in first })
  }

  private static let findingKeys = [
    "severity", "code", "message", "file", "record", "commit", "at", "author", "action", "old", "new",
  ]

  func findings(_ findings: [AuditFinding]) -> OutputTable {
    OutputTable(
      columns: AuditAnswer.findingKeys.map { OutputColumn($0, Wording(en: $0, ja: $0)) },
      rows: findings.map { OutputRow(id: $0.commit?.id ?? "", cells($0)) })
  }

  private func cells(_ finding: AuditFinding) -> [JSONValue] {
    [
      .string(finding.severity.rawValue), .string(finding.code.rawValue), .string(finding.message(language)),
      .optional(finding.path),
      .optional(finding.path.flatMap { HistoryIndex.reference(ofPath: $0)?.description }),
      .optional(finding.commit?.id),
      .optional(finding.commit.map { CommitTime.iso($0.at, offset: $0.zone) }),
      .optional(finding.commit?.author), .optional(finding.commit?.action), .optional(finding.old),
      .optional(finding.new),
    ]
  }

  // MARK: JSON

  func json(_ audit: Audit) -> JSONValue { .object(members(audit)) }

  private func members(_ audit: Audit) -> OrderedDictionary<String, JSONValue> {
    func objects(_ table: OutputTable) -> JSONValue {
      .array(
        table.rows.map { row in
          .object(
            OrderedDictionary(
              uniqueKeysWithValues: table.columns.enumerated().map { ($1.key, row.cell($0)) }))
        })
    }
    return [
      "contacts": objects(contacts(audit.contacts)), "findings": objects(findings(audit.findings)),
      "totals": .object([
        "commits": .integer(audit.commits), "outside": .integer(audit.outside),
        "signed": .integer(audit.signed),
        "attention": .integer(audit.findings.count { $0.severity == .attention }),
        "notices": .integer(audit.findings.count { $0.severity == .notice }),
      ]),
    ]
  }

  /// Of one record: the same, and what the page shows besides.
  func json(_ audit: RecordAudit) -> JSONValue {
    var all = members(audit.audit)
    let (reference, path) = (audit.record.reference, audit.record.path)
    all["record"] = .object([
      "kind": .string(reference.kind.folder), "id": .string(reference.id.text), "path": .string(path),
      "title": .optional(audit.record.title),
    ])
    all["entries"] = .array(audit.contacts.map(json))
    all["consents"] = .array(audit.consents.map(json))
    all["reachable"] = .object(
      OrderedDictionary(
        audit.channels.map { ($0.channel, .bool($0.isOpen)) }, uniquingKeysWith: { first, _ in first }))
    all["bindings"] = .array(audit.bindings.map(\.json))
    all["mails"] = .array(audit.mails.map { $0.json(withText: true) })
    all["history"] = .array(audit.history.map(\.json))
    return .object(all)
  }

  private func json(_ contact: ContactRow) -> JSONValue {
    .object([
      "date": .string(contact.day.description), "time": .optional(contact.minute.map(RecordView.time)),
      "channel": .string(contact.channel), "direction": .optional(contact.direction),
      "member": .optional(contact.member), "text": .string(contact.text),
      "record": .string(contact.record.reference.description), "file": .string(contact.record.path),
      "line": .integer(contact.line),
    ])
  }

  private func json(_ consent: RecordedConsent) -> JSONValue {
    .object([
      "channel": .string(consent.channel), "granted": .optional(consent.granted),
      "withdrawn": .optional(consent.withdrawn), "via": .optional(consent.via),
      "basis": .optional(consent.basis), "proof": .optional(consent.proof),
      "line": consent.line.map { .integer($0) } ?? .null, "commit": .optional(consent.commit?.id),
      "at": .optional(consent.commit.map { CommitTime.iso($0.at, offset: $0.zone) }),
      "author": .optional(consent.commit?.author), "action": .optional(consent.commit?.action),
    ])
  }
}

extension AddressBinding {
  /// For machines.
  var json: JSONValue {
    .object([
      "address": .string(address), "kind": .string(kind), "date": .string(day.description),
      "reason": .optional(reason), "via": .optional(via), "campaign": .optional(campaign),
    ])
  }
}

extension MailAsSent {
  /// For machines.
  func json(withText: Bool) -> JSONValue {
    var members: OrderedDictionary<String, JSONValue> = [
      "at": .string(journal.at), "campaign": .string(journal.campaign),
      "occurrence": .optional(journal.occurrence), "variant": .optional(journal.variant),
      "address": .optional(journal.address), "state": .string(journal.state),
      "reason": .optional(journal.reason), "reply": .optional(journal.reply),
      "subject": .optional(subject), "message_id": .optional(journal.messageID),
      "consent": .optional(journal.consent), "coupon": .optional(journal.coupon),
      "occasion": .optional(journal.occasion), "commit": .optional(journal.attempts.last?.commit),
      "content_hash": .optional(journal.attempts.last?.contentHash), "file": .string(journal.path),
      "line": .integer(journal.line), "proven": .bool(isProven), "doubt": .optional(doubt?.rawValue),
    ]
    if withText { members["text"] = .optional(rendition?.text) }
    return .object(members)
  }
}
