import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

/// A consent as a record has it, and the commit that wrote it.
package struct RecordedConsent: Sendable {
  package let channel: String
  /// One of the two is there, in a consent that can be read.
  package let granted: String?
  package let withdrawn: String?
  package let via: String?
  package let basis: String?
  package let proof: String?
  /// In the record's file, from 1.
  package let line: Int?
  /// `nil` where no commit has it yet, or none that can be seen.
  package let commit: HistoryCommit?
}

/// What a register has to show for its contact with one customer, or of one deal, inquiry or company.
package struct RecordAudit: Sendable {
  package let record: FoundRecord
  /// As the record has it: what the field is called, and what it says.
  package var facts: [(label: Wording, text: String)] = []
  package var audit = Audit()
  /// The newest first.
  package var contacts: [ContactRow] = []
  package var consents: [RecordedConsent] = []
  /// Of a customer: by which channels they may be reached today.
  package var channels: [ChannelPreference] = []
  package var bindings: [AddressBinding] = []
  /// The newest first.
  package var mails: [MailAsSent] = []
  /// The newest first.
  package var history: [HistoryEntry] = []
}

extension Workspace {
  /// - Parameters:
  ///   - found: an audit of it; `question.record` is not looked at.
  ///   - keys: that links of mails were made with.
  package func audit(
    of found: FoundRecord, _ question: AuditQuestion = AuditQuestion(), keys: KeyStore
  ) throws(DaichoError) -> RecordAudit {
    var question = question
    question.record = found
    return try atOneLook { () throws(DaichoError) in try audited(found, question, keys) }
  }

  private func audited(
    _ found: FoundRecord, _ question: AuditQuestion, _ keys: KeyStore
  ) throws(DaichoError) -> RecordAudit {
    var result = RecordAudit(record: found)
    result.audit = try audit(question)
    let open = try open(found)
    result.facts = facts(of: open)
    result.contacts = try index.contacts(
      of: found.path, in: question.period, member: question.member, channel: question.channel)
    let entries = try history(
      of: found.file, HistoryQuestion(since: question.period.from, until: question.period.to))
    result.history = entries.filter { $0.kind != nil }
    guard found.reference.kind == .customers else { return result }
    result.consents = try consents(of: open)
    result.channels = try index.preferences(of: found.reference.id.text, refreshed: false) ?? []
    let addresses = addresses(of: open.record)
    result.bindings = try index.bindings(of: addresses)
    let places = try index.ledgerPlaces(of: found.reference, addresses: addresses)
    let mails = try journalMails(places.mails).filter { mail in
      question.period.contains(moment.zone.local(mail.milliseconds / 1000).date)
    }
    result.mails = try mailsAsSent(mails.reversed(), to: found, keys: keys, effort: .register)
    return result
  }

  /// Mails as they were sent, as far as that can be told, in the order given.
  func mailsAsSent(
    _ mails: [JournalMail], to customer: FoundRecord, keys: KeyStore, effort: MailRebuilder.Effort
  ) throws(DaichoError) -> [MailAsSent] {
    guard let repository, !mails.isEmpty else {
      return mails.map { MailAsSent(journal: $0, doubt: .commitMissing) }
    }
    var paths: Set<String> = [customer.path]
    if let historyIndex { paths = try self.paths(of: customer, in: historyIndex) }
    let rebuilder = MailRebuilder(
      workspace: self, repository: repository, keys: keys, paths: paths, effort: effort,
      renamedCommits: try tombstones().commits)
    var done: [MailAsSent] = []
    for mail in mails {
      index.progress?.progress(.rebuildingMails, done: done.count, of: mails.count)
      done.append(rebuilder.rebuilt(mail))
    }
    index.progress?.progressEnded()
    return done
  }

  /// Folded.
  func addresses(of record: Record) -> Set<String> {
    Set((record.value("email")?.items ?? []).map { TextFolding.fold($0.plainText) }.filter { !$0.isEmpty })
  }

  private static let shownFacts = [
    "name", "title", "subject", "kana", "customer", "company", "email", "phone", "owner", "stage", "status",
    "do_not_contact", "created",
  ]

  private func facts(of open: OpenRecord) -> [(label: Wording, text: String)] {
    let schema = settings.schema(open.reference.kind)
    return Workspace.shownFacts.compactMap { name in
      guard let field = schema[name], let value = open.record.value(name) else { return nil }
      let text =
        field.type == .member
        ? settings.members.first { $0.id == value.plainText }?.name ?? value.plainText : value.plainText
      return text.isEmpty ? nil : (field.label, text)
    }
  }

  private func consents(of open: OpenRecord) throws(DaichoError) -> [RecordedConsent] {
    guard let value = open.record.value("consent") else { return [] }
    let blamed = try blame(open.found.file).filter { $0.part == .field && $0.field.hasPrefix("consent") }
    // A consent that stands alone is blamed member by member.
    let isList = blamed.allSatisfy { $0.field == "consent" }
    return value.items.enumerated().map { place, item in
      func member(_ name: String) -> String? { item[name].map(\.plainText).flatMap { $0.isEmpty ? nil : $0 } }
      let line =
        isList
        ? (blamed.indices.contains(place) ? blamed[place] : nil)
        : blamed.max { ($0.commit?.position ?? .max) < ($1.commit?.position ?? .max) }
      return RecordedConsent(
        channel: member("channel") ?? "", granted: member("granted"), withdrawn: member("withdrawn"),
        via: member("via"), basis: member("basis"), proof: member("proof"), line: line?.line,
        commit: line?.commit)
    }
  }
}
