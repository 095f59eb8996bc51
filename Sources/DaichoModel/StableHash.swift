/// FNV-1a, 64 bits: the same in every process and on every machine, unlike Swift's `Hasher`.
package struct StableHash: Sendable {
  package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  package mutating func combine(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
  }

  package static func of(_ parts: String...) -> Int64 {
    var hash = StableHash()
    for (index, part) in parts.enumerated() {
      if index > 0 { hash.combine([0]) }
      hash.combine(part.utf8)
    }
    return Int64(bitPattern: hash.value)
  }
}
