import DaichoFiles
import DaichoGit
import DaichoModel

/// What `resolve` came to.
package struct Resolution: Sendable {
  /// Files that are whole again, and staged where git had them in conflict.
  package var resolved: [String] = []
  /// What is still for a person to decide.
  package var conflicts: [OpenConflict] = []
  /// What would be written, as `git diff` prints it; only for a dry run.
  package var diff: String?
}

extension Workspace {
  /// Merges by field what a merge without daicho has left with markers, all such files or those named.
  ///
  /// A file without markers counts as resolved by hand and is staged, as `git add` does. A file that one
  /// side has removed is resolved only by name: the work tree's state is taken.
  package func resolve(_ paths: [String], dryRun: Bool) throws(DaichoError) -> Resolution {
    guard let repository else { throw .noRepository(root) }
    let staged = Dictionary(try repository.conflicts().map { ($0.path, $0) }) { first, _ in first }
    let targets = try targets(paths, Set(staged.keys), repository)
    var resolution = Resolution()
    if dryRun { resolution.diff = "" }
    let top = try topFolder(repository)
    try WriterLock.hold(in: repository.gitDirectory) { () throws(DaichoError) in
      for path in targets {
        try resolve(
          path, staged[path], isNamed: !paths.isEmpty, top, repository, dryRun: dryRun, &resolution)
      }
    }
    return resolution
  }

  private func targets(
    _ paths: [String], _ conflicted: Set<String>, _ repository: Repository
  ) throws(DaichoError) -> [String] {
    guard paths.isEmpty else {
      var targets: [String] = []
      for path in paths {
        let full = repositoryPath(path)
        let below = conflicted.filter { $0 == full || path.isEmpty || $0.hasPrefix(full + "/") }.sorted()
        if below.isEmpty { try requireFile(path) }
        targets += below.isEmpty ? [full] : below
      }
      return targets
    }
    // What a hosted merge has committed with its markers is found by `check`.
    let marked = try check().filter { $0.code == ConflictMarkers.diagnosticCode }
      .map { repositoryPath($0.location.path) }
    return conflicted.union(marked).sorted()
  }

  private func resolve(
    _ path: String, _ conflict: StagedConflict?, isNamed: Bool, _ top: WorkspaceFolder,
    _ repository: Repository, dryRun: Bool, _ resolution: inout Resolution
  ) throws(DaichoError) {
    let shown = shownPath(path)
    let present = try bytes(of: path, in: top)
    let isOneSided = conflict.map { $0.ours == nil || $0.theirs == nil } ?? false
    if isOneSided, !isNamed {
      resolution.conflicts.append(
        OpenConflict(path: shown, line: nil, what: .removed(byUs: conflict?.ours == nil)))
      return
    }
    let style = MarkerStyle(ours: "HEAD", theirs: "theirs")
    guard let present, ConflictMarkers.areIn(present) else {
      if conflict != nil, let present, present.contains(0), !isNamed {
        resolution.conflicts.append(OpenConflict(path: shown, line: nil, what: .binary))
        return
      }
      if !dryRun, conflict != nil { try repository.markResolved(path, present) }
      resolution.resolved.append(shown)
      return
    }
    guard let merged = try remerged(path, present, conflict, style, repository) else { return }
    if dryRun {
      resolution.diff? += try Repository.unifiedDiff(old: present, new: merged.bytes, path: path)
    } else if merged.bytes != present {
      try top.write(path, merged.bytes, expecting: .bytes(present))
    }
    if merged.isClean {
      if !dryRun, conflict != nil { try repository.markResolved(path, merged.bytes) }
      resolution.resolved.append(shown)
    } else {
      resolution.conflicts += merged.conflicts.map { OpenConflict(shown, $0) }
    }
  }

  /// From git's three versions where the file is still as the merge has left it; else from what stands
  /// between the markers, for a person may have worked on the rest.
  private func remerged(
    _ path: String, _ present: [UInt8], _ conflict: StagedConflict?, _ style: MarkerStyle,
    _ repository: Repository
  ) throws(DaichoError) -> MergedFile? {
    guard let sides = ConflictMarkers.sides(of: present) else { return nil }
    let labels = sides.labels
    let marked = MarkerStyle(ours: labels.ours, theirs: labels.theirs)
    if let conflict, let ours = conflict.ours, let theirs = conflict.theirs {
      let (base, mine, yours) = (
        try conflict.base.map { version throws(DaichoError) in try repository.bytes(of: version.id) },
        try repository.bytes(of: ours.id), try repository.bytes(of: theirs.id)
      )
      let whole = merge(path, base: base, ours: mine, theirs: yours, style: marked)
      let left = try Repository.mergeFile(
        base: base, ours: mine, theirs: yours, labels: labels, markerSize: marked.size)
      let isUntouched = [left, whole.bytes].contains {
        ConflictMarkers.withoutLabels($0) == ConflictMarkers.withoutLabels(present)
      }
      let written = try repository.checkedOut(left, at: path)
      if isUntouched || written == present { return whole }
    }
    return merge(path, base: sides.base, ours: sides.ours, theirs: sides.theirs, style: marked)
  }

  /// What a merge that waits still has open.
  func openConflicts(_ repository: Repository) throws(DaichoError) -> [OpenConflict] {
    let top = try topFolder(repository)
    var open: [OpenConflict] = []
    for conflict in try repository.conflicts() {
      let path = shownPath(conflict.path)
      guard conflict.ours != nil, conflict.theirs != nil else {
        open.append(OpenConflict(path: path, line: nil, what: .removed(byUs: conflict.ours == nil)))
        continue
      }
      let present = try bytes(of: conflict.path, in: top)
      let line = present.flatMap { ConflictMarkers.firstLine(in: $0) }
      open.append(OpenConflict(path: path, line: line, what: .text))
    }
    return open
  }
}
