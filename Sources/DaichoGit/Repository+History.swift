import CGit2
import DaichoModel

extension Repository {
  /// A commit that changed a file, and the path the file had in it.
  package struct FileCommit: Sendable, Hashable {
    package var commit: CommitInfo
    package var path: String
    /// `nil`: the commit removed the file.
    package var blob: ObjectID?
  }

  /// The commits that changed a file, newest first by commit date, across renames (the same content, or at
  /// least half of it). Merges are simplified as `git log -- PATH` does: one that is the same as a parent
  /// leads to that parent only, and one that differs from every parent is listed.
  package func commits(
    touching path: String, from start: ObjectID, limit: Int? = nil
  ) throws(DaichoError) -> [FileCommit] {
    var walk = FileWalk(repository: self)
    try walk.push(start, path: path, known: nil)
    var commits: [FileCommit] = []
    while commits.count < limit ?? .max, let step = walk.pop() {
      if let found = try walk.visit(step) { commits.append(found) }
    }
    return commits
  }

  /// Commits reachable from `start` and not from any of `hidden`, parents after their children, newest
  /// first otherwise.
  package func commits(
    from start: ObjectID, hiding hidden: [ObjectID] = [], limit: Int? = nil
  ) throws(DaichoError) -> [CommitInfo] {
    let repository = pointer
    let walk = try Handle(free: git_revwalk_free) { git_revwalk_new(&$0, repository) }
    try check(
      git_revwalk_sorting(walk.pointer, GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_TIME.rawValue))
    var oid = start.oid
    try check(git_revwalk_push(walk.pointer, &oid))
    for id in hidden {
      var oid = id.oid
      try check(git_revwalk_hide(walk.pointer, &oid))
    }
    var commits: [CommitInfo] = []
    while commits.count < limit ?? .max {
      let status = git_revwalk_next(&oid, walk.pointer)
      if status == GIT_ITEROVER.rawValue { break }
      try check(status)
      commits.append(try commit(ObjectID(oid)))
    }
    return commits
  }
}

extension Repository {
  /// The commits that changed anything below a folder, newest first. As `git log -- FOLDER` does, a merge
  /// that has the folder as one of its parents has it is left out.
  package func commits(
    under folder: String, from start: ObjectID, limit: Int? = nil
  ) throws(DaichoError) -> [CommitInfo] {
    var trees: [ObjectID: ObjectID?] = [:]
    func tree(_ root: ObjectID) throws(DaichoError) -> ObjectID? {
      if let known = trees[root] { return known }
      let found = try entry(at: folder, in: root)?.id
      trees[root] = .some(found)
      return found
    }
    var commits: [CommitInfo] = []
    for commit in try self.commits(from: start) {
      if commits.count >= limit ?? .max { break }
      let present = try tree(commit.tree)
      var isNew = commit.parents.isEmpty ? present != nil : true
      for id in commit.parents {
        // A shallow clone ends here.
        guard let parent = try? self.commit(id) else { continue }
        if try tree(parent.tree) == present { isNew = false }
      }
      if isNew { commits.append(commit) }
    }
    return commits
  }
}

/// Walks history along one file. Looks only at the trees on the file's path, and of these only at those
/// that differ from the child's.
private struct FileWalk {
  /// A commit to visit, with the ids along the file's path: root tree, folders, file. The chain ends early
  /// where the path does.
  struct Step {
    var commit: CommitInfo
    var path: String
    var chain: [ObjectID]
  }

  private struct Visit: Hashable {
    var commit: ObjectID
    var path: [UInt8]
  }

  let repository: Repository
  private var queue: [Step] = []
  private var seen: Set<Visit> = []
  private var listed: Set<ObjectID> = []

  init(repository: Repository) {
    self.repository = repository
  }

  /// Commits of the same second stay in the order they were pushed, as in git.
  mutating func push(_ id: ObjectID, path: String, known: [ObjectID]?) throws(DaichoError) {
    guard seen.insert(Visit(commit: id, path: Array(path.utf8))).inserted else { return }
    let commit = try repository.commit(id)
    let chain = if let known { known } else { try chain(of: path, in: commit.tree, like: nil) }
    var (low, high) = (0, queue.count)
    while low < high {
      let middle = (low + high) / 2
      if queue[middle].commit.committer.when < commit.committer.when {
        low = middle + 1
      } else {
        high = middle
      }
    }
    queue.insert(Step(commit: commit, path: path, chain: chain), at: low)
  }

  mutating func pop() -> Step? { queue.popLast() }

  /// Pushes the parents that matter. The commit, if it changed the file.
  mutating func visit(_ step: Step) throws(DaichoError) -> Repository.FileCommit? {
    let blob = step.blob
    var parents: [(id: ObjectID, chain: [ObjectID])] = []
    for id in step.commit.parents {
      guard let tree = try parentTree(id) else { continue }
      let chain = try chain(of: step.path, in: tree, like: step.chain)
      let parentBlob = chain.count == step.length ? chain.last : nil
      if parentBlob == blob {
        try push(id, path: step.path, known: chain)
        return nil
      }
      parents.append((id, chain))
    }
    for parent in parents {
      var path = step.path
      var chain: [ObjectID]? = parent.chain
      if let blob, parent.chain.count < step.length,
        let tree = parent.chain.first,
        let oldPath = try oldPath(of: blob, at: step.path, parent: tree, child: step.commit.tree)
      {
        path = oldPath
        chain = nil
      }
      try push(parent.id, path: path, known: chain)
    }
    guard blob != nil || !parents.isEmpty, listed.insert(step.commit.id).inserted else { return nil }
    return Repository.FileCommit(commit: step.commit, path: step.path, blob: blob)
  }

  /// `nil` where a shallow clone ends.
  private func parentTree(_ id: ObjectID) throws(DaichoError) -> ObjectID? {
    var oid = id.oid
    var pointer: OpaquePointer?
    guard try found(git_commit_lookup(&pointer, repository.pointer, &oid)), let pointer else { return nil }
    let commit = Handle(pointer, free: git_commit_free)
    return ObjectID(git_commit_tree_id(commit.pointer).pointee)
  }

  private func chain(
    of path: String, in root: ObjectID, like child: [ObjectID]?
  ) throws(DaichoError) -> [ObjectID] {
    var chain = [root]
    let components = path.split(separator: "/")
    for (depth, component) in components.enumerated() {
      if let child, child.count > depth, child[depth] == chain[depth] {
        return chain + child[(depth + 1)...]
      }
      let tree = try repository.lookUpTree(chain[depth])
      guard let entry = git_tree_entry_byname(tree.pointer, String(component)) else { break }
      let isTree = git_tree_entry_type(entry) == GIT_OBJECT_TREE
      let isLast = depth == components.count - 1
      guard isTree != isLast, git_tree_entry_type(entry) != GIT_OBJECT_COMMIT else { break }
      chain.append(ObjectID(git_tree_entry_id(entry).pointee))
    }
    return chain
  }

  /// Where a file that is new in the child was before: among the files the child no longer has, one with
  /// the same content, else the most similar one.
  private func oldPath(
    of blob: ObjectID, at path: String, parent: ObjectID, child: ObjectID
  ) throws(DaichoError) -> String? {
    let removed = try repository.changes(from: parent, to: child).filter { change in
      change.new == nil && change.oldMode?.isFile == true
    }
    let name = path.split(separator: "/").last
    let exact = removed.filter { $0.old == blob }
    if let same = exact.first(where: { $0.path.split(separator: "/").last == name }) ?? exact.first {
      return same.path
    }
    // git's own limit for looking at content (diff.renameLimit).
    guard !removed.isEmpty, removed.count <= 1000 else { return nil }
    let content = Similarity(try repository.bytes(of: blob))
    var best: (path: String, percent: Int)?
    for change in removed {
      guard let old = change.old else { continue }
      let percent = Similarity(try repository.bytes(of: old)).percent(to: content)
      if percent >= 50, percent > best?.percent ?? 0 { best = (change.path, percent) }
    }
    return best?.path
  }
}

extension FileWalk.Step {
  fileprivate var length: Int { path.split(separator: "/").count + 1 }
  fileprivate var blob: ObjectID? { chain.count == length ? chain.last : nil }
}
