#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The renames of newer kernels. Each returns 0 or an `errno`; `ENOSYS` where the system or the file
/// system has no such call, and nothing has happened then.
enum AtomicRename {
  /// Swaps two names in one folder.
  static func exchange(_ folder: borrowing Descriptor, _ one: String, _ other: String) -> Int32 {
    call(folder.raw, one, folder.raw, other, .exchange)
  }

  /// Renames; `EEXIST` where `to` is taken.
  static func withoutReplacing(
    _ folder: borrowing Descriptor, _ from: String, _ target: borrowing Descriptor, _ to: String
  ) -> Int32 {
    call(folder.raw, from, target.raw, to, .noReplace)
  }

  private enum Flag { case noReplace, exchange }

  #if canImport(Darwin)
    private static func call(_ a: Int32, _ from: String, _ b: Int32, _ to: String, _ flag: Flag) -> Int32 {
      let bits = flag == .exchange ? RENAME_SWAP : RENAME_EXCL
      if renameatx_np(a, from, b, to, UInt32(bits)) == 0 { return 0 }
      return errno == ENOTSUP || errno == EINVAL ? ENOSYS : errno
    }
  #else
    private typealias Function =
      @convention(c) (
        Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
      ) -> Int32

    /// glibc declares `renameat2` only under `_GNU_SOURCE`, which Swift's module of it leaves off.
    private static let function: Function? = dlsym(nil, "renameat2").map {
      unsafeBitCast($0, to: Function.self)
    }

    private static func call(_ a: Int32, _ from: String, _ b: Int32, _ to: String, _ flag: Flag) -> Int32 {
      guard let function else { return ENOSYS }
      if function(a, from, b, to, flag == .exchange ? 2 : 1) == 0 { return 0 }
      return errno == EINVAL || errno == ENOTSUP || errno == EPERM ? ENOSYS : errno
    }
  #endif
}
