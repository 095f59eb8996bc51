import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

/// What `sync` did, in the order it did it.
package struct SyncReport: Sendable {
  /// A commit that came in or went out.
  package struct Commit: Sendable, Hashable {
    package let id: String
    package let author: String
    package let subject: String

    init(_ info: CommitInfo) {
      (id, author, subject) = (info.id.description, info.author.name, info.subject)
    }
  }

  package let remote: String
  package let branch: String
  /// Hand edits that were committed first.
  package var recorded: Recorded?
  /// Changed files that are none of the workspace's, left as they are.
  package var left: [String] = []
  /// Newest first.
  package var received: [Commit] = []
  package var sent: [Commit] = []
  /// A merge that was made, because both sides had something new.
  package var merge: String?
  /// Where a person has to decide; then nothing was sent.
  package var conflicts: [OpenConflict] = []
  /// The merge driver was set up in this clone just now.
  package var setUpDriver = false
}

/// How `sync` reaches others.
package struct SyncOptions: Sendable {
  /// The branch's own remote where `nil`, else `origin`, else the only one.
  package var remote: String?
  package var dryRun = false
  package var access: RemoteAccess
  package var rewrites: AddressRewrites

  package init(
    remote: String? = nil, dryRun: Bool = false, access: RemoteAccess, rewrites: AddressRewrites
  ) {
    self.remote = remote
    self.dryRun = dryRun
    self.access = access
    self.rewrites = rewrites
  }
}

extension Workspace {
  /// Commits hand edits, fetches, merges by field, and pushes; starts over when somebody else pushes
  /// meanwhile. Conflicts end it before anything is sent: the files hold markers, git's index the versions,
  /// and `resolve` and another `sync` finish it.
  package func sync(_ options: SyncOptions) throws(DaichoError) -> SyncReport {
    guard let repository else { throw .noRepository(root) }
    let head = try repository.head()
    guard case .branch(let ref, _) = head, ref.hasPrefix("refs/heads/") else {
      throw head.id == nil ? .nothingCommittedYet() : .notOnABranch()
    }
    let local = String(ref.dropFirst("refs/heads/".count))
    let remote = try remote(options, branch: local, repository)
    let branch = try upstreamBranch(of: local, on: remote.name, repository)
    var report = SyncReport(remote: remote.name, branch: branch)
    if !options.dryRun { report.setUpDriver = try setUpMergeDriver(repository) }
    try recordHandEdits(&report, options, repository)

    var rejected: ObjectID??
    for _ in 1...8 {
      let tip = try repository.fetch(remote, access: options.access) { done, total in
        self.index.progress?.progress(.receiving, done: done, of: total)
      }[branch]
      index.progress?.progressEnded()
      // The host refuses for a reason of its own, and not because somebody was faster.
      if let rejected, rejected == tip { throw .hostRefuses(remote.address.shown) }
      try refuseOldHistory(tip, remote, branch, repository)
      try bringIn(tip, &report, options, repository)
      guard report.conflicts.isEmpty, let now = try repository.head().id else { return report }
      let sent = try repository.commits(from: now, hiding: tip.map { [$0] } ?? [])
      if sent.isEmpty { return report }
      report.sent = sent.map(SyncReport.Commit.init)
      if options.dryRun { return report }
      do throws(DaichoError) {
        let target = try self.remote(options, branch: local, repository, forPush: true)
        try repository.push(now, of: ref, to: branch, expecting: tip, target, access: options.access)
        try repository.follow(remote.name, branch, now)
        return report
      } catch {
        guard error.code == "push-rejected" else { throw error }
        rejected = .some(tip)
        report.sent = []
      }
    }
    throw .tooBusy(remote.address.shown)
  }

  /// A remote that still has what was erased here: nothing of it comes back.
  private func refuseOldHistory(
    _ tip: ObjectID?, _ remote: ReachableRemote, _ branch: String, _ repository: Repository
  ) throws(DaichoError) {
    let olds = try tombstones().oldCommits.compactMap { ObjectID($0.id) }
    guard let tip, !olds.isEmpty else { return }
    var isOld = false
    for old in olds where try repository.has(old) {
      if try repository.mergeBase(old, tip) == old { isOld = true }
    }
    guard isOld else { return }
    try WriterLock.hold(in: repository.gitDirectory) { () throws(DaichoError) in
      try repository.removeOldHistory(olds)
    }
    throw .remoteHasOldHistory(remote.name, branch)
  }

  // MARK: Where to

  func remote(
    _ options: SyncOptions, branch: String, _ repository: Repository, forPush: Bool = false
  ) throws(DaichoError) -> ReachableRemote {
    let names = try repository.remoteNames()
    let own = try repository.configuration("branch.\(branch).remote").flatMap {
      names.contains($0) ? $0 : nil
    }
    let name =
      options.remote ?? own ?? (names.contains("origin") ? "origin" : names.count == 1 ? names[0] : "origin")
    return try repository.remote(name, forPush: forPush, rewrites: options.rewrites)
  }

  func upstreamBranch(
    of branch: String, on remote: String, _ repository: Repository
  ) throws(DaichoError) -> String {
    guard try repository.configuration("branch.\(branch).remote") == remote,
      let merge = try repository.configuration("branch.\(branch).merge"), merge.hasPrefix("refs/heads/")
    else { return branch }
    return String(merge.dropFirst("refs/heads/".count))
  }

  // MARK: What is here

  private func recordHandEdits(
    _ report: inout SyncReport, _ options: SyncOptions, _ repository: Repository
  ) throws(DaichoError) {
    if repository.operation != nil {
      guard let theirs = repository.pendingMerge() else { throw .gitIsBusy() }
      return try concludeMerge(theirs, &report, options, repository)
    }
    let edits = try handEdits([]).edits
    report.left = try unowned(repository)
    guard !edits.isEmpty else { return }
    try refuseBroken(edits)
    report.recorded = try commit(edits, message: nil, dryRun: options.dryRun)
  }

  /// As `commit` refuses them.
  private func refuseBroken(_ edits: [HandEdit]) throws(DaichoError) {
    let changed = Set(edits.map(\.path))
    if let first = try check().first(where: { $0.severity == .error && changed.contains($0.location.path) }) {
      throw DaichoError("has-errors", first.message, at: first.location, hint: .mendThenSync)
    }
    for edit in edits { try requireFields(edit) }
  }

  private func unowned(_ repository: Repository) throws(DaichoError) -> [String] {
    try repository.status().map(\.path).filter { path in
      !path.hasPrefix(prefix) || !Workspace.isOwn(String(path.dropFirst(prefix.utf8.count)))
    }.map(shownPath)
  }

  /// Makes the commit of a merge that waited, once nothing is in conflict any more.
  private func concludeMerge(
    _ theirs: ObjectID, _ report: inout SyncReport, _ options: SyncOptions, _ repository: Repository
  ) throws(DaichoError) {
    let unresolved = try openConflicts(repository)
    guard unresolved.isEmpty else { throw .stillInConflict(unresolved) }
    let edits = try handEdits([]).edits
    try refuseBroken(edits)
    let message =
      repository.mergeMessage() ?? CommitMessage.ofMerge(1, from: report.remote, report.branch).text
    if options.dryRun {
      report.merge = message.split(separator: "\n").first.map(String.init)
      return
    }
    report.merge = try WriterLock.hold(in: repository.gitDirectory) { () throws(DaichoError) in
      try finish(repository)
      guard let head = try repository.head().id else { throw .notOnABranch() }
      for edit in edits { try repository.markResolved(repositoryPath(edit.path), contents(edit.path)?.bytes) }
      let prepared = try repository.prepareMerge(
        of: repository.stagedTree(), parents: [head, theirs], message: message,
        author: signature(.author, repository), committer: signature(.committer, repository))
      try carryOut(PendingMerge(files: [], commit: prepared, endsMerge: true), repository)
      return try repository.commit(prepared.id).subject
    }
  }

  // MARK: What is there

  private func bringIn(
    _ tip: ObjectID?, _ report: inout SyncReport, _ options: SyncOptions, _ repository: Repository
  ) throws(DaichoError) {
    guard let tip else { return }
    guard !options.dryRun else {
      guard let head = try repository.head().id, head != tip else { return }
      report.received += try repository.commits(from: tip, hiding: [head]).map(SyncReport.Commit.init)
      if !report.received.isEmpty {
        let label = "\(report.remote)/\(report.branch)"
        report.conflicts = try plan(merging: tip, into: head, label: label, repository).open
      }
      return
    }
    for attempt in 1... {
      do throws(DaichoError) {
        return try WriterLock.hold(in: repository.gitDirectory) { () throws(DaichoError) in
          try finish(repository)
          try bringInLocked(tip, &report, repository)
        }
      } catch {
        // Somebody has committed here meanwhile, or an editor has saved.
        guard attempt < 5, error.asksToPrepareAgain || error.code == "edited-meanwhile" else { throw error }
      }
    }
  }

  private func bringInLocked(
    _ tip: ObjectID, _ report: inout SyncReport, _ repository: Repository
  ) throws(DaichoError) {
    guard let head = try repository.head().id, head != tip else { return }
    let new = try repository.commits(from: tip, hiding: [head])
    guard !new.isEmpty else { return }
    let own = try repository.commits(from: head, hiding: [tip], limit: 1)
    if own.isEmpty {
      let changes = try repository.changes(from: repository.tree(of: head), to: repository.tree(of: tip))
      let files = changes.map { BranchMergePlan.File(path: $0.path, old: $0.oldEntry, new: $0.newEntry) }
      try carryOut(
        PendingMerge(files: journal(files, repository), commit: repository.prepareFastForward(to: tip)),
        repository)
      report.received += new.map(SyncReport.Commit.init)
      return
    }
    let message = CommitMessage.ofMerge(new.count, from: report.remote, report.branch)
    let plan = try plan(merging: tip, into: head, label: "\(report.remote)/\(report.branch)", repository)
    let files = try journal(plan.files, repository)
    var pending = PendingMerge(files: files)
    if plan.isClean {
      let edits = plan.files.map { Repository.TreeEdit($0.path, $0.new) }
      pending.commit = try repository.prepareMerge(
        of: repository.tree(repository.tree(of: head), editing: edits), parents: [head, tip],
        message: message.text, author: signature(.author, repository),
        committer: signature(.committer, repository))
      report.merge = message.subject
    } else {
      let staged = plan.files.filter { $0.conflict == nil }.map { file in
        PreparedCommit.IndexChange(
          path: file.path, old: file.old?.id, new: file.new?.id,
          mode: (file.new ?? file.old)?.mode ?? .regular)
      }
      pending.waiting = PendingMerge.Waiting(
        theirs: tip, message: message.text, staged: staged, conflicts: plan.conflicts)
      report.conflicts = plan.open
    }
    try carryOut(pending, repository)
    report.received += new.map(SyncReport.Commit.init)
  }
}

extension CommitMessage {
  static func ofMerge(_ count: Int, from remote: String, _ branch: String) -> CommitMessage {
    CommitMessage("sync", [], "merge \(count) commit\(count == 1 ? "" : "s") of \(remote)/\(branch)")
  }
}
