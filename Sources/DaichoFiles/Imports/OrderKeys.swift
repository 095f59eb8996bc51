import DaichoModel

/// The rows of one import by their keys: the order and its line. Some forty bytes a row.
package struct OrderKeys: Sendable {
  package enum State: UInt8, Sendable {
    /// No ledger has it.
    case new
    case same, changed
    /// The ledger's row has come further: it stands.
    case older
  }

  private var table = HashTable()
  package private(set) var places: [Int64] = []
  package private(set) var contents: [UInt64] = []
  package private(set) var parties: [Int32] = []
  package private(set) var groups: [Int32] = []
  package private(set) var ranks: [UInt8] = []
  /// Of which file each is, as the importer numbers them.
  package private(set) var sources: [UInt8] = []
  package var states: [State] = []
  /// The ledger's row that stands, as the scan of the ledgers finds it: file and line.
  package var files: [Int32] = []
  package var lines: [Int32] = []
  package var presentRanks: [UInt8] = []
  /// The ledger knows the customer, the file does not.
  package var keepsCustomer: [Bool] = []
  /// The row is that person's who has no record yet.
  package var wantsCustomer: [Bool] = []
  /// Rows of the files that another row of the same key replaced.
  package private(set) var repeated = 0
  package let hasher = RowHasher()

  package init() {}

  package var count: Int { places.count }

  package func key(_ order: UnsafeRawBufferPointer, _ line: UnsafeRawBufferPointer) -> UInt64 {
    hasher.key(order, line)
  }

  package subscript(key: UInt64) -> Int? { table[key].map(Int.init) }

  /// Whether a row that comes later in the files replaces the one that is here already.
  package func replaces(_ entry: Int, rank: Int) -> Bool { rank >= Int(ranks[entry]) }

  /// - Parameter entry: that of the key, where it has one.
  package mutating func set(
    _ key: UInt64, at entry: Int?, content: UInt64, place: Int64, group: Int, rank: Int, party: Int32,
    source: Int
  ) {
    if let entry {
      repeated += 1
      places[entry] = place
      contents[entry] = content
      parties[entry] = party
      groups[entry] = Int32(clamping: group)
      ranks[entry] = UInt8(clamping: rank)
      sources[entry] = UInt8(clamping: source)
      return
    }
    table.set(Int32(clamping: count), for: key)
    places.append(place)
    contents.append(content)
    parties.append(party)
    groups.append(Int32(clamping: group))
    ranks.append(UInt8(clamping: rank))
    sources.append(UInt8(clamping: source))
  }

  package mutating func noteRepeated() { repeated += 1 }

  /// What the scan of the ledgers looks rows up in, on a thread of its own.
  package struct Lookup: Sendable {
    private let table: HashTable
    private let contents: [UInt64]
    private let sources: [UInt8]
    private let hasher: RowHasher

    fileprivate init(_ keys: OrderKeys) {
      (table, contents, sources, hasher) = (keys.table, keys.contents, keys.sources, keys.hasher)
    }

    package func entry(_ order: UnsafeRawBufferPointer, _ line: UnsafeRawBufferPointer) -> Int? {
      table[hasher.key(order, line)].map(Int.init)
    }

    package func source(_ entry: Int) -> Int { Int(sources[entry]) }

    /// Whether a row of the ledger says what the entry's row does.
    package func agrees(
      _ entry: Int, _ walk: borrowing LedgerWalk, _ columns: ImportedColumns, provided: UInt64
    ) -> Bool {
      var content = RowHasher.start
      for column in columns.names.indices
      where column != columns.customer && provided & (1 << UInt64(column)) != 0 {
        content = hasher.combine(content, walk.value(column))
      }
      return content == contents[entry]
    }
  }

  package var lookup: Lookup { Lookup(self) }

  /// Before the ledgers are looked at.
  package mutating func beginScan() {
    states = Array(repeating: .new, count: count)
    files = Array(repeating: -1, count: count)
    lines = Array(repeating: -1, count: count)
    presentRanks = Array(repeating: 0, count: count)
    keepsCustomer = Array(repeating: false, count: count)
    wantsCustomer = Array(repeating: true, count: count)
  }
}

/// Hashes what rows hold. Apart from the keys, so that it can be at hand where those are being changed.
package struct RowHasher: Sendable {
  private let hash = QuickHash()

  package func key(_ order: UnsafeRawBufferPointer, _ line: UnsafeRawBufferPointer) -> UInt64 {
    hash.combine(hash(order), hash(line, salt: 1))
  }

  fileprivate static let start: UInt64 = 7

  fileprivate func combine(_ content: UInt64, _ value: UnsafeRawBufferPointer) -> UInt64 {
    hash.combine(content, hash(value))
  }

  /// Of the columns a row's map provides, but for the customer, which is compared by whom it means.
  /// - Returns: `used` has a bit for each of them that is not empty.
  package func content(_ row: ImportedRow, _ columns: ImportedColumns) -> (hash: UInt64, used: UInt64) {
    var content = RowHasher.start
    var used: UInt64 = 0
    row.withBytes { values in
      for column in columns.names.indices
      where column != columns.customer && row.provided & (1 << UInt64(column)) != 0 {
        let value = values[column]
        if !value.isEmpty { used |= 1 << UInt64(column) }
        content = combine(content, value)
      }
    }
    return (content, used)
  }

  package func key(_ row: ImportedRow, _ columns: ImportedColumns) -> UInt64 {
    row.withBytes { values in key(values[columns.order ?? 0], values[columns.line ?? 0]) }
  }
}
