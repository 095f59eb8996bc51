import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A pack as it lies on the disk: where each object is, and its bytes as they are stored, so that they can be copied
/// without being unpacked.
///
/// The formats: gitformat-pack(5), index of version 2.
final class StoredPack {
  struct Entry {
    let id: ObjectID
    let offset: Int
  }

  /// In the order of the file.
  let entries: [Entry]
  private let pack: MappedFile
  private var ids: [Int: ObjectID] = [:]

  private static let trailer = 20

  /// - Parameter path: of the index, `….idx`.
  /// - Returns: `nil` for an index of another version, or one that is damaged.
  init?(index path: String) {
    guard let index = MappedFile(path), let pack = MappedFile(path.dropLast(4) + ".pack") else { return nil }
    let bytes = index.bytes
    func number(_ at: Int) -> Int { Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))) }
    let names = 8 + 256 * 4
    guard bytes.count >= names + 40, number(0) == 0xFF74_4F63, number(4) == 2 else { return nil }
    let count = number(names - 4)
    let offsets = names + count * 24
    let large = offsets + count * 4
    guard bytes.count >= large + 40 else { return nil }
    var entries: [Entry] = []
    entries.reserveCapacity(count)
    for place in 0..<count {
      let id = ObjectID(bytes: UnsafeRawBufferPointer(rebasing: bytes[(names + place * 20)...].prefix(20)))
      var offset = number(offsets + place * 4)
      if offset & 0x8000_0000 != 0 {
        let at = large + (offset & 0x7FFF_FFFF) * 8
        guard at + 8 <= bytes.count else { return nil }
        offset = number(at) << 32 | number(at + 4)
      }
      guard offset >= 12, offset < pack.bytes.count - StoredPack.trailer else { return nil }
      entries.append(Entry(id: id, offset: offset))
    }
    entries.sort { $0.offset < $1.offset }
    self.entries = entries
    self.pack = pack
    ids.reserveCapacity(count)
    for entry in entries { ids[entry.offset] = entry.id }
  }

  enum Base {
    /// It is stored whole.
    case none
    case object(ObjectID)
    case unknown
  }

  /// One object as it is stored.
  struct Stored {
    /// 1 commit, 2 tree, 3 file, 4 tag; 6 and 7 a difference.
    let type: UInt8
    /// Of what is packed.
    let size: Int
    let base: Base
    /// As zlib made it.
    let data: UnsafeRawBufferPointer
  }

  /// Holds only while the pack does. `nil` where it is damaged.
  func stored(_ place: Int) -> Stored? {
    let bytes = pack.bytes
    let start = entries[place].offset
    let end = place + 1 < entries.count ? entries[place + 1].offset : bytes.count - StoredPack.trailer
    var at = start
    func next() -> Int? {
      guard at < end else { return nil }
      defer { at += 1 }
      return Int(bytes[at])
    }
    guard var byte = next() else { return nil }
    let type = UInt8(byte >> 4 & 7)
    var (size, shift) = (byte & 15, 4)
    while byte & 0x80 != 0 {
      guard let more = next(), shift < 56 else { return nil }
      byte = more
      size |= (byte & 127) << shift
      shift += 7
    }
    var base = Base.none
    if type == 6 {
      guard var byte = next() else { return nil }
      var distance = byte & 127
      while byte & 0x80 != 0 {
        guard let more = next(), distance < 1 << 48 else { return nil }
        byte = more
        distance = (distance + 1) << 7 | byte & 127
      }
      base = ids[start - distance].map(Base.object) ?? .unknown
    } else if type == 7 {
      guard at + 20 <= end else { return nil }
      base = .object(ObjectID(bytes: UnsafeRawBufferPointer(rebasing: bytes[at..<(at + 20)])))
      at += 20
    }
    return Stored(
      type: type, size: size, base: base, data: UnsafeRawBufferPointer(rebasing: bytes[at..<end]))
  }
}

/// A file's bytes, as the system pages them in.
private final class MappedFile {
  let bytes: UnsafeRawBufferPointer

  init?(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size > 0,
      let start = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { return nil }
    bytes = UnsafeRawBufferPointer(start: start, count: Int(status.st_size))
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
}
