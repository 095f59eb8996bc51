import DaichoModel
import Foundation

/// Held while one daicho process changes files and history; the others wait their turn. The kernel
/// lets go of it when its process dies, so it is never stale.
enum WriterLock {
  private static let patience = 60_000
  private static let pause = 3

  /// What is held: changes of files and history, or the whole of a `score apply`, from its question to its
  /// commits. Who needs both takes the latter first.
  enum Scope: String {
    case writing = "daicho.lock"
    case handingOff = "daicho-scores.lock"
    /// The file of events that wait for a commit: taken for a moment, to add to it or to put it aside.
    case returning = "daicho-returns.lock"
    /// Bringing those events into the register; taken before `writing`.
    case keeping = "daicho-keeping.lock"
  }

  /// Waits up to a minute for others to finish. `locked` when they do not.
  static func hold<Result>(
    _ scope: Scope = .writing, in gitDirectory: String, _ body: () throws(DaichoError) -> Result
  ) throws(DaichoError) -> Result {
    let path = gitDirectory + scope.rawValue
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .lockUnusable(path, String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var waited = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, waited < patience else {
        let holder = FileManager.default.contents(atPath: path).flatMap { String(data: $0, encoding: .utf8) }
        throw .locked(by: holder?.split(separator: "\n").first.map(String.init))
      }
      usleep(UInt32(pause) * 1000)
      waited += pause
    }
    let note = "process \(getpid())\n"
    ftruncate(descriptor, 0)
    _ = note.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    return try body()
  }
}
