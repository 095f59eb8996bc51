#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file's time stamp as the file system keeps it.
struct FileTime: Hashable, Comparable {
  var seconds: Int
  var nanoseconds: Int

  static func < (a: FileTime, b: FileTime) -> Bool {
    (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds)
  }
}

/// What `lstat` tells: links are not followed.
struct FileStatus {
  let raw: stat

  init?(path: String) {
    var raw = stat()
    guard lstat(path, &raw) == 0 else { return nil }
    self.raw = raw
  }

  init?(descriptor: Int32) {
    var raw = stat()
    guard fstat(descriptor, &raw) == 0 else { return nil }
    self.raw = raw
  }

  var isRegular: Bool { raw.st_mode & S_IFMT == S_IFREG }

  var modified: FileTime {
    #if canImport(Darwin)
      FileTime(seconds: raw.st_mtimespec.tv_sec, nanoseconds: raw.st_mtimespec.tv_nsec)
    #else
      FileTime(seconds: raw.st_mtim.tv_sec, nanoseconds: raw.st_mtim.tv_nsec)
    #endif
  }

  var changed: FileTime {
    #if canImport(Darwin)
      FileTime(seconds: raw.st_ctimespec.tv_sec, nanoseconds: raw.st_ctimespec.tv_nsec)
    #else
      FileTime(seconds: raw.st_ctim.tv_sec, nanoseconds: raw.st_ctim.tv_nsec)
    #endif
  }

  func isSameFile(as other: FileStatus) -> Bool {
    raw.st_dev == other.raw.st_dev && raw.st_ino == other.raw.st_ino
  }

  /// The same file with the same content, as far as the file system tells.
  func isUnchanged(since other: FileStatus) -> Bool {
    isSameFile(as: other) && raw.st_size == other.raw.st_size && modified == other.modified
  }
}

/// The absolute path without links; `nil` where there is no such file.
func realPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// A file of the work tree, read without following a link in any part of its path.
struct WorkTreeFile {
  let status: FileStatus
  let bytes: [UInt8]

  /// `nil` where there is no regular file, where it cannot be read, or where it changes while it is read.
  init?(in workDirectory: String, at path: RepositoryPath) {
    var folder = open(workDirectory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return nil }
    for component in path.components.dropLast() {
      let next = openat(
        folder, String(decoding: component, as: UTF8.self), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      close(folder)
      guard next >= 0 else { return nil }
      folder = next
    }
    let name = String(decoding: path.components.last ?? [], as: UTF8.self)
    let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    close(folder)
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard let before = FileStatus(descriptor: file), before.isRegular else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(before.raw.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { raw in
        read(file, raw.baseAddress.map { $0 + filled }, raw.count - filled)
      }
      guard count > 0 else { return nil }
      filled += count
    }
    guard let after = FileStatus(descriptor: file), after.isUnchanged(since: before),
      after.changed == before.changed
    else { return nil }
    status = after
    self.bytes = bytes
  }
}

/// The system's words for an `errno`.
func systemMessage(_ number: Int32) -> String {
  strerror(number).map { String(cString: $0) } ?? "errno \(number)"
}
