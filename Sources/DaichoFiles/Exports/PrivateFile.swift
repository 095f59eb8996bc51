import DaichoModel
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file outside the register that is to hold personal data: only its owner may read it, and it comes
/// into being whole, with `finish`, or not at all.
///
/// It is written under another name in the same folder. A symlink of its name is never written through.
package final class PrivateFile {
  /// Absolute.
  package let path: String
  /// To write to, until `finish`.
  package let descriptor: Int32
  private let temporary: String
  private let replaces: Bool
  private var isOpen = true

  /// Errors: `file-exists` where something has the name and `replacing` is false, and those of the disk.
  package init(_ path: String, replacing: Bool) throws(DaichoError) {
    self.path = path
    replaces = replacing
    var status = stat()
    if lstat(path, &status) == 0 {
      guard replacing else { throw DaichoError("file-exists", .exportExists, at: SourceLocation(path: path)) }
      guard status.st_mode & S_IFMT == S_IFREG || status.st_mode & S_IFMT == S_IFLNK else {
        throw FileFailure.error(EISDIR, at: path)
      }
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
    temporary = folder + TemporaryName.make()
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      isOpen = false
      let number = errno
      if number == ENOENT { throw DaichoError("folder-missing", .exportFolderMissing(folder)) }
      throw FileFailure.error(number, at: path)
    }
  }

  deinit {
    guard isOpen else { return }
    close(descriptor)
    unlink(temporary)
  }

  /// Writes a file whole, in the place of one that may be there; it and its name have reached the disk when
  /// this returns.
  package static func replace(_ path: String, with bytes: [UInt8]) throws(DaichoError) {
    let file = try PrivateFile(path, replacing: true)
    try file.write(bytes)
    try file.finish()
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    guard let opened = Descriptor(open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else {
      throw FileFailure.error(errno, at: folder)
    }
    if fsync(opened.raw) != 0, errno != EINVAL, errno != ENOTSUP {
      throw FileFailure.error(errno, at: folder)
    }
  }

  package func write(_ bytes: [UInt8]) throws(DaichoError) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { PrivateFile.systemWrite(descriptor, $0) }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileFailure.error(errno, at: path)
      }
      if count == 0 { throw FileFailure.error(EIO, at: path) }
      written += count
    }
  }

  /// Gives the file its name.
  package func finish() throws(DaichoError) {
    guard isOpen else { return }
    var number: Int32 = fsync(descriptor) == 0 ? 0 : errno
    if number == 0 {
      if replaces {
        number = rename(temporary, path) == 0 ? 0 : errno
      } else {
        // A name that was taken meanwhile stays with whom it belongs to.
        number = link(temporary, path) == 0 ? 0 : errno
        if number == EPERM || number == ENOTSUP || number == EMLINK {
          number = rename(temporary, path) == 0 ? 0 : errno
        }
      }
    }
    close(descriptor)
    isOpen = false
    unlink(temporary)
    if number == EEXIST { throw DaichoError("file-exists", .exportExists, at: SourceLocation(path: path)) }
    if number != 0 { throw FileFailure.error(number, at: path) }
  }

  private static func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, buffer.baseAddress, buffer.count)
    #else
      Darwin.write(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }
}
