import DaichoFiles
import DaichoModel

/// The ledgers as they will be.
extension OrdersImport {
  func ledgerChanges(_ ledgers: [Ledger]) -> [FileChange] {
    var hasNew = Array(repeating: false, count: months.count)
    for entry in 0..<keys.count where keys.states[entry] == .new { hasNew[Int(keys.groups[entry])] = true }
    var changes: [FileChange] = []
    for (number, ledger) in ledgers.enumerated() {
      let month = ledger.month.flatMap { hasNew[$0] ? $0 : nil }
      guard ledger.hasChanges || month != nil else { continue }
      changes.append(
        .rewrite(ledger.path) { [self] old, isWorkTree, sink throws(DaichoError) in
          // Rows that change in a file which this version does not have.
          if old == nil, month == nil { return false }
          try rewrite(ledger, number, month, old, isWorkTree, sink)
          return true
        })
    }
    return changes
  }

  private func rewrite(
    _ ledger: Ledger, _ number: Int, _ month: Int?, _ old: (() throws(DaichoError) -> any ByteStream)?,
    _ isWorkTree: Bool, _ sink: ByteSink
  ) throws(DaichoError) {
    if isWorkTree { try requireUntouched(ledger) }
    let needed = ledger.needed | (month.map { months[$0].used } ?? 0)
    var rewrite = LedgerRewrite(columns, needed: needed, into: sink) { [parties] in parties.text($0.party) }
    var present: [Int: (rank: Int, line: Int)]?
    if let old {
      if !isWorkTree { present = try rows(of: number, ledger.path, in: old()) }
      try rewrite.copy(ledger.path, old) { walk throws(DaichoError) in
        try replacement(walk, number, present)
      }
    } else {
      try rewrite.begin()
    }
    guard let month else { return }
    var row = ImportedRow()
    try spool.forEach(in: month) { place, packed throws(DaichoError) in
      let entry = Int(ImportedRow.entry(in: packed))
      guard entry >= 0, keys.places[entry] == place, keys.states[entry] == .new, present?[entry] == nil else {
        return
      }
      row.unpack(packed)
      try rewrite.add(row)
    }
  }

  private func replacement(
    _ walk: borrowing LedgerWalk, _ number: Int, _ present: [Int: (rank: Int, line: Int)]?
  ) throws(DaichoError) -> (row: ImportedRow, keepsCustomer: Bool)? {
    guard let entry = keys[keys.key(walk.order, walk.part)] else { return nil }
    if let present {
      guard let standing = present[entry], standing.line == walk.line,
        columns.status == nil || Int(keys.ranks[entry]) >= standing.rank
      else { return nil }
    } else {
      guard keys.states[entry] == .changed, keys.files[entry] == Int32(clamping: number),
        keys.lines[entry] == Int32(clamping: walk.line)
      else { return nil }
    }
    var row = ImportedRow()
    try spool.row(at: keys.places[entry]).withUnsafeBytes { row.unpack($0) }
    return (row, keys.keepsCustomer[entry])
  }

  /// Of a version that is not the one that was scanned: which rows stand for those that change.
  private func rows(
    of number: Int, _ path: String, in stream: any ByteStream
  ) throws(DaichoError) -> [Int: (rank: Int, line: Int)] {
    var rows: [Int: (rank: Int, line: Int)] = [:]
    var walk = LedgerWalk(stream, path: path, columns: columns.names)
    while let step = try walk.next() {
      guard case .row = step, let entry = keys[keys.key(walk.order, walk.part)] else { continue }
      let isOurs = keys.states[entry] == .changed && keys.files[entry] == Int32(clamping: number)
      guard isOurs || keys.states[entry] == .new else { continue }
      if let known = rows[entry], known.rank > walk.rank { continue }
      rows[entry] = (walk.rank, walk.line)
    }
    return rows
  }

  private func requireUntouched(_ ledger: Ledger) throws(DaichoError) {
    let now = try workspace.folder.status(ledger.path)
    guard now?.touched == ledger.status?.touched, now?.size == ledger.status?.size,
      now?.inode == ledger.status?.inode
    else { throw .ledgerTouched(ledger.path) }
  }
}
