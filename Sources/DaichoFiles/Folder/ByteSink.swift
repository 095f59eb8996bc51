import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a file's new bytes go: memory, or a temporary file without a name, for what may be too large.
package final class ByteSink {
  private let file: Int32
  private let path: String
  private var buffer: [UInt8] = []
  package private(set) var size: Int64 = 0

  private static let capacity = 1 << 18

  /// In memory.
  package init() {
    file = -1
    path = ""
  }

  /// In a temporary file in `folder`.
  package init(in folder: String) throws(DaichoError) {
    path = folder
    var template = Array((folder + "/daicho-spool.XXXXXX").utf8CString)
    file = mkstemp(&template)
    guard file >= 0 else { throw FileFailure.error(errno, at: folder) }
    unlink(template)
    buffer.reserveCapacity(ByteSink.capacity)
  }

  deinit {
    if file >= 0 { close(file) }
  }

  package func write(_ bytes: some Collection<UInt8>) throws(DaichoError) {
    size += Int64(bytes.count)
    buffer.append(contentsOf: bytes)
    if file >= 0, buffer.count >= ByteSink.capacity { try flush() }
  }

  private func flush() throws(DaichoError) {
    var written = 0
    while written < buffer.count {
      let count = buffer.withUnsafeBytes { bytes in
        #if canImport(Glibc)
          Glibc.write(file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        #else
          Darwin.write(file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        #endif
      }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { throw FileFailure.error(count == 0 ? EIO : errno, at: path) }
      written += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// All that was written, in pieces.
  package func stream() throws(DaichoError) -> any ByteStream {
    guard file >= 0 else { return MemoryStream(buffer) }
    try flush()
    return SinkStream(self, file)
  }

  /// Of a sink in memory.
  package var bytes: [UInt8] { buffer }

  private final class SinkStream: ByteStream {
    private let sink: ByteSink
    private let file: Int32
    private var offset: off_t = 0

    init(_ sink: ByteSink, _ file: Int32) {
      self.sink = sink
      self.file = file
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DaichoError) -> Int {
      var filled = 0
      while filled < buffer.count {
        let count = pread(file, buffer.baseAddress.map { $0 + filled }, buffer.count - filled, offset)
        if count < 0, errno == EINTR { continue }
        if count < 0 { throw FileFailure.error(errno, at: sink.path) }
        if count == 0 { break }
        filled += count
        offset += off_t(count)
      }
      return filled
    }
  }
}
