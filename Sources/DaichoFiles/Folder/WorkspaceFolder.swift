import DaichoModel
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The files of a workspace. Every path is relative to its root and `/`-separated; no symlink inside
/// the root is ever followed, even one that appears while a call runs.
package final class WorkspaceFolder: Sendable {
  /// As given; the folder stays the same one when its path is moved or replaced.
  package let root: String
  let descriptor: Int32
  /// Folders this process has already rid of leftover temporary files, by inode.
  let swept = SweptFolders()

  /// The largest file `read` takes, in bytes. Ledgers are streamed and may be larger.
  package static let largestRecord: Int64 = 64 << 20

  package init(root: String) throws(DaichoError) {
    guard let opened = Descriptor(open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else {
      let cause = FileFailure.error(errno, at: root)
      throw DaichoError("folder-unusable", .rootUnusable(root), hint: cause.message)
    }
    self.root = root
    descriptor = opened.release()
  }

  deinit { close(descriptor) }

  // MARK: Reading

  /// Errors: `path-refused`, `file-not-found`, `symlink-refused`, `not-a-file`, `file-too-large` and those
  /// of the disk.
  package func read(_ path: String) throws(DaichoError) -> FileContents {
    let place = try RelativePath(path)
    let folder = try openFolder(place.folders)
    return try read(place.name, in: folder, path: path)
  }

  /// A reader of a file of any size, in pieces.
  package func stream(_ path: String) throws(DaichoError) -> FileStream {
    let place = try RelativePath(path)
    let folder = try openFolder(place.folders)
    let file = try openFile(place.name, in: folder, path: path)
    return FileStream(descriptor: file, path: path)
  }

  /// `nil` where there is nothing. Symlinks are told, not followed.
  package func status(_ path: String) throws(DaichoError) -> FileStatus? {
    let place = try RelativePath(path)
    do {
      let folder = try openFolder(place.folders)
      if let status = folder.status(of: place.name) { return status }
    } catch  where error.code == "file-not-found" {
      return nil
    }
    if errno == ENOENT { return nil }
    throw FileFailure.error(errno, at: path)
  }

  // MARK: Folders

  /// Makes the folder and those above it; one that is there already is fine.
  package func makeDirectory(_ path: String) throws(DaichoError) {
    let place = try RelativePath(path)
    let folders = place.folders + [place.name]
    var folder = try openFolder([])
    for (index, name) in folders.enumerated() {
      let soFar = folders[...index].joined(separator: "/")
      if mkdirat(folder.raw, name, 0o777) == 0 {
        _ = fsync(folder.raw)
      } else if errno != EEXIST {
        throw FileFailure.error(errno, at: soFar)
      }
      folder = try openFolder(named: name, in: folder, path: soFar)
    }
  }

  /// The folder reached by `folders`, one component at a time.
  func openFolder(_ folders: [String]) throws(DaichoError) -> Descriptor {
    guard var folder = Descriptor(fcntl(descriptor, F_DUPFD_CLOEXEC, 0)) else {
      throw FileFailure.error(errno, at: root)
    }
    for (index, name) in folders.enumerated() {
      folder = try openFolder(named: name, in: folder, path: folders[...index].joined(separator: "/"))
    }
    return folder
  }

  private func openFolder(
    named name: String, in parent: borrowing Descriptor, path: String
  ) throws(DaichoError) -> Descriptor {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    if let opened = Descriptor(openat(parent.raw, name, flags)) { return opened }
    let number = errno
    if number == ENOTDIR || number == ELOOP {
      if parent.status(of: name)?.kind == .symlink { throw FileFailure.symlink(at: path) }
      throw DaichoError("not-a-folder", .notAFolder, at: SourceLocation(path: path))
    }
    throw FileFailure.error(number, at: path)
  }

  // MARK: Files of an open folder

  /// A regular file, open for reading. Pipes and devices are refused without being opened.
  func openFile(
    _ name: String, in folder: borrowing Descriptor, path: String
  ) throws(DaichoError) -> Descriptor {
    guard let found = folder.status(of: name) else { throw FileFailure.error(errno, at: path) }
    try WorkspaceFolder.requireFile(found, path: path)
    guard let file = Descriptor(openat(folder.raw, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK))
    else { throw FileFailure.error(errno, at: path) }
    guard let status = file.status() else { throw FileFailure.error(errno, at: path) }
    try WorkspaceFolder.requireFile(status, path: path)
    return file
  }

  func read(
    _ name: String, in folder: borrowing Descriptor, path: String
  ) throws(DaichoError) -> FileContents {
    let file = try openFile(name, in: folder, path: path)
    guard let status = file.status() else { throw FileFailure.error(errno, at: path) }
    var room = Int(min(status.size, WorkspaceFolder.largestRecord)) + 1
    var bytes: [UInt8] = []
    while true {
      guard bytes.count <= WorkspaceFolder.largestRecord, status.size <= WorkspaceFolder.largestRecord else {
        throw FileFailure.tooLarge(path)
      }
      var failed = false
      let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        let filled = file.read(into: UnsafeMutableRawBufferPointer(buffer))
        failed = filled < 0
        count = max(0, filled)
      }
      if failed { throw FileFailure.error(errno, at: path) }
      if bytes.isEmpty { bytes = piece } else { bytes += piece }
      if piece.count < room { break }
      room = 1 << 16
    }
    return FileContents(bytes: bytes, stamp: FileStamp(status, content: ContentHash(bytes)))
  }

  static func requireFile(_ status: FileStatus, path: String) throws(DaichoError) {
    switch status.kind {
    case .file: return
    case .symlink: throw FileFailure.symlink(at: path)
    case .folder, .other:
      throw DaichoError("not-a-file", .notAFile, at: SourceLocation(path: path))
    }
  }
}

/// The folders already swept, shared by the threads of a process.
final class SweptFolders: @unchecked Sendable {  // `inodes` is only touched under `lock`
  private let lock = NSLock()
  private var inodes: Set<UInt64> = []

  /// Whether this is the first time.
  func insert(_ inode: UInt64) -> Bool {
    lock.withLock { inodes.insert(inode).inserted }
  }
}
