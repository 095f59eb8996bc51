import CGit2
import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension DaichoError {
  /// Somebody else was faster: prepare the commit again from what is there now.
  package var asksToPrepareAgain: Bool { code == "head-moved" || code == "index-changed" }
}

extension Repository {
  /// Moves the branch to a prepared commit, then brings the index along. The caller has written the work
  /// tree's files before.
  ///
  /// Can be run again after a crash at any point: what is done already is skipped, and a staged version
  /// that somebody has changed since is left alone. Throws `head-moved` or `index-changed`, with nothing
  /// done, when the commit no longer fits; `index-locked` or `ref-locked` when another program holds git's
  /// lock for longer than `lockTimeout`.
  package func publish(_ prepared: PreparedCommit) throws(DaichoError) {
    guard workDirectory != nil else { throw .bareRepository(gitDirectory) }
    let lock = try IndexLock(of: directories, timeout: lockTimeout)
    defer { lock.release() }
    try move(prepared, lock: lock)
    guard try head().ref == prepared.ref else { return }
    try updateIndex(prepared, lock: lock)
  }

  /// The first half of `publish`; the caller holds the index's lock.
  func move(_ prepared: PreparedCommit, lock: IndexLock) throws(DaichoError) {
    if try contains(prepared) { return }
    let head = try head()
    guard head.ref == prepared.ref, head.id == prepared.parent else { throw .headMoved() }
    let index = try currentIndex()
    for change in prepared.indexChanges {
      let staged = try index.stagedEntry(at: change.path)?.id
      guard staged == change.old || staged == change.new else { throw .indexChanged(change.path) }
    }
    try lock.withLock(onRef: prepared.ref) { () throws(DaichoError) in try moveRef(prepared) }
  }

  private func moveRef(_ prepared: PreparedCommit) throws(DaichoError) {
    let repository = pointer
    let transaction = try Handle(free: git_transaction_free) { git_transaction_new(&$0, repository) }
    try lockRef(prepared.ref, in: transaction.pointer)
    let locked = try self.head()
    guard locked.ref == prepared.ref, locked.id == prepared.parent else { throw .headMoved() }
    let committer = try commit(prepared.id).committer
    var oid = prepared.id.oid
    try committer.withGitSignature { committer throws(DaichoError) in
      try check(
        git_transaction_set_target(
          transaction.pointer, prepared.ref, &oid, committer, prepared.reflogMessage))
    }
    try check(git_transaction_commit(transaction.pointer))
  }

  /// Whether the ref has moved to the commit already, and perhaps on.
  package func isPublished(_ prepared: PreparedCommit) throws(DaichoError) -> Bool { try contains(prepared) }

  private func contains(_ prepared: PreparedCommit) throws(DaichoError) -> Bool {
    var tip = git_oid()
    guard try found(git_reference_name_to_id(&tip, pointer, prepared.ref)) else { return false }
    var id = prepared.id.oid
    if git_oid_equal(&tip, &id) == 1 { return true }
    if prepared.parent == ObjectID(tip) { return false }
    let status = git_graph_descendant_of(pointer, &tip, &id)
    try check(status)
    return status == 1
  }

  private func lockRef(_ ref: String, in transaction: OpaquePointer) throws(DaichoError) {
    var waited = 0
    while true {
      let status = git_transaction_lock_ref(transaction, ref)
      guard status == GIT_ELOCKED.rawValue else { return try check(status) }
      guard waited < lockTimeout else { break }
      usleep(10_000)
      waited += 10
    }
    throw .refLocked(directories.directory(of: ref) + ref + ".lock")
  }

  /// The second half of `publish`; the caller holds the index's lock.
  func updateIndex(_ prepared: PreparedCommit, lock: IndexLock) throws(DaichoError) {
    guard let workDirectory else { return }
    let index = try currentIndex()
    var entries: [[UInt8]: IndexEntry?] = [:]
    var changes: [TreeCache.Change] = []
    var isWhole = true
    for change in prepared.indexChanges where change.old != change.new {
      let path = try RepositoryPath(change.path)
      guard try index.isStaged(change.old, at: change.path) else {
        isWhole = false
        continue
      }
      let growth = (change.new == nil ? 0 : 1) - (index.entries(at: Array(change.path.utf8)).isEmpty ? 0 : 1)
      changes.append(TreeCache.Change(components: path.components[...], growth: growth))
      entries[Array(change.path.utf8)] = try change.new.map { id throws(DaichoError) in
        let status = try unchangedFile(at: path, holding: id, before: lock.time)
        return index.entry(staging: id, mode: change.mode, at: change.path, status: status)
      }
      if change.new == nil { entries.updateValue(nil, forKey: Array(change.path.utf8)) }
    }
    guard !entries.isEmpty else { return }
    let trees = isWhole ? try self.trees(of: prepared) : TreeCache.Trees()
    entries.merge(index.smudgedEntries(in: workDirectory)) { new, _ in new }
    let bytes = index.bytes(changing: entries) { cache in
      cache.follow(changes, trees) { trees, name in
        let name = String(decoding: name, as: UTF8.self)
        return TreeCache.Trees(old: folder(name, in: trees.old), new: folder(name, in: trees.new))
      }
    }
    try IndexFile.replace(directories.own + "index", of: directories.own, with: bytes, like: index.status)
    forgetIndex()
  }

  private func trees(of prepared: PreparedCommit) throws(DaichoError) -> TreeCache.Trees {
    TreeCache.Trees(
      old: try prepared.parent.map { id throws(DaichoError) in try tree(of: id) },
      new: try tree(of: prepared.id))
  }

  private func folder(_ name: String, in tree: ObjectID?) -> ObjectID? {
    guard let tree, let entry = try? entry(at: name, in: tree), entry.mode == .tree else { return nil }
    return entry.id
  }

  /// The status of a work tree file whose content is exactly that blob. One written in the same tick of
  /// the file system's clock is left out: it could be written again without a trace.
  private func unchangedFile(
    at path: RepositoryPath, holding blob: ObjectID, before time: FileTime
  ) throws(DaichoError) -> FileStatus? {
    guard let workDirectory, let file = WorkTreeFile(in: workDirectory, at: path),
      file.status.modified < time,
      let bytes = try? normalized(file.bytes, at: path.string), try Self.blobID(of: bytes) == blob
    else { return nil }
    return file.status
  }
}
