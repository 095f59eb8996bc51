import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension WorkspaceFolder {
  /// Replaces or makes a file, whole or not at all: a crash leaves the old file or the new one.
  ///
  /// What stands at `path` is compared with `expecting` at the last moment. Where the system can swap
  /// two names, the file that was swapped out is compared once more and put back if an editor saved
  /// in between. Mode and, where allowed, owner stay; extended attributes and hard links don't.
  ///
  /// Errors: `file-changed`, `file-read-only`, `disk-full`, `read-only-disk` and those of `read`.
  @discardableResult
  package func write(
    _ path: String, _ bytes: [UInt8], expecting: FileExpectation
  ) throws(DaichoError) -> FileStamp {
    let status = try write(path, .bytes(bytes), expecting: expecting)
    return FileStamp(status, content: ContentHash(bytes))
  }

  /// The same, of any size, piece by piece.
  package func write(
    _ path: String, from stream: any ByteStream, expecting: FileExpectation
  ) throws(DaichoError) {
    _ = try write(path, .stream(stream), expecting: expecting)
  }

  enum NewContent {
    case bytes([UInt8])
    case stream(any ByteStream)
  }

  private func write(
    _ path: String, _ content: NewContent, expecting: FileExpectation
  ) throws(DaichoError) -> FileStatus {
    let place = try RelativePath(path)
    let folder = try openFolder(place.folders)
    let temporary = try prepare(place, content, expecting: expecting, syncs: true, in: folder, path: path)
    try put(temporary, place, expecting: expecting, in: folder, path: path)
    try sync(folder, path: path)
    return temporary.status
  }

  /// Writes the temporary file that is to take a place.
  func prepare(
    _ place: RelativePath, _ content: NewContent, expecting: FileExpectation, syncs: Bool,
    in folder: borrowing Descriptor, path: String
  ) throws(DaichoError) -> Temporary {
    let old = folder.status(of: place.name)
    if let old {
      try WorkspaceFolder.requireFile(old, path: path)
      if old.mode & 0o222 == 0 {
        throw DaichoError(
          "file-read-only", .fileIsReadOnly, at: SourceLocation(path: path), hint: .makeWritable)
      }
    } else if errno != ENOENT {
      throw FileFailure.error(errno, at: path)
    }
    try require(expecting, name: place.name, in: folder, path: path)
    return try writeTemporary(content, like: old, syncs: syncs, in: folder, path: path)
  }

  /// Gives a temporary file the name it is for.
  func put(
    _ temporary: Temporary, _ place: RelativePath, expecting: FileExpectation,
    in folder: borrowing Descriptor,
    path: String
  ) throws(DaichoError) {
    takeTurn(in: folder)
    do {
      if case .absent = expecting {
        try claim(temporary, at: place.name, in: folder, path: path)
      } else {
        try replace(place.name, by: temporary, expecting: expecting, in: folder, path: path)
      }
    } catch {
      unlinkat(folder.raw, temporary.name, 0)
      throw error
    }
  }

  /// Removes a file whose content is as expected. Errors as of `write`.
  package func remove(_ path: String, expecting: FileExpectation) throws(DaichoError) {
    let place = try RelativePath(path)
    let folder = try openFolder(place.folders)
    guard let old = folder.status(of: place.name) else { throw FileFailure.error(errno, at: path) }
    try WorkspaceFolder.requireFile(old, path: path)
    try require(expecting, name: place.name, in: folder, path: path)
    takeTurn(in: folder)
    let aside = TemporaryName.make()
    guard renameat(folder.raw, place.name, folder.raw, aside) == 0 else {
      throw FileFailure.error(errno, at: path)
    }
    do {
      try require(expecting, name: aside, in: folder, path: path)
    } catch {
      if AtomicRename.withoutReplacing(folder, aside, folder, place.name) == ENOSYS,
        linkat(folder.raw, aside, folder.raw, place.name, 0) == 0
      {
        unlinkat(folder.raw, aside, 0)
      }
      throw error
    }
    guard unlinkat(folder.raw, aside, 0) == 0 else { throw FileFailure.error(errno, at: path) }
    try sync(folder, path: path)
  }

  /// Gives a file another path; its folder must be there. Errors: `file-exists`, and those of `read`.
  package func move(_ path: String, to newPath: String) throws(DaichoError) {
    let (from, to) = (try RelativePath(path), try RelativePath(newPath))
    let source = try openFolder(from.folders)
    let target = try openFolder(to.folders)
    guard let old = source.status(of: from.name) else { throw FileFailure.error(errno, at: path) }
    try WorkspaceFolder.requireFile(old, path: path)
    switch AtomicRename.withoutReplacing(source, from.name, target, to.name) {
    case 0: break
    case ENOSYS:
      guard linkat(source.raw, from.name, target.raw, to.name, 0) == 0 else {
        throw FileFailure.error(errno, at: newPath)
      }
      guard unlinkat(source.raw, from.name, 0) == 0 else { throw FileFailure.error(errno, at: path) }
    case let number: throw FileFailure.error(number, at: newPath)
    }
    try sync(target, path: newPath)
    try sync(source, path: path)
  }

  /// The paths of files beside `path` that a write has not put in place, or has not removed: of a process
  /// that died, or of one that is at work.
  package func temporaries(beside path: String) throws(DaichoError) -> [String] {
    let place = try RelativePath(path)
    var names: [String] = []
    FolderReader.eachName(in: try openFolder(place.folders)) { name in
      if let text = TemporaryName.read(name) { names.append(text) }
    }
    return names.map { (place.folders + [$0]).joined(separator: "/") }
  }

  // MARK: Steps

  /// Makes the names of a folder last. Some file systems can't, and say `EINVAL`.
  func sync(_ folder: borrowing Descriptor, path: String) throws(DaichoError) {
    if fsync(folder.raw) != 0, errno != EINVAL, errno != ENOTSUP { throw FileFailure.error(errno, at: path) }
  }

  /// Waits for other daicho processes that are replacing a file of this folder: a swap that is undone
  /// must not be seen by them in between. Held until `folder` is closed. Where locks don't work, or one
  /// is stuck for two seconds, the comparison of contents still stands.
  private func takeTurn(in folder: borrowing Descriptor) {
    for _ in 0..<2_000 {
      if flock(folder.raw, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return }
      usleep(1_000)
    }
  }

  private func require(
    _ expecting: FileExpectation, name: String, in folder: borrowing Descriptor, path: String
  ) throws(DaichoError) {
    let isThere = folder.status(of: name) != nil
    switch expecting {
    case .anything: return
    case .absent:
      if isThere { throw FileFailure.error(EEXIST, at: path) }
    case .stamp(let stamp):
      guard isThere, try read(name, in: folder, path: path).stamp.content == stamp.content else {
        throw FileFailure.changed(path)
      }
    case .state(let old):
      guard let now = folder.status(of: name), now.size == old.size, now.modified == old.modified,
        now.inode == old.inode
      else { throw FileFailure.changed(path) }
    case .bytes(let bytes):
      guard isThere, try read(name, in: folder, path: path).bytes == bytes else {
        throw FileFailure.changed(path)
      }
    }
  }

  struct Temporary {
    let name: String
    let status: FileStatus
  }

  /// Synced to the disk, unless the caller does so for many at once; with the mode of `old`.
  private func writeTemporary(
    _ content: NewContent, like old: FileStatus?, syncs: Bool, in folder: borrowing Descriptor, path: String
  ) throws(DaichoError) -> Temporary {
    let name = TemporaryName.make()
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    guard let file = Descriptor(openat(folder.raw, name, flags, mode_t(old == nil ? 0o666 : 0o600))) else {
      throw FileFailure.error(errno, at: path)
    }
    var number: Int32
    switch content {
    case .bytes(let bytes): number = file.write(bytes)
    case .stream(let stream):
      switch Result(catching: { () throws(DaichoError) in try copy(stream, to: file) }) {
      case .success(let code): number = code
      case .failure(let error):
        unlinkat(folder.raw, name, 0)
        throw error
      }
    }
    if number == 0, let old {
      if old.owner != geteuid() || old.group != getegid() { _ = fchown(file.raw, old.owner, old.group) }
      if fchmod(file.raw, old.mode) != 0 { number = errno }
    }
    if number == 0, syncs, fsync(file.raw) != 0 { number = errno }
    guard number == 0, let status = file.status() else {
      number = number == 0 ? errno : number
      unlinkat(folder.raw, name, 0)
      throw FileFailure.error(number, at: path)
    }
    if let inode = folder.status()?.inode, swept.insert(inode) {
      sweep(folder, olderThan: status.modified - 3_600_000_000_000)
    }
    return Temporary(name: name, status: status)
  }

  /// 0, or the `errno` of the write that failed.
  private func copy(_ stream: any ByteStream, to file: borrowing Descriptor) throws(DaichoError) -> Int32 {
    var stream = stream
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      var failure: DaichoError?
      let count = piece.withUnsafeMutableBytes { buffer in
        do throws(DaichoError) { return try stream.read(into: buffer) } catch {
          failure = error
          return 0
        }
      }
      if let failure { throw failure }
      let number = file.write(count == piece.count ? piece : Array(piece[..<count]))
      if number != 0 || count < piece.count { return number }
    }
  }

  /// Removes what processes that died an hour ago or more have left.
  private func sweep(_ folder: borrowing Descriptor, olderThan limit: Int64) {
    var leftovers: [String] = []
    FolderReader.eachName(in: folder) { name in
      if let text = TemporaryName.read(name) { leftovers.append(text) }
    }
    for name in leftovers {
      if let status = folder.status(of: name), status.kind == .file, status.modified < limit {
        unlinkat(folder.raw, name, 0)
      }
    }
  }

  /// Gives the new file its name; `file-exists` where someone was quicker.
  private func claim(
    _ temporary: Temporary, at name: String, in folder: borrowing Descriptor, path: String
  ) throws(DaichoError) {
    var number = AtomicRename.withoutReplacing(folder, temporary.name, folder, name)
    if number == ENOSYS {
      if linkat(folder.raw, temporary.name, folder.raw, name, 0) == 0 {
        unlinkat(folder.raw, temporary.name, 0)
        return
      }
      number = errno
    }
    if number == EPERM || number == ENOTSUP || number == ENOSYS {
      // A file system without links: claim the name with an empty file, then replace that.
      let claim = openat(folder.raw, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
      guard claim >= 0 else { throw FileFailure.error(errno, at: path) }
      close(claim)
      number = renameat(folder.raw, temporary.name, folder.raw, name) == 0 ? 0 : errno
    }
    if number != 0 { throw FileFailure.error(number, at: path) }
  }

  private func replace(
    _ name: String, by temporary: Temporary, expecting: FileExpectation, in folder: borrowing Descriptor,
    path: String
  ) throws(DaichoError) {
    try require(expecting, name: name, in: folder, path: path)
    let number = AtomicRename.exchange(folder, temporary.name, name)
    switch (number, expecting) {
    case (0, _): break
    case (ENOSYS, _), (ENOENT, .anything):
      guard renameat(folder.raw, temporary.name, folder.raw, name) == 0 else {
        throw FileFailure.error(errno, at: path)
      }
      return
    case (ENOENT, _): throw FileFailure.changed(path)
    default: throw FileFailure.error(number, at: path)
    }
    do {
      try require(expecting, name: temporary.name, in: folder, path: path)
    } catch {
      putBack(name, temporary, in: folder)
      throw FileFailure.changed(path)
    }
    unlinkat(folder.raw, temporary.name, 0)
  }

  /// Undoes an exchange. Should yet another save have replaced our file by then, that one stays.
  private func putBack(_ name: String, _ temporary: Temporary, in folder: borrowing Descriptor) {
    guard AtomicRename.exchange(folder, temporary.name, name) == 0 else { return }
    if folder.status(of: temporary.name)?.inode != temporary.status.inode {
      _ = AtomicRename.exchange(folder, temporary.name, name)
    }
  }
}
