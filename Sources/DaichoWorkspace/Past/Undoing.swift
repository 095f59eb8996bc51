import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

/// A change that is to be taken back.
package struct Undo {
  /// Of the change, in full.
  package let commit: String
  package let subject: String
  package let author: String
  package let at: DateAndTime
  /// Relative to the workspace, as they are called now.
  package let paths: [String]
  let message: CommitMessage
  let changes: [FileChange]
}

extension Workspace {
  /// Plans to take back one commit as a new one, field by field: what was changed later, elsewhere in the same
  /// files, stays. Refuses, as a whole, what was changed again since, and what must stay on record.
  ///
  /// - Parameter revision: `nil`: the last commit that daicho made for the current author.
  ///
  /// Errors: `nothing-to-undo`, `not-in-history`, `merge-not-undone`, `first-not-undone`, `stays-on-record`,
  /// `outside-commit`, `changed-since`, `still-named`.
  package func planUndo(_ revision: String?) throws(DaichoError) -> Undo {
    guard let repository else { throw .noRepository(root) }
    guard let head = try repository.head().id else { throw .nothingToUndo(nil) }
    let commit =
      if let revision {
        try repository.commit(try repository.resolve(revision))
      } else {
        try lastOwnCommit(repository, head)
      }
    guard try repository.mergeBase(commit.id, head) == commit.id else {
      throw .notInHistory(commit.id.description)
    }
    guard commit.parents.count <= 1 else { throw .mergeNotUndone(commit.id.description) }
    guard let first = commit.parents.first else { throw .firstNotUndone(commit.id.description) }
    let parent = try repository.commit(first)
    var plan = UndoPlan(self, repository, commit, parent)
    try plan.read()
    return try plan.undo()
  }

  /// Takes it back.
  package func undo(_ undo: Undo, dryRun: Bool) throws(DaichoError) -> Recorded {
    try record(undo.changes, as: undo.message, dryRun: dryRun)
  }

  private func lastOwnCommit(_ repository: Repository, _ head: ObjectID) throws(DaichoError) -> CommitInfo {
    let author = try signature(.author, repository)
    let found = try repository.lastCommit(from: head) { commit in
      commit.author.email == author.email && commit.trailer("Action") != nil
    }
    guard let found else { throw .nothingToUndo(author.email) }
    return found
  }
}

/// What takes one commit back, file by file.
private struct UndoPlan {
  /// One file: as the commit left it, and as it was before.
  private struct File {
    /// Relative to the workspace.
    let path: String
    /// Its path before, where the commit renamed it.
    var oldPath: String?
    let after: [UInt8]?
    let before: [UInt8]?
  }

  private let workspace: Workspace
  private let repository: Repository
  private let commit: CommitInfo
  private let parent: CommitInfo
  private var files: [File] = []
  /// Of records that the commit renamed: as they are called now, and then.
  private var renames: [(new: Reference, old: Reference)] = []

  init(_ workspace: Workspace, _ repository: Repository, _ commit: CommitInfo, _ parent: CommitInfo) {
    (self.workspace, self.repository, self.commit, self.parent) = (workspace, repository, commit, parent)
  }

  // MARK: Reading the commit

  mutating func read() throws(DaichoError) {
    var found: [File] = []
    for change in try repository.changes(from: parent.tree, to: commit.tree) {
      guard change.path.hasPrefix(workspace.prefix) else { throw .outsideCommit(change.path) }
      let path = String(change.path.dropFirst(workspace.prefix.utf8.count))
      guard change.oldMode?.isFile ?? true, change.newMode?.isFile ?? true else {
        throw .staysOnRecord(path, .linkStays)
      }
      switch path.prefix(while: { $0 != "/" }) {
      case "sends": throw .staysOnRecord(path, .sendsStay)
      case "events": throw .staysOnRecord(path, .eventsStay)
      default: break
      }
      found.append(
        File(
          path: path, after: try bytes(of: change.new), before: try bytes(of: change.old)))
    }
    if commit.trailer("Action") == "forget" { throw .staysOnRecord(found.first?.path ?? "", .erasureStays) }
    guard !found.isEmpty else { throw .nothingInCommit(commit.id.description) }
    files = try joiningRenames(found)
  }

  private func bytes(of id: ObjectID?) throws(DaichoError) -> [UInt8]? {
    try id.map { id throws(DaichoError) in try repository.bytes(of: id) }
  }

  /// A file that came and one that went are one that was renamed where daicho says so, or where they are
  /// the same.
  private mutating func joiningRenames(_ found: [File]) throws(DaichoError) -> [File] {
    var joined = found
    let named = commit.trailer("Renamed-To")
    for came in found where came.before == nil {
      guard let new = Workspace.reference(came.path), let after = came.after else { continue }
      let isNamed = named == new.description
      let went = joined.firstIndex { file in
        file.after == nil && Workspace.reference(file.path)?.kind == new.kind
          && (isNamed || file.before == after)
      }
      guard let went, let old = Workspace.reference(joined[went].path),
        let place = joined.firstIndex(where: { $0.path == came.path })
      else { continue }
      joined[place] = File(
        path: came.path, oldPath: joined[went].path, after: after, before: joined[went].before)
      joined.remove(at: went)
      if old.id.key != new.id.key { renames.append((new, old)) }
    }
    return joined
  }

  // MARK: Taking it back

  func undo() throws(DaichoError) -> Undo {
    var changes: [String: FileChange] = [:]
    for file in files {
      let present = try whereItIsNow(file.path)
      changes[present] = try change(file, at: present)
    }
    for (new, old) in renames {
      let others = try workspace.index.find(old.description, kinds: [old.kind])
      if others.contains(where: { $0.reference == old }) { throw .idTaken(old) }
      for later in try workspace.referenceChanges(from: new, to: old, except: []) {
        guard let known = changes[later.path] else {
          changes[later.path] = later
          continue
        }
        changes[later.path] = FileChange(known.path, from: known.oldPath) { bytes throws(DaichoError) in
          guard let changed = try known.transform(bytes) else { return nil }
          return try later.transform(changed)
        }
      }
    }
    let sorted = changes.values.sorted { $0.path < $1.path }
    // Now, before anybody is asked, and again when it is done.
    for change in sorted {
      _ = try change.transform(workspace.contents(change.oldPath ?? change.path)?.bytes)
    }
    return Undo(
      commit: commit.id.description, subject: commit.subject, author: commit.author.name,
      at: workspace.localTime(of: commit), paths: sorted.map { $0.oldPath ?? $0.path }, message: message,
      changes: sorted)
  }

  /// A file that was renamed since is found by the name it was given.
  private func whereItIsNow(_ path: String) throws(DaichoError) -> String {
    guard try workspace.folder.status(path) == nil, var reference = Workspace.reference(path),
      let head = try repository.head().id
    else { return path }
    for later in try repository.commits(from: head, hiding: [commit.id]).reversed() {
      guard later.trailer("Action") == "rename", later.trailer("Record") == reference.description,
        let new = later.trailer("Renamed-To").flatMap({ Workspace.reference("\($0).md") })
      else { continue }
      reference = new
    }
    return try workspace.index.find(reference.description, kinds: [reference.kind])
      .first { $0.reference == reference }?.path ?? path
  }

  private func change(_ file: File, at path: String) throws(DaichoError) -> FileChange {
    let workspace = workspace
    switch (file.before, file.after) {
    case (nil, let after?):
      guard try workspace.folder.status(path) != nil else { throw .changedSince(path, []) }
      try requireUnnamed(path)
      return FileChange(path) { present throws(DaichoError) in
        guard let present else { return nil }
        guard try workspace.isSame(present, after, at: path) else { throw .changedSince(path, []) }
        return nil
      }
    case (let before?, nil):
      if let reference = Workspace.reference(path),
        try workspace.index.find(reference.description, kinds: [reference.kind])
          .contains(where: { $0.reference == reference && $0.path != path })
      {
        throw .idTaken(reference)
      }
      return FileChange(path) { present throws(DaichoError) in
        if let present, try !workspace.isSame(present, before, at: path) { throw .changedSince(path, []) }
        return present ?? before
      }
    case (let before?, let after?):
      guard let oldPath = file.oldPath else {
        return FileChange(path) { present throws(DaichoError) in
          guard let present else { throw .changedSince(path, []) }
          return try workspace.takeBack(from: after, to: before, in: present, at: path)
        }
      }
      return try renameBack(path, to: oldPath, after: after, before: before)
    case (nil, nil): return FileChange(path) { $0 }
    }
  }

  /// What was written since under the new name stays found under it: the ledgers are not changed.
  private func renameBack(
    _ path: String, to oldPath: String, after: [UInt8], before: [UInt8]
  ) throws(DaichoError) -> FileChange {
    let workspace = workspace
    var isInLedgers = false
    if let reference = Workspace.reference(path), reference.kind == .customers || reference.kind == .companies
    {
      isInLedgers = try !workspace.index.ledgerLines(naming: reference).isEmpty
    }
    return FileChange(oldPath, from: path) { present throws(DaichoError) in
      guard let present else { throw .changedSince(path, []) }
      let bytes = try workspace.takeBack(from: after, to: before, in: present, at: path)
      guard isInLedgers, let reference = Workspace.reference(path), let field = FieldPath("ids.daicho") else {
        return bytes
      }
      return try FieldEditor.apply(
        [.set(field, .text(reference.id.text))], to: bytes, path: path,
        schema: workspace.settings.schema(reference.kind))
    }
  }

  /// A record that others have come to name since it was made cannot just go.
  private func requireUnnamed(_ path: String) throws(DaichoError) {
    guard let reference = Workspace.reference(path) else { return }
    let own = Set(files.filter { $0.before == nil }.map(\.path))
    let others = try workspace.index.references(to: reference).map(\.path).filter { !own.contains($0) }
    // A record that the commit changed names it no more when that is taken back.
    let left = others.filter { other in !files.contains { $0.path == other } }
    if let first = left.first { throw .stillNamed(reference, by: first) }
  }

  private var message: CommitMessage {
    let references = files.compactMap { file in
      Workspace.reference(file.oldPath ?? file.path)
    }
    let action = commit.trailer("Action") ?? "commit"
    let what = "\(action) \(commit.id.description.prefix(7))"
    var message = CommitMessage(
      "undo", references, what,
      body: files.count > 1
        ? files.prefix(100).map { "- \($0.oldPath ?? $0.path)" }.joined(separator: "\n") : nil,
      trailers: [("Undoes", commit.id.description)])
    message.isAboutRecord = files.count == 1
    return message
  }
}

extension Workspace {
  /// Whether a file of the work tree, or of git, has this content.
  fileprivate func isSame(_ present: [UInt8], _ bytes: [UInt8], at path: String) throws(DaichoError) -> Bool {
    if present == bytes { return true }
    guard let repository else { return false }
    return try repository.normalized(present, at: repositoryPath(path)) == bytes
  }

  /// One version of a file without what a commit did to it. Errors: `changed-since`.
  fileprivate func takeBack(
    from after: [UInt8], to before: [UInt8], in present: [UInt8], at path: String
  ) throws(DaichoError) -> [UInt8] {
    if path.hasPrefix("orders/"), let rows = LineRemoval.lines(of: after, notIn: before) {
      guard let left = LineRemoval.remove(rows, from: present) else { throw .changedSince(path, []) }
      return left
    }
    let merged = merge(
      repositoryPath(path), base: after, ours: present, theirs: before, style: MarkerStyle())
    guard merged.isClean else { throw .changedSince(path, merged.conflicts.map(\.field)) }
    return merged.bytes
  }
}

/// Lines that were appended to a ledger, taken out again wherever they stand.
private enum LineRemoval {
  /// What was added, where nothing else was changed; `nil` otherwise.
  static func lines(of after: [UInt8], notIn before: [UInt8]) -> [ArraySlice<UInt8>]? {
    var left: [ArraySlice<UInt8>: Int] = [:]
    for line in split(before) { left[line, default: 0] += 1 }
    var added: [ArraySlice<UInt8>] = []
    for line in split(after) {
      guard let count = left[line], count > 0 else {
        added.append(line)
        continue
      }
      left[line] = count - 1
    }
    return left.values.allSatisfy { $0 == 0 } && !added.isEmpty ? added : nil
  }

  /// The last of equal lines goes; `nil` where one is not there any more.
  static func remove(_ lines: [ArraySlice<UInt8>], from bytes: [UInt8]) -> [UInt8]? {
    var wanted: [ArraySlice<UInt8>: Int] = [:]
    for line in lines { wanted[line, default: 0] += 1 }
    var kept: [ArraySlice<UInt8>] = []
    for line in pieces(bytes).reversed() {
      let key = content(line)
      if let count = wanted[key], count > 0 {
        wanted[key] = count == 1 ? nil : count - 1
      } else {
        kept.append(line)
      }
    }
    return wanted.isEmpty ? Array(kept.reversed().joined()) : nil
  }

  private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] { pieces(bytes).map(content) }

  /// Each with its line feed.
  private static func pieces(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    for (place, byte) in bytes.enumerated() where byte == 0x0A {
      pieces.append(bytes[start...place])
      start = place + 1
    }
    if start < bytes.endIndex { pieces.append(bytes[start...]) }
    return pieces
  }

  private static func content(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while let last = line.last, last == 0x0A || last == 0x0D { line.removeLast() }
    return line
  }
}
