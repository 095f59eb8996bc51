/// One directory as lstat saw it, packed: two walks over an unchanged directory give equal bytes, so
/// that one comparison tells whether anything in it needs a look.
///
/// An entry is, in readdir order and little-endian without padding: length of the name (2 bytes), the
/// name, kind (1), size (8), time in nanoseconds (8), inode (8).
package struct DirectoryListing: Sendable, Hashable {
  /// Relative to the root, `/`-separated.
  package let path: String
  package let packed: [UInt8]

  package init(path: String, packed: [UInt8]) {
    self.path = path
    self.packed = packed
  }

  package struct Entry: Sendable, Hashable {
    /// UTF-8 wherever people and git behave; the file system does not promise it.
    package let nameBytes: ArraySlice<UInt8>
    /// Never `.folder`: each has its own listing.
    package let kind: FileStatus.Kind
    package let size: Int64
    /// `FileStatus.touched`: nanoseconds since 1970.
    package let mtime: Int64
    package let inode: UInt64

    /// Broken UTF-8 is repaired for showing; such a name can't be opened by this text.
    package var name: String { String(decoding: nameBytes, as: UTF8.self) }
  }

  /// Stops at the first entry that is cut short, as in a damaged index.
  package var entries: Entries { Entries(packed: packed) }

  package struct Entries: Sequence, IteratorProtocol {
    private let packed: [UInt8]
    private var offset = 0

    fileprivate init(packed: [UInt8]) { self.packed = packed }

    package mutating func next() -> Entry? {
      guard packed.count - offset >= 2 else { return nil }
      let length = Int(packed[offset]) | Int(packed[offset + 1]) << 8
      let name = offset + 2
      guard packed.count - name >= length + 25 else { return nil }
      let numbers = name + length
      guard let kind = FileStatus.Kind(rawValue: packed[numbers]) else { return nil }
      offset = numbers + 25
      return Entry(
        nameBytes: packed[name..<numbers], kind: kind,
        size: Int64(bitPattern: number(at: numbers + 1)),
        mtime: Int64(bitPattern: number(at: numbers + 9)), inode: number(at: numbers + 17))
    }

    private func number(at offset: Int) -> UInt64 {
      packed.withUnsafeBytes {
        UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      }
    }
  }

  static func append(_ name: UnsafeRawBufferPointer, _ status: FileStatus, to packed: inout [UInt8]) {
    append(
      name, status.kind, size: status.size, mtime: status.touched, inode: status.inode, to: &packed)
  }

  /// Where there is no file system, `mtime` and `inode` are whatever tells one content from another.
  package static func append(
    _ name: UnsafeRawBufferPointer, _ kind: FileStatus.Kind, size: Int64, mtime: Int64, inode: UInt64,
    to packed: inout [UInt8]
  ) {
    guard let length = UInt16(exactly: name.count) else { return }
    withUnsafeBytes(of: length.littleEndian) { packed.append(contentsOf: $0) }
    packed.append(contentsOf: name)
    packed.append(kind.rawValue)
    withUnsafeBytes(of: size.littleEndian) { packed.append(contentsOf: $0) }
    withUnsafeBytes(of: mtime.littleEndian) { packed.append(contentsOf: $0) }
    withUnsafeBytes(of: inode.littleEndian) { packed.append(contentsOf: $0) }
  }
}
