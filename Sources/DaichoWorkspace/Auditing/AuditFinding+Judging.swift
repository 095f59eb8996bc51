import DaichoFiles
import DaichoIndex
import DaichoModel

extension AuditFinding {
  /// daicho's own commands that may write a ledger or a record anew, and say so in their commit.
  private static let rewriting: Set<String> = ["import", "sync", "merge", "undo", "forget", "fix", "send"]

  /// Whoever edits by hand has to explain what a command that does nothing else need not.
  static func severity(ofRewriting commit: HistoryCommit) -> Severity {
    rewriting.contains(commit.action ?? "") ? .notice : .attention
  }

  /// `nil` for what nobody asks about: a consent that was there from the start, say.
  init?(_ audited: AuditedChange) {
    let (commit, path, change) = (audited.commit, audited.path, audited.change)
    // What a whole record took with it is one finding, and its own.
    if audited.kind == .deleted { return nil }
    let isForgetting = commit.action == "forget"
    switch change.part {
    case .log:
      let severity: Severity = isForgetting ? .notice : .attention
      if let new = change.new {
        self.init(severity, .logAltered, commit, path: path, .logWasAltered, old: change.old, new: new)
      } else {
        self.init(severity, .logRemoved, commit, path: path, .logWasRemoved, old: change.old)
      }
    case .unreadable:
      guard change.new != nil, change.new != "missing-object" else { return nil }
      self.init(.attention, .recordUnreadable, commit, path: path, .recordBecameUnreadable)
    case .field where change.field == "do_not_contact":
      if audited.kind == .added { return nil }
      self.init(
        .notice, .prohibitionChanged, commit, path: path, .prohibitionWasChanged, old: change.old,
        new: change.new)
    case .field:
      guard change.old != nil else {
        if audited.kind == .added { return nil }
        self.init(.notice, .consentChanged, commit, path: path, .consentWasAdded, new: change.new)
        return
      }
      self.init(
        isForgetting ? .notice : .attention, .consentAltered, commit, path: path,
        change.new == nil ? .consentWasRemoved : .consentWasAltered, old: change.old, new: change.new)
    case .task, .text: return nil
    }
  }

  /// A record that is gone, with its log and its consents.
  init(removed: AuditedFile) {
    let isByCommand = ["rm", "merge", "undo", "forget"].contains(removed.commit.action ?? "")
    self.init(
      isByCommand ? .notice : .attention, .recordRemoved, removed.commit, path: removed.path,
      .recordWasRemoved)
  }

  /// A clock that was set to another day, in seconds: zones and slow pushes are within it.
  private static let longestDelay: Int64 = 86_400

  /// What a commit tells by itself.
  static func all(of commit: HistoryCommit) -> [AuditFinding] {
    var findings: [AuditFinding] = []
    switch commit.action {
    case nil: findings.append(AuditFinding(.notice, .outside, commit, .madeOutside(commit.subject)))
    case "export": findings.append(AuditFinding(.notice, .exported, commit, .summary(commit.subject)))
    case "forget": findings.append(AuditFinding(.notice, .erased, commit, .summary(commit.subject)))
    case "undo": findings.append(AuditFinding(.notice, .undone, commit, .summary(commit.subject)))
    default: break
    }
    if abs(commit.committedAt - commit.at) > longestDelay {
      findings.append(AuditFinding(.notice, .backdated, commit, .datesDiffer))
    }
    return findings
  }

  static func all(of gaps: HistoryGaps) -> [AuditFinding] {
    var findings: [AuditFinding] = []
    if !gaps.boundaries.isEmpty {
      findings.append(AuditFinding(.attention, .historyIncomplete, nil, .historyIsCut(gaps.boundaries.count)))
    }
    if gaps.unreadableCommits + gaps.missingVersions > 0 {
      findings.append(
        AuditFinding(
          .attention, .historyIncomplete, nil,
          .objectsAreMissing(gaps.unreadableCommits + gaps.missingVersions)))
    }
    return findings
  }
}
