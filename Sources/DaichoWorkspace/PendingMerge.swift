import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel
import Foundation

/// The redo journal of bringing other people's commits into the work tree: kept from the moment everything
/// is in git's store until work tree, index and branch agree. Whoever comes next after a crash finishes it.
///
/// Paths are from the repository's root: a merge touches files outside of the workspace too.
struct PendingMerge: Codable {
  struct File: Codable {
    let path: String
    /// The blob id of the work tree's bytes before; `nil`: there was none.
    let old: String?
    /// The blob of the bytes after; `nil`: removed.
    let new: ObjectID?
    let isExecutable: Bool
  }

  /// A merge with conflicts, for a person to finish.
  struct Waiting: Codable {
    let theirs: ObjectID
    let message: String
    let staged: [PreparedCommit.IndexChange]
    let conflicts: [StagedConflict]
  }

  let files: [File]
  var commit: PreparedCommit?
  var waiting: Waiting?
  /// Whether the commit ends a merge that waited.
  var endsMerge = false

  static func path(in gitDirectory: String) -> String { gitDirectory + "daicho-merge.json" }

  static func isThere(in gitDirectory: String) -> Bool {
    FileManager.default.fileExists(atPath: path(in: gitDirectory))
  }

  static func load(from gitDirectory: String) -> PendingMerge? {
    guard let data = FileManager.default.contents(atPath: path(in: gitDirectory)) else { return nil }
    return try? JSONDecoder().decode(PendingMerge.self, from: data)
  }

  func save(in gitDirectory: String) throws(DaichoError) {
    try Journal.write(self, to: PendingMerge.path(in: gitDirectory))
  }

  static func remove(from gitDirectory: String) { unlink(path(in: gitDirectory)) }
}

/// A journal's file: whole and on the disk when `write` returns.
enum Journal {
  static func write(_ value: some Encodable, to path: String) throws(DaichoError) {
    do {
      let data = try JSONEncoder().encode(value)
      let temporary = path + ".tmp"
      guard FileManager.default.createFile(atPath: temporary, contents: data),
        let handle = FileHandle(forUpdatingAtPath: temporary)
      else { throw DaichoError.journalUnwritable(path, String(cString: strerror(errno))) }
      try handle.synchronize()
      try handle.close()
      guard rename(temporary, path) == 0 else {
        throw DaichoError.journalUnwritable(path, String(cString: strerror(errno)))
      }
    } catch let error as DaichoError {
      throw error
    } catch {
      throw .journalUnwritable(path, "\(error)")
    }
  }
}

extension Workspace {
  /// All files of the repository, those outside of the workspace too.
  func topFolder(_ repository: Repository) throws(DaichoError) -> WorkspaceFolder {
    guard let top = repository.workDirectory else { throw .noRepository(root) }
    return prefix.isEmpty ? folder : try WorkspaceFolder(root: top)
  }

  /// Writes the files, then moves the branch or leaves the merge to a person. The caller holds the writer's
  /// lock and has seen that nobody's edits stand in the way.
  func carryOut(_ pending: PendingMerge, _ repository: Repository) throws(DaichoError) {
    let top = try topFolder(repository)
    try pending.save(in: repository.gitDirectory)
    var written: [PendingMerge.File] = []
    do {
      for file in pending.files {
        try write(file, to: top, repository)
        written.append(file)
        if written.count % 100 == 0 {
          index.progress?.progress(.writingFiles, done: written.count, of: pending.files.count)
        }
      }
      index.progress?.progressEnded()
    } catch {
      index.progress?.progressEnded()
      for file in written.reversed() { try? putBack(file, in: top, repository) }
      PendingMerge.remove(from: repository.gitDirectory)
      throw error
    }
    do throws(DaichoError) {
      try conclude(pending, repository)
    } catch {
      let isMoved = try pending.commit.map { commit throws(DaichoError) in try repository.isPublished(commit)
      }
      if isMoved == false {
        for file in written.reversed() { try? putBack(file, in: top, repository) }
        PendingMerge.remove(from: repository.gitDirectory)
      }
      throw error
    }
    PendingMerge.remove(from: repository.gitDirectory)
  }

  private func conclude(_ pending: PendingMerge, _ repository: Repository) throws(DaichoError) {
    if let commit = pending.commit { try repository.publish(commit) }
    if pending.endsMerge { try repository.endMerge() }
    guard let waiting = pending.waiting else { return }
    try repository.beginMerge(
      with: waiting.theirs, message: waiting.message, staging: waiting.staged, conflicts: waiting.conflicts)
  }

  /// Finishes what a crashed sync began.
  func finishMerge(_ repository: Repository) throws(DaichoError) {
    guard let pending = PendingMerge.load(from: repository.gitDirectory) else {
      return PendingMerge.remove(from: repository.gitDirectory)
    }
    let top = try topFolder(repository)
    defer { sweepLeftovers(of: pending, in: top, repository) }
    var isEdited = false
    for file in pending.files {
      let present = try bytes(of: file.path, in: top)
      if try present == content(file, repository) { continue }
      let id = try present.map { bytes throws(DaichoError) in try Repository.blobID(of: bytes).description }
      // Somebody has edited it since. What is there stands, for the person.
      guard id == file.old else {
        isEdited = true
        continue
      }
      try write(file, to: top, repository)
    }
    do {
      try conclude(pending, repository)
      if let commit = pending.commit { recovered.append(try repository.commit(commit.id).subject) }
    } catch  where error.asksToPrepareAgain {
      // Others have committed since: the next sync looks again.
      if !isEdited {
        for file in pending.files.reversed() { try? putBack(file, in: top, repository) }
      }
    }
    PendingMerge.remove(from: repository.gitDirectory)
  }

  /// Removes the temporary files of the command that died: those that hold the content before, or the one after
  /// as far as it came. Anything else is somebody's.
  private func sweepLeftovers(
    of pending: PendingMerge, in top: WorkspaceFolder, _ repository: Repository
  ) {
    for file in pending.files {
      for path in (try? top.temporaries(beside: file.path)) ?? [] {
        guard let bytes = try? self.bytes(of: path, in: top) else { continue }
        let isOld = (try? Repository.blobID(of: bytes).description) == file.old
        if isOld || (try? content(file, repository))?.starts(with: bytes) ?? false {
          try? top.remove(path, expecting: .bytes(bytes))
        }
      }
    }
  }

  // MARK: Files

  func bytes(of path: String, in top: WorkspaceFolder) throws(DaichoError) -> [UInt8]? {
    do {
      return try top.read(path).bytes
    } catch  where error.code == "file-not-found" {
      return nil
    }
  }

  private func content(_ file: PendingMerge.File, _ repository: Repository) throws(DaichoError) -> [UInt8]? {
    try file.new.map { id throws(DaichoError) in
      try repository.checkedOut(repository.bytes(of: id), at: file.path)
    }
  }

  private func write(
    _ file: PendingMerge.File, to top: WorkspaceFolder, _ repository: Repository
  ) throws(DaichoError) {
    let present = try bytes(of: file.path, in: top)
    let id = try present.map { bytes throws(DaichoError) in try Repository.blobID(of: bytes).description }
    let new = try content(file, repository)
    guard present != new else { return }
    guard id == file.old else { throw .editedMeanwhile(file.path) }
    try replace(present, by: new, at: file.path, in: top)
    if new != nil { try top.setExecutable(file.isExecutable, file.path) }
  }

  private func putBack(
    _ file: PendingMerge.File, in top: WorkspaceFolder, _ repository: Repository
  ) throws(DaichoError) {
    let present = try bytes(of: file.path, in: top)
    guard let present, try present == content(file, repository) else {
      guard present == nil, file.new == nil else { return }
      return try restore(file, nil, in: top, repository)
    }
    try restore(file, present, in: top, repository)
  }

  private func restore(
    _ file: PendingMerge.File, _ present: [UInt8]?, in top: WorkspaceFolder, _ repository: Repository
  ) throws(DaichoError) {
    guard let old = file.old else { return try replace(present, by: nil, at: file.path, in: top) }
    guard let id = ObjectID(old), let bytes = try? repository.bytes(of: id) else { return }
    try replace(present, by: bytes, at: file.path, in: top)
  }

  private func replace(
    _ old: [UInt8]?, by new: [UInt8]?, at path: String, in top: WorkspaceFolder
  ) throws(DaichoError) {
    guard let new else {
      if let old { try top.remove(path, expecting: .bytes(old)) }
      return
    }
    if let slash = path.lastIndex(of: "/"), old == nil { try top.makeDirectory(String(path[..<slash])) }
    try top.write(path, new, expecting: old.map { .bytes($0) } ?? .absent)
  }
}
