import CGit2
import DaichoDigest
import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes many objects as one pack, which is in the repository when `finish` returns and nowhere before.
///
/// They wait in a file without a name. Nothing is compressed, for a repack follows; but a tree is written as its
/// difference from the last one at the same path, so that a folder of 20,000 files does not cost a megabyte a commit.
///
/// The format: gitformat-pack(5).
final class PackWriter {
  private let repository: Repository
  private let file: Int32
  private var buffer: [UInt8] = []
  /// Of the next object in the pack.
  private var offset = PackWriter.headerSize
  private var count: UInt32 = 0
  /// Where each object is in the pack.
  private var places: [ObjectID: Int] = [:]

  private struct Base {
    let offset: Int
    let bytes: [UInt8]
    let depth: Int
  }
  private var bases: [String: Base] = [:]

  private static let headerSize = 12
  private static let bufferSize = 1 << 20
  /// Of differences upon differences, as in git's own packs.
  private static let deepest = 50

  init(_ repository: Repository) throws(DaichoError) {
    self.repository = repository
    var template = Array((repository.commonDirectory + "daicho-pack.XXXXXX").utf8CString)
    file = mkstemp(&template)
    guard file >= 0 else { throw .cannotWrite(repository.commonDirectory, errno: errno) }
    unlink(template)
  }

  deinit { close(file) }

  /// - Parameter series: what else was written under this name is likely to be much the same.
  func add(_ bytes: [UInt8], _ type: git_object_t, series: String? = nil) throws(DaichoError) -> ObjectID {
    var oid = git_oid()
    try check(bytes.withUnsafeBytes { git_odb_hash(&oid, $0.baseAddress, $0.count, type) })
    let id = ObjectID(oid)
    guard places[id] == nil else { return id }
    let start = offset
    places[id] = start
    var depth = 0
    if let series, let base = bases[series], base.depth < PackWriter.deepest,
      let delta = PackWriter.delta(from: base.bytes, to: bytes)
    {
      depth = base.depth + 1
      append(header(6, delta.count) + PackWriter.distance(start - base.offset))
      deflate(delta)
    } else {
      append(header(UInt8(type.rawValue), bytes.count))
      deflate(bytes)
    }
    if let series { bases[series] = Base(offset: start, bytes: bytes, depth: depth) }
    count += 1
    if buffer.count >= PackWriter.bufferSize { try flush() }
    return id
  }

  /// Puts all of it into the repository.
  ///
  /// - Returns: what the pack's file ends with, its SHA-1; `nil` where there was nothing to write.
  @discardableResult
  func finish() throws(DaichoError) -> [UInt8]? {
    guard count > 0 else { return nil }
    try flush()
    let owner = repository.pointer
    let database = try Handle(free: git_odb_free) { git_repository_odb(&$0, owner) }
    var writer: UnsafeMutablePointer<git_odb_writepack>?
    try check(git_odb_write_pack(&writer, database.pointer, nil, nil))
    guard let writer, let append = writer.pointee.append, let commit = writer.pointee.commit else {
      throw .gitFailed("libgit2: no object")
    }
    defer { writer.pointee.free?(writer) }
    var progress = git_indexer_progress()
    var hash = RunningSHA1()
    func pass(_ bytes: [UInt8]) throws(DaichoError) {
      try check(bytes.withUnsafeBytes { append(writer, $0.baseAddress, $0.count, &progress) })
    }
    var piece = Array("PACK".utf8) + PackWriter.bigEndian(2) + PackWriter.bigEndian(count)
    var at: off_t = 0
    while !piece.isEmpty {
      piece.withUnsafeBytes { hash.update($0) }
      try pass(piece)
      piece = try read(at: at)
      at += off_t(piece.count)
    }
    let digest = hash.digest
    try pass(digest)
    try check(commit(writer, &progress))
    try check(git_odb_refresh(database.pointer))
    return digest
  }

  func holds(_ id: ObjectID) -> Bool { places[id] != nil }

  /// Takes over an object as another pack stores it.
  ///
  /// - Returns: whether it could: a difference from what is not in this pack yet cannot.
  func add(_ stored: StoredPack.Stored, _ id: ObjectID) throws(DaichoError) -> Bool {
    if holds(id) { return true }
    let start = offset
    switch stored.base {
    case .unknown: return false
    case .none: append(header(stored.type, stored.size))
    case .object(let base):
      guard let place = places[base] else { return false }
      append(header(6, stored.size) + PackWriter.distance(start - place))
    }
    buffer += stored.data
    offset += stored.data.count
    places[id] = start
    count += 1
    if buffer.count >= PackWriter.bufferSize { try flush() }
    return true
  }

  // MARK: The file

  private func append(_ bytes: [UInt8]) {
    buffer += bytes
    offset += bytes.count
  }

  private func flush() throws(DaichoError) {
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .cannotWrite(repository.commonDirectory, errno: errno) }
      rest = rest.dropFirst(count)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func read(at place: off_t) throws(DaichoError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: PackWriter.bufferSize) { room, filled in
      var count = pread(file, room.baseAddress, room.count, place)
      while count < 0, errno == EINTR { count = pread(file, room.baseAddress, room.count, place) }
      if count < 0 { failure = errno }
      filled = max(count, 0)
    }
    if failure != 0 { throw .cannotWrite(repository.commonDirectory, errno: failure) }
    return bytes
  }

  // MARK: The format

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// Type and size: four bits of it, then seven a byte.
  private func header(_ type: UInt8, _ size: Int) -> [UInt8] {
    var rest = size >> 4
    var out = [type << 4 | UInt8(size & 15)]
    while rest > 0 {
      out[out.count - 1] |= 0x80
      out.append(UInt8(rest & 127))
      rest >>= 7
    }
    return out
  }

  /// How far back the base is: seven bits a byte, the highest first, each further byte counted from one.
  private static func distance(_ distance: Int) -> [UInt8] {
    var rest = distance
    var out = [UInt8(rest & 127)]
    rest >>= 7
    while rest > 0 {
      rest -= 1
      out.insert(0x80 | UInt8(rest & 127), at: 0)
      rest >>= 7
    }
    return out
  }

  /// As zlib's stored blocks (RFC 1950, RFC 1951).
  private func deflate(_ bytes: [UInt8]) {
    append([0x78, 0x01])
    var start = 0
    repeat {
      let count = min(bytes.count - start, 0xFFFF)
      let isLast: UInt8 = start + count == bytes.count ? 1 : 0
      let (low, high) = (UInt8(count & 0xFF), UInt8(count >> 8))
      append([isLast, low, high, ~low, ~high])
      append(Array(bytes[start..<(start + count)]))
      start += count
    } while start < bytes.count
    append(PackWriter.bigEndian(PackWriter.adler32(bytes)))
  }

  /// RFC 1950 §8.2.
  static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    var start = 0
    while start < bytes.count {
      // So many sums of bytes fit into 32 bits.
      let end = min(start + 5_552, bytes.count)
      for byte in bytes[start..<end] {
        a &+= UInt32(byte)
        b &+= a
      }
      a %= 65_521
      b %= 65_521
      start = end
    }
    return b << 16 | a
  }

  // MARK: Differences

  /// What both begin and end with is copied, the rest is given. `nil` where that saves less than half.
  static func delta(from old: [UInt8], to new: [UInt8]) -> [UInt8]? {
    let shared = min(old.count, new.count)
    var (start, end) = (0, 0)
    old.withUnsafeBytes { old in
      new.withUnsafeBytes { new in
        while start < shared, old[start] == new[start] { start += 1 }
        while end < shared - start, old[old.count - 1 - end] == new[new.count - 1 - end] { end += 1 }
      }
    }
    guard (new.count - start - end) * 2 < new.count, new.count > 64 else { return nil }
    var out = size(old.count) + size(new.count)
    copy(0, start, to: &out)
    var middle = new[start..<(new.count - end)]
    while !middle.isEmpty {
      let piece = middle.prefix(127)
      out.append(UInt8(piece.count))
      out += piece
      middle = middle.dropFirst(piece.count)
    }
    copy(old.count - end, end, to: &out)
    return out
  }

  private static func size(_ size: Int) -> [UInt8] {
    var rest = size
    var out: [UInt8] = []
    repeat {
      out.append(UInt8(rest & 127) | (rest > 127 ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    return out
  }

  private static func copy(_ start: Int, _ count: Int, to out: inout [UInt8]) {
    var (at, left) = (start, count)
    while left > 0 {
      let length = min(left, 0xFFFF)
      out.append(0x80 | 0x0F | 0x30)
      for shift in [0, 8, 16, 24] { out.append(UInt8(truncatingIfNeeded: at >> shift)) }
      for shift in [0, 8] { out.append(UInt8(truncatingIfNeeded: length >> shift)) }
      at += length
      left -= length
    }
  }
}
