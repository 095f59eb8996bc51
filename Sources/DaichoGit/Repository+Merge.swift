import CGit2
import DaichoModel

/// What merging two trees comes to, path by path.
package struct TreeMerge: Sendable {
  /// What only the other side has changed, to be taken over as it is; `old` is what our side has.
  package var incoming: [TreeChange] = []
  /// What both sides have changed in different ways.
  package var contests: [Contest] = []

  /// A file that both sides have changed. A side without an entry has removed it.
  package struct Contest: Sendable, Hashable {
    /// Where the result goes; a side that has renamed the file decides.
    package var path: String
    package var base: TreeEntry?
    package var ours: TreeEntry?
    package var theirs: TreeEntry?

    /// Where our side has the file, if that is not where the result goes.
    package var oldPath: String? { ours.flatMap { $0.path == path ? nil : $0.path } }
  }
}

extension Repository {
  /// The best common ancestor; `nil` where the histories have nothing in common.
  package func mergeBase(_ a: ObjectID, _ b: ObjectID) throws(DaichoError) -> ObjectID? {
    var (base, one, two) = (git_oid(), a.oid, b.oid)
    return try found(git_merge_base(&base, pointer, &one, &two)) ? ObjectID(base) : nil
  }

  /// How many commits each has that the other lacks.
  package func aheadBehind(
    _ local: ObjectID, _ upstream: ObjectID
  ) throws(DaichoError) -> (ahead: Int, behind: Int) {
    var (ahead, behind, one, two) = (0, 0, local.oid, upstream.oid)
    try check(git_graph_ahead_behind(&ahead, &behind, pointer, &one, &two))
    return (ahead, behind)
  }

  /// Three-way merge of trees by path, renames of one side followed. The contents of what both have changed
  /// are the caller's to merge.
  package func mergeTrees(
    base: ObjectID?, ours: ObjectID, theirs: ObjectID
  ) throws(DaichoError) -> TreeMerge {
    let mine = try changes(from: base, to: ours)
    let yours = try changes(from: base, to: theirs)
    let mineByPath = Dictionary(mine.map { ($0.path, $0) }) { first, _ in first }
    var yoursByPath = Dictionary(yours.map { ($0.path, $0) }) { first, _ in first }
    var merge = TreeMerge()
    var contested: [(TreeChange, TreeChange)] = []
    for change in yours {
      guard let own = mineByPath[change.path] else { continue }
      yoursByPath[change.path] = nil
      if own.new != change.new || own.newMode != change.newMode { contested.append((own, change)) }
    }
    for (own, other) in contested {
      var contest = TreeMerge.Contest(
        path: own.path, base: own.oldEntry, ours: own.newEntry, theirs: other.newEntry)
      if contest.ours == nil, let new = try rename(of: own, among: mine, unless: yoursByPath) {
        contest.path = new.path
        contest.ours = new.newEntry
      } else if contest.theirs == nil, let new = try rename(of: other, among: yours, unless: mineByPath) {
        contest.path = new.path
        contest.theirs = new.newEntry
        yoursByPath[new.path] = nil
      }
      merge.contests.append(contest)
    }
    for change in yours where yoursByPath[change.path] != nil {
      merge.incoming.append(change)
    }
    return merge
  }

  /// Where a file went that this side has removed: the added file that is most like it, half at least.
  private func rename(
    of removed: TreeChange, among changes: [TreeChange], unless taken: [String: TreeChange]
  ) throws(DaichoError) -> TreeChange? {
    guard let old = removed.old, removed.oldMode?.isFile == true else { return nil }
    let added = changes.filter { $0.old == nil && $0.newMode?.isFile == true && taken[$0.path]?.new == nil }
    if let same = added.first(where: { $0.new == old }) { return same }
    // git's own limit for looking at content (diff.renameLimit).
    guard !added.isEmpty, added.count <= 1000 else { return nil }
    let content = Similarity(try bytes(of: old))
    var best: (change: TreeChange, percent: Int)?
    for change in added {
      guard let new = change.new else { continue }
      let percent = Similarity(try bytes(of: new)).percent(to: content)
      if percent >= 50, percent > best?.percent ?? 0 { best = (change, percent) }
    }
    return best?.change
  }
}

extension TreeChange {
  package var oldEntry: TreeEntry? {
    guard let old, let oldMode else { return nil }
    return TreeEntry(path: path, id: old, mode: oldMode)
  }

  package var newEntry: TreeEntry? {
    guard let new, let newMode else { return nil }
    return TreeEntry(path: path, id: new, mode: newMode)
  }
}

extension Repository {
  /// Stores bytes as a blob that nothing points to yet.
  package func store(_ bytes: [UInt8]) throws(DaichoError) -> ObjectID { try write(blob: bytes) }

  /// A file's new version in a tree; `nil`: removed.
  package struct TreeEdit: Sendable, Hashable {
    package var path: String
    package var entry: TreeEntry?

    package init(_ path: String, _ entry: TreeEntry?) { (self.path, self.entry) = (path, entry) }
  }

  /// The tree that has these edits.
  package func tree(_ base: ObjectID, editing edits: [TreeEdit]) throws(DaichoError) -> ObjectID {
    let changes = try edits.map { edit throws(DaichoError) in
      TreeEditor.Change(
        components: try RepositoryPath(edit.path).components[...], file: edit.entry.map { ($0.id, $0.mode) })
    }
    return try TreeEditor(repository: self).write(changes, onto: base)
  }

  /// Writes a commit of a tree, and moves nothing: `publish` does. The index changes are what differs
  /// between HEAD's tree and the new one.
  package func prepareMerge(
    of tree: ObjectID, parents: [ObjectID], message: String, author: Signature, committer: Signature
  ) throws(DaichoError) -> PreparedCommit {
    let head = try head()
    let id = try write(
      commitOf: tree, parents: parents, message: message.hasSuffix("\n") ? message : message + "\n",
      author: author, committer: committer)
    let subject = message.split(separator: "\n").first.map(String.init) ?? ""
    return PreparedCommit(
      id: id, parent: head.id, ref: head.ref, reflogMessage: "commit (merge): " + subject,
      indexChanges: try indexChanges(from: head.id, to: tree))
  }

  /// Moving the branch forward to a commit that has all of it.
  package func prepareFastForward(to commit: ObjectID) throws(DaichoError) -> PreparedCommit {
    let head = try head()
    return PreparedCommit(
      id: commit, parent: head.id, ref: head.ref, reflogMessage: "sync: Fast-forward",
      indexChanges: try indexChanges(from: head.id, to: try tree(of: commit)))
  }

  package func indexChanges(
    from head: ObjectID?, to tree: ObjectID
  ) throws(DaichoError) -> [PreparedCommit.IndexChange] {
    let old = try head.map { id throws(DaichoError) in try self.tree(of: id) }
    return try changes(from: old, to: tree).map { change in
      PreparedCommit.IndexChange(
        path: change.path, old: change.old, new: change.new,
        mode: change.newMode ?? change.oldMode ?? .regular)
    }
  }

  /// What a file of the work tree is written as: line endings by `.gitattributes` and `core.autocrlf`. Filter
  /// programs are never run.
  package func checkedOut(_ bytes: [UInt8], at path: String) throws(DaichoError) -> [UInt8] {
    try filtered(bytes, at: path, GIT_FILTER_TO_WORKTREE)
  }

  /// git's own merge of three texts, as `git merge-file` writes it.
  package static func mergeFile(
    base: [UInt8]?, ours: [UInt8], theirs: [UInt8], labels: (ours: String, theirs: String), markerSize: Int
  ) throws(DaichoError) -> [UInt8] {
    try Library.start()
    var options = git_merge_file_options()
    try check(git_merge_file_options_init(&options, UInt32(GIT_MERGE_FILE_OPTIONS_VERSION)))
    options.marker_size = UInt16(clamping: markerSize)
    var result = git_merge_file_result()
    defer { git_merge_file_result_free(&result) }
    let status = labels.ours.withCString { mine in
      labels.theirs.withCString { yours in
        options.our_label = mine
        options.their_label = yours
        return withInput(base) { base in
          withInput(ours) { ours in
            withInput(theirs) { theirs in git_merge_file(&result, base, ours, theirs, &options) }
          }
        }
      }
    }
    try check(status)
    return Array(UnsafeRawBufferPointer(start: result.ptr, count: result.len))
  }

  private static func withInput(
    _ bytes: [UInt8]?, _ body: (UnsafePointer<git_merge_file_input>?) -> Int32
  ) -> Int32 {
    guard let bytes else { return body(nil) }
    var input = git_merge_file_input()
    let status = git_merge_file_input_init(&input, UInt32(GIT_MERGE_FILE_INPUT_VERSION))
    guard status == 0 else { return status }
    return bytes.withUnsafeBytes { raw in
      input.ptr = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
      input.size = raw.count
      return withUnsafePointer(to: &input) { body($0) }
    }
  }
}
