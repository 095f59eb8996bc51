import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bytes that arrive in pieces: a file too large to hold, or a blob of a past commit.
package protocol ByteStream {
  /// Fills `buffer` from its start; fewer bytes than fit mean the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(DaichoError) -> Int
}

extension ByteStream {
  /// Whether what is left of both is the same; reads both up to where they differ.
  package func hasSameBytes(as other: any ByteStream) throws(DaichoError) -> Bool {
    var (one, other): (any ByteStream, any ByteStream) = (self, other)
    let size = 1 << 16
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * size, alignment: 16)
    defer { buffer.deallocate() }
    let (first, second) = (
      UnsafeMutableRawBufferPointer(rebasing: buffer[..<size]),
      UnsafeMutableRawBufferPointer(rebasing: buffer[size...])
    )
    while true {
      let count = try one.read(into: first)
      guard try other.read(into: second) == count, first[..<count].elementsEqual(second[..<count]) else {
        return false
      }
      if count < size { return true }
    }
  }
}

/// A file of the workspace, read from start to end.
package final class FileStream: ByteStream {
  private let file: Descriptor
  private let path: String

  /// A file of the machine, anywhere.
  package init(at path: String) throws(DaichoError) {
    guard let opened = Descriptor(open(path, O_RDONLY | O_CLOEXEC)) else {
      throw FileFailure.error(errno, at: path)
    }
    file = opened
    self.path = path
  }

  /// Takes over the descriptor.
  init(descriptor: consuming Descriptor, path: String) {
    file = descriptor
    self.path = path
  }

  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(DaichoError) -> Int {
    let count = file.read(into: buffer)
    if count < 0 { throw FileFailure.error(errno, at: path) }
    return count
  }
}

/// Bytes already in memory.
package struct MemoryStream: ByteStream {
  private let bytes: [UInt8]
  private var offset = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - offset)
    buffer.copyBytes(from: bytes[offset..<offset + count])
    offset += count
    return count
  }
}
