#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file or folder; closed with the value.
struct Descriptor: ~Copyable {
  let raw: Int32

  /// Takes over `raw`; `nil` for the -1 of a failed call, whose `errno` is then still in place.
  init?(_ raw: Int32) {
    guard raw >= 0 else { return nil }
    self.raw = raw
  }

  deinit { close(raw) }

  /// Gives the number away: the caller closes it.
  consuming func release() -> Int32 {
    let number = raw
    discard self
    return number
  }

  /// `nil` with `errno` set where the call fails.
  func status() -> FileStatus? {
    var raw = stat()
    return fstat(self.raw, &raw) == 0 ? FileStatus(raw) : nil
  }

  /// The status of `name` in this folder, of a symlink itself; `nil` with `errno` set.
  func status(of name: String) -> FileStatus? {
    var raw = stat()
    return fstatat(self.raw, name, &raw, AT_SYMLINK_NOFOLLOW) == 0 ? FileStatus(raw) : nil
  }

  /// Writes all of `bytes`; the `errno` of the call that failed, or 0.
  func write(_ bytes: [UInt8]) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = systemWrite(raw, UnsafeRawBufferPointer(rebasing: buffer[written...]))
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        if count == 0 { return EIO }
        written += count
      }
      return 0
    }
  }

  /// Reads on to fill `buffer`; fewer bytes mean the end, -1 a failure with `errno` set.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    var filled = 0
    while filled < buffer.count {
      let count = systemRead(raw, UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      if count < 0 {
        if errno == EINTR { continue }
        return -1
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
  write(descriptor, buffer.baseAddress, buffer.count)
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}
