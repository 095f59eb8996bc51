import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Rows set aside in a temporary file, group by group, so that a file of any size can be sorted by month
/// in little memory. What is in the file is gone with the value, even after a crash: it has no name.
package final class RowSpool {
  /// A row begins with its length; what is in it is the caller's.
  package typealias Place = Int64

  private let file: Descriptor
  private let path: String
  private var end: Int64 = 0
  private var groups: [Group] = []

  private struct Group {
    /// Of full blocks and the one being filled: where each begins, and how much of it is used.
    var blocks: [(start: Int64, used: Int)] = []
    var buffer: [UInt8] = []
  }

  private static let blockSize = 1 << 16

  /// In `folder`, the git directory or another on a disk with room.
  package init(in folder: String) throws(DaichoError) {
    path = folder
    var template = Array((folder + "/daicho-spool.XXXXXX").utf8CString)
    guard let file = Descriptor(mkstemp(&template)) else { throw FileFailure.error(errno, at: folder) }
    unlink(template)
    self.file = file
  }

  package var groupCount: Int { groups.count }

  /// Adds a packed row of `bytes` to a group, of which there may be some hundreds.
  package func append(
    _ bytes: inout [UInt8], _ range: Range<Int>, party: Int32, entry: Int32, to group: Int
  ) throws(DaichoError) -> Place {
    bytes.withUnsafeMutableBytes {
      ImportedRow.address(UnsafeMutableRawBufferPointer(rebasing: $0[range]), party: party, entry: entry)
    }
    return try append(bytes[range], to: group)
  }

  private func append(_ row: ArraySlice<UInt8>, to group: Int) throws(DaichoError) -> Place {
    while groups.count <= group { groups.append(Group()) }
    let size = row.count + 4
    if groups[group].blocks.isEmpty || groups[group].buffer.count + size > RowSpool.blockSize {
      try flush(group)
      groups[group].blocks.append((end, 0))
      end += Int64(max(RowSpool.blockSize, size))
    }
    let block = groups[group].blocks.count - 1
    let place = groups[group].blocks[block].start + Int64(groups[group].buffer.count)
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: row.count).littleEndian) {
      groups[group].buffer.append(contentsOf: $0)
    }
    groups[group].buffer.append(contentsOf: row)
    groups[group].blocks[block].used = groups[group].buffer.count
    return place
  }

  /// To be called before anything is read.
  package func finish() throws(DaichoError) {
    for group in groups.indices {
      try flush(group)
      groups[group].buffer = []
    }
  }

  private func flush(_ group: Int) throws(DaichoError) {
    guard let block = groups[group].blocks.last, !groups[group].buffer.isEmpty else { return }
    var written = 0
    let failed: Int32 = groups[group].buffer.withUnsafeBytes { bytes in
      while written < bytes.count {
        let count = pwrite(
          file.raw, bytes.baseAddress.map { $0 + written }, bytes.count - written,
          off_t(block.start) + off_t(written))
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return count == 0 ? EIO : errno }
        written += count
      }
      return 0
    }
    if failed != 0 { throw FileFailure.error(failed, at: path) }
    groups[group].buffer.removeAll(keepingCapacity: true)
  }

  /// The rows of a group in the order they came.
  package func forEach(
    in group: Int, _ body: (Place, UnsafeRawBufferPointer) throws(DaichoError) -> Void
  ) throws(DaichoError) {
    guard groups.indices.contains(group) else { return }
    for block in groups[group].blocks {
      let bytes = try read(block.start, block.used)
      var offset = 0
      while offset + 4 <= bytes.count {
        let count = bytes.withUnsafeBytes { RowSpool.length($0, offset) }
        guard offset + 4 + count <= bytes.count else { break }
        var failure: DaichoError?
        bytes.withUnsafeBytes { raw in
          do throws(DaichoError) {
            try body(
              block.start + Int64(offset),
              UnsafeRawBufferPointer(rebasing: raw[offset + 4..<offset + 4 + count]))
          } catch { failure = error }
        }
        if let failure { throw failure }
        offset += 4 + count
      }
    }
  }

  /// One row.
  package func row(at place: Place) throws(DaichoError) -> [UInt8] {
    let head = try read(place, 1024)
    let count = head.withUnsafeBytes { RowSpool.length($0, 0) }
    if count + 4 <= head.count { return Array(head[4..<4 + count]) }
    return Array(try read(place, count + 4).dropFirst(4))
  }

  private static func length(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int {
    guard offset + 4 <= bytes.count else { return 0 }
    return Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }

  private func read(_ place: Int64, _ count: Int) throws(DaichoError) -> [UInt8] {
    var failed: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = 0
      while filled < count {
        let got = pread(
          file.raw, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(place) + off_t(filled))
        if got < 0, errno == EINTR { continue }
        if got < 0 { failed = errno }
        if got <= 0 { break }
        filled += got
      }
    }
    if failed != 0 { throw FileFailure.error(failed, at: path) }
    return bytes
  }
}
