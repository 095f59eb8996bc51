import DaichoFiles
import DaichoIndex
import DaichoModel

/// The rows of the ledgers that an import has, too, found on another thread.
enum LedgerMatches: Sendable {
  /// Of one ledger.
  struct Batch: Sendable {
    struct Row: Sendable {
      let entry: Int
      let line: Int
      let rank: Int
      /// But for the customer the two rows are the same, byte for byte.
      let isSame: Bool
      /// Of the batch's bytes: the customer, then, unless it is the same, the import's columns.
      let ends: Range<Int>
    }

    /// As the importer numbers the ledgers.
    let ledger: Int
    var rows: [Row] = []
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init(ledger: Int) { self.ledger = ledger }

    mutating func add(
      _ entry: Int, _ walk: borrowing LedgerWalk, _ columns: ImportedColumns, isSame: Bool
    ) {
      let start = ends.count
      if let customer = columns.customer { bytes.append(contentsOf: walk.value(customer)) }
      ends.append(bytes.count)
      for column in isSame ? 0..<0 : columns.names.indices {
        bytes.append(contentsOf: walk.value(column))
        ends.append(bytes.count)
      }
      rows.append(
        Row(entry: entry, line: walk.line, rank: walk.rank, isSame: isSame, ends: start..<ends.count))
    }

    func customer(of row: Row) -> ArraySlice<UInt8> { bytes[range(row.ends.lowerBound)] }

    /// What the ledger says; only of rows that are not the same.
    func value(_ column: Int, of row: Row) -> ArraySlice<UInt8> {
      let place = row.ends.lowerBound + 1 + column
      return row.ends.contains(place) ? bytes[range(place)] : []
    }

    private func range(_ place: Int) -> Range<Int> { (place == 0 ? 0 : ends[place - 1])..<ends[place] }
  }

  case batch(Batch)
  /// The ledger is through.
  case end(ledger: Int)

  private static let batchSize = 4096

  /// Reads the ledgers on another thread, while `consume` takes what they have in common with the import.
  static func forEach(
    of paths: [String], _ reader: Reader, _ consume: (LedgerMatches) throws(DaichoError) -> Void
  ) throws(DaichoError) {
    try Conveyor<LedgerMatches>.run(capacity: 3) { belt throws(DaichoError) in
      for (number, path) in paths.enumerated() {
        guard try reader.read(path, number, onto: belt) else { return }
      }
    } consume: { item throws(DaichoError) in
      try consume(item)
    }
  }

  struct Reader: Sendable {
    let folder: WorkspaceFolder
    let columns: ImportedColumns
    let keys: OrderKeys.Lookup
    /// By file of the import: the columns that its map knows.
    let provided: [UInt64]

    /// `false`: nobody takes them any more.
    fileprivate func read(
      _ path: String, _ number: Int, onto belt: Conveyor<LedgerMatches>
    ) throws(DaichoError) -> Bool {
      var walk = LedgerWalk(try folder.stream(path), path: path, columns: columns.names)
      var batch = Batch(ledger: number)
      while let step = try walk.next() {
        guard case .row = step, let entry = keys.entry(walk.order, walk.part) else { continue }
        let isSame = keys.agrees(entry, walk, columns, provided: provided[keys.source(entry)])
        batch.add(entry, walk, columns, isSame: isSame)
        if batch.rows.count == LedgerMatches.batchSize {
          guard belt.put(.batch(batch)) else { return false }
          batch = Batch(ledger: number)
        }
      }
      return belt.put(.batch(batch)) && belt.put(.end(ledger: number))
    }
  }
}
