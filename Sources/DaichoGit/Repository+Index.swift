import CGit2
import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Repository {
  /// The staged version of a file; `nil` where nothing is staged, or only the intent to add. A path in
  /// conflict is an error.
  package func stagedBlob(at path: String) throws(DaichoError) -> Blob? {
    let draft = try currentIndex()
    try draft.match(case: true)
    guard let entry = try draft.stagedEntry(at: path), entry.mode != .submodule else { return nil }
    return Blob(id: entry.id, mode: entry.mode, bytes: try bytes(of: entry.id))
  }
}

extension IndexDraft {
  /// The entry at stage 0.
  func stagedEntry(at path: String) throws(DaichoError) -> TreeEntry? {
    guard let entry = git_index_get_bypath(index.pointer, path, 0) else {
      for stage in 1...3 as ClosedRange<Int32> where git_index_get_bypath(index.pointer, path, stage) != nil {
        throw .conflicted(path)
      }
      return nil
    }
    if UInt32(entry.pointee.flags_extended) & GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue != 0 { return nil }
    return TreeEntry(path: path, id: ObjectID(entry.pointee.id), mode: FileMode(raw: entry.pointee.mode))
  }

  /// Whether exactly this version (`nil`: none) is staged. A path in conflict holds no version.
  func isStaged(_ id: ObjectID?, at path: String) throws(DaichoError) -> Bool {
    do throws(DaichoError) {
      return try stagedEntry(at: path)?.id == id
    } catch  where error.code == "conflicted" {
      return false
    }
  }

  /// Whether a file is staged where `path` needs a folder, or a folder where it needs to be a file.
  func isBlocked(_ path: RepositoryPath) -> Bool {
    for folder in path.folders where git_index_find(nil, index.pointer, folder) == 0 { return true }
    return git_index_find_prefix(nil, index.pointer, path.string + "/") == 0
  }

  /// Puts a staged version in place, with the flags the entry has. `status` belongs to a work tree file
  /// that is known to hold exactly this version; without it git will compare the content.
  func stage(
    _ id: ObjectID, mode: FileMode, at path: String, status: FileStatus?
  ) throws(DaichoError) {
    var entry = git_index_entry()
    if let old = git_index_get_bypath(index.pointer, path, 0)?.pointee {
      let kept = GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue
      entry.flags = old.flags & UInt16(GIT_INDEX_ENTRY_VALID.rawValue)
      entry.flags_extended = old.flags_extended & UInt16(kept)
    }
    entry.id = id.oid
    entry.mode = mode.rawValue
    if let status {
      compared.insert(path)
      entry.mtime = git_index_time(status.modified)
      entry.ctime = git_index_time(status.changed)
      entry.dev = UInt32(truncatingIfNeeded: status.raw.st_dev)
      entry.ino = UInt32(truncatingIfNeeded: status.raw.st_ino)
      entry.uid = status.raw.st_uid
      entry.gid = status.raw.st_gid
      entry.file_size = UInt32(truncatingIfNeeded: status.raw.st_size)
    }
    let status = path.withCString { path in
      entry.path = path
      return git_index_add(index.pointer, &entry)
    }
    try check(status)
  }

  func unstage(_ path: String) throws(DaichoError) {
    try check(git_index_remove(index.pointer, path, 0))
  }

  /// Fills the folders' tree ids in again, which staging has cleared along its path: without them the
  /// next `git commit` and `git status` must look at every entry. Not where the index holds what no tree
  /// can (libgit2 would write an intent to add as an empty file).
  func refreshTreeCache() {
    guard git_index_has_conflicts(index.pointer) == 0 else { return }
    let intentToAdd = UInt16(GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue)
    for position in 0..<git_index_entrycount(index.pointer) {
      guard let entry = git_index_get_byindex(index.pointer, position),
        entry.pointee.flags_extended & intentToAdd == 0
      else { return }
    }
    var tree = git_oid()
    git_index_write_tree(&tree, index.pointer)
  }
}

extension git_index_time {
  init(_ time: FileTime) {
    self.init(
      seconds: Int32(truncatingIfNeeded: time.seconds),
      nanoseconds: UInt32(truncatingIfNeeded: time.nanoseconds))
  }
}
