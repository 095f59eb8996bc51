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
  package enum Operation: Sendable, Hashable {
    case merge(theirs: ObjectID)
    /// A rebase, a cherry-pick, a revert, a bisection, or a merge of several branches.
    case other
  }

  package func operation() throws(DaichoError) -> Operation? {
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
    let draft = try currentIndex()
    do throws(DaichoError) {
      try draft.match(case: true)
      for conflict in conflicts { try draft.add(conflict) }
      try draft.publish()
    } catch {
      forgetIndex()
      throw error
    }
    try updateIndex(changes, lock: lock)
  }

  /// Forgets a merge that is finished.
  package func endMerge() throws(DaichoError) { try check(git_repository_state_cleanup(pointer)) }

  private func writeState(_ name: String, _ text: String) throws(DaichoError) {
    let path = gitDirectory + name
    guard (try? Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)) != nil else {
      throw .cannotWrite(path, errno: errno)
    }
  }

  private typealias Entry = UnsafePointer<git_index_entry>

  /// The paths that are in conflict, in the index's order.
  package func conflicts() throws(DaichoError) -> [StagedConflict] {
    let draft = try currentIndex()
    guard git_index_has_conflicts(draft.index.pointer) == 1 else { return [] }
    let index = draft.index.pointer
    let iterator = try Handle(free: git_index_conflict_iterator_free) {
      git_index_conflict_iterator_new(&$0, index)
    }
    var conflicts: [StagedConflict] = []
    while true {
      var (base, ours, theirs): (Entry?, Entry?, Entry?)
      let status = git_index_conflict_next(&base, &ours, &theirs, iterator.pointer)
      if status == GIT_ITEROVER.rawValue { break }
      try check(status)
      guard let path = (base ?? ours ?? theirs)?.pointee.path else { continue }
      func version(_ entry: Entry?) -> StagedConflict.Version? {
        entry.map {
          .init(TreeEntry(path: "", id: ObjectID($0.pointee.id), mode: FileMode(raw: $0.pointee.mode)))
        }
      }
      conflicts.append(
        StagedConflict(
          path: String(cString: path), base: version(base), ours: version(ours),
          theirs: version(theirs)))
    }
    return conflicts
  }

  /// Stages the work tree's version of a path in conflict, as `git add` does; `nil`: the file is gone.
  package func markResolved(_ path: String, _ bytes: [UInt8]?) throws(DaichoError) {
    let place = try RepositoryPath(path)
    let lock = try IndexLock(of: directories, timeout: lockTimeout)
    defer { lock.release() }
    let draft = try currentIndex()
    do throws(DaichoError) {
      try draft.match(case: true)
      let mode = draft.modeOfConflict(at: path)
      try draft.removeConflict(path)
      if let bytes {
        let id = try write(blob: try normalized(bytes, at: path))
        try draft.stage(id, mode: mode ?? .regular, at: place.string, status: nil)
      }
      draft.refreshTreeCache()
      try draft.publish()
    } catch {
      forgetIndex()
      throw error
    }
  }

  /// The tree of what is staged. A path in conflict is an error.
  package func stagedTree() throws(DaichoError) -> ObjectID {
    let draft = try currentIndex()
    if let conflict = try conflicts().first { throw .conflicted(conflict.path) }
    var tree = git_oid()
    try check(git_index_write_tree_to(&tree, draft.index.pointer, pointer))
    return ObjectID(tree)
  }
}

extension IndexDraft {
  func add(_ conflict: StagedConflict) throws(DaichoError) {
    for stage in [0, 1, 2, 3] as [Int32] { git_index_remove(index.pointer, conflict.path, stage) }
    let versions = [conflict.base, conflict.ours, conflict.theirs]
    for (stage, version) in zip(1..., versions) {
      guard let version else { continue }
      var entry = git_index_entry()
      entry.id = version.id.oid
      entry.mode = version.mode.rawValue
      entry.flags = UInt16(stage) << 12
      let status = conflict.path.withCString { path in
        entry.path = path
        return git_index_add(index.pointer, &entry)
      }
      try check(status)
    }
  }

  func modeOfConflict(at path: String) -> FileMode? {
    for stage in [2, 3, 0] as [Int32] {
      if let entry = git_index_get_bypath(index.pointer, path, stage) {
        return FileMode(raw: entry.pointee.mode)
      }
    }
    return nil
  }

  func removeConflict(_ path: String) throws(DaichoError) {
    for stage in [0, 1, 2, 3] as [Int32] where git_index_get_bypath(index.pointer, path, stage) != nil {
      try check(git_index_remove(index.pointer, path, stage))
    }
  }
}
