import DaichoModel
import Foundation

/// Tells the files of a folder as they are complete: those that are there, and those that come.
///
/// On Linux the kernel says when a file is closed or moved in; elsewhere, and where it cannot, the folder is
/// looked at every second. A file counts as complete once its size and time have stayed the same for a look.
final class FolderWatch {
  private let folder: String
  private var inotify: Int32 = -1
  private var sizes: [String: (size: Int64, modified: Int64)] = [:]
  private var handled: Set<String> = []

  // Unsafe: set by the signal handler alone, read by the one thread of the command.
  nonisolated(unsafe) private static var isStopped = false

  init(_ folder: String) throws(DaichoError) {
    var status = stat()
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw .noFolderToWatch(folder)
    }
    self.folder = folder
    #if os(Linux)
      inotify = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
      if inotify >= 0 {
        let events = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO)
        if inotify_add_watch(inotify, folder, events) < 0 {
          close(inotify)
          inotify = -1
        }
      }
    #endif
  }

  deinit {
    if inotify >= 0 { close(inotify) }
  }

  /// From now on ^C ends `next` instead of the process.
  static func stopOnInterrupt() {
    for number in [SIGINT, SIGTERM] { signal(number) { _ in FolderWatch.isStopped = true } }
  }

  /// The next complete file's name; `nil` once it is to stop.
  func next() -> String? {
    while !FolderWatch.isStopped {
      if let name = complete() {
        handled.insert(name)
        return name
      }
      wait()
    }
    return nil
  }

  private func wait() {
    var descriptor = pollfd(fd: inotify, events: Int16(POLLIN), revents: 0)
    // A file that is still being written needs a second look.
    guard inotify >= 0 else {
      usleep(1_000_000)
      return
    }
    if poll(&descriptor, 1, 1_000) > 0 {
      var buffer = [UInt8](repeating: 0, count: 1 << 14)
      while read(inotify, &buffer, buffer.count) > 0 {}
    }
  }

  /// A file whose size and time were the same at the last look.
  private func complete() -> String? {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    handled.formIntersection(names)
    var found: String?
    for name in names where FolderWatch.isWanted(name) && !handled.contains(name) {
      var status = stat()
      guard lstat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      #if canImport(Darwin)
        let time = status.st_mtimespec
      #else
        let time = status.st_mtim
      #endif
      let now = (
        size: Int64(status.st_size), modified: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
      )
      if let last = sizes[name], last == now, found == nil { found = name }
      sizes[name] = now
    }
    if let found { sizes[found] = nil }
    return found
  }

  /// Downloads under way and hidden files are not.
  private static func isWanted(_ name: String) -> Bool {
    let endings = [".part", ".crdownload", ".tmp", ".download", "~"]
    return !name.hasPrefix(".") && !endings.contains { name.lowercased().hasSuffix($0) }
  }
}

extension DaichoError {
  fileprivate static func noFolderToWatch(_ folder: String) -> DaichoError {
    DaichoError(
      "no-such-folder", Wording(en: "no such folder: '\(folder)'", ja: "「\(folder)」というフォルダーはありません"),
      hint: Wording(
        en: "make it, and let the shop's exports be saved there", ja: "フォルダーを作り、ショップの書き出しをそこに保存してください"))
  }
}
