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
