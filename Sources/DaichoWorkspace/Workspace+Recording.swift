import DaichoFiles
import DaichoGit
import DaichoModel
import Foundation

/// What recording a change came to.
package struct Recorded: Sendable {
  /// `nil` when nothing changed, or for a dry run.
  package var commit: String?
  package var message: CommitMessage
  /// What would be committed, as `git diff` prints it; only for a dry run.
  package var diff: String?
  /// What `check` newly says about the changed files, for the person to look at.
  package var warnings: [Diagnostic] = []
}

extension Workspace {
  /// Makes the changes in the work tree and commits exactly them: what the user has staged or left
  /// unstaged stays so. All of it happens, or none; after a crash the next command finishes it.
  ///
  /// Starts over when somebody edits a file or moves the branch meanwhile.
  @discardableResult
  package func record(
    _ changes: [FileChange], as message: CommitMessage, dryRun: Bool = false
  ) throws(DaichoError) -> Recorded {
    if past != nil { throw .pastIsReadOnly() }
    guard let repository else { throw .noRepository(root) }
    let author = try signature(.author, repository)
    let committer = try signature(.committer, repository)
    if dryRun { return Recorded(message: message, diff: try diff(of: changes)) }
    return try WriterLock.hold(in: repository.gitDirectory) { () throws(DaichoError) in
      try recordLocked(changes, message, repository, author: author, committer: committer)
    }
  }

  private func recordLocked(
    _ changes: [FileChange], _ message: CommitMessage, _ repository: Repository, author: Signature,
    committer: Signature
  ) throws(DaichoError) -> Recorded {
    try finish(repository)
    for attempt in 1... {
      let large = try largeContents(changes, repository)
      let steps = try workTreeSteps(changes, large)
      let edits = try changes.map { change throws(DaichoError) in
        try pathEdit(change, large[change.path], repository)
      }
      guard
        let prepared = try repository.prepare(
          edits, message: message.text, author: author, committer: committer)
      else {
        try write(steps)
        return Recorded(message: message)
      }
      let committed = Set(prepared.indexChanges.compactMap(\.new))
      var pending = PendingChange(
        commit: prepared,
        files: try steps.map { step throws(DaichoError) in try step.journaled(committed) })
      try pending.save(in: repository.gitDirectory)
      do {
        try write(steps)
      } catch {
        PendingChange.remove(from: repository.gitDirectory)
        if error.code == "file-changed", attempt < 5 { continue }
        throw error
      }
      do {
        try publish(&pending, repository) { () throws(DaichoError) in
          try repository.prepare(edits, message: message.text, author: author, committer: committer)
        }
      } catch {
        if try !repository.isPublished(pending.commit) {
          for step in steps.reversed() { try? step.revert(in: folder, repository) }
          PendingChange.remove(from: repository.gitDirectory)
        }
        throw error
      }
      return Recorded(commit: pending.commit.id.description, message: message)
    }
    return Recorded(message: message)
  }

  /// Finishes what a crashed command began. For commands that are about to write; `recovered` tells.
  package func finishPending() throws(DaichoError) {
    guard let repository,
      FileManager.default.fileExists(atPath: PendingChange.path(in: repository.gitDirectory))
        || PendingMerge.isThere(in: repository.gitDirectory)
        || PendingErasure.isThere(in: repository.gitDirectory)
    else { return }
    try WriterLock.hold(in: repository.gitDirectory) { () throws(DaichoError) in try finish(repository) }
  }

  func finish(_ repository: Repository) throws(DaichoError) {
    if PendingMerge.isThere(in: repository.gitDirectory) { try finishMerge(repository) }
    if PendingErasure.isThere(in: repository.gitDirectory) { try finishErasure(repository) }
    guard let pending = PendingChange.load(from: repository.gitDirectory) else {
      return PendingChange.remove(from: repository.gitDirectory)
    }
    defer { sweepLeftovers(of: pending) }
    guard let steps = try stepsLeft(of: pending) else {
      // Somebody has edited a file since. What is there stands, for `daicho commit`.
      if try repository.isPublished(pending.commit) { try repository.publish(pending.commit) }
      return PendingChange.remove(from: repository.gitDirectory)
    }
    try write(steps)
    do {
      try repository.publish(pending.commit)
      recovered.append(try repository.commit(pending.commit.id).subject)
    } catch  where error.asksToPrepareAgain {
      // Others have committed since; the edit stands in the work tree, for `daicho commit`.
    }
    PendingChange.remove(from: repository.gitDirectory)
  }

  /// Removes the temporary files of the command that died. One that holds anything but the content before
  /// or after, an editor's save that came in between, is left.
  private func sweepLeftovers(of pending: PendingChange) {
    func content(_ file: PendingChange.File) throws(DaichoError) -> [UInt8]? {
      if let new = file.new { return Array(new) }
      guard let id = file.blob.flatMap({ ObjectID($0) }) else { return nil }
      return try repository?.bytes(of: id)
    }
    for file in pending.files {
      for path in (try? folder.temporaries(beside: file.path)) ?? [] {
        guard let bytes = try? contents(path)?.bytes else { continue }
        let isOld = (try? Repository.blobID(of: bytes).description) == file.old
        if isOld || (try? content(file))?.starts(with: bytes) ?? false {
          try? folder.remove(path, expecting: .bytes(bytes))
        }
      }
    }
  }

  /// The files that are still as they were before; `nil` when one is neither that nor as it was to be.
  private func stepsLeft(of pending: PendingChange) throws(DaichoError) -> [WorkTreeStep]? {
    var steps: [WorkTreeStep] = []
    for file in pending.files {
      if let blob = file.blob.flatMap({ ObjectID($0) }) {
        let present = try folder.status(file.path)
        let id = present == nil ? nil : try Repository.blobID(ofFile: root + "/" + file.path)
        if id == blob { continue }
        guard id?.description == file.old, (present == nil) == (file.old == nil),
          let bytes = try repository?.bytes(of: blob)
        else { return nil }
        let old = present.map { WorkTreeStep.Old.committed($0, id ?? blob) } ?? .absent
        steps.append(WorkTreeStep(path: file.path, old: old, new: .bytes(bytes)))
        continue
      }
      let present = try contents(file.path)
      let new = file.new.map(Array.init)
      if present?.bytes == new { continue }
      let id = try present.map { contents throws(DaichoError) in
        try Repository.blobID(of: contents.bytes).description
      }
      guard id == file.old else { return nil }
      steps.append(WorkTreeStep(path: file.path, old: .init(present), new: .init(new)))
    }
    return steps
  }

  // MARK: Steps

  private func publish(
    _ pending: inout PendingChange, _ repository: Repository,
    preparingAgain: () throws(DaichoError) -> PreparedCommit?
  ) throws(DaichoError) {
    for attempt in 1... {
      do {
        try repository.publish(pending.commit)
        break
      } catch  where error.asksToPrepareAgain && attempt < 50 {
        guard let prepared = try preparingAgain() else { break }
        pending.commit = prepared
        try pending.save(in: repository.gitDirectory)
      }
    }
    PendingChange.remove(from: repository.gitDirectory)
  }

  private func pathEdit(
    _ change: FileChange, _ large: LargeContent?, _ repository: Repository
  ) throws(DaichoError) -> PathEdit {
    if let old = change.oldPath {
      return .rename(repositoryPath(old), to: repositoryPath(change.path), transform: change.transform)
    }
    var edit = PathEdit(repositoryPath(change.path), transform: change.transform)
    if let large { edit.replacement = { $0 == large.base ? large.blob : nil } }
    if change.isAsItStands, let status = try folder.status(change.path) {
      let stream = try folder.stream(change.path)
      // What another process appends meanwhile is for the next commit.
      var left = Int(status.size)
      let blob = try repository.write(blobOf: status.size) { buffer throws(DaichoError) in
        let piece = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(left))
        let count = piece.isEmpty ? 0 : try stream.read(into: piece)
        left -= count
        return count
      }
      edit.replacement = { _ in blob }
    }
    return edit
  }

  /// The new content of the files that are written anew piece by piece: those that are the same in the work
  /// tree and in HEAD, or in neither.
  private func largeContents(
    _ changes: [FileChange], _ repository: Repository
  ) throws(DaichoError) -> [String: LargeContent] {
    var contents: [String: LargeContent] = [:]
    for change in changes {
      guard let rewrite = change.rewrite else { continue }
      let status = try folder.status(change.path)
      let base = try repository.committedID(at: repositoryPath(change.path))
      if let status {
        guard status.kind == .file, let base,
          try Repository.blobID(ofFile: root + "/" + change.path) == base
        else { continue }
      } else if base != nil {
        continue
      }
      let sink = try ByteSink(in: repository.gitDirectory)
      var old: (() throws(DaichoError) -> any ByteStream)?
      if status != nil {
        let (folder, path) = (folder, change.path)
        old = { () throws(DaichoError) -> any ByteStream in try folder.stream(path) }
      }
      guard try rewrite(old, true, sink) else { continue }
      let stream = try sink.stream()
      let blob = try repository.write(blobOf: sink.size) { buffer throws(DaichoError) in
        var stream = stream
        return try stream.read(into: buffer)
      }
      contents[change.path] = LargeContent(base: base, status: status, blob: blob, sink: sink)
    }
    return contents
  }

  private func workTreeSteps(
    _ changes: [FileChange], _ large: [String: LargeContent] = [:]
  ) throws(DaichoError) -> [WorkTreeStep] {
    var steps: [WorkTreeStep] = []
    for change in changes where change.touchesWorkTree {
      if let content = large[change.path] {
        if content.blob != content.base { steps.append(WorkTreeStep(path: change.path, content)) }
        continue
      }
      let present = try contents(change.oldPath ?? change.path)
      let new = try change.transform(present?.bytes)
      if let oldPath = change.oldPath {
        let there = try contents(change.path)
        if there?.bytes != new {
          steps.append(WorkTreeStep(path: change.path, old: .init(there), new: .init(new)))
        }
        steps.append(WorkTreeStep(path: oldPath, old: .init(present), new: .absent))
      } else if present?.bytes != new {
        steps.append(WorkTreeStep(path: change.path, old: .init(present), new: .init(new)))
      }
    }
    return steps
  }

  /// Writes all, or, when one cannot be, puts back those already written.
  private func write(_ steps: [WorkTreeStep]) throws(DaichoError) {
    if steps.count >= Workspace.manySteps, ManyFiles.isPossible { return try writeMany(steps) }
    var done: [WorkTreeStep] = []
    do {
      for step in steps {
        try step.apply(to: folder)
        done.append(step)
      }
    } catch {
      for step in done.reversed() { try? step.revert(in: folder, repository) }
      throw error
    }
  }

  func contents(_ path: String) throws(DaichoError) -> FileContents? {
    do {
      return try folder.read(path)
    } catch  where error.code == "file-not-found" {
      return nil
    }
  }

  private func diff(of changes: [FileChange]) throws(DaichoError) -> String {
    var text = ""
    for step in try workTreeSteps(changes) {
      text += try Repository.unifiedDiff(
        old: step.old.bytes, new: step.new.bytes, path: repositoryPath(step.path))
    }
    return text
  }

  func signature(_ role: Repository.Role, _ repository: Repository) throws(DaichoError) -> Signature {
    let offset = moment.zone.offset(at: moment.seconds) / 60
    let (name, email) =
      role == .author
      ? (identity.authorName, identity.authorEmail) : (identity.committerName, identity.committerEmail)
    if let name, let email {
      return Signature(name: name, email: email, when: moment.seconds, offset: offset)
    }
    var signature = try repository.defaultSignature(at: moment.seconds, offsetMinutes: offset, role: role)
    if let name { signature.name = name }
    if let email { signature.email = email }
    return signature
  }
}
