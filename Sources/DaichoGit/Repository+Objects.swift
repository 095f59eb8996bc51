import CGit2
import DaichoModel

/// A file's bytes as git stores them.
package struct Blob: Sendable, Hashable {
  package var id: ObjectID
  package var mode: FileMode
  package var bytes: [UInt8]
}

/// A file in a tree or in the index, by its path from the root.
package struct TreeEntry: Sendable, Hashable {
  package var path: String
  package var id: ObjectID
  package var mode: FileMode

  package init(path: String, id: ObjectID, mode: FileMode) {
    (self.path, self.id, self.mode) = (path, id, mode)
  }
}

extension Repository {
  /// The commit that a revision means: `HEAD`, `main~3`, a tag, an abbreviated id, `main@{yesterday}`.
  package func resolve(_ revision: String) throws(DaichoError) -> ObjectID {
    var pointer: OpaquePointer?
    let status = git_revparse_single(&pointer, self.pointer, revision)
    if status == GIT_EAMBIGUOUS.rawValue { throw .ambiguousRevision(revision) }
    if status == GIT_ENOTFOUND.rawValue || status == GIT_EINVALIDSPEC.rawValue {
      throw .unknownRevision(revision, isShallow: isShallow)
    }
    try check(status)
    guard let pointer else { throw .unknownRevision(revision, isShallow: isShallow) }
    let object = Handle(pointer, free: git_object_free)
    var commit: OpaquePointer?
    guard git_object_peel(&commit, object.pointer, GIT_OBJECT_COMMIT) == 0, let commit else {
      throw .unknownRevision(revision, isShallow: isShallow)
    }
    let peeled = Handle(commit, free: git_object_free)
    return ObjectID(git_object_id(peeled.pointer).pointee)
  }

  package func commit(_ id: ObjectID) throws(DaichoError) -> CommitInfo {
    CommitInfo(try lookUpCommit(id).pointer)
  }

  func lookUpCommit(_ id: ObjectID) throws(DaichoError) -> Handle {
    let repository = pointer
    var oid = id.oid
    return try Handle(free: git_commit_free) { git_commit_lookup(&$0, repository, &oid) }
  }

  func lookUpTree(_ id: ObjectID) throws(DaichoError) -> Handle {
    let repository = pointer
    var oid = id.oid
    return try Handle(free: git_tree_free) { git_tree_lookup(&$0, repository, &oid) }
  }

  package func bytes(of blob: ObjectID) throws(DaichoError) -> [UInt8] {
    let repository = pointer
    var oid = blob.oid
    let handle = try Handle(free: git_blob_free) { git_blob_lookup(&$0, repository, &oid) }
    return Array(
      UnsafeRawBufferPointer(
        start: git_blob_rawcontent(handle.pointer), count: Int(git_blob_rawsize(handle.pointer))))
  }

  /// The root tree of a commit.
  package func tree(of commit: ObjectID) throws(DaichoError) -> ObjectID {
    ObjectID(git_commit_tree_id(try lookUpCommit(commit).pointer).pointee)
  }

  /// The entry at `path` in a tree: a file, a folder, a link; `nil` where there is none.
  package func entry(at path: String, in tree: ObjectID) throws(DaichoError) -> TreeEntry? {
    let root = try lookUpTree(tree)
    var pointer: OpaquePointer?
    guard try found(git_tree_entry_bypath(&pointer, root.pointer, path)), let pointer else { return nil }
    let entry = Handle(pointer, free: git_tree_entry_free)
    return TreeEntry(path: path, entry: entry.pointer)
  }

  /// A file as a commit has it, HEAD where none is named; `nil` where there is no file.
  package func blob(at path: String, in commit: ObjectID? = nil) throws(DaichoError) -> Blob? {
    var source = commit
    if source == nil { source = try head().id }
    guard let source, let entry = try entry(at: path, in: tree(of: source)), entry.mode != .tree,
      entry.mode != .submodule
    else { return nil }
    return Blob(id: entry.id, mode: entry.mode, bytes: try bytes(of: entry.id))
  }

  /// All files of a tree below a folder (`""`: all), in git's order.
  package func entries(of tree: ObjectID, under folder: String = "") throws(DaichoError) -> [TreeEntry] {
    var entries: [TreeEntry] = []
    guard !folder.isEmpty else {
      try collect(tree, prefix: "", into: &entries, depth: 0)
      return entries
    }
    guard let top = try entry(at: folder, in: tree) else { return [] }
    guard top.mode == .tree else { return [top] }
    try collect(top.id, prefix: folder + "/", into: &entries, depth: 0)
    return entries
  }

  /// No work tree goes deeper: paths are limited to 4,096 bytes. A hostile tree may, and must not
  /// exhaust the stack.
  static var deepestTree: Int { 2048 }

  private func collect(
    _ tree: ObjectID, prefix: String, into entries: inout [TreeEntry], depth: Int
  ) throws(DaichoError) {
    guard depth < Self.deepestTree else { throw .treeTooDeep() }
    let handle = try lookUpTree(tree)
    for index in 0..<git_tree_entrycount(handle.pointer) {
      guard let pointer = git_tree_entry_byindex(handle.pointer, index) else { continue }
      let entry = TreeEntry(path: prefix + String(cString: git_tree_entry_name(pointer)), entry: pointer)
      if entry.mode == .tree {
        try collect(entry.id, prefix: entry.path + "/", into: &entries, depth: depth + 1)
      } else {
        entries.append(entry)
      }
    }
  }
}

extension TreeEntry {
  init(path: String, entry: OpaquePointer) {
    self.init(
      path: path, id: ObjectID(git_tree_entry_id(entry).pointee),
      mode: FileMode(raw: git_tree_entry_filemode(entry).rawValue))
  }
}
