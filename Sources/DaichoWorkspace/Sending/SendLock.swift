import DaichoModel
import Foundation

/// Held while one process sends a campaign. The kernel lets go of it when its process dies.
final class SendLock {
  private let descriptor: Int32

  /// - Parameter holder: what others are told: `process 4711 on shop-server`.
  /// - Throws: `already-being-sent`.
  init(_ path: String, campaign: String, holder: String) throws(DaichoError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .sendFolderUnusable(path) }
    var tries = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      // Whoever asks how a send stands holds it for a moment.
      guard errno == EWOULDBLOCK, tries >= 20 else {
        tries += 1
        usleep(10_000)
        continue
      }
      let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
      close(descriptor)
      throw .alreadyBeingSent(campaign, by: text?.split(separator: "\n").first.map(String.init) ?? "?")
    }
    ftruncate(descriptor, 0)
    let note = holder + "\n"
    _ = note.withCString { pwrite(descriptor, $0, strlen($0), 0) }
  }

  deinit { close(descriptor) }

  /// Who holds it; `nil` where nobody does.
  static func holder(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
    let text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    return text?.split(separator: "\n").first.map(String.init) ?? "?"
  }
}
