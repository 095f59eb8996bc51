#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Stands for a text that occurs in a file; equal texts of one file have equal symbols.
package struct Symbol: Sendable, Hashable {
  package let index: Int32

  package init(index: Int32) { self.index = index }
}

/// The texts that are new since the batch before, in the order of their symbols.
package struct SymbolSlice: Sendable {
  /// Symbol of the first of them.
  package let first: Int
  package let bytes: [UInt8]
  /// Where each text ends in `bytes`.
  package let ends: [Int]
}

/// Collects the slices of a file's batches and gives the texts back.
package struct SymbolTexts: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  package init() {}

  package var count: Int { ends.count }

  package mutating func append(_ slice: SymbolSlice) {
    let base = bytes.count
    bytes += slice.bytes
    for end in slice.ends { ends.append(base + end) }
  }

  package subscript(symbol: Symbol) -> String {
    withBytes(of: symbol) { String(decoding: $0, as: UTF8.self) }
  }

  /// UTF-8 without a terminating zero, for binding to a statement.
  package func withBytes<Result>(of symbol: Symbol, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let index = Int(symbol.index)
    guard ends.indices.contains(index) else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    let start = index == 0 ? 0 : ends[index - 1]
    return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<ends[index]])) }
  }
}

/// Interns slices of bytes: an open-addressing hash table over one arena.
struct SymbolTable {
  private var arena: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
  /// The upper half of a hash and, in the lower, one more than its symbol; 0 for a free slot. Their number
  /// is a power of two, at most half of them are taken.
  private var slots = [UInt64](repeating: 0, count: 1 << 10)
  private var taken = 0
  /// Differs from run to run, so that no file can be made to collide.
  private let seed = UInt64.random(in: 1...UInt64.max) | 1

  var count: Int { ends.count }

  mutating func intern(_ text: UnsafeRawBufferPointer) -> Symbol {
    let hash = hash(text)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let found = slots[slot]
      if (found ^ hash) >> 32 == 0 {
        let index = Int(truncatingIfNeeded: found & 0xFFFF_FFFF) - 1
        if matches(index, text) { return Symbol(index: Int32(truncatingIfNeeded: index)) }
      }
      slot = (slot + 1) & mask
    }
    let index = ends.count
    arena.append(contentsOf: text)
    ends.append(arena.count)
    hashes.append(hash)
    slots[slot] = SymbolTable.entry(hash, index)
    if ends.count * 2 > slots.count { grow() }
    return Symbol(index: Int32(truncatingIfNeeded: index))
  }

  /// What was interned since the last call.
  mutating func takeNew() -> SymbolSlice {
    let base = taken == 0 ? 0 : ends[taken - 1]
    let slice = SymbolSlice(
      first: taken, bytes: Array(arena[base...]), ends: ends[taken...].map { $0 - base })
    taken = ends.count
    return slice
  }

  private func matches(_ index: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    let start = index == 0 ? 0 : ends[index - 1]
    guard ends[index] - start == text.count else { return false }
    return arena.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress, let sought = text.baseAddress else { return text.isEmpty }
      return memcmp(base + start, sought, text.count) == 0
    }
  }

  private static func entry(_ hash: UInt64, _ index: Int) -> UInt64 {
    hash & 0xFFFF_FFFF_0000_0000 | UInt64(truncatingIfNeeded: index + 1)
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = [UInt64](repeating: 0, count: mask + 1)
    for index in hashes.indices {
      var slot = Int(truncatingIfNeeded: hashes[index]) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = SymbolTable.entry(hashes[index], index)
    }
  }

  private func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
    var value = seed ^ UInt64(truncatingIfNeeded: text.count)
    var offset = 0
    while offset + 8 <= text.count {
      value = mix(value ^ text.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var tail: UInt64 = 0
    if text.count >= 8 {
      tail = text.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self)
    } else {
      while offset < text.count {
        tail = tail << 8 | UInt64(text[offset])
        offset += 1
      }
    }
    return mix(value ^ tail)
  }

  private func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: seed)
    return product.high ^ product.low
  }
}
