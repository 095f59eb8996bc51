import CGit2
import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a tree, as git stores it: `MODE NAME NUL ID` for each entry, without gaps.
///
/// libgit2's own tree makes a table of all entries first, which costs several times the comparison.
final class TreeObject {
  private let object: OpaquePointer?
  let bytes: UnsafeRawBufferPointer

  /// The empty tree.
  init() {
    object = nil
    bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// `nil` where the database has no such object, or none that is a tree.
  init?(_ id: ObjectID, in database: OpaquePointer) throws(DaichoError) {
    var oid = id.oid
    var pointer: OpaquePointer?
    guard try found(git_odb_read(&pointer, database, &oid)), let pointer else { return nil }
    guard git_odb_object_type(pointer) == GIT_OBJECT_TREE else {
      git_odb_object_free(pointer)
      return nil
    }
    object = pointer
    bytes = UnsafeRawBufferPointer(start: git_odb_object_data(pointer), count: git_odb_object_size(pointer))
  }

  deinit { git_odb_object_free(object) }

  var cursor: TreeCursor { TreeCursor(bytes) }
}

/// A place in the bytes of a tree. Holds only while its tree does.
struct TreeCursor {
  private let bytes: UnsafeRawBufferPointer
  private(set) var start = 0
  private var name = 0
  private var end = 0
  private(set) var isTree = false

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    read()
  }

  /// Bytes that are no whole entry end the tree.
  var isAtEnd: Bool { end == start }

  mutating func advance() {
    start = end
    read()
  }

  private mutating func read() {
    end = start
    guard start < bytes.count, let base = bytes.baseAddress,
      let nul = memchr(base + start, 0, bytes.count - start)
    else { return }
    let stop = UnsafeRawPointer(nul) - base
    guard stop + 21 <= bytes.count, let space = memchr(base + start, 0x20, stop - start) else { return }
    name = UnsafeRawPointer(space) - base + 1
    guard name < stop else { return }
    // 40000 is a folder; files, links and submodules begin with 1.
    isTree = bytes[start] == UInt8(ascii: "4")
    end = stop + 21
  }

  var id: ObjectID { ObjectID(bytes: UnsafeRawBufferPointer(rebasing: bytes[(end - 20)..<end])) }

  /// 100644 or 100755, and 100664 of very old repositories: no link, no submodule.
  var isFile: Bool { name - start == 7 && bytes[start + 1] == UInt8(ascii: "0") && !isTree }

  var nameBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[name..<(end - 21)]) }

  /// Mode, name and id, byte for byte.
  func isSame(as other: TreeCursor) -> Bool {
    let count = end - start
    guard count == other.end - other.start, count > 0, let a = bytes.baseAddress,
      let b = other.bytes.baseAddress
    else { return count == other.end - other.start }
    return memcmp(a + start, b + other.start, count) == 0
  }

  /// Git's order, in which a folder's name ends in a slash; below zero where this entry comes first.
  func order(_ other: TreeCursor) -> Int {
    let (a, b) = (nameBytes, other.nameBytes)
    let shared = min(a.count, b.count)
    if shared > 0, let x = a.baseAddress, let y = b.baseAddress, case let order = memcmp(x, y, shared),
      order != 0
    {
      return Int(order)
    }
    return Int(next(a, shared, isTree)) - Int(next(b, shared, other.isTree))
  }

  private func next(_ name: UnsafeRawBufferPointer, _ index: Int, _ isTree: Bool) -> UInt8 {
    index < name.count ? name[index] : isTree ? UInt8(ascii: "/") : 0
  }
}
