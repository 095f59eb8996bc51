import DaichoFiles
import DaichoIndex
import DaichoModel

/// A piece of the files of an import, read and mapped.
enum OrderRows: Sendable {
  /// Of one file.
  struct Batch: Sendable {
    struct Row: Sendable {
      let key: UInt64
      let content: UInt64
      /// The columns that have a value: bits by number.
      let used: UInt64
      let date: CalendarDate
      let rank: Int
      /// Who bought, as the tickets of the file number them; -1 for nobody.
      let ticket: Int32
      /// Of the batch's bytes: the packed row.
      let range: Range<Int>
    }

    /// As the importer numbers the files.
    let file: Int
    var rows: [Row] = []
    var bytes: [UInt8] = []
    /// Those that the rows are the first to need.
    var tickets: [PartyTicket] = []
    /// The columns that the file's map knows.
    var provided: UInt64 = 0
    /// Bytes of the file's text before the last row.
    var progress: Int64 = 0
  }

  case batch(Batch)
  case end(file: Int, ImportProblems, ImportSource.PassedOver)

  private static let batchSize = 4096

  /// Reads the files on another thread, while `consume` takes what comes of it.
  static func forEach(
    of files: [MappedFile], _ reader: Reader, _ consume: (OrderRows) throws(DaichoError) -> Void
  ) throws(DaichoError) {
    try Conveyor<OrderRows>.run(capacity: 3) { belt throws(DaichoError) in
      for (number, file) in files.enumerated() {
        guard try reader.read(file, number, onto: belt) else { return }
      }
    } consume: { item throws(DaichoError) in
      try consume(item)
    }
  }

  /// What it takes to make ledger rows of a file.
  struct Reader: Sendable {
    let columns: ImportedColumns
    let currency: DaichoModel.Currency
    let zone: ZoneOffsets
    let hasher: RowHasher
    let keys: CustomerKeys

    /// `false`: nobody takes them any more.
    fileprivate func read(
      _ mapped: MappedFile, _ number: Int, onto belt: Conveyor<OrderRows>
    ) throws(DaichoError) -> Bool {
      let source = try ImportSource(mapped.file, map: mapped.map, zone: zone, table: mapped.table)
      let tickets = PartyTickets(mapped.map, keys)
      let orders = ImportedOrders(source, columns: columns, currency: currency, party: tickets.ticket)
      var batch = Batch(file: number)
      func pass() -> Bool {
        batch.tickets = tickets.takeFresh()
        batch.progress = source.progress
        defer {
          batch = Batch(file: number)
          batch.rows.reserveCapacity(OrderRows.batchSize)
        }
        return belt.put(.batch(batch))
      }
      var failure: DaichoError?
      do throws(DaichoError) {
        while try orders.advance() {
          add(orders.row, to: &batch)
          if batch.rows.count == OrderRows.batchSize, !pass() { return false }
        }
      } catch { failure = error }
      guard pass() else { return false }
      // The rows before it come first.
      if let failure { throw failure }
      return belt.put(.end(file: number, source.problems, source.passedOver))
    }

    private func add(_ row: ImportedRow, to batch: inout Batch) {
      let start = batch.bytes.count
      row.pack(into: &batch.bytes)
      let (content, used) = hasher.content(row, columns)
      batch.provided = row.provided
      batch.rows.append(
        Batch.Row(
          key: hasher.key(row, columns), content: content, used: used, date: row.date, rank: row.rank,
          ticket: row.party, range: start..<batch.bytes.count))
    }
  }
}
