import CGit2
import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A private second name of the index file, which libgit2 reads and writes in the real one's place.
///
/// libgit2 reads the index first and locks it last, so what another program wrote in between would be
/// lost. A draft is written aside, and takes the real one's place only under git's lock and only where the
/// real one is still the file the draft was made from.
final class IndexDraft {
  let index: Handle
  private let repository: OpaquePointer
  private let directories: GitDirectories
  private let path: String
  /// The real index when the draft was last the same as it; `nil` where there was none.
  private var original: FileStatus?
  /// The draft's file after that, to see whether libgit2 has written it.
  private var written: FileStatus?
  private var isOpen = true

  private var realPath: String { directories.own + "index" }

  init(of repository: OpaquePointer, in directories: GitDirectories) throws(DaichoError) {
    let gitDirectory = directories.own
    let realPath = gitDirectory + "index"
    Self.sweep(gitDirectory)
    let path = try Self.newPath(in: gitDirectory)
    let original = FileStatus(path: realPath)
    if let original, !original.isRegular { throw .cannotWrite(realPath, errno: EINVAL) }
    if original != nil, link(realPath, path) != 0, !Self.copy(realPath, to: path) {
      let number = errno
      unlink(path)
      throw .cannotWrite(path, errno: number)
    }
    index = try Self.parse(path)
    self.repository = repository
    self.directories = directories
    self.path = path
    self.original = original
    written = FileStatus(path: path)
    try check(git_repository_set_index(repository, index.pointer))
  }

  /// Removes the file where libgit2 cannot read it.
  private static func parse(_ path: String) throws(DaichoError) -> Handle {
    do throws(DaichoError) {
      return try Handle(free: git_index_free) { git_index_open(&$0, path) }
    } catch {
      let isWithoutHash = hasNoHash(path)
      unlink(path)
      throw isWithoutHash ? .indexWithoutHash() : error
    }
  }

  deinit { discard() }

  func discard() {
    guard isOpen else { return }
    isOpen = false
    git_repository_set_index(repository, nil)
    unlink(path)
    unlink(path + ".lock")
  }

  /// Whether the real index is still the one the draft was made from.
  var isCurrent: Bool {
    guard isOpen else { return false }
    let real = FileStatus(path: realPath)
    guard let real, let original else { return real == nil && original == nil }
    return real.isUnchanged(since: original)
  }

  /// Paths are compared as `core.ignorecase` says.
  func useConfiguredCase() throws(DaichoError) {
    try check(git_index_set_caps(index.pointer, GIT_INDEX_CAPABILITY_FROM_OWNER.rawValue))
  }

  /// Puts what libgit2 has refreshed by itself in the real one's place, unless that has changed or is
  /// locked.
  func publishRefreshed() {
    guard let written, let now = FileStatus(path: path), !now.isSameFile(as: written),
      let lock = try? IndexLock(of: directories, timeout: 0)
    else { return }
    if isCurrent {
      let isWritten = !smudgeRacyEntries() || git_index_write(index.pointer) == 0
      if isWritten { try? replace() }
    }
    lock.release()
  }

  /// Whether the work tree's file holds what is staged. Where line endings are converted, no is the safe
  /// answer.
  private func isClean(_ entry: git_index_entry) -> Bool {
    let name = String(cString: entry.path)
    guard let top = git_repository_workdir(repository), let path = try? RepositoryPath(name),
      let file = WorkTreeFile(in: String(cString: top), at: path),
      let id = try? Repository.blobID(of: file.bytes)
    else { return false }
    return id == ObjectID(entry.id)
  }

  /// Makes git compare the content of every changed file that was last written in the index's own second
  /// or later.
  ///
  /// Many a git keeps whole seconds only, and takes such a file for unchanged once the index is newer.
  /// libgit2, which keeps nanoseconds, sees no need to mark it.
  /// - Returns: whether there were any.
  @discardableResult
  private func smudgeRacyEntries() -> Bool {
    guard let second = original?.modified.seconds else { return false }
    var isChanged = false
    for position in 0..<git_index_entrycount(index.pointer) {
      guard let entry = git_index_get_byindex(index.pointer, position), entry.pointee.file_size != 0,
        Int(entry.pointee.mtime.seconds) >= second, !isClean(entry.pointee)
      else { continue }
      UnsafeMutablePointer(mutating: entry).pointee.file_size = 0
      isChanged = true
    }
    return isChanged
  }

  private func replace() throws(DaichoError) {
    Self.sync(path)
    guard rename(path, realPath) == 0 else { throw .cannotWrite(realPath, errno: errno) }
    Self.sync(directories.own)
    original = FileStatus(path: realPath)
    guard link(realPath, path) == 0 else {
      discard()
      return
    }
    written = FileStatus(path: path)
  }

  /// Best effort: libgit2 does not fsync the index, and some file systems cannot.
  static func sync(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  static func newPath(in gitDirectory: String) throws(DaichoError) -> String {
    var template = Array((gitDirectory + "daicho-index.\(getpid()).XXXXXX").utf8CString)
    let fresh = mkstemp(&template)
    guard fresh >= 0 else { throw .cannotWrite(gitDirectory, errno: errno) }
    close(fresh)
    let path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? ""
    unlink(path)
    return path
  }

  /// Removes the drafts and unused locks of processes that were killed.
  static func sweep(_ gitDirectory: String) {
    guard let folder = opendir(gitDirectory) else { return }
    defer { closedir(folder) }
    let prefixes = ["daicho-index.", "daicho-lock."]
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      guard let prefix = prefixes.first(where: { name.hasPrefix($0) }),
        let pid = name.dropFirst(prefix.count).split(separator: ".").first.flatMap({ pid_t($0) }),
        kill(pid, 0) != 0, errno == ESRCH
      else { continue }
      unlink(gitDirectory + name)
    }
  }

  private static func copy(_ source: String, to target: String) -> Bool {
    let input = open(source, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard input >= 0 else { return false }
    defer { close(input) }
    let output = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard output >= 0 else { return false }
    defer { close(output) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(input, &bytes, bytes.count)
      if count == 0 { break }
      guard count > 0, write(output, bytes, count) == count else { return false }
    }
    guard let status = FileStatus(descriptor: input) else { return false }
    // libgit2 takes the file's time for the time the index was written.
    #if canImport(Darwin)
      let times = [status.raw.st_mtimespec, status.raw.st_mtimespec]
    #else
      let times = [status.raw.st_mtim, status.raw.st_mtim]
    #endif
    return futimens(output, times) == 0
  }

  /// `index.skipHash` writes zeros where the checksum would be, which libgit2 1.5 takes for damage.
  static func hasNoHash(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var hash = [UInt8](repeating: 1, count: 20)
    guard let status = FileStatus(descriptor: descriptor), status.raw.st_size >= 32,
      pread(descriptor, &hash, 20, status.raw.st_size - 20) == 20
    else { return false }
    return hash.allSatisfy { $0 == 0 }
  }
}
