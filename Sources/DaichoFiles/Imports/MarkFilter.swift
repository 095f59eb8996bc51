import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Drops a byte order mark at the start of any line: what is left in the middle where files were put one
/// behind the other.
final class MarkFilter: ByteStream {
  private var source: any ByteStream
  private var piece = [UInt8](repeating: 0, count: MarkFilter.pieceSize)
  private var ready = 0..<0
  private var isAtLineStart = true
  private var hasEnded = false
  /// Of the piece's end, a mark might begin there.
  private var carried: [UInt8] = []

  private static let pieceSize = 1 << 18
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  init(_ source: any ByteStream) { self.source = source }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(DaichoError) -> Int {
    var filled = 0
    while filled < buffer.count {
      if ready.isEmpty {
        if hasEnded { break }
        try fill()
        continue
      }
      let count = min(buffer.count - filled, ready.count)
      let part = ready.lowerBound..<ready.lowerBound + count
      piece.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<filled + count])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[part]))
      }
      filled += count
      ready = part.upperBound..<ready.upperBound
    }
    return filled
  }

  private func fill() throws(DaichoError) {
    var failure: DaichoError?
    var count = carried.count
    piece.withUnsafeMutableBytes { bytes in
      bytes.copyBytes(from: carried)
      do throws(DaichoError) {
        let room = UnsafeMutableRawBufferPointer(rebasing: bytes[carried.count...])
        let read = try source.read(into: room)
        hasEnded = read < room.count
        count += read
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    carried = []
    if !hasEnded {
      let tail = piece[max(0, count - 2)..<count]
      if let start = tail.indices.first(where: { MarkFilter.mark.starts(with: tail[$0...]) }) {
        carried = Array(piece[start..<count])
        count = start
      }
    }
    let last = count > 0 ? piece[count - 1] : nil
    ready = 0..<(hasMark(count) ? dropMarks(count) : count)
    if let last { isAtLineStart = last == 0x0A }
  }

  private func hasMark(_ count: Int) -> Bool {
    piece.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return false }
      var from = 0
      while from < count, let found = memchr(base + from, 0xEF, count - from) {
        let at = UnsafeRawPointer(found) - base
        if count - at >= 3, bytes[at + 1] == 0xBB, bytes[at + 2] == 0xBF { return true }
        from = at + 1
      }
      return false
    }
  }

  private func dropMarks(_ count: Int) -> Int {
    var (from, to) = (0, 0)
    var isAtStart = isAtLineStart
    while from < count {
      if isAtStart, count - from >= 3, piece[from..<from + 3].elementsEqual(MarkFilter.mark) {
        from += 3
        continue
      }
      isAtStart = piece[from] == 0x0A
      piece[to] = piece[from]
      from += 1
      to += 1
    }
    return to
  }
}
