import DaichoModel
import Foundation

/// A note of the locks of git's that this process is about to take: `refs/remotes/origin/main.lock` and
/// their like outlive a process that is killed, and git never removes one.
///
/// The note is held by an flock, which the kernel takes away from the dead: whoever finds it written and not
/// held removes the locks that it names. Those of other programs are left alone.
struct LockMark {
  /// Milliseconds for which git may hold a lock at the very most; one that stays the same for so long is the
  /// dead one's.
  private static let longestHold = 1_000
  private static let pollMilliseconds = 10
  private static let mostBytes = 65_536

  /// - Parameters:
  ///   - names: files of the git directory that are locked: `refs/heads/main`, `FETCH_HEAD`, `config`; all in
  ///     a folder with a slash at its end.
  ///   - timeout: milliseconds to wait for another daicho; then goes on without a note.
  static func hold<Result>(
    _ names: [String], in directories: GitDirectories, timeout: Int,
    _ body: () throws(DaichoError) -> Result
  ) throws(DaichoError) -> Result {
    let folder = directories.common + "daicho"
    mkdir(folder, 0o777)
    let descriptor = open(folder + "/locks", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return try body() }
    defer { close(descriptor) }
    var waited = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard waited < timeout else { return try body() }
      usleep(UInt32(pollMilliseconds * 1_000))
      waited += pollMilliseconds
    }
    removeLocks(namedIn: descriptor, of: directories)
    let note = Array((names.joined(separator: "\n") + "\n").utf8)
    _ = pwrite(descriptor, note, note.count, 0)
    defer { ftruncate(descriptor, 0) }
    return try body()
  }

  private static func removeLocks(namedIn descriptor: Int32, of directories: GitDirectories) {
    var bytes = [UInt8](repeating: 0, count: mostBytes)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return }
    ftruncate(descriptor, 0)
    let names = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n").map(String.init)
    let paths = names.flatMap { locks(of: $0, directories) }
    let before = paths.compactMap { path in FileStatus(path: path).map { (path: path, status: $0) } }
      .filter(\.status.isRegular)
    guard !before.isEmpty else { return }
    usleep(UInt32(longestHold * 1_000))
    for lock in before {
      guard let after = FileStatus(path: lock.path), after.isUnchanged(since: lock.status) else { continue }
      unlink(lock.path)
    }
  }

  private static func locks(of name: String, _ directories: GitDirectories) -> [String] {
    let isFolder = name.hasSuffix("/")
    let plain = isFolder ? String(name.dropLast()) : name
    guard (try? RepositoryPath(plain)) != nil else { return [] }
    switch plain {
    case "HEAD", "FETCH_HEAD": return [directories.own + plain + ".lock"]
    case "config", "packed-refs": return [directories.common + plain + ".lock"]
    default:
      guard plain.hasPrefix("refs/") || isFolder && plain == "refs" else { return [] }
      let path = directories.common + plain
      return isFolder ? Repository.locks(in: path) : [path + ".lock"]
    }
  }
}

extension Repository {
  /// The locks that something holds now, or has left: of refs, of `HEAD`, of the index and of the
  /// configuration. Absolute.
  package func locks() -> [String] {
    let single = [
      gitDirectory + "index.lock", gitDirectory + "HEAD.lock", gitDirectory + "FETCH_HEAD.lock",
      commonDirectory + "config.lock", commonDirectory + "packed-refs.lock",
    ].filter { FileStatus(path: $0) != nil }
    return single + Repository.locks(in: commonDirectory + "refs")
  }

  /// Whether a lock is of a ref that only follows a remote or is daicho's own, so that nothing is lost with it.
  package func isOfFollowingRef(lock path: String) -> Bool {
    ["refs/remotes/", "refs/daicho/"].contains { path.hasPrefix(commonDirectory + $0) }
  }

  fileprivate static func locks(in folder: String) -> [String] {
    guard let names = FileManager.default.enumerator(atPath: folder) else { return [] }
    return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".lock") }.sorted().map {
      "\(folder)/\($0)"
    }
  }
}
