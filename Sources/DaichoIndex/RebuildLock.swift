import DaichoModel
import Foundation

/// Held while an index is made anew, so that two processes do not both do the work at once. The kernel
/// lets go of it when its process dies.
enum RebuildLock {
  static func hold(in cache: String, as name: String = "lock", _ body: () throws -> Void) throws {
    let path = "\(cache)/\(name)"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else {
      throw DaichoError.indexUnwritable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    try body()
  }
}
