import DaichoModel
import Foundation

/// Held while an index is made anew, so that two processes do not both do the work at once. The kernel
/// lets go of it when its process dies.
struct RebuildLock: ~Copyable {
  private let descriptor: Int32

  init(in cache: String) throws(DaichoError) {
    let path = "\(cache)/lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else {
      throw .indexUnwritable(path: path, reason: String(cString: strerror(errno)))
    }
    while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
  }

  deinit { close(descriptor) }
}
