import CGit2
import DaichoModel
import Foundation

/// A path whose versions are in conflict in the index: stages 1, 2 and 3.
package struct StagedConflict: Sendable, Hashable, Codable {
  package var path: String
  package var base: Version?
  package var ours: Version?
  package var theirs: Version?

  package struct Version: Sendable, Hashable, Codable {
    package var id: ObjectID
    package var mode: FileMode

    package init(_ entry: TreeEntry) { (id, mode) = (entry.id, entry.mode) }
  }

  package init(path: String, base: Version?, ours: Version?, theirs: Version?) {
    (self.path, self.base, self.ours, self.theirs) = (path, base, ours, theirs)
  }
}

// A merge that waits for a person, in git's own files.
extension Repository {
  /// What git is in the middle of: `merge`, `rebase`, `cherry-pick` and so on; `nil`: nothing.
  package enum Underway: Sendable, Hashable {
    case merge(theirs: ObjectID)
    /// A rebase, a cherry-pick, a revert, a bisection, or a merge of several branches.
    case other
  }

  package func underway() throws(DaichoError) -> Underway? {
    switch git_repository_state_t(UInt32(max(0, git_repository_state(pointer)))) {
    case GIT_REPOSITORY_STATE_NONE: return nil
    case GIT_REPOSITORY_STATE_MERGE:
      let text = try? String(contentsOfFile: gitDirectory + "MERGE_HEAD", encoding: .utf8)
      let heads = (text ?? "").split(whereSeparator: \.isNewline).compactMap { ObjectID($0) }
      guard heads.count == 1, let theirs = heads.first else { return .other }
      return .merge(theirs: theirs)
    default: return .other
    }
  }

  /// The message prepared for a merge that waits, comments left out.
  package func mergeMessage() -> String? {
    guard let text = try? String(contentsOfFile: gitDirectory + "MERGE_MSG", encoding: .utf8) else {
      return nil
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("#") }
    let message = lines.joined(separator: "\n")
    return message.contains { !$0.isWhitespace } ? message : nil
  }

  /// Leaves a merge for a person to finish, as `git merge` does: what could be merged staged, the rest in
  /// conflict. The work tree's files have been written before. Can be run again.
  package func beginMerge(
    with theirs: ObjectID, message: String, staging changes: [PreparedCommit.IndexChange],
    conflicts: [StagedConflict]
  ) throws(DaichoError) {
    let lock = try IndexLock(of: directories, timeout: lockTimeout)
    defer { lock.release() }
    if let head = try head().id { try writeState("ORIG_HEAD", "\(head)\n") }
    try writeState("MERGE_MSG", message.hasSuffix("\n") ? message : message + "\n")
    try writeState("MERGE_MODE", "")
    try writeState("MERGE_HEAD", "\(theirs)\n")
    let index = try currentIndex()
    var entries: [[UInt8]: [IndexEntry]] = [:]
    for conflict in conflicts { entries[Array(conflict.path.utf8)] = conflict.stages }
    for change in changes where change.old != change.new {
      guard try index.isStaged(change.old, at: change.path) else { continue }
      let path = try RepositoryPath(change.path)
      entries[Array(change.path.utf8)] =
        try change.new.map { id throws(DaichoError) in
          let status = try unchangedFile(at: path, holding: id, before: lock.time)
          return [index.entry(staging: id, mode: change.mode, at: change.path, status: status)]
        } ?? []
    }
    try replace(entries, in: index)
  }

  /// The caller holds the index's lock.
  private func replace(
    _ entries: [[UInt8]: [IndexEntry]], in index: IndexFile
  ) throws(DaichoError) {
    guard let workDirectory else { throw .bareRepository(gitDirectory) }
    var all = entries
    for (path, entry) in index.smudgedEntries(in: workDirectory) where all[path] == nil {
      all[path] = entry.map { [$0] }
    }
    let changes = entries.map { path, new in
      TreeCache.Change(
        components: path.split(separator: 47).map(Array.init)[...],
        growth: new.count - index.entries(at: path).count)
    }
    let bytes = index.bytes(replacing: all) { cache in
      cache.follow(changes, TreeCache.Trees()) { _, _ in TreeCache.Trees() }
    }
    try IndexFile.replace(directories.own + "index", of: directories.own, with: bytes, like: index.status)
    forgetIndex()
  }

  /// Forgets a merge that is finished.
  package func endMerge() throws(DaichoError) { try check(git_repository_state_cleanup(pointer)) }

  private func writeState(_ name: String, _ text: String) throws(DaichoError) {
    let path = gitDirectory + name
    guard (try? Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)) != nil else {
      throw .cannotWrite(path, errno: errno)
    }
  }

  /// The paths that are in conflict, in the index's order.
  package func conflicts() throws(DaichoError) -> [StagedConflict] {
    let index = try currentIndex()
    var conflicts: [StagedConflict] = []
    for position in index.conflictPositions {
      guard let entry = index.entry(at: position) else { continue }
      let path = String(decoding: entry.path, as: UTF8.self)
      if conflicts.last?.path != path {
        conflicts.append(StagedConflict(path: path, base: nil, ours: nil, theirs: nil))
      }
      let version = StagedConflict.Version(
        TreeEntry(path: path, id: entry.id, mode: FileMode(raw: entry.mode)))
      switch entry.stage {
      case 1: conflicts[conflicts.count - 1].base = version
      case 2: conflicts[conflicts.count - 1].ours = version
      default: conflicts[conflicts.count - 1].theirs = version
      }
    }
    return conflicts
  }

  /// Stages the work tree's version of a path, in conflict or not, as `git add` does; `nil`: the file is
  /// gone.
  package func markResolved(_ path: String, _ bytes: [UInt8]?) throws(DaichoError) {
    let place = try RepositoryPath(path)
    let lock = try IndexLock(of: directories, timeout: lockTimeout)
    defer { lock.release() }
    let index = try currentIndex()
    let key = Array(place.string.utf8)
    let present = index.entries(at: key)
    // Our side's mode, for a person resolves contents.
    let mode = (present.first { $0.stage == 2 } ?? present.last).map { FileMode(raw: $0.mode) }
    let new = try bytes.map { bytes throws(DaichoError) in
      let id = try write(blob: try normalized(bytes, at: path))
      let status = try unchangedFile(at: place, holding: id, before: lock.time)
      return [index.entry(staging: id, mode: mode ?? .regular, at: place.string, status: status)]
    }
    try replace([key: new ?? []], in: index)
  }

  /// The tree of what is staged. A path in conflict is an error.
  package func stagedTree() throws(DaichoError) -> ObjectID {
    if let conflict = try conflicts().first { throw .conflicted(conflict.path) }
    hasLentAttributes = false
    let draft = try IndexDraft(of: pointer, in: directories)
    defer { draft.discard() }
    var tree = git_oid()
    try check(git_index_write_tree_to(&tree, draft.index.pointer, pointer))
    return ObjectID(tree)
  }
}

extension StagedConflict {
  fileprivate var stages: [IndexEntry] {
    zip(1..., [base, ours, theirs]).compactMap { stage, version in
      guard let version else { return nil }
      var entry = IndexEntry(path: Array(path.utf8), id: version.id, mode: version.mode.rawValue)
      entry.flags = UInt16(stage) << 12
      return entry
    }
  }
}
