/// A file as it was read.
package struct FileContents: Sendable {
  package let bytes: [UInt8]
  package let stamp: FileStamp
}

/// Tells one state of a file from another.
package struct FileStamp: Sendable, Hashable {
  package let size: Int64
  /// Nanoseconds since 1970.
  package let modified: Int64
  package let inode: UInt64
  package let content: ContentHash

  init(_ status: FileStatus, content: ContentHash) {
    size = status.size
    modified = status.modified
    inode = status.inode
    self.content = content
  }
}

/// What must stand at a path for a write or a removal to go on.
package enum FileExpectation: Sendable {
  case absent
  /// The content that was read; times and inode may differ.
  case stamp(FileStamp)
  case bytes([UInt8])
  /// Nobody has written to it since it was looked at: for files too large to compare.
  case state(FileStatus)
  /// Whatever is there, or nothing: for files that are derived, never for a person's.
  case anything
}

/// 128 bits that differ when the bytes do, by chance always. Not for use against forgers.
package struct ContentHash: Sendable, Hashable, CustomStringConvertible {
  package let high: UInt64
  package let low: UInt64

  /// Hexadecimal, without leading zeros.
  package var description: String { String(high, radix: 16) + "-" + String(low, radix: 16) }

  package init(_ bytes: [UInt8]) {
    self = bytes.withUnsafeBytes { ContentHash($0) }
  }

  /// Multiply-and-fold over eight-byte words, two lanes with different keys.
  package init(_ bytes: UnsafeRawBufferPointer) {
    var a: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
    var b: UInt64 = 0xD1B5_4A32_D192_ED03 &+ UInt64(bytes.count)
    var offset = 0
    while offset + 8 <= bytes.count {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      a = ContentHash.mix(a ^ word, 0xA076_1D64_78BD_642F)
      b = ContentHash.mix(b &+ word, 0xE703_7ED1_A0B4_28DB) ^ word
      offset += 8
    }
    var tail: UInt64 = 0
    while offset < bytes.count {
      tail = tail << 8 | UInt64(bytes[offset])
      offset += 1
    }
    high = ContentHash.mix(a ^ tail, 0x8EBC_6AF0_9C88_C6E3)
    low = ContentHash.mix(b &+ tail, 0x5899_65CC_7537_4CC3) ^ high
  }

  private static func mix(_ value: UInt64, _ key: UInt64) -> UInt64 {
    let product = (value ^ 0x2D35_8DCC_AA6C_78A5).multipliedFullWidth(by: key)
    return product.high ^ product.low ^ (value << 17 | value >> 47)
  }
}
