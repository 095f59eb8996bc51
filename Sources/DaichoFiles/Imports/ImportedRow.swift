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
  /// Who bought: of a row that is being read as its reader numbers what rows tell of customers, of a spooled
  /// one as the importer numbers customers. -1 for nobody.
  package internal(set) var party: Int32 = -1

  package init() {}

  package subscript(column: Int) -> ArraySlice<UInt8> {
    guard ends.indices.contains(column) else { return [] }
    return bytes[(column == 0 ? 0 : ends[column - 1])..<ends[column]]
  }

  /// The values of a row by their columns, while it stays where it is.
  struct Values {
    fileprivate let bytes: UnsafeRawBufferPointer
    fileprivate let ends: UnsafeBufferPointer<Int>

    subscript(column: Int) -> UnsafeRawBufferPointer {
      guard ends.indices.contains(column) else { return UnsafeRawBufferPointer(start: nil, count: 0) }
      return UnsafeRawBufferPointer(rebasing: bytes[(column == 0 ? 0 : ends[column - 1])..<ends[column]])
    }
  }

  func withBytes<Result>(_ body: (Values) -> Result) -> Result {
    bytes.withUnsafeBytes { bytes in
      ends.withUnsafeBufferPointer { body(Values(bytes: bytes, ends: $0)) }
    }
  }

  /// Empties columns.
  package mutating func clear(_ isCleared: (Int) -> Bool) {
    var left: [UInt8] = []
    var leftEnds: [Int] = []
    for column in ends.indices {
      if !isCleared(column) { left += self[column] }
      leftEnds.append(left.count)
    }
    (bytes, ends) = (left, leftEnds)
  }

  mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  // MARK: On disk

  private static let headSize = 24

  /// Appends itself, little-endian: what is provided, the day, the rank, the party and the entry that
  /// `address` writes, the ends, the bytes.
  package func pack(into out: inout [UInt8]) {
    func add(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { out.append(contentsOf: $0) }
    }
    add(provided)
    add(Int32(clamping: date.day))
    add(UInt16(clamping: rank))
    add(party)
    add(Int32(-1))
    add(UInt16(clamping: ends.count))
    for end in ends { add(UInt32(clamping: end)) }
    out += bytes
  }

  /// Says in a packed row whose it is, and which entry of the importer's keys.
  package static func address(
    _ packed: UnsafeMutableRawBufferPointer, party: Int32, entry: Int32
  ) {
    guard packed.count >= headSize else { return }
    packed.storeBytes(of: party.littleEndian, toByteOffset: 14, as: Int32.self)
    packed.storeBytes(of: entry.littleEndian, toByteOffset: 18, as: Int32.self)
  }

  package static func entry(in packed: UnsafeRawBufferPointer) -> Int32 {
    packed.count < headSize
      ? -1 : Int32(littleEndian: packed.loadUnaligned(fromByteOffset: 18, as: Int32.self))
  }

  package mutating func unpack(_ packed: UnsafeRawBufferPointer) {
    reset()
    guard packed.count >= ImportedRow.headSize else { return }
    provided = UInt64(littleEndian: packed.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
    date = CalendarDate(
      day: Int(Int32(littleEndian: packed.loadUnaligned(fromByteOffset: 8, as: Int32.self))))
    rank = Int(UInt16(littleEndian: packed.loadUnaligned(fromByteOffset: 12, as: UInt16.self)))
    party = Int32(littleEndian: packed.loadUnaligned(fromByteOffset: 14, as: Int32.self))
    let count = Int(UInt16(littleEndian: packed.loadUnaligned(fromByteOffset: 22, as: UInt16.self)))
    let start = ImportedRow.headSize + count * 4
    guard packed.count >= start else { return }
    for index in 0..<count {
      let end = UInt32(
        littleEndian: packed.loadUnaligned(fromByteOffset: ImportedRow.headSize + index * 4, as: UInt32.self))
      ends.append(min(Int(end), packed.count - start))
    }
    bytes.append(contentsOf: packed[start...])
  }
}
