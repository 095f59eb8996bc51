import DaichoModel

/// One row as it is to stand in the ledger, but for its customer.
package struct ImportedRow {
  /// Of each column; those the map does not have, and the customer, are empty.
  package internal(set) var bytes: [UInt8] = []
  package internal(set) var ends: [Int] = []
  /// The columns that the row's map knows: bits by number.
  package internal(set) var provided: UInt64 = 0
  package internal(set) var date = CalendarDate(day: 0)
  package internal(set) var rank = 0
  /// As the importer numbers customers; set by it.
  package var party: Int32 = -1

  package init() {}

  package subscript(column: Int) -> ArraySlice<UInt8> {
    guard ends.indices.contains(column) else { return [] }
    return bytes[(column == 0 ? 0 : ends[column - 1])..<ends[column]]
  }

  package func withBytes<Result>(of column: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    guard ends.indices.contains(column) else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    let range = (column == 0 ? 0 : ends[column - 1])..<ends[column]
    return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }

  mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  // MARK: On disk

  /// Little-endian: what is provided, the day, the rank, the party, `entry`, the ends, the bytes.
  package func packed(entry: Int32) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(24 + ends.count * 2 + bytes.count)
    func add(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { out.append(contentsOf: $0) }
    }
    add(provided)
    add(Int32(clamping: date.day))
    add(UInt16(clamping: rank))
    add(party)
    add(entry)
    add(UInt16(clamping: ends.count))
    for end in ends { add(UInt32(clamping: end)) }
    out += bytes
    return out
  }

  package static func entry(in packed: UnsafeRawBufferPointer) -> Int32 {
    packed.count < 24 ? -1 : Int32(littleEndian: packed.loadUnaligned(fromByteOffset: 18, as: Int32.self))
  }

  package mutating func unpack(_ packed: UnsafeRawBufferPointer) {
    reset()
    guard packed.count >= 24 else { return }
    provided = UInt64(littleEndian: packed.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
    date = CalendarDate(
      day: Int(Int32(littleEndian: packed.loadUnaligned(fromByteOffset: 8, as: Int32.self))))
    rank = Int(UInt16(littleEndian: packed.loadUnaligned(fromByteOffset: 12, as: UInt16.self)))
    party = Int32(littleEndian: packed.loadUnaligned(fromByteOffset: 14, as: Int32.self))
    let count = Int(UInt16(littleEndian: packed.loadUnaligned(fromByteOffset: 22, as: UInt16.self)))
    let start = 24 + count * 4
    guard packed.count >= start else { return }
    for index in 0..<count {
      let end = UInt32(littleEndian: packed.loadUnaligned(fromByteOffset: 24 + index * 4, as: UInt32.self))
      ends.append(min(Int(end), packed.count - start))
    }
    bytes.append(contentsOf: packed[start...])
  }
}
