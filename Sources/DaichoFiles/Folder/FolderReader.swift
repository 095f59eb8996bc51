#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads the names in a folder.
enum FolderReader {
  /// Calls `body` with the bytes of each name but `.` and `..`, in the file system's order.
  /// 0, or the `errno` of what failed.
  @discardableResult
  static func eachName(
    in folder: borrowing Descriptor, _ body: (UnsafeRawBufferPointer) -> Void
  ) -> Int32 {
    eachEntry(in: folder) { name, _ in body(name) }
  }

  /// Also tells the entry's `d_type`, `DT_UNKNOWN` where the file system keeps none.
  static func eachEntry(
    in folder: borrowing Descriptor, _ body: (UnsafeRawBufferPointer, UInt8) -> Void
  ) -> Int32 {
    let copy = openat(folder.raw, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0 else { return errno }
    guard let stream = fdopendir(copy) else {
      let number = errno
      close(copy)
      return number
    }
    defer { closedir(stream) }
    while true {
      errno = 0
      guard let entry = readdir(stream) else { return errno }
      // The name is read in place: a `dirent` is shorter than its declared 256 bytes.
      let name = UnsafeRawPointer(entry) + nameOffset
      let length = strlen(name.assumingMemoryBound(to: CChar.self))
      let bytes = UnsafeRawBufferPointer(start: name, count: length)
      if length <= 2, bytes.allSatisfy({ $0 == UInt8(ascii: ".") }) { continue }
      body(bytes, entry.pointee.d_type)
    }
  }

  private static let nameOffset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 19
}
