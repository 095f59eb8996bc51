import DaichoFiles
import DaichoGit
import DaichoModel

/// What bringing a commit into the branch would do, with every new version in git's store already.
struct BranchMergePlan {
  struct File {
    /// From the repository's root.
    let path: String
    let old: TreeEntry?
    /// What goes into the work tree; for a file in conflict the one with markers.
    let new: TreeEntry?
    var conflict: StagedConflict?
  }

  var files: [File] = []
  var open: [OpenConflict] = []

  var isClean: Bool { open.isEmpty }
  var conflicts: [StagedConflict] { files.compactMap(\.conflict) }
}

extension Workspace {
  /// Merges another line of history into HEAD's by path, and what both have changed by field.
  func plan(
    merging theirs: ObjectID, into ours: ObjectID, label: String, _ repository: Repository
  ) throws(DaichoError) -> BranchMergePlan {
    guard let base = try repository.mergeBase(ours, theirs) else { throw .unrelatedHistories() }
    let merge = try repository.mergeTrees(
      base: repository.tree(of: base), ours: repository.tree(of: ours), theirs: repository.tree(of: theirs))
    var plan = BranchMergePlan()
    for change in merge.incoming {
      plan.files.append(.init(path: change.path, old: change.oldEntry, new: change.newEntry))
    }
    let style = MarkerStyle(ours: "HEAD", theirs: label)
    for contest in merge.contests { try add(contest, to: &plan, style, repository) }
    return plan
  }

  private func add(
    _ contest: TreeMerge.Contest, to plan: inout BranchMergePlan, _ style: MarkerStyle,
    _ repository: Repository
  ) throws(DaichoError) {
    let entries = [contest.base, contest.ours, contest.theirs]
    guard entries.allSatisfy({ $0?.mode.isFile ?? true }) else { throw .cannotMergeLink(contest.path) }
    func version(_ entry: TreeEntry?) -> StagedConflict.Version? { entry.map { .init($0) } }
    let conflict = StagedConflict(
      path: contest.path, base: version(contest.base), ours: version(contest.ours),
      theirs: version(contest.theirs))
    let shown = shownPath(contest.path)
    guard let ours = contest.ours, let theirs = contest.theirs else {
      // What is left of it stays in the work tree, for the person to keep or to remove.
      let kept = contest.ours ?? contest.theirs
      plan.files.append(.init(path: contest.path, old: contest.ours, new: kept, conflict: conflict))
      plan.open.append(
        OpenConflict(path: shown, line: nil, what: .removed(byUs: contest.ours == nil)))
      return
    }
    let base = try contest.base.map { entry throws(DaichoError) in try repository.bytes(of: entry.id) }
    let merged = merge(
      contest.path, base: base, ours: try repository.bytes(of: ours.id),
      theirs: try repository.bytes(of: theirs.id), style: style)
    let mode = contest.base?.mode == ours.mode ? theirs.mode : ours.mode
    let new = TreeEntry(path: contest.path, id: try repository.store(merged.bytes), mode: mode)
    if let oldPath = contest.oldPath { plan.files.append(.init(path: oldPath, old: ours, new: nil)) }
    plan.files.append(
      .init(
        path: contest.path, old: contest.oldPath == nil ? ours : nil, new: new,
        conflict: merged.isClean ? nil : conflict))
    plan.open += merged.conflicts.map { OpenConflict(shown, $0) }
  }

  /// A path of the repository as people of the workspace know it.
  func shownPath(_ path: String) -> String {
    path.hasPrefix(prefix) ? String(path.dropFirst(prefix.utf8.count)) : path
  }

  /// The files of a plan for the journal. Refuses where somebody's uncommitted work stands in the way:
  /// `in-the-way`.
  func journal(_ files: [BranchMergePlan.File], _ repository: Repository) throws(DaichoError) -> [PendingMerge
    .File]
  {
    guard !files.isEmpty else { return [] }
    let top = try topFolder(repository)
    let edited = Set(try repository.status().map(\.path))
    let inTheWay = files.map(\.path).filter(edited.contains)
    if !inTheWay.isEmpty { throw .inTheWay(inTheWay.map(shownPath)) }
    return try files.map { file throws(DaichoError) in
      guard file.old?.mode.isFile ?? true, file.new?.mode.isFile ?? true else {
        throw .cannotMergeLink(shownPath(file.path))
      }
      let present = try bytes(of: file.path, in: top)
      // An ignored file where the commit has one.
      if file.old == nil, let present, let new = file.new {
        let incoming = try repository.checkedOut(repository.bytes(of: new.id), at: file.path)
        if incoming != present { throw .inTheWay([shownPath(file.path)]) }
      }
      let id = try present.map { bytes throws(DaichoError) in
        let id = try Repository.blobID(of: bytes)
        // To be put back as it was if anything fails.
        if id != file.old?.id { _ = try repository.store(bytes) }
        return id.description
      }
      return PendingMerge.File(
        path: file.path, old: id, new: file.new?.id, isExecutable: file.new?.mode == .executable)
    }
  }
}
