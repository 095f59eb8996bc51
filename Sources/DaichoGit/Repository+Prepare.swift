import CGit2
import DaichoModel

extension Repository {
  /// Writes a commit on top of HEAD that makes exactly these edits, and moves nothing: not the branch, not
  /// the index, not the work tree. `publish` does that.
  ///
  /// Each edit is applied to HEAD's version and, where that differs, to the staged one; where it does not
  /// fit one of them, nothing happens at all.
  /// - Returns: `nil` if HEAD's files would stay as they are.
  package func prepare(
    _ edits: [PathEdit], message: String, author: Signature, committer: Signature
  ) throws(DaichoError) -> PreparedCommit? {
    func prepared() throws(DaichoError) -> PreparedCommit? {
      try preparing(edits, message: message, author: author, committer: committer)
    }
    return edits.count < Repository.packedFrom ? try prepared() : try packing(prepared)
  }

  private func preparing(
    _ edits: [PathEdit], message: String, author: Signature, committer: Signature
  ) throws(DaichoError) -> PreparedCommit? {
    guard !message.utf8.contains(0) else { throw .invalidMessage() }
    let index = try currentIndex()
    let head = try head()
    let base = try head.id.map { id throws(DaichoError) in try tree(of: id) }
    var paths: [[UInt8]: Bool] = [:]
    var treeChanges: [TreeEditor.Change] = []
    var indexChanges: [PreparedCommit.IndexChange] = []
    for edit in edits {
      for path in [edit.path, edit.oldPath].compactMap(\.self)
      where paths.updateValue(true, forKey: Array(path.utf8)) != nil {
        throw .pathTwice(path)
      }
      let edited = try apply(edit, base: base, index: index)
      treeChanges += edited.tree
      indexChanges += edited.index
    }
    let root = try TreeEditor(repository: self).write(treeChanges, onto: base)
    guard !treeChanges.isEmpty, root != base else { return nil }
    if base == nil, try isEmpty(root) { return nil }
    let message = message.hasSuffix("\n") ? message : message + "\n"
    let id = try write(
      commitOf: root, parent: head.id, message: message, author: author, committer: committer)
    let subject = message.split(separator: "\n").first.map(String.init) ?? ""
    return PreparedCommit(
      id: id, parent: head.id, ref: head.ref,
      reflogMessage: (head.id == nil ? "commit (initial): " : "commit: ") + subject,
      indexChanges: indexChanges)
  }

  private func isEmpty(_ tree: ObjectID) throws(DaichoError) -> Bool {
    git_tree_entrycount(try lookUpTree(tree).pointer) == 0
  }

  private func apply(
    _ edit: PathEdit, base: ObjectID?, index: IndexFile
  ) throws(DaichoError) -> (tree: [TreeEditor.Change], index: [PreparedCommit.IndexChange]) {
    let target = try RepositoryPath(edit.path)
    let source = try edit.oldPath.map { path throws(DaichoError) in try RepositoryPath(path) }
    let head = try committedFile(at: source ?? target, in: base)
    let staged = try stagedFile(at: source ?? target, index: index)
    var occupant: TreeEntry?
    if source != nil {
      occupant = try stagedFile(at: target, index: index)
      let committed = try committedFile(at: target, in: base)
      guard committed == nil, occupant == nil, head != nil else {
        throw head == nil ? .noSuchFile(edit.oldPath ?? edit.path) : .fileExists(edit.path)
      }
    }
    var treeChanges: [TreeEditor.Change] = []
    let newHead = try edited(edit, head, isNew: head == nil)
    if let source { treeChanges.append(.init(components: source.components[...], file: nil)) }
    if newHead?.id != head?.id || source != nil {
      treeChanges.append(
        .init(components: target.components[...], file: newHead.map { ($0.id, $0.mode) }))
    }

    let newStaged: TreeEntry?
    if staged?.id == head?.id {
      newStaged = newHead.map { new in
        TreeEntry(path: edit.path, id: new.id, mode: staged?.mode ?? new.mode)
      }
    } else if newHead == nil, staged != nil {
      throw .stagedChanges(edit.oldPath ?? edit.path)
    } else {
      do throws(DaichoError) {
        newStaged = try edited(edit, staged, isNew: head == nil && staged == nil)
      } catch {
        throw .doesNotFitStaged(edit.path, error)
      }
    }
    var indexChanges: [PreparedCommit.IndexChange] = []
    if let source, let staged {
      indexChanges.append(.init(path: source.string, old: staged.id, new: nil, mode: staged.mode))
    }
    let oldStaged = source == nil ? staged : occupant
    if oldStaged?.id != newStaged?.id, let mode = newStaged?.mode ?? oldStaged?.mode {
      indexChanges.append(.init(path: target.string, old: oldStaged?.id, new: newStaged?.id, mode: mode))
    }
    return (treeChanges, indexChanges)
  }

  private func edited(
    _ edit: PathEdit, _ old: TreeEntry?, isNew: Bool
  ) throws(DaichoError) -> TreeEntry? {
    if let blob = edit.replacement?(old?.id) {
      return TreeEntry(path: edit.path, id: blob, mode: old?.mode ?? edit.mode)
    }
    let oldBytes = try old.map { entry throws(DaichoError) in try bytes(of: entry.id) }
    guard var newBytes = try edit.transform(oldBytes) else { return nil }
    if isNew { newBytes = try normalized(newBytes, at: edit.path) }
    if let old, newBytes == oldBytes { return TreeEntry(path: edit.path, id: old.id, mode: old.mode) }
    return TreeEntry(path: edit.path, id: try write(blob: newBytes), mode: old?.mode ?? edit.mode)
  }

  private func committedFile(
    at path: RepositoryPath, in tree: ObjectID?
  ) throws(DaichoError) -> TreeEntry? {
    guard let tree else { return nil }
    for folder in path.folders {
      guard let entry = try entry(at: folder, in: tree) else { return nil }
      guard entry.mode == .tree else { throw .notAFile(folder) }
    }
    guard let entry = try entry(at: path.string, in: tree) else { return nil }
    guard entry.mode.isFile else { throw .notAFile(path.string) }
    return entry
  }

  private func stagedFile(at path: RepositoryPath, index: IndexFile) throws(DaichoError) -> TreeEntry? {
    guard !index.isBlocked(path) else { throw .notAFile(path.string) }
    guard let entry = try index.stagedEntry(at: path.string) else { return nil }
    guard entry.mode.isFile else { throw .notAFile(path.string) }
    return entry
  }

  private func write(
    commitOf tree: ObjectID, parent: ObjectID?, message: String, author: Signature, committer: Signature
  ) throws(DaichoError) -> ObjectID {
    let root = try lookUpTree(tree)
    let parentCommit = try parent.map { id throws(DaichoError) in ParentCommit(try lookUpCommit(id)) }
    var parents: [OpaquePointer?] = parentCommit.map { [$0.handle.pointer] } ?? []
    var oid = git_oid()
    try author.withGitSignature { author throws(DaichoError) in
      try committer.withGitSignature { committer throws(DaichoError) in
        try check(
          git_commit_create(
            &oid, pointer, nil, author, committer, nil, message, root.pointer, parents.count, &parents))
      }
    }
    return ObjectID(oid)
  }
}

private final class ParentCommit {
  let handle: Handle
  init(_ handle: consuming Handle) { self.handle = handle }
}
