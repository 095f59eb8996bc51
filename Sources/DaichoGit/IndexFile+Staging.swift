import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension IndexFile {
  /// The entry at stage 0; `nil` where nothing is staged, or only the intent to add. A path in conflict is
  /// an error.
  func stagedEntry(at path: String) throws(DaichoError) -> TreeEntry? {
    let entries = entries(at: Array(path.utf8))
    guard let entry = entries.first else { return nil }
    guard entry.stage == 0 else { throw .conflicted(path) }
    if entry.extendedFlags & IndexEntry.intentToAdd != 0 { return nil }
    return TreeEntry(path: path, id: entry.id, mode: FileMode(raw: entry.mode))
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
    for folder in path.folders where !entries(at: Array(folder.utf8)).isEmpty { return true }
    let below = Array(path.string.utf8) + [47]
    return entry(at: position(of: below))?.path.starts(with: below) ?? false
  }

  /// The entry that stages a version, with the flags the present one has.
  /// - Parameter status: of a work tree file that is known to hold exactly this version; without it git
  ///   will compare the content.
  func entry(staging id: ObjectID, mode: FileMode, at path: String, status: FileStatus?) -> IndexEntry {
    var entry = IndexEntry(path: Array(path.utf8), id: id, mode: mode.rawValue)
    if let old = entries(at: entry.path).first, old.stage == 0 {
      entry.flags = old.flags & IndexEntry.assumeValid
      entry.extendedFlags = old.extendedFlags & IndexEntry.skipWorkTree
    }
    if let status { entry.stamp = IndexEntry.Stamp(status) }
    return entry
  }

  /// Makes git compare the content of every changed file that was last written in the index's own second
  /// or later. Many a git keeps whole seconds only, and takes such a file for unchanged once the index is
  /// newer.
  func smudgedEntries(in workDirectory: String) -> [[UInt8]: IndexEntry?] {
    guard let second = status?.modified.seconds else { return [:] }
    var smudged: [[UInt8]: IndexEntry?] = [:]
    for position in positions(modifiedSince: second) {
      guard var entry = entry(at: position), entry.stage == 0, entry.stamp.size != 0,
        !IndexFile.isClean(entry, in: workDirectory)
      else { continue }
      entry.stamp.size = 0
      smudged[entry.path] = entry
    }
    return smudged
  }

  /// Whether the work tree's file holds what is staged. Where line endings are converted, no is the safe
  /// answer.
  private static func isClean(_ entry: IndexEntry, in workDirectory: String) -> Bool {
    guard let path = try? RepositoryPath(String(decoding: entry.path, as: UTF8.self)),
      let file = WorkTreeFile(in: workDirectory, at: path)
    else { return false }
    return (try? Repository.blobID(of: file.bytes)) == entry.id
  }

  /// Puts new content in the place of the index at `path`. The caller holds git's lock on it.
  static func replace(_ path: String, of gitDirectory: String, with bytes: [UInt8], like old: FileStatus?)
    throws(DaichoError)
  {
    IndexDraft.sweep(gitDirectory)
    let temporary = try IndexDraft.newPath(in: gitDirectory)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .cannotWrite(path, errno: errno) }
    var number: Int32 = 0
    if let old { fchmod(descriptor, old.raw.st_mode & 0o777) }
    bytes.withUnsafeBytes { raw in
      var offset = 0
      while offset < raw.count, let base = raw.baseAddress {
        let count = write(descriptor, base + offset, raw.count - offset)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          number = count < 0 ? errno : EIO
          return
        }
        offset += count
      }
    }
    // Some file systems cannot.
    fsync(descriptor)
    if close(descriptor) != 0, number == 0 { number = errno }
    if number == 0, rename(temporary, path) != 0 { number = errno }
    guard number == 0 else {
      unlink(temporary)
      throw .cannotWrite(path, errno: number)
    }
    IndexDraft.sync(gitDirectory)
  }
}
