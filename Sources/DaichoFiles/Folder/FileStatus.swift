#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What lstat says of a file.
package struct FileStatus: Sendable, Hashable {
  package enum Kind: UInt8, Sendable {
    case file, folder, symlink
    /// A pipe, a socket, a device.
    case other
  }

  package let kind: Kind
  package let size: Int64
  /// Nanoseconds since 1970.
  package let modified: Int64
  /// The later of `modified` and the time of the last change of status, which no program can set back: a
  /// new content with the size and times of the old one is seen all the same.
  package let touched: Int64
  package let inode: UInt64
  /// Permission bits.
  let mode: mode_t
  let owner: uid_t
  let group: gid_t

  init(_ raw: stat) {
    switch raw.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .symlink
    default: kind = .other
    }
    size = Int64(raw.st_size)
    inode = UInt64(raw.st_ino)
    mode = raw.st_mode & 0o7777
    owner = raw.st_uid
    group = raw.st_gid
    #if canImport(Darwin)
      let (content, status) = (raw.st_mtimespec, raw.st_ctimespec)
    #else
      let (content, status) = (raw.st_mtim, raw.st_ctim)
    #endif
    modified = FileStatus.nanoseconds(content)
    touched = max(modified, FileStatus.nanoseconds(status))
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
