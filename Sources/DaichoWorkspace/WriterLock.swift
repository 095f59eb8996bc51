import DaichoModel
import Foundation

/// Held while one daicho process changes files and history; the others wait their turn. The kernel
/// lets go of it when its process dies, so it is never stale.
struct WriterLock: ~Copyable {
  private let descriptor: Int32

  init(in gitDirectory: String, timeout milliseconds: Int = 30_000) throws(DaichoError) {
    let path = gitDirectory + "daicho.lock"
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard opened >= 0 else { throw .lockUnusable(path, String(cString: strerror(errno))) }
    var waited = 0
    while flock(opened, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, waited < milliseconds else {
        let holder = FileManager.default.contents(atPath: path).flatMap { String(data: $0, encoding: .utf8) }
        close(opened)
        throw .locked(by: holder?.split(separator: "\n").first.map(String.init))
      }
      usleep(5000)
      waited += 5
    }
    descriptor = opened
    let note = "process \(getpid())\n"
    ftruncate(opened, 0)
    _ = note.withCString { pwrite(opened, $0, strlen($0), 0) }
  }

  deinit { close(descriptor) }
}
