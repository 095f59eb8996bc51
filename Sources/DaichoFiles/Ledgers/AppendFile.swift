import CFileRoom
import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file of lines that only grows, open for writing at its end. What another process appends meanwhile
/// stays. Written from one thread at a time; `synchronize` may run beside.
package final class AppendFile {
  /// As it is told to people.
  package let path: String
  private let descriptor: Int32
  /// How far room is set aside, in bytes from the file's start.
  private var reserved: off_t = 0

  /// Opens the file, or makes it with what `mode` allows the others. A last line that was cut off by a crash
  /// is ended, so that the next one stands alone.
  ///
  /// - Parameter path: absolute; no link is followed.
  package convenience init(path: String, mode: Int = 0o600) throws(DaichoError) {
    let descriptor = open(
      path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, mode_t(truncatingIfNeeded: mode))
    guard descriptor >= 0 else { throw FileFailure.error(errno, at: path) }
    try self.init(descriptor, path: path)
  }

  init(_ descriptor: Int32, path: String) throws(DaichoError) {
    self.descriptor = descriptor
    self.path = path
    try endLastLine()
  }

  deinit { close(descriptor) }

  private func endLastLine() throws(DaichoError) {
    let end = lseek(descriptor, 0, SEEK_END)
    guard end > 0 else { return }
    var last: UInt8 = 0
    guard pread(descriptor, &last, 1, end - 1) == 1 else { throw FileFailure.error(errno, at: path) }
    if last != 0x0A { try append([0x0A]) }
  }

  /// Writes whole lines, with their line feeds, in one piece: all of them or, where the disk is full, none.
  package func append(_ bytes: [UInt8]) throws(DaichoError) {
    guard !bytes.isEmpty else { return }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let cause = count == 0 ? EIO : errno
        takeBack(written, of: bytes)
        throw FileFailure.error(cause, at: path)
      }
      written += count
    }
  }

  /// Cuts off the piece of a line, if nobody has written behind it.
  private func takeBack(_ written: Int, of bytes: [UInt8]) {
    guard written > 0 else { return }
    let end = lseek(descriptor, 0, SEEK_END)
    var tail = [UInt8](repeating: 0, count: written)
    guard end >= off_t(written), pread(descriptor, &tail, written, end - off_t(written)) == written,
      tail.elementsEqual(bytes.prefix(written))
    else { return }
    ftruncate(descriptor, end - off_t(written))
  }

  /// Returns when what was appended has reached the disk.
  package func synchronize() throws(DaichoError) {
    while true {
      #if canImport(Darwin)
        let status = fcntl(descriptor, F_FULLFSYNC)
      #else
        let status = fdatasync(descriptor)
      #endif
      if status == 0 { return }
      if errno == EINTR { continue }
      // Some file systems can't, and say so.
      if errno == EINVAL || errno == ENOTSUP { return }
      throw FileFailure.error(errno, at: path)
    }
  }

  /// Sets room aside behind the end, so that the next `bytes` are not refused for a full disk. Where the
  /// system has no such thing, this does nothing.
  package func reserve(_ bytes: Int) throws(DaichoError) {
    let end = lseek(descriptor, 0, SEEK_END)
    guard end + off_t(bytes) > reserved else { return }
    let room = off_t(max(bytes, 1 << 16))
    guard daicho_reserve(descriptor, end, room) == 0 else {
      if errno == ENOSPC || errno == EDQUOT { throw FileFailure.error(errno, at: path) }
      return
    }
    reserved = end + room
  }

  /// Whether the path still names this file: `git stash` or a checkout may have put another in its place.
  package var isInPlace: Bool {
    var (here, there) = (stat(), stat())
    return fstat(descriptor, &here) == 0 && lstat(path, &there) == 0 && here.st_dev == there.st_dev
      && here.st_ino == there.st_ino
  }
}

extension WorkspaceFolder {
  /// A ledger of the workspace, to be written at its end; made, with its folder, where there is none. Errors as
  /// of `read`, and those of a full or read-only disk.
  package func appending(to path: String) throws(DaichoError) -> AppendFile {
    let place = try RelativePath(path)
    if !place.folders.isEmpty { try makeDirectory(place.folders.joined(separator: "/")) }
    let folder = try openFolder(place.folders)
    let descriptor = openat(
      folder.raw, place.name, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileFailure.error(errno, at: path) }
    return try AppendFile(descriptor, path: root + "/" + path)
  }
}
