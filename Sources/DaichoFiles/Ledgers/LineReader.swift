import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The lines of a stream, without their endings.
struct LineReader: ~Copyable {
  private var source: any ByteStream
  private var buffer: UnsafeMutableRawBufferPointer
  private var position = 0
  private var limit = 0
  private var hasEnded = false
  /// Of the current line, from 1.
  private(set) var line = 0
  /// The line ends in a line feed.
  private(set) var isTerminated = true
  /// The line is longer than a MiB, and only its beginning is here.
  private(set) var isTooLong = false
  private var range = 0..<0

  static let longest = 1 << 20

  init(_ source: any ByteStream, bufferSize: Int = 1 << 18) {
    self.source = source
    buffer = .allocate(byteCount: bufferSize, alignment: 8)
  }

  deinit { buffer.deallocate() }

  /// Valid until `next` is called.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[range]) }

  mutating func next() throws(DaichoError) -> Bool {
    isTooLong = false
    var searched = 0
    while true {
      if let base = buffer.baseAddress, limit > position + searched,
        let found = memchr(base + position + searched, 0x0A, limit - position - searched)
      {
        let end = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        finish(position..<end, next: end + 1)
        return true
      }
      searched = limit - position
      if hasEnded {
        guard searched > 0 else { return false }
        finish(position..<limit, next: limit)
        isTerminated = false
        return true
      }
      if searched > LineReader.longest { return try skipRest() }
      try refill()
    }
  }

  private mutating func finish(_ found: Range<Int>, next: Int) {
    line += 1
    isTerminated = true
    position = next
    range = found
    if let last = bytes.last, last == 0x0D { range = found.lowerBound..<found.upperBound - 1 }
  }

  private mutating func skipRest() throws(DaichoError) -> Bool {
    while true {
      limit = position
      if hasEnded { break }
      try refill()
      if let base = buffer.baseAddress, let found = memchr(base + position, 0x0A, limit - position) {
        position = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
        break
      }
    }
    line += 1
    (range, isTooLong, isTerminated) = (0..<0, true, true)
    return true
  }

  private mutating func refill() throws(DaichoError) {
    let kept = limit - position
    if position > 0, kept > 0, let base = buffer.baseAddress {
      base.copyMemory(from: base + position, byteCount: kept)
    }
    (position, limit) = (0, kept)
    if kept == buffer.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 8)
      larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
      buffer.deallocate()
      buffer = larger
    }
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer[kept...])
    let count = try source.read(into: room)
    hasEnded = count < room.count
    limit += count
  }
}
