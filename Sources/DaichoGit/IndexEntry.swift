#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One entry of git's index, as `gitformat-index` lays it out.
struct IndexEntry: Equatable {
  /// What was known of the work tree's file when its content was last compared. All zeros: nothing, and git
  /// compares it again.
  struct Stamp: Equatable {
    var changed = IndexTime()
    var modified = IndexTime()
    var device: UInt32 = 0
    var inode: UInt32 = 0
    var user: UInt32 = 0
    var group: UInt32 = 0
    var size: UInt32 = 0
  }

  struct IndexTime: Equatable {
    var seconds: UInt32 = 0
    var nanoseconds: UInt32 = 0
  }

  var path: [UInt8]
  var stamp = Stamp()
  var mode: UInt32
  var id: ObjectID
  /// assume-valid, extended, the stage (two bits), the length of the path (twelve).
  var flags: UInt16 = 0
  /// skip-worktree, intent-to-add; only where `extended` is set.
  var extendedFlags: UInt16 = 0

  static let assumeValid: UInt16 = 0x8000
  static let extended: UInt16 = 0x4000
  static let stageMask: UInt16 = 0x3000
  static let lengthMask: UInt16 = 0x0FFF
  static let skipWorkTree: UInt16 = 0x4000
  static let intentToAdd: UInt16 = 0x2000

  /// 0, or 1, 2, 3 for the common, our and their version of a conflict.
  var stage: Int { Int(flags & Self.stageMask) >> 12 }

  init(path: [UInt8], id: ObjectID, mode: UInt32) {
    (self.path, self.id, self.mode) = (path, id, mode)
  }
}

extension IndexEntry.Stamp {
  init(_ status: FileStatus) {
    changed = IndexEntry.IndexTime(status.changed)
    modified = IndexEntry.IndexTime(status.modified)
    device = UInt32(truncatingIfNeeded: status.raw.st_dev)
    inode = UInt32(truncatingIfNeeded: status.raw.st_ino)
    user = status.raw.st_uid
    group = status.raw.st_gid
    size = UInt32(truncatingIfNeeded: status.raw.st_size)
  }
}

extension IndexEntry.IndexTime {
  init(_ time: FileTime) {
    self.init(
      seconds: UInt32(truncatingIfNeeded: time.seconds),
      nanoseconds: UInt32(truncatingIfNeeded: time.nanoseconds))
  }
}

// MARK: Bytes

extension IndexEntry {
  /// Times, device, inode, mode, user, group, size: ten words.
  private static let words = 10
  /// From an entry's start to its flags.
  static let flagsOffset = words * 4 + 20

  /// An entry of version 2 or 3 at `start`, and where the next begins. `nil` where the bytes hold none.
  static func end(in bytes: UnsafeRawBufferPointer, at start: Int, limit: Int) -> (
    path: Range<Int>, end: Int
  )? {
    guard start + flagsOffset + 2 < limit else { return nil }
    let flags = bytes.word16(start + flagsOffset)
    let pathStart = start + flagsOffset + (flags & extended == 0 ? 2 : 4)
    var length = Int(flags & lengthMask)
    if length == Int(lengthMask) {
      guard pathStart < limit, let zero = bytes[pathStart..<limit].firstIndex(of: 0) else { return nil }
      length = zero - pathStart
    }
    let pathEnd = pathStart + length
    let end = start + (pathEnd - start + 8) & ~7
    guard end <= limit, bytes[pathEnd] == 0 else { return nil }
    return (pathStart..<pathEnd, end)
  }

  /// - Parameter path: where `end(in:at:limit:)` has found it.
  init(_ bytes: UnsafeRawBufferPointer, at start: Int, path: Range<Int>) {
    self.path = Array(bytes[path])
    stamp = Stamp(
      changed: IndexTime(seconds: bytes.word(start), nanoseconds: bytes.word(start + 4)),
      modified: IndexTime(seconds: bytes.word(start + 8), nanoseconds: bytes.word(start + 12)),
      device: bytes.word(start + 16), inode: bytes.word(start + 20), user: bytes.word(start + 28),
      group: bytes.word(start + 32), size: bytes.word(start + 36))
    mode = bytes.word(start + 24)
    id = ObjectID(bytes: UnsafeRawBufferPointer(rebasing: bytes[start + 40..<start + 60]))
    flags = bytes.word16(start + Self.flagsOffset)
    extendedFlags = flags & Self.extended == 0 ? 0 : bytes.word16(start + Self.flagsOffset + 2)
  }

  /// Everything before the path.
  func head() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.flagsOffset + 4)
    for word in [
      stamp.changed.seconds, stamp.changed.nanoseconds, stamp.modified.seconds, stamp.modified.nanoseconds,
      stamp.device, stamp.inode, mode, stamp.user, stamp.group, stamp.size,
    ] {
      bytes.append(bigEndian: word)
    }
    bytes += id.bytes
    let kept = flags & (Self.assumeValid | Self.stageMask)
    let length = UInt16(min(path.count, Int(Self.lengthMask)))
    bytes.append(bigEndian: kept | length | (extendedFlags == 0 ? 0 : Self.extended))
    if extendedFlags != 0 { bytes.append(bigEndian: extendedFlags) }
    return bytes
  }

  /// As versions 2 and 3 write it: the path, and one to eight zeros up to a multiple of eight.
  func bytes() -> [UInt8] {
    var bytes = head() + path
    bytes += [UInt8](repeating: 0, count: 8 - bytes.count % 8)
    return bytes
  }
}

extension UnsafeRawBufferPointer {
  func word(_ offset: Int) -> UInt32 {
    UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  func word16(_ offset: Int) -> UInt16 {
    UInt16(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }
}

extension [UInt8] {
  mutating func append(bigEndian word: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: word.bigEndian) { append(contentsOf: $0) }
  }
}
