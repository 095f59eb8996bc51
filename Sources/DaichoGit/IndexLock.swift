import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a work tree's own files and those it shares are kept.
struct GitDirectories {
  var own: String
  var common: String

  func directory(of ref: String) -> String { ref == "HEAD" ? own : common }
}

/// git's own lock on the index, `index.lock`: while it exists, no git writes the index.
///
/// git's lock outlives a process that is killed. Ours carries a first line of its own and an flock, which
/// the kernel takes away from the dead: a later daicho recognises the lock as abandoned and takes it over.
/// The file appears under its name with both (written elsewhere, then linked), so there is no moment in
/// which it could be mistaken. While a ref is locked, too, its name stands on the second line: libgit2's
/// ref lock would outlive us as well, and whoever takes over removes it.
final class IndexLock {
  private static let mark = Array("daicho holds this lock; it is safe to remove when no daicho runs\n".utf8)
  private static let pollMilliseconds = 10

  private let descriptor: Int32
  private let path: String
  /// The file system's clock at the time the lock was asked for.
  let time: FileTime

  /// Waits for at most `timeout` milliseconds.
  init(of repository: GitDirectories, timeout: Int) throws(DaichoError) {
    let gitDirectory = repository.own
    let path = gitDirectory + "index.lock"
    var template = Array((gitDirectory + "daicho-lock.\(getpid()).XXXXXX").utf8CString)
    let fresh = mkstemp(&template)
    guard fresh >= 0 else { throw .cannotWrite(path, errno: errno) }
    let freshPath = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } } ?? ""
    _ = fcntl(fresh, F_SETFD, FD_CLOEXEC)
    defer { unlink(freshPath) }
    guard flock(fresh, LOCK_EX | LOCK_NB) == 0, Self.writeMark(fresh), let now = FileStatus(descriptor: fresh)
    else {
      let number = errno
      close(fresh)
      throw .cannotWrite(path, errno: number)
    }
    self.path = path
    var waited = 0
    while true {
      if Self.move(fresh, freshPath, to: path) {
        descriptor = fresh
        time = now.modified
        return
      }
      let number = errno
      guard number == EEXIST else {
        close(fresh)
        throw .cannotWrite(path, errno: number)
      }
      if let abandoned = Self.takeOver(path) {
        close(fresh)
        descriptor = abandoned
        time = now.modified
        Self.removeRefLock(namedIn: abandoned, of: repository)
        return
      }
      guard waited < timeout else { break }
      usleep(UInt32(Self.pollMilliseconds * 1000))
      waited += Self.pollMilliseconds
    }
    _ = futimens(fresh, nil)
    let end = FileStatus(descriptor: fresh)?.modified ?? now.modified
    close(fresh)
    throw .locked(path, ageSeconds: FileStatus(path: path).map { max(0, end.seconds - $0.modified.seconds) })
  }

  deinit { release() }

  private var isReleased = false

  func release() {
    guard !isReleased else { return }
    isReleased = true
    unlink(path)
    close(descriptor)
  }

  /// Runs `body` with the ref's name on record.
  func withLock<Result>(
    onRef ref: String, _ body: () throws(DaichoError) -> Result
  ) throws(DaichoError) -> Result {
    let line = Array((ref + "\n").utf8)
    _ = pwrite(descriptor, line, line.count, off_t(Self.mark.count))
    defer { ftruncate(descriptor, off_t(Self.mark.count)) }
    return try body()
  }

  /// A daicho died while it locked a ref. Any other git holds such a lock for milliseconds only, so one
  /// that stays the same for a second is the dead one's.
  private static func removeRefLock(namedIn descriptor: Int32, of repository: GitDirectories) {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = pread(descriptor, &bytes, bytes.count, off_t(mark.count))
    defer { ftruncate(descriptor, off_t(mark.count)) }
    guard count > 0, let end = bytes[..<count].firstIndex(of: 10) else { return }
    let ref = String(decoding: bytes[..<end], as: UTF8.self)
    guard ref == "HEAD" || ref.hasPrefix("refs/"), (try? RepositoryPath(ref)) != nil else { return }
    let path = repository.directory(of: ref) + ref + ".lock"
    guard let before = FileStatus(path: path), before.isRegular else { return }
    usleep(1_000_000)
    guard let after = FileStatus(path: path), after.isUnchanged(since: before) else { return }
    unlink(path)
  }

  private static func writeMark(_ descriptor: Int32) -> Bool {
    mark.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } == mark.count
  }

  /// Gives the file the lock's name unless something has it. Leaves `errno` at `EEXIST` then.
  private static func move(_ descriptor: Int32, _ freshPath: String, to path: String) -> Bool {
    if link(freshPath, path) == 0 { return true }
    guard errno != EEXIST else { return false }
    // No hard links here (FAT, some network file systems): git's way, without the mark.
    let plain = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard plain >= 0 else { return false }
    close(plain)
    return true
  }

  /// The descriptor of a lock file of ours whose owner is dead, now locked by us.
  private static func takeOver(_ path: String) -> Int32? {
    let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: mark.count)
    guard pread(descriptor, &bytes, bytes.count, 0) == mark.count, bytes == mark,
      flock(descriptor, LOCK_EX | LOCK_NB) == 0,
      let held = FileStatus(descriptor: descriptor), let named = FileStatus(path: path),
      held.isSameFile(as: named)
    else {
      close(descriptor)
      return nil
    }
    return descriptor
  }
}
