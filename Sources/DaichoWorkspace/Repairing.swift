import DaichoFiles
import DaichoGit
import DaichoModel

/// What `check --fix` would do, file by file; nothing is held of a file but what is to be done.
package struct RepairPlan {
  package struct File {
    /// Relative to the workspace.
    package let path: String
    package let reference: Reference?
    /// How often each rule applies.
    package let counts: [(rule: RepairRule, count: Int)]
    let change: FileChange
  }

  package fileprivate(set) var files: [File] = []
  /// Files that a rule could mend, and that hold an error which none does: they are left as they are.
  package fileprivate(set) var leftAlone: [Diagnostic] = []

  package init() {}

  /// In the order of the rules.
  package var counts: [(rule: RepairRule, count: Int)] {
    var sums: [RepairRule: Int] = [:]
    for file in files { for (rule, count) in file.counts { sums[rule, default: 0] += count } }
    return RepairRule.all.compactMap { rule in sums[rule].map { (rule, $0) } }
  }

  package var total: Int { counts.reduce(0) { $0 + $1.count } }
  /// Of those that `check` lists.
  package var findings: Int { counts.reduce(0) { $0 + ($1.rule.code == nil ? 0 : $1.count) } }
}

extension Workspace {
  /// What the rules can mend of what `check` and `writtenLoosely` found. Only the files of such findings are
  /// read.
  package func repairs(of found: [Diagnostic]) throws(DaichoError) -> RepairPlan {
    var plan = RepairPlan()
    let reader = RecordReader(settings: settings)
    for (path, findings) in Dictionary(grouping: found, by: \.location.path).sorted(by: { $0.key < $1.key }) {
      guard findings.contains(where: { $0.severity == .note || RepairRule.codes.contains($0.code) }) else {
        continue
      }
      var errors = findings.filter { $0.severity == .error && !RepairRule.codes.contains($0.code) }
      let result = Result { () throws(DaichoError) in try repair(of: path, reader) }
      switch result {
      case .success(nil): continue
      case .success(let repair?):
        errors += repair.errors
        guard !repair.counts.isEmpty else { continue }
        if errors.isEmpty { plan.files.append(repair.file(path)) }
      case .failure(let error):
        errors.append(Diagnostic(.error, error.code, at: SourceLocation(path: path), error.message))
      }
      if let error = errors.first { plan.leftAlone.append(error) }
    }
    return plan
  }

  /// The change of one file as `git diff` prints it; `nil` for a ledger too long for that.
  package func diff(of file: RepairPlan.File) throws(DaichoError) -> String? {
    guard let old = try contents(file.path)?.bytes else { return "" }
    guard old.count <= Workspace.longestDiff else { return nil }
    return try Repository.unifiedDiff(
      old: old, new: file.change.transform(old), path: repositoryPath(file.path))
  }

  private static let longestDiff = 1 << 20

  /// Makes the changes, and commits those that git's version needs too: a ledger that a spreadsheet has
  /// saved in its own way since is only brought back.
  package func repair(_ plan: RepairPlan) throws(DaichoError) -> Recorded {
    try record(plan.files.map(\.change), as: message(of: plan))
  }

  package func message(of plan: RepairPlan) -> CommitMessage {
    let values = plan.total == 1 ? "1 value" : "\(plan.total) values"
    let files = plan.files.count == 1 ? "1 file" : "\(plan.files.count) files"
    var message = CommitMessage(
      "check", plan.files.compactMap(\.reference), "\(values) in \(files)",
      body: plan.counts.map { "- \($0.rule.what.en): \($0.count)" }.joined(separator: "\n"))
    message.scope = "fix"
    return message
  }

  // MARK: One file

  /// What the rules make of one file.
  private struct FileRepair {
    var counts: [RepairRule: Int]
    /// Left in it afterwards.
    var errors: [Diagnostic]
    var change: FileChange

    func file(_ path: String) -> RepairPlan.File {
      RepairPlan.File(
        path: path, reference: Workspace.reference(path),
        counts: RepairRule.all.compactMap { rule in counts[rule].map { (rule, $0) } }, change: change)
    }
  }

  /// `nil` for a file that no rule is about, or that is gone.
  private func repair(of path: String, _ reader: RecordReader) throws(DaichoError) -> FileRepair? {
    if let reference = Workspace.reference(path) {
      return try repair(of: path, reference.kind, reader)
    }
    return path.hasPrefix("orders/") ? try repair(ofLedger: path) : nil
  }

  private func repair(
    of path: String, _ kind: Kind, _ reader: RecordReader
  ) throws(DaichoError) -> FileRepair? {
    guard let bytes = try contents(path)?.bytes else { return nil }
    let repaired = try reader.repaired(bytes, path: path, kind: kind)
    let chosen = Set(repaired.values.map(\.key))
    // Of another version only the same values: what else is to be mended there, is not this change.
    let change = FileChange(path) { present throws(DaichoError) in
      guard let present else { return nil }
      return try reader.repaired(
        present, path: path, kind: kind, only: chosen, converts: repaired.isConverted
      ).bytes
    }
    return FileRepair(
      counts: Dictionary(repaired.rules.map { ($0, 1) }, uniquingKeysWith: +),
      errors: reader.read(bytes: repaired.bytes, path: path, kind: kind).diagnostics.filter {
        $0.severity == .error
      }, change: change)
  }

  private func repair(ofLedger path: String) throws(DaichoError) -> FileRepair {
    let settings = settings
    if let size = try folder.status(path)?.size, size > WorkspaceFolder.largestRecord {
      throw .tooLongToMend(WorkspaceFolder.largestRecord)
    }
    let outcome = try LedgerRepair.repair(folder.stream(path), path: path, settings: settings) { _ in }
    let change = FileChange(path) { present throws(DaichoError) in
      guard let present else { return nil }
      return try LedgerRepair.repaired(present, path: path, settings: settings).bytes
    }
    return FileRepair(counts: outcome.counts, errors: outcome.error.map { [$0] } ?? [], change: change)
  }
}
