/// A 64-bit hash for tables in memory; differs from run to run, so that no file can be made to collide.
package struct QuickHash: Sendable {
  private let seed: UInt64

  package init(seed: UInt64 = .random(in: .min ... .max)) { self.seed = seed | 1 }

  /// Of two texts with different `salt` the hashes differ, too.
  package func callAsFunction(_ bytes: UnsafeRawBufferPointer, salt: UInt64 = 0) -> UInt64 {
    var value = seed ^ salt &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: bytes.count)
    var offset = 0
    while offset + 8 <= bytes.count {
      value = mix(value ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var tail: UInt64 = 0
    while offset < bytes.count {
      tail = tail << 8 | UInt64(bytes[offset])
      offset += 1
    }
    return mix(mix(value ^ tail) &+ 0xD1B5_4A32_D192_ED03)
  }

  package func callAsFunction(_ text: String, salt: UInt64 = 0) -> UInt64 {
    var text = text
    return text.withUTF8 { self(UnsafeRawBufferPointer($0), salt: salt) }
  }

  /// Of a sequence: the hash so far and the next.
  package func combine(_ hash: UInt64, _ next: UInt64) -> UInt64 { mix(hash &* 3 ^ next) }

  private func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: seed ^ 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }
}

/// Numbers by hash: open addressing, twelve bytes a slot.
package struct HashTable: Sendable {
  private var hashes: [UInt64]
  private var values: [Int32]
  package private(set) var count = 0

  package init() {
    hashes = [UInt64](repeating: 0, count: 1 << 10)
    values = [Int32](repeating: 0, count: 1 << 10)
  }

  package subscript(hash: UInt64) -> Int32? {
    let hash = hash == 0 ? 1 : hash
    let mask = hashes.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while hashes[slot] != 0 {
      if hashes[slot] == hash { return values[slot] }
      slot = (slot + 1) & mask
    }
    return nil
  }

  package mutating func set(_ value: Int32, for hash: UInt64) {
    if (count + 1) * 2 > hashes.count { grow() }
    let hash = hash == 0 ? 1 : hash
    let mask = hashes.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while hashes[slot] != 0, hashes[slot] != hash { slot = (slot + 1) & mask }
    if hashes[slot] == 0 { count += 1 }
    hashes[slot] = hash
    values[slot] = value
  }

  private mutating func grow() {
    let (oldHashes, oldValues) = (hashes, values)
    let size = oldHashes.count * 2
    hashes = [UInt64](repeating: 0, count: size)
    values = [Int32](repeating: 0, count: size)
    for index in oldHashes.indices where oldHashes[index] != 0 {
      var slot = Int(truncatingIfNeeded: oldHashes[index]) & (size - 1)
      while hashes[slot] != 0 { slot = (slot + 1) & (size - 1) }
      hashes[slot] = oldHashes[index]
      values[slot] = oldValues[index]
    }
  }
}
