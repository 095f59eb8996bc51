import DaichoFiles
import DaichoIndex
import DaichoModel

/// A commit that touched a record, or the workspace; or a mail that a customer was sent.
package struct HistoryEntry: Sendable {
  /// Empty for a mail whose text is in no commit.
  package let commit: String
  package let at: Int64
  /// Minutes east of UTC, as the author's clock had it.
  package let offset: Int
  package let author: String
  package let authorEmail: String
  /// From the `Action:` trailer; `nil` for commits made outside daicho.
  package let action: String?
  package let record: String?
  package let subject: String
  /// What the commit's message says besides its subject.
  package var reason: String?
  /// What it did to the record's file; `nil` where the entry is no such change.
  package var kind: FileChangeKind?
  /// Where the record's file was before, if the commit moved it.
  package var oldPath: String?
  package var changes: [RecordChange] = []
}

/// Which entries of a history are wanted.
package struct HistoryQuestion: Sendable {
  /// Changes of this field alone, or of what is below it: `stage`, `address`; `log`, `task`, `text`.
  package var field: String?
  /// Local days, both included.
  package var since: CalendarDate?
  package var until: CalendarDate?
  /// A part of the author's name or address, in any case.
  package var author: String?
  package var limit: Int?

  package init(
    field: String? = nil, since: CalendarDate? = nil, until: CalendarDate? = nil, author: String? = nil,
    limit: Int? = nil
  ) {
    (self.field, self.since, self.until, self.author, self.limit) = (field, since, until, author, limit)
  }

  fileprivate func accepts(_ entry: HistoryEntry, zone: ZoneOffsets) -> Bool {
    let day = zone.local(entry.at).date
    if let since, day < since { return false }
    if let until, day > until { return false }
    guard let author else { return true }
    let wanted = TextFolding.fold(author)
    return TextFolding.fold(entry.author).contains(wanted) || entry.authorEmail.lowercased().contains(wanted)
  }

  fileprivate func accepts(_ change: RecordChange) -> Bool {
    guard let field else { return true }
    return change.field == field || change.part == .field && change.field.hasPrefix(field + ".")
  }
}

extension Workspace {
  /// What happened to a record, newest first, across renames: the commits that changed it and, of a
  /// customer, the mails they were sent, each with the commit whose text it was. With a field: its changes.
  package func history(
    of file: RecordFile, _ question: HistoryQuestion = HistoryQuestion()
  ) throws(DaichoError) -> [HistoryEntry] {
    guard let history = historyIndex else { throw .noRepository(root) }
    let life = try history.life(of: file.path)
    var entries: [HistoryEntry] = []
    for (change, details) in zip(life, try history.details(of: life)) {
      var entry = HistoryEntry(change.commit, record: file.reference.description)
      entry.kind = change.kind
      entry.oldPath = change.oldPath
      entry.changes = details
      entries.append(entry)
    }
    if let field = question.field {
      try requireField(field, of: file.reference.kind, in: entries)
      for index in entries.indices { entries[index].changes.removeAll { !question.accepts($0) } }
      entries.removeAll { $0.changes.isEmpty }
    } else if file.reference.kind == .customers {
      entries = Self.merged(entries, try mails(to: file.reference))
    }
    let accepted = entries.filter { question.accepts($0, zone: moment.zone) }
    return Array(accepted.prefix(question.limit ?? accepted.count))
  }

  /// The commits of the whole workspace, newest first. Of a workspace in a subfolder: those that changed
  /// something of it.
  package func history(_ question: HistoryQuestion = HistoryQuestion()) throws(DaichoError) -> [HistoryEntry]
  {
    guard let historyIndex else { throw .noRepository(root) }
    let zone = moment.zone
    func instant(_ day: CalendarDate?) -> Int64? {
      day.map { zone.instant(DateAndTime(date: $0, minute: nil)) }
    }
    let commits = try historyIndex.commits(
      from: instant(question.since), before: instant(question.until?.adding(days: 1)),
      isOfFiles: !prefix.isEmpty, limit: question.author == nil ? question.limit : nil)
    let entries = commits.map { HistoryEntry($0) }.filter { question.accepts($0, zone: zone) }
    return Array(entries.prefix(question.limit ?? entries.count))
  }

  /// A name that is no field, and was none at any time, is a slip of the pen.
  private func requireField(
    _ name: String, of kind: Kind, in entries: [HistoryEntry]
  ) throws(DaichoError) {
    let parts = RecordChange.Part.allCases.map(\.rawValue).filter { $0 != RecordChange.Part.field.rawValue }
    let top = String(name.prefix { $0 != "." })
    let known = settings.schema(kind).fields.map(\.name) + parts
    if known.contains(top) { return }
    let past = Set(entries.flatMap { $0.changes.map(\.field) })
    if past.contains(where: { $0 == name || $0.hasPrefix(name + ".") }) { return }
    let nearest = Suggestion.nearest(to: name, in: known + past.sorted())
    throw .noSuchFieldInHistory(name, suggestion: nearest)
  }

  private func mails(to customer: Reference) throws(DaichoError) -> [HistoryEntry] {
    try index.mails(to: customer.id).map { mail in
      let seconds = mail.at / 1000
      let channel = mail.occurrence.flatMap(SendChannel.init(rawValue:))
      let name = mail.campaign + (channel == nil ? mail.occurrence.map { "@" + $0 } ?? "" : "")
      let state = channel == nil ? mail.state : "exported"
      return HistoryEntry(
        commit: mail.commit ?? "", at: seconds, offset: moment.zone.offset(at: seconds) / 60,
        author: "daicho", authorEmail: "", action: channel?.rawValue ?? "mail", record: customer.description,
        subject: "\(channel?.rawValue ?? "mail")(\(name)): \(state)"
          + (mail.variant.map { ", variant \($0)" } ?? ""))
    }.sorted { $0.at > $1.at }
  }

  /// Commits stay in history's own order, whatever their clocks say.
  private static func merged(_ commits: [HistoryEntry], _ mails: [HistoryEntry]) -> [HistoryEntry] {
    var merged: [HistoryEntry] = []
    var rest = mails[...]
    for commit in commits {
      while let mail = rest.first, mail.at > commit.at {
        merged.append(mail)
        rest = rest.dropFirst()
      }
      merged.append(commit)
    }
    return merged + rest
  }
}

extension HistoryEntry {
  init(_ commit: HistoryCommit, record: String?) {
    self.init(
      commit: commit.id, at: commit.at, offset: commit.zone, author: commit.author, authorEmail: commit.email,
      action: commit.action, record: record, subject: commit.subject, reason: commit.reason)
  }

  init(_ commit: HistoryCommit) {
    self.init(commit, record: commit.trailer("Renamed-To") ?? commit.trailer("Record"))
  }
}
