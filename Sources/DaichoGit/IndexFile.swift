import DaichoDigest
import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// git's index, read from its file and written anew with some entries changed (`gitformat-index`, versions
/// 2 to 4).
///
/// libgit2 makes an object of every entry and hashes with a slow, careful SHA-1: on 100,000 files that is
/// half the cost of a commit. This one copies what does not change.
struct IndexFile {
  /// As in the file, but for version 4: its entries are here in the layout of version 3.
  private let bytes: [UInt8]
  /// 4 shares the beginnings of paths between neighbours.
  let version: UInt32
  /// Where each entry begins, and where the last one ends.
  private let starts: [UInt32]
  /// The file it was read from; `nil` where there was none.
  let status: FileStatus?
  private let treeCache: TreeCache?
  /// Extensions that stay true whatever entries change, with their names and sizes.
  private let kept: [UInt8]

  static let headerSize = 12
  private static let hashSize = 20

  var count: Int { starts.count - 1 }

  // MARK: Reading

  /// The index at `path`; an empty one where there is no file.
  init(path: String) throws(DaichoError) {
    guard let file = try IndexFile.contents(path) else {
      (bytes, version, starts, status, kept) = ([], 2, [UInt32(IndexFile.headerSize)], nil, [])
      treeCache = TreeCache(name: [], count: 0, id: nil)
      return
    }
    status = file.status
    let parsed = file.bytes.withUnsafeBytes { raw in
      Result { () throws(DaichoError) in try Parsed(raw) }
    }
    guard let parsed = try parsed.get() else { throw .damagedIndex(path) }
    version = parsed.version
    starts = parsed.starts
    bytes = parsed.unpacked ?? file.bytes
    treeCache = parsed.treeCache
    kept = parsed.kept
  }

  private static func contents(_ path: String) throws(DaichoError) -> (bytes: [UInt8], status: FileStatus)? {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw .cannotRead(path, errno: errno)
    }
    defer { close(descriptor) }
    guard let status = FileStatus(descriptor: descriptor), status.isRegular,
      status.raw.st_size < Int(UInt32.max)
    else { throw .cannotRead(path, errno: EINVAL) }
    var number: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.raw.st_size)) { buffer, filled in
      filled = 0
      while filled < buffer.count, let base = buffer.baseAddress {
        let count = read(descriptor, base + filled, buffer.count - filled)
        if count < 0, errno == EINTR { continue }
        if count < 0 { number = errno }
        guard count > 0 else { return }
        filled += count
      }
    }
    guard number == 0 else { throw .cannotRead(path, errno: number) }
    return (bytes, status)
  }

  /// What is found in the bytes of the file.
  private struct Parsed {
    var version: UInt32
    var starts: [UInt32] = []
    var unpacked: [UInt8]?
    var treeCache: TreeCache?
    var kept: [UInt8] = []

    init?(_ bytes: UnsafeRawBufferPointer) throws(DaichoError) {
      let limit = bytes.count - IndexFile.hashSize
      guard limit >= IndexFile.headerSize, bytes.starts(with: Array("DIRC".utf8)) else { return nil }
      version = bytes.word(4)
      guard (2...4).contains(version) else { throw .unknownIndexVersion(Int(version)) }
      guard bytes[limit...].contains(where: { $0 != 0 }) else { throw .indexWithoutHash() }
      guard Digest.sha1(UnsafeRawBufferPointer(rebasing: bytes[..<limit])).elementsEqual(bytes[limit...])
      else { return nil }
      guard let end = version == 4 ? unpackEntries(bytes, limit) : findEntries(bytes, limit),
        try readExtensions(bytes, from: end, to: limit), !hasNamelessEntry
      else { return nil }
    }

    /// As only a split index has, which an extension tells.
    private var hasNamelessEntry = false

    private mutating func findEntries(_ bytes: UnsafeRawBufferPointer, _ limit: Int) -> Int? {
      let count = Int(bytes.word(8))
      guard count <= limit / (IndexEntry.flagsOffset + 2) else { return nil }
      starts.reserveCapacity(count + 1)
      var start = IndexFile.headerSize
      for _ in 0..<count {
        starts.append(UInt32(start))
        guard let found = IndexEntry.end(in: bytes, at: start, limit: limit) else { return nil }
        if found.path.isEmpty { hasNamelessEntry = true }
        start = found.end
      }
      starts.append(UInt32(start))
      return start
    }

    /// Each path is what it keeps of the one before (a count of bytes to cut off) and the rest, up to a zero.
    private mutating func unpackEntries(_ bytes: UnsafeRawBufferPointer, _ limit: Int) -> Int? {
      let count = Int(bytes.word(8))
      guard count <= limit / (IndexEntry.flagsOffset + 2) else { return nil }
      var unpacked = Array(bytes[..<IndexFile.headerSize])
      var path: [UInt8] = []
      var offset = IndexFile.headerSize
      for _ in 0..<count {
        let start = offset
        offset += IndexEntry.flagsOffset
        guard offset + 4 < limit else { return nil }
        offset += bytes.word16(offset) & IndexEntry.extended == 0 ? 2 : 4
        guard let cut = VariableWidth.decode(bytes, &offset, limit), cut <= path.count,
          let zero = bytes[offset..<limit].firstIndex(of: 0)
        else { return nil }
        path.removeLast(cut)
        path += bytes[offset..<zero]
        offset = zero + 1
        starts.append(UInt32(unpacked.count))
        unpacked += IndexEntry(bytes, at: start, path: 0..<0).with(path).bytes()
        if path.isEmpty { hasNamelessEntry = true }
        guard unpacked.count < Int(UInt32.max) else { return nil }
      }
      starts.append(UInt32(unpacked.count))
      self.unpacked = unpacked
      return offset
    }

    /// What a changed index would belie (the file system monitor's bits, offsets of entries) is left out, as
    /// git leaves out what it does not know; git makes it anew.
    private mutating func readExtensions(
      _ bytes: UnsafeRawBufferPointer, from start: Int, to limit: Int
    ) throws(DaichoError) -> Bool {
      var offset = start
      while offset < limit {
        guard offset + 8 <= limit else { return false }
        let name = String(decoding: bytes[offset..<offset + 4], as: UTF8.self)
        let end = offset + 8 + Int(bytes.word(offset + 4))
        guard end <= limit else { return false }
        switch name {
        case "TREE": treeCache = TreeCache(UnsafeRawBufferPointer(rebasing: bytes[offset + 8..<end]))
        case "REUC": kept += bytes[offset..<end]
        default:
          // A small first letter: not to be ignored (a split or a sparse index).
          guard ("A"..."Z").contains(name.prefix(1)) else { throw .unknownIndexExtension(name) }
        }
        offset = end
      }
      return true
    }
  }

  // MARK: Looking up

  func entry(at position: Int) -> IndexEntry? {
    bytes.withUnsafeBytes { raw in
      range(ofPathAt: position, raw).map { IndexEntry(raw, at: Int(starts[position]), path: $0) }
    }
  }

  private func range(ofPathAt position: Int, _ raw: UnsafeRawBufferPointer) -> Range<Int>? {
    IndexEntry.end(in: raw, at: Int(starts[position]), limit: raw.count + 1)?.path
  }

  /// The first entry whose path is not before `path`, at whatever stage.
  func position(of path: [UInt8]) -> Int {
    bytes.withUnsafeBytes { raw in
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) / 2
        guard let range = range(ofPathAt: middle, raw) else { return count }
        if raw[range].lexicographicallyPrecedes(path) { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// All stages of a path: one entry at stage 0, or up to three of a conflict.
  func entries(at path: [UInt8]) -> [IndexEntry] {
    (position(of: path)..<count).lazy.map { entry(at: $0) }.prefix { $0?.path == path }.compactMap(\.self)
  }

  /// Entries whose file was last written in that second or later, by the index.
  func positions(modifiedSince second: Int) -> [Int] {
    bytes.withUnsafeBytes { raw in
      (0..<count).filter { Int(raw.word(Int(starts[$0]) + 8)) >= second }
    }
  }

  /// The entries that say how git is to treat files, `.gitattributes` in any folder.
  func positions(named name: String) -> [Int] {
    let name = Array(name.utf8)
    return bytes.withUnsafeBytes { raw in
      (0..<count).filter { position in
        guard let range = range(ofPathAt: position, raw), range.count >= name.count else { return false }
        let start = range.upperBound - name.count
        return raw[start..<range.upperBound].elementsEqual(name)
          && (start == range.lowerBound || raw[start - 1] == 47)
      }
    }
  }

  // MARK: Writing

  /// The bytes of the index with the entries at stage 0 of these paths replaced, added or (`nil`) removed.
  /// - Parameter tree: what becomes of the cached trees.
  func bytes(
    changing changes: [[UInt8]: IndexEntry?], tree update: (inout TreeCache) -> Void
  ) -> [UInt8] {
    var entries: [UInt8] = []
    entries.reserveCapacity(bytes.count + changes.count * 128)
    var count = self.count
    var copied = 0
    func copy(to position: Int) {
      guard position > copied else { return }
      entries += bytes[Int(starts[copied])..<Int(starts[position])]
      copied = position
    }
    for (path, entry) in changes.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let position = position(of: path)
      copy(to: position)
      let isThere = position < self.count && self.entry(at: position)?.path == path
      if isThere { copied += 1 }
      if let entry { entries += entry.bytes() }
      count += (entry == nil ? 0 : 1) - (isThere ? 1 : 0)
    }
    copy(to: self.count)

    let isExtended = changes.values.contains { ($0?.extendedFlags ?? 0) != 0 }
    let version = self.version == 2 && isExtended ? 3 : self.version
    var result = Array("DIRC".utf8)
    result.reserveCapacity(entries.count + 1 << 16)
    result.append(bigEndian: version)
    result.append(bigEndian: UInt32(count))
    result += version == 4 ? IndexFile.packed(entries) : entries
    if var treeCache {
      update(&treeCache)
      var content: [UInt8] = []
      treeCache.append(to: &content)
      result += Array("TREE".utf8)
      result.append(bigEndian: UInt32(content.count))
      result += content
    }
    result += kept
    return result + result.withUnsafeBytes(Digest.sha1)
  }

  /// Entries of version 3 as version 4 writes them.
  private static func packed(_ entries: [UInt8]) -> [UInt8] {
    var packed: [UInt8] = []
    packed.reserveCapacity(entries.count)
    entries.withUnsafeBytes { raw in
      var last = UnsafeRawBufferPointer(rebasing: raw[0..<0])
      var start = 0
      while start < raw.count, let found = IndexEntry.end(in: raw, at: start, limit: raw.count + 1) {
        let path = UnsafeRawBufferPointer(rebasing: raw[found.path])
        let shared = zip(last, path).prefix { $0 == $1 }.count
        packed += raw[start..<found.path.lowerBound]
        VariableWidth.encode(last.count - shared, to: &packed)
        packed += path[shared...]
        packed.append(0)
        (last, start) = (path, found.end)
      }
    }
    return packed
  }
}

extension IndexEntry {
  fileprivate func with(_ path: [UInt8]) -> IndexEntry {
    var entry = self
    entry.path = path
    return entry
  }
}

/// The numbers of version 4 and of packs' offset deltas: seven bits a byte, the highest first, each further
/// byte counting from one above what fewer bytes could have said.
enum VariableWidth {
  static func decode(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int, _ limit: Int) -> Int? {
    guard offset < limit else { return nil }
    var byte = bytes[offset]
    var value = Int(byte & 127)
    offset += 1
    while byte & 128 != 0 {
      guard offset < limit, value < 1 << 24 else { return nil }
      byte = bytes[offset]
      value = (value + 1) << 7 | Int(byte & 127)
      offset += 1
    }
    return value
  }

  static func encode(_ value: Int, to bytes: inout [UInt8]) {
    var value = value
    var digits = [UInt8(value & 127)]
    while value >= 128 {
      value = (value >> 7) - 1
      digits.append(UInt8(value & 127) | 128)
    }
    bytes += digits.reversed()
  }
}
