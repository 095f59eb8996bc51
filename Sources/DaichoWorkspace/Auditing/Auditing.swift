import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

extension Workspace {
  /// What the history of HEAD tells of contact with customers and of what became of its records afterwards.
  package func audit(_ question: AuditQuestion = AuditQuestion()) throws(DaichoError) -> Audit {
    guard let repository, let history = historyIndex else { throw .noRepository(root) }
    var scope: AuditScope
    if let record = question.record {
      scope = AuditScope(question.period, moment.zone, paths: try paths(of: record, in: history))
    } else {
      scope = AuditScope(question.period, moment.zone, paths: nil)
    }
    var audit = Audit()
    audit.contacts = try index.auditedContacts(
      of: question.record?.path, in: question.period, member: question.member, channel: question.channel)
    for change in try history.auditedChanges() where scope.holds(change.commit, change.path) {
      if let finding = AuditFinding(change) { audit.findings.append(finding) }
    }
    for removed in try history.removedRecords() where scope.holds(removed.commit, removed.path) {
      audit.findings.append(AuditFinding(removed: removed))
    }
    for change in try history.auditedLedgers() where scope.isWhole && scope.holds(change.commit, change.path)
    {
      if let finding = try finding(change, repository) { audit.findings.append(finding) }
    }
    let commits = try history.auditedCommits().filter { scope.holds($0, nil) }
    audit.commits = commits.count
    audit.outside = commits.count { $0.action == nil }
    audit.signed = commits.count { $0.signature != nil }
    audit.findings += commits.flatMap { scope.isWhole || scope.concerns($0) ? AuditFinding.all(of: $0) : [] }
    if question.requiresSignatures {
      let signatures = try CommitSignatures(self, repository)
      audit.signers = signatures.file
      for commit in commits {
        if let finding = try signatures.finding(commit) { audit.findings.append(finding) }
      }
    }
    if scope.isWhole { audit.findings += AuditFinding.all(of: try history.gaps()) }
    audit.findings = AuditFinding.Severity.allCases.flatMap { severity in
      audit.findings.filter { $0.severity == severity }
    }
    return audit
  }

  /// Every path that the record's file had.
  func paths(of record: FoundRecord, in history: HistoryIndex) throws(DaichoError) -> Set<String> {
    var paths: Set<String> = [record.path]
    for change in try history.life(of: record.path) {
      paths.insert(change.path)
      if let old = change.oldPath { paths.insert(old) }
    }
    return paths
  }

  /// A ledger only grows: whatever line it loses is told. Lines may change places, as a merge of two clones has them.
  private func finding(
    _ change: AuditedFile, _ repository: Repository
  ) throws(DaichoError) -> AuditFinding? {
    guard let old = change.oldBlob.flatMap({ ObjectID($0) }) else { return nil }
    let new = change.newBlob.flatMap { ObjectID($0) }
    let severity = AuditFinding.severity(ofRewriting: change.commit)
    guard let new else {
      return AuditFinding(severity, .ledgerRemoved, change.commit, path: change.path, .ledgerWasRemoved)
    }
    let (before, after) = (try repository.bytes(of: old), try repository.bytes(of: new))
    if after.starts(with: before) { return nil }
    let lost = LedgerLines.lost(from: before, to: after)
    guard let first = lost.first else { return nil }
    return AuditFinding(
      severity, .ledgerAltered, change.commit, path: change.path, .ledgerLostLines(lost.count), old: first)
  }
}

/// Which commits and files an audit looks at.
private struct AuditScope {
  private let period: DayPeriod
  private let zone: ZoneOffsets
  /// `nil`: all.
  private let paths: Set<String>?
  private let records: Set<String>

  init(_ period: DayPeriod, _ zone: ZoneOffsets, paths: Set<String>?) {
    (self.period, self.zone, self.paths) = (period, zone, paths)
    records = Set(
      (paths ?? []).compactMap { path in
        RecordReader.id(ofFile: path).map { "\(path.prefix { $0 != "/" })/\($0.text)" }
      })
  }

  var isWhole: Bool { paths == nil }

  func holds(_ commit: HistoryCommit, _ path: String?) -> Bool {
    guard period.contains(zone.local(commit.committedAt).date) else { return false }
    guard let paths, let path else { return true }
    return paths.contains(path)
  }

  /// Whether the commit says that it is about the record.
  func concerns(_ commit: HistoryCommit) -> Bool {
    commit.trailers?.split(separator: "\n").contains { line in
      guard line.lowercased().hasPrefix("record: ") else { return false }
      return records.contains(String(line.dropFirst(8)))
    } ?? false
  }
}

/// The lines of a ledger as a set in which each counts.
private enum LedgerLines {
  /// Those that are missing afterwards, in their order. A file that only had its line ends changed lost none.
  static func lost(from old: [UInt8], to new: [UInt8]) -> [String] {
    func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
      bytes.split(separator: 0x0A).map { $0.last == 0x0D ? $0.dropLast() : $0 }.filter { !$0.isEmpty }
    }
    var left: [ArraySlice<UInt8>: Int] = [:]
    for line in lines(new) { left[line, default: 0] += 1 }
    var seen: Set<ArraySlice<UInt8>> = []
    var lost: [String] = []
    for line in lines(old) {
      // A line that stands twice and once afterwards says the same.
      if !seen.insert(line).inserted { continue }
      if left[line] == nil { lost.append(String(decoding: line, as: UTF8.self)) }
    }
    return lost
  }
}
